import Big from 'big.js'
import { and, eq } from 'drizzle-orm'
import { acknowledgmentLines, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { emptyStock } from '../inventory/reserve.ts'
import { type AnswerLimits, isDateWithin, isQuantityWithin } from './answer-limits.ts'
import { giveBack } from './give-back.ts'
import { answerLine, dropBackorder, giveUpLine, type LineCounters, liveOf, openOf } from './line.ts'
import { raiseOnLine, settleOnLine } from './line-exceptions.ts'
import type { LoadedLine } from './load-lines.ts'
import type { PurchaseOrderRow } from './lock.ts'
import type { PlannedAnswer, PlannedLine } from './plan-answers.ts'

/** One answer, with the quantity that `rest` stood for, and how much of it holds. */
interface AppliedAnswer extends PlannedAnswer {
  applied: string
}

/** How answers are taken. */
export interface AnswerTerms {
  /** Whether a quantity promised for a day, or for none, is waited for. */
  keeps(shipDate: string | null): boolean
  /** The customer has cancelled: what comes free is not routed elsewhere. */
  unwanted: boolean
  /** What may be answered otherwise than ordered without a person. */
  limits: AnswerLimits
}

/** What the answers to one line came to. */
export interface AppliedLine {
  /** As it stood before. */
  line: LoadedLine
  /** In the line's unit: refused, or promised for too late, and open to be routed elsewhere. */
  givenBack: Big
  /** Of that, what was promised for too late: the supplier has to be told that nobody waits for it. */
  tooLate: Big
  /** Whether anything was accepted, promised or refused. */
  answered: boolean
  /** The last day promised for shipping that is as good as agreed. */
  agreedDate: string | undefined
}

/**
 * Stores the answers to one line, moves its counters, gives back what was refused (and what was promised for too late, or is missing within
 * the partnership's limits). What goes beyond the limits, or contradicts earlier answers, waits for a person.
 */
export async function applyAnswers(
  work: Work,
  order: PurchaseOrderRow,
  acknowledgmentId: string,
  { line, answers, unitPrice }: PlannedLine<LoadedLine>,
  terms: AnswerTerms,
): Promise<AppliedLine> {
  const said = answers.map(answer => ({ ...answer, quantity: quantityOf(answer, line, answers) }))
  const result = answerLine(line, said)
  const applied = said.map((answer, index) => ({ ...answer, applied: result.applied[index]! }))
  const short = new Big(result.short)
  const isShortWithin = short.gt(0) && isQuantityWithin(short, line, terms.limits)
  const { line: given } = giveUpLine(result.line, isShortWithin ? short : new Big(0))
  const refused = new Big(given.rejected).minus(line.rejected)
  const { line: counters, dropped: tooLate } = dropBackorder(given, lateOf(applied, terms.keeps))
  const reason = applied.find(answer => answer.status === 'rejected' && answer.applied !== '0')?.reason
  const promised = lastDay(applied.filter(answer => answer.applied !== '0'))
  await work.tx
    .update(purchaseOrderLines)
    .set({
      ...counters,
      cancelledBySupplier: tooLate.plus(line.cancelledBySupplier).toFixed(),
      expectedShipDate: promised ?? line.expectedShipDate,
      rejectionReason: reason ?? (isShortWithin ? 'other' : line.rejectionReason),
    })
    .where(and(eq(purchaseOrderLines.retailerId, line.retailerId), eq(purchaseOrderLines.id, line.id)))
  await storeAnswers(work, acknowledgmentId, line, applied, unitPrice)
  if (short.gt(0) && !isShortWithin) await raiseShort(work, order, acknowledgmentId, line, counters, short)
  else await settleOnLine(work, line, ['quantity-change'], 'answered')
  await raiseConflict(work, order, acknowledgmentId, line, applied, terms.limits)
  if (applied.some(answer => answer.reason === 'out-of-stock')) await emptyStock(work, line.retailerId, line.offerId)
  const givenBack = refused.plus(tooLate)
  if (givenBack.gt(0)) await giveBack(work, line, givenBack, { cancelled: terms.unwanted })
  const agreedDate = await answerDate(work, order, acknowledgmentId, line, applied, terms)
  return { line, givenBack, tooLate, agreedDate, answered: said.some(answer => answer.status !== 'on-hold') }
}

/** The supplier leaves part of the line out, and more of it than it may by itself. */
async function raiseShort(
  work: Work,
  order: PurchaseOrderRow,
  factId: string,
  line: LoadedLine,
  after: LineCounters,
  short: Big,
): Promise<void> {
  const left = liveOf(after).minus(short).toFixed()
  await raiseOnLine(work, order, line, {
    kind: 'quantity-change',
    factId,
    expected: liveOf(after).toFixed(),
    actual: left,
    atStake: short.times(line.unitCost),
    words: `${left} ${line.unit} acknowledged instead of ${liveOf(after).toFixed()}.`,
  })
}

const acceptances: ReadonlySet<string> = new Set(['accepted', 'accepted-with-changes', 'substituted'])

/** A later day than the order allows is agreed within the limits, and waits for a person beyond them. A backorder is kept or not by its own rule. */
async function answerDate(
  work: Work,
  order: PurchaseOrderRow,
  factId: string,
  line: LoadedLine,
  applied: readonly AppliedAnswer[],
  { keeps, limits }: AnswerTerms,
): Promise<string | undefined> {
  const holding = applied.filter(answer => answer.applied !== '0')
  const backordered = lastDay(
    holding.filter(({ status, shipDate }) => status === 'backordered' && keeps(shipDate ?? null)),
  )
  const accepted = lastDay(holding.filter(({ status }) => acceptances.has(status)))
  if (accepted === undefined) return backordered
  if (isDateWithin(accepted, order, limits)) {
    await settleOnLine(work, line, ['date-change'], 'answered')
    return [accepted, backordered ?? accepted].sort().at(-1)
  }
  await raiseOnLine(work, order, line, {
    kind: 'date-change',
    factId,
    expected: order.shipNotAfter!,
    actual: accepted,
    atStake: openOf(line).plus(line.accepted).minus(line.shipped).times(line.unitCost),
    words: `promised for ${accepted}, ordered to ship by ${order.shipNotAfter}.`,
  })
  return backordered
}

function lastDay(answers: readonly PlannedAnswer[]): string | undefined {
  return answers
    .flatMap(({ shipDate }) => shipDate ?? [])
    .sort()
    .at(-1)
}

/** What `rest` can be of: what is open, and what was promised where an answer accepts or refuses it, or accepted where it changes the terms alone. */
const counted: Partial<Record<PlannedAnswer['status'], 'backordered' | 'accepted'>> = {
  accepted: 'backordered',
  rejected: 'backordered',
  'accepted-with-changes': 'accepted',
}

function quantityOf({ status, quantity }: PlannedAnswer, line: LineCounters, beside: readonly PlannedAnswer[]): string {
  if (quantity !== 'rest') return quantity
  const also = counted[status]
  const whole = openOf(line).plus(also ? line[also] : 0)
  const named = beside.reduce((sum, one) => sum.plus(one.quantity === 'rest' ? 0 : one.quantity), new Big(0))
  return (named.gt(whole) ? new Big(0) : whole.minus(named)).toFixed()
}

/** How much was promised for later than the partnership waits. */
function lateOf(applied: readonly AppliedAnswer[], keeps: (shipDate: string | null) => boolean): Big {
  return applied
    .filter(answer => answer.status === 'backordered' && !keeps(answer.shipDate ?? null))
    .reduce((total, answer) => total.plus(answer.applied), new Big(0))
}

async function storeAnswers(
  work: Work,
  acknowledgmentId: string,
  line: LoadedLine,
  applied: readonly AppliedAnswer[],
  unitPrice: string | undefined,
): Promise<void> {
  if (applied.length === 0) return
  await work.tx.insert(acknowledgmentLines).values(
    applied.map(answer => ({
      retailerId: line.retailerId,
      id: work.newId(),
      acknowledgmentId,
      purchaseOrderLineId: line.id,
      status: answer.status,
      quantity: answer.quantity,
      applied: answer.applied,
      shipDate: answer.shipDate ?? null,
      unitPrice: unitPrice ?? null,
      reason: answer.reason ?? null,
      note: answer.note ?? null,
    })),
  )
}

/** What was said beyond what it could be said of. Too much of a line within the limits is left aside: no more is wanted than was ordered. */
async function raiseConflict(
  work: Work,
  order: PurchaseOrderRow,
  factId: string,
  line: LoadedLine,
  applied: readonly AppliedAnswer[],
  limits: AnswerLimits,
): Promise<void> {
  const contradicting = applied.filter(answer => new Big(answer.applied).lt(answer.quantity))
  if (contradicting.length === 0) return
  const left = contradicting.reduce((sum, answer) => sum.plus(answer.quantity).minus(answer.applied), new Big(0))
  const told = contradicting.map(answer => `${answer.status} ${answer.quantity}`).join(', ')
  if (contradicting.every(answer => answer.status === 'accepted-with-changes')) {
    if (isQuantityWithin(left, line, limits)) return
    const actual = liveOf(line).plus(left).toFixed()
    const words = `${actual} ${line.unit} acknowledged instead of ${liveOf(line).toFixed()}.`
    const atStake = left.times(line.unitCost)
    return await raiseOnLine(work, order, line, {
      kind: 'quantity-change',
      factId,
      expected: liveOf(line).toFixed(),
      actual,
      atStake,
      words,
    })
  }
  const stands = `accepted ${line.accepted}, backordered ${line.backordered}, rejected ${line.rejected}, cancelled ${line.cancelled} of ${line.ordered}`
  await raiseOnLine(work, order, line, {
    kind: 'acknowledgment-conflict',
    factId,
    expected: stands,
    actual: told,
    atStake: left.times(line.unitCost),
    words: `now ${told}, but it stood at ${stands}.`,
  })
}

import Big from 'big.js'
import { and, eq } from 'drizzle-orm'
import { acknowledgmentLines, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../exceptions.ts'
import { emptyStock } from '../inventory/reserve.ts'
import { giveBack } from './give-back.ts'
import { answerLine, dropBackorder, type LineCounters, openOf } from './line.ts'
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
}

/**
 * Stores the answers to one line, moves its counters, gives back what was refused (and what was promised for too late), and puts
 * what contradicts earlier answers before a person.
 */
export async function applyAnswers(
  work: Work,
  order: PurchaseOrderRow,
  acknowledgmentId: string,
  { line, answers, unitPrice }: PlannedLine<LoadedLine>,
  terms: AnswerTerms,
): Promise<AppliedLine> {
  const said = answers.map(answer => ({ ...answer, quantity: quantityOf(answer, line) }))
  const result = answerLine(line, said)
  const applied = said.map((answer, index) => ({ ...answer, applied: result.applied[index]! }))
  const refused = new Big(result.line.rejected).minus(line.rejected)
  const { line: counters, dropped: tooLate } = dropBackorder(result.line, lateOf(applied, terms.keeps))
  const promised = applied.flatMap(({ applied: holds, shipDate }) => (shipDate && holds !== '0' ? [shipDate] : []))
  const reason = applied.find(answer => answer.status === 'rejected' && answer.applied !== '0')?.reason
  await work.tx
    .update(purchaseOrderLines)
    .set({
      ...counters,
      expectedShipDate: promised.toSorted().at(-1) ?? line.expectedShipDate,
      rejectionReason: reason ?? line.rejectionReason,
    })
    .where(and(eq(purchaseOrderLines.retailerId, line.retailerId), eq(purchaseOrderLines.id, line.id)))
  await storeAnswers(work, acknowledgmentId, line, applied, unitPrice)
  await raiseConflict(work, order, acknowledgmentId, line, applied)
  if (applied.some(answer => answer.reason === 'out-of-stock')) await emptyStock(work, line.retailerId, line.offerId)
  const givenBack = refused.plus(tooLate)
  if (givenBack.gt(0)) await giveBack(work, line, givenBack, { cancelled: terms.unwanted })
  return { line, givenBack, tooLate, answered: said.some(answer => answer.status !== 'on-hold') }
}

/** `rest` is what is open, and for an acceptance or a refusal what was promised too. */
function quantityOf({ status, quantity }: PlannedAnswer, line: LineCounters): string {
  if (quantity !== 'rest') return quantity
  const open = openOf(line)
  return (status === 'accepted' || status === 'rejected' ? open.plus(line.backordered) : open).toFixed()
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

async function raiseConflict(
  work: Work,
  order: PurchaseOrderRow,
  acknowledgmentId: string,
  line: LoadedLine,
  applied: readonly AppliedAnswer[],
): Promise<void> {
  const contradicting = applied.filter(answer => new Big(answer.applied).lt(answer.quantity))
  if (contradicting.length === 0) return
  const told = contradicting.map(answer => `${answer.status} ${answer.quantity}`).join(', ')
  const stands = `accepted ${line.accepted}, backordered ${line.backordered}, rejected ${line.rejected}, cancelled ${line.cancelled} of ${line.ordered}`
  const left = contradicting.reduce((sum, answer) => sum.plus(answer.quantity).minus(answer.applied), new Big(0))
  await raiseException(work, {
    retailerId: order.retailerId,
    kind: 'acknowledgment-conflict',
    key: `acknowledgment-conflict:${acknowledgmentId}:${line.id}`,
    partnershipId: order.partnershipId,
    orderId: order.orderId,
    purchaseOrderId: order.id,
    purchaseOrderLineId: line.id,
    expected: stands,
    actual: told,
    atStake: left.times(line.unitCost).round(2, Big.roundHalfUp).toFixed(2),
    currency: order.currency,
    summary: `${order.number} line ${line.lineNumber} (${line.supplierSku}): now ${told}, but it stood at ${stands}.`,
  })
}

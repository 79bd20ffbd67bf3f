import Big from 'big.js'
import { and, eq, isNull } from 'drizzle-orm'
import { exceptions, purchaseOrderChanges, purchaseOrderLines } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { resolveException } from '../exceptions.ts'
import { lockStock } from '../inventory/reserve.ts'
import { applied, businessIssue, duplicate, type Outcome, rejected } from '../outcome.ts'
import { type Afterwards, type ChangeAnswer, type ChangeRequest, grantedWishes, type Wish } from './change.ts'
import { giveBack } from './give-back.ts'
import { cancelLine } from './line.ts'
import { type LoadedLine, loadLines } from './load-lines.ts'
import { lockPurchaseOrder } from './lock.ts'
import { refreshPurchaseOrder } from './refresh.ts'

export interface AnswerChange {
  retailerId: string
  purchaseOrderId: string
  /** Number of the change within its order. */
  sequence: number
  /** Who answers: never the side that asked. */
  answeredBy: 'retailer' | 'supplier'
  answer: ChangeAnswer
}

/**
 * Answers a wish to change or cancel lines of a purchase order: what is accepted takes effect, as far as it has not shipped in the meantime.
 * The same answer again is a `duplicate`; another one is refused.
 */
export async function answerChange(work: Work, command: AnswerChange): Promise<Outcome> {
  const { retailerId, purchaseOrderId, sequence, answeredBy, answer } = command
  const order = await lockPurchaseOrder(work, retailerId, purchaseOrderId)
  if (!order) return rejected(businessIssue('unknown-purchase-order', 'There is no such purchase order.', ''))
  const change = await findChange(work, command)
  if (!change || change.askedBy === answeredBy) {
    const message = `Nothing was asked of the ${answeredBy} under number ${sequence} of ${order.number}.`
    return rejected(businessIssue('unknown-change', message, 'sequence', String(sequence)))
  }
  const request = change.request as ChangeRequest
  const granted = grantedWishes(request, answer)
  const status = granted.length > 0 ? 'accepted' : 'refused'
  if (change.status !== 'requested') {
    const same = JSON.stringify(grantedWishes(request, change.answer as ChangeAnswer)) === JSON.stringify(granted)
    if (same) return duplicate(change.id)
    const message = `Change ${sequence} of ${order.number} was answered before: ${change.status}.`
    return rejected(businessIssue('already-answered', message, 'outcome', status, change.status))
  }
  await work.tx
    .update(purchaseOrderChanges)
    .set({ status, answer, answeredAt: work.now })
    .where(and(eq(purchaseOrderChanges.retailerId, retailerId), eq(purchaseOrderChanges.id, change.id)))
  const lines = await loadLines(work, retailerId, [purchaseOrderId])
  const givenBack = await applyWishes(work, lines, granted, request.afterwards)
  const { orderId, partnershipId, number } = order
  const data = { number, sequence, granted: granted.map(wish => wish.lineNumber), note: answer.note ?? null }
  await recordEvent(
    work,
    retailerId,
    `purchase-order.change-${status}`,
    { orderId, purchaseOrderId, partnershipId },
    data,
  )
  await refreshPurchaseOrder(work, { retailerId, purchaseOrderId })
  if (givenBack && request.afterwards === 'reroute') {
    await work.enqueue('route-order', { retailerId, orderId, cause: 'cancelled' })
  }
  return applied(change.id)
}

async function findChange(work: Work, { retailerId, purchaseOrderId, sequence }: AnswerChange) {
  const [change] = await work.tx
    .select()
    .from(purchaseOrderChanges)
    .where(
      and(
        eq(purchaseOrderChanges.retailerId, retailerId),
        eq(purchaseOrderChanges.purchaseOrderId, purchaseOrderId),
        eq(purchaseOrderChanges.sequence, sequence),
      ),
    )
  return change
}

/** Makes agreed wishes true. The caller holds the lock on the order. Returns whether any quantity was given back. */
export async function applyWishes(
  work: Work,
  lines: readonly LoadedLine[],
  wishes: readonly Wish[],
  afterwards: Afterwards,
): Promise<boolean> {
  const named = lines.flatMap(line => {
    const wish = wishes.find(one => one.lineNumber === line.lineNumber)
    return wish ? [{ line, wish }] : []
  })
  const [first] = named
  if (!first) return false
  await lockStock(
    work,
    first.line.retailerId,
    named.map(({ line }) => line.offerId),
  )
  let givenBack = false
  for (const { line, wish } of named) {
    const { line: after, cancelled } = cancelLine(line, new Big(wish.cancel ?? 0))
    await work.tx
      .update(purchaseOrderLines)
      .set({ ...after, ...(wish.unitPrice !== undefined && { unitCost: wish.unitPrice }) })
      .where(and(eq(purchaseOrderLines.retailerId, line.retailerId), eq(purchaseOrderLines.id, line.id)))
    if (wish.unitPrice !== undefined) await settlePriceChanges(work, line)
    if (cancelled.gt(0)) {
      await giveBack(work, line, cancelled, { cancelled: afterwards === 'cancel' })
      givenBack = true
    }
  }
  return givenBack
}

async function settlePriceChanges(work: Work, { retailerId, id }: LoadedLine): Promise<void> {
  const open = await work.tx
    .select({ key: exceptions.key })
    .from(exceptions)
    .where(
      and(
        eq(exceptions.retailerId, retailerId),
        eq(exceptions.purchaseOrderLineId, id),
        eq(exceptions.kind, 'price-change'),
        isNull(exceptions.resolvedAt),
      ),
    )
  for (const { key } of open) await resolveException(work, retailerId, key, 'price-agreed')
}

import Big from 'big.js'
import { and, eq } from 'drizzle-orm'
import { purchaseOrderChanges, purchaseOrderLines } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { resolveException } from '../exceptions/raise.ts'
import { lockStock } from '../inventory/reserve.ts'
import { applied, businessIssue, duplicate, type Outcome, rejected } from '../outcome.ts'
import { agreePrice } from './agree-price.ts'
import { agreeShipDate } from './agree-ship-date.ts'
import {
  type Afterwards,
  type ChangeAnswer,
  type ChangeRequest,
  grantedWishes,
  type Wish,
  wishesForAll,
} from './change.ts'
import { giveBack } from './give-back.ts'
import { cancelLine } from './line.ts'
import { settleOnLine } from './line-exceptions.ts'
import { type LoadedLine, loadLines } from './load-lines.ts'
import { lockPurchaseOrder, type PurchaseOrderRow } from './lock.ts'
import { refreshPurchaseOrder } from './refresh.ts'
import { requestChange, requestedKey } from './request-change.ts'
import { sendDecision } from './send-change.ts'
import { takeOn } from './take-on.ts'

export interface AnswerChange {
  retailerId: string
  purchaseOrderId: string
  /** Number of the change within its order. */
  sequence: number
  /** Who answers: never the side that asked. */
  answeredBy: 'retailer' | 'supplier'
  answer: ChangeAnswer
  /** The document that it came in, where it came in one. */
  documentId?: string
}

/**
 * Answers a wish to change or cancel lines of a purchase order: what is accepted takes effect, as far as it has not shipped in the meantime. What the
 * retailer decides leaves for the supplier as a document. The same answer again is a `duplicate`; another one is refused.
 */
export async function answerChange(work: Work, command: AnswerChange): Promise<Outcome> {
  const { retailerId, purchaseOrderId, sequence, answeredBy, answer, documentId } = command
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
  if (answeredBy === 'retailer') {
    await sendDecision(work, order, lines, { sequence, request, granted, note: answer.note })
    await resolveException(work, retailerId, requestedKey(change.id), status)
  }
  const givenBack = await applyWishes(work, order, lines, granted, {
    afterwards: request.afterwards,
    causedBy: change.askedBy,
  })
  const { orderId, partnershipId, number } = order
  const data = { number, sequence, granted: granted.map(wish => wish.lineNumber), note: answer.note ?? null }
  await recordEvent(
    work,
    retailerId,
    `purchase-order.change-${status}`,
    { orderId, purchaseOrderId, partnershipId, documentId: documentId ?? null },
    data,
  )
  await refreshPurchaseOrder(work, { retailerId, purchaseOrderId })
  await cancelNext(work, order, request)
  if (givenBack && request.afterwards === 'reroute') {
    await work.enqueue('route-order', { retailerId, orderId, cause: 'cancelled' })
  }
  return applied(change.id)
}

/** Asks for what is left where the customer cancelled while this was open. */
async function cancelNext(work: Work, order: PurchaseOrderRow, { cancelNext: reason }: ChangeRequest): Promise<void> {
  if (reason === undefined) return
  const { retailerId, id: purchaseOrderId } = order
  const lines = await loadLines(work, retailerId, [purchaseOrderId])
  const wishes = wishesForAll(lines)
  if (wishes.length === 0) return
  await requestChange(work, { retailerId, purchaseOrderId, askedBy: 'retailer', wishes, afterwards: 'cancel', reason })
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
  order: PurchaseOrderRow,
  lines: readonly LoadedLine[],
  wishes: readonly Wish[],
  { afterwards, causedBy }: { afterwards: Afterwards; causedBy: 'retailer' | 'supplier' },
): Promise<boolean> {
  const named = lines.flatMap(line => {
    const wish = wishes.find(one => one.lineNumber === line.lineNumber)
    return wish ? [{ line, wish }] : []
  })
  await lockStock(work, order.retailerId, [
    ...named.map(({ line }) => line.offerId),
    ...wishes.flatMap(wish => wish.item?.offerId ?? []),
  ])
  await takeOn(work, order, lines, wishes)
  for (const { item, shipDate } of wishes) if (item && shipDate) await agreeShipDate(work, order, shipDate)
  let givenBack = false
  for (const { line, wish } of named) {
    if (wish.unitPrice !== undefined) await agreePrice(work, order, line, new Big(wish.unitPrice))
    if (wish.shipDate !== undefined) await agreeLineDate(work, order, line, wish.shipDate)
    if (wish.cancel === undefined) continue
    const { line: after, cancelled } = cancelLine(line, new Big(wish.cancel))
    const cancelledBySupplier = new Big(line.cancelledBySupplier)
      .plus(causedBy === 'supplier' ? cancelled : 0)
      .toFixed()
    await work.tx
      .update(purchaseOrderLines)
      .set({ ...after, cancelledBySupplier })
      .where(thisLine(line))
    if (cancelled.lte(0)) continue
    await settleOnLine(work, line, ['quantity-change'], 'changed')
    await giveBack(work, line, cancelled, { cancelled: afterwards === 'cancel' })
    givenBack = true
  }
  return givenBack
}

async function agreeLineDate(work: Work, order: PurchaseOrderRow, line: LoadedLine, shipDate: string): Promise<void> {
  await work.tx.update(purchaseOrderLines).set({ expectedShipDate: shipDate }).where(thisLine(line))
  await settleOnLine(work, line, ['date-change'], 'date-agreed')
  await agreeShipDate(work, order, shipDate)
}

function thisLine({ retailerId, id }: LoadedLine) {
  return and(eq(purchaseOrderLines.retailerId, retailerId), eq(purchaseOrderLines.id, id))
}

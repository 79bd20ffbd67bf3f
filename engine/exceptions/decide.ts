import Big from 'big.js'
import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { exceptions, purchaseOrderLines } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { lockStock } from '../inventory/reserve.ts'
import { agreePrice } from '../purchase-orders/agree-price.ts'
import { agreeShipDate } from '../purchase-orders/agree-ship-date.ts'
import { answerChange } from '../purchase-orders/answer-change.ts'
import { cancelPurchaseOrder } from '../purchase-orders/cancel.ts'
import type { Wish } from '../purchase-orders/change.ts'
import { giveBack } from '../purchase-orders/give-back.ts'
import { giveUpLine, liveOf, shippableOf } from '../purchase-orders/line.ts'
import { type LoadedLine, loadLines } from '../purchase-orders/load-lines.ts'
import { lockPurchaseOrder, type PurchaseOrderRow } from '../purchase-orders/lock.ts'
import { refreshPurchaseOrder } from '../purchase-orders/refresh.ts'
import { openChange, requestChange } from '../purchase-orders/request-change.ts'
import { withdrawPurchaseOrder } from '../purchase-orders/withdraw.ts'
import { type OrderResolution, orderResolutionsFor } from './resolutions.ts'

export interface DecideException {
  retailerId: string
  exceptionId: string
  resolution: OrderResolution
  /** Why: kept in the history, and told the supplier where a document leaves. */
  note: string
  /** With `extend`: the day by which the order is to ship now. */
  shipDate?: string
}

type ExceptionRow = typeof exceptions.$inferSelect

interface Held {
  order: PurchaseOrderRow
  exception: ExceptionRow
  /** The line that it is about, where it is about one. */
  line: LoadedLine | undefined
  command: DecideException
}

/**
 * Carries out what the retailer decides about an order's exception, and closes it. Throws `not-found`, `wrong-state` where the decision does not fit or a change of the
 * order waits for its answer, and `invalid-input` without a note or day. Who may decide is the caller's to check.
 */
export async function decideException(work: Work, command: DecideException): Promise<void> {
  const held = await hold(work, command)
  const { exception, order } = held
  const { resolution } = command
  if (!orderResolutionsFor(exception).includes(resolution)) {
    throw new ApplicationError('wrong-state', 'This exception cannot be resolved so, or has been resolved before.')
  }
  if (!command.note.trim()) throw new ApplicationError('invalid-input', 'Please say why.', { note: 'Please say why.' })
  await work.tx
    .update(exceptions)
    .set({ resolvedAt: work.now, resolution, resolvedBy: work.actor, note: command.note.trim() })
    .where(and(eq(exceptions.retailerId, exception.retailerId), eq(exceptions.id, exception.id)))
  await decisions[resolution](work, held)
  const { retailerId, id: purchaseOrderId, orderId, partnershipId, number } = order
  const data = { number, kind: exception.kind, resolution, note: command.note.trim() }
  await recordEvent(work, retailerId, 'exception.decided', { orderId, purchaseOrderId, partnershipId }, data)
  await refreshPurchaseOrder(work, { retailerId, purchaseOrderId })
}

async function hold(work: Work, command: DecideException): Promise<Held> {
  const { retailerId, exceptionId } = command
  const read = async () => {
    const [row] = await work.tx
      .select()
      .from(exceptions)
      .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.id, exceptionId)))
    return row
  }
  const found = await read()
  if (!found) throw new ApplicationError('not-found', 'There is no such exception.')
  if (!found.purchaseOrderId) throw new ApplicationError('wrong-state', 'This exception is not about an order.')
  const order = (await lockPurchaseOrder(work, retailerId, found.purchaseOrderId))!
  // Whoever decided in the meantime had locked the order: now it is as they left it.
  const exception = (await read())!
  const lines = await loadLines(work, retailerId, [order.id])
  return { order, exception, line: lines.find(line => line.id === exception.purchaseOrderLineId), command }
}

const decisions: Record<OrderResolution, (work: Work, held: Held) => Promise<void>> = {
  accept,
  refuse: (work, held) => answerRequest(work, held, 'refused'),
  insist,
  reroute: (work, held) => takeAway(work, held, 'reroute'),
  cancel: (work, held) => takeAway(work, held, 'cancel'),
  extend,
}

async function accept(work: Work, held: Held): Promise<void> {
  const { order, exception, line } = held
  if (exception.kind === 'price-change') await agreePrice(work, order, line!, new Big(exception.actual!))
  else if (exception.kind === 'quantity-change') await acceptQuantity(work, order, line!, new Big(exception.actual!))
  else if (exception.kind === 'date-change') await agreeShipDate(work, order, exception.actual!)
  else await answerRequest(work, held, 'accepted')
}

/** What the supplier leaves out is refused by it: as far as it has not shipped in the meantime, it goes to another source. */
async function acceptQuantity(work: Work, order: PurchaseOrderRow, line: LoadedLine, quantity: Big): Promise<void> {
  const { retailerId, orderId } = order
  const missing = liveOf(line).minus(quantity)
  if (missing.lte(0)) return
  const { line: after, givenUp } = giveUpLine(line, missing)
  if (givenUp.eq(0)) return
  await lockStock(work, retailerId, [line.offerId])
  await work.tx
    .update(purchaseOrderLines)
    .set({ ...after, rejectionReason: line.rejectionReason ?? 'other' })
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), eq(purchaseOrderLines.id, line.id)))
  await giveBack(work, line, givenUp, { cancelled: false })
  await work.enqueue('route-order', { retailerId, orderId, cause: 'rejected' })
}

/** The answer to what a supplier asked for; a substitute asks for nothing that could be answered. */
async function answerRequest(work: Work, { order, exception, command }: Held, outcome: 'accepted' | 'refused') {
  if (exception.kind !== 'change-requested') return
  const { retailerId, id: purchaseOrderId } = order
  const open = await openChange(work, order)
  if (open?.askedBy !== 'supplier') throw new ApplicationError('wrong-state', 'This was answered before.')
  const answer = { outcome, note: command.note.trim() }
  const { sequence } = open
  await answerChange(work, { retailerId, purchaseOrderId, sequence, answeredBy: 'retailer', answer })
}

/** States the line to the supplier as it was ordered or agreed: a day where a day was the matter, else quantity and price. */
async function insist(work: Work, { order, exception, line, command }: Held): Promise<void> {
  const { lineNumber, unitCost } = line!
  const wish: Wish =
    exception.kind === 'date-change'
      ? { lineNumber, shipDate: exception.expected! }
      : { lineNumber, unitPrice: unitCost }
  await ask(work, order, [wish], 'reroute', command.note)
}

/** An order that nobody has answered is taken back at once; else the supplier is asked. */
async function takeAway(work: Work, held: Held, afterwards: 'reroute' | 'cancel'): Promise<void> {
  const { order, exception, line, command } = held
  const { retailerId, id: purchaseOrderId } = order
  const whole = { retailerId, purchaseOrderId, afterwards, reason: command.note.trim() }
  if (exception.kind === 'acknowledgment-overdue') {
    await withdrawPurchaseOrder(work, whole)
  } else if (!line) {
    await cancelPurchaseOrder(work, whole)
  } else {
    const left = shippableOf(line)
    if (left.lte(0)) throw new ApplicationError('wrong-state', 'Nothing of this line is left to take away.')
    await ask(work, order, [{ lineNumber: line.lineNumber, cancel: left.toFixed() }], afterwards, command.note)
  }
}

async function ask(
  work: Work,
  { retailerId, id: purchaseOrderId }: PurchaseOrderRow,
  wishes: Wish[],
  afterwards: 'reroute' | 'cancel',
  reason: string,
): Promise<void> {
  await requestChange(work, { retailerId, purchaseOrderId, askedBy: 'retailer', wishes, afterwards, reason })
}

async function extend(work: Work, { order, command }: Held): Promise<void> {
  const { shipDate } = command
  if (!shipDate || !order.shipNotAfter || shipDate <= order.shipNotAfter) {
    const message = `Give a day after ${order.shipNotAfter}.`
    throw new ApplicationError('invalid-input', message, { shipDate: message })
  }
  await agreeShipDate(work, order, shipDate)
}

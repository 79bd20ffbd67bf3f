import Big from 'big.js'
import { and, eq, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { orderLines, orders, purchaseOrderChanges, purchaseOrders } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { cancelPurchaseOrder } from '../purchase-orders/cancel.ts'
import type { ChangeRequest } from '../purchase-orders/change.ts'
import { shippableOf } from '../purchase-orders/line.ts'
import { loadLines } from '../purchase-orders/load-lines.ts'
import { lockPurchaseOrders, type PurchaseOrderRow } from '../purchase-orders/lock.ts'
import { openChange } from '../purchase-orders/request-change.ts'
import { settleUnroutable } from '../routing/unroutable.ts'
import { refreshOrder } from './refresh.ts'
import { openQuantity } from './status.ts'

/** What came of a wish to cancel a whole order: what could be cancelled at once, and which suppliers have to agree first. */
export interface Cancellation {
  /** Selling units cancelled at once. */
  cancelled: string
  /** Numbers of the purchase orders whose suppliers were asked. */
  asked: string[]
}

/**
 * Cancels what can be cancelled of an order at once (what is not placed, and what the own warehouse has not shipped), and asks the suppliers for the
 * rest. Shipped goods are not taken back. Throws `not-found`, and `wrong-state` when all of it has shipped or is cancelled.
 */
export async function cancelOrder(
  work: Work,
  { retailerId, orderId, reason }: { retailerId: string; orderId: string; reason: string },
): Promise<Cancellation> {
  const order = await lockOrder(work, retailerId, orderId)
  const before = await cancelledUnits(work, retailerId, orderId)
  const asked: string[] = []
  let isAnythingLeft = await cancelOpen(work, retailerId, orderId)
  for (const purchaseOrder of await lockPlaced(work, retailerId, orderId)) {
    const lines = await loadLines(work, retailerId, [purchaseOrder.id])
    if (!lines.some(line => shippableOf(line).gt(0))) continue
    isAnythingLeft = true
    if ((await cancelPlaced(work, purchaseOrder, reason)) === 'asked') asked.push(purchaseOrder.number)
  }
  if (!isAnythingLeft) throw new ApplicationError('wrong-state', `Nothing of order ${order.number} is left to cancel.`)
  await settleUnroutable(work, order, 'cancelled')
  const cancelled = (await cancelledUnits(work, retailerId, orderId)).minus(before).toFixed()
  await recordEvent(work, retailerId, 'order.cancellation-requested', { orderId }, { reason, cancelled, asked })
  await refreshOrder(work, { retailerId, orderId, holdReason: null })
  return { cancelled, asked }
}

async function lockOrder(work: Work, retailerId: string, orderId: string) {
  const [order] = await work.tx
    .select()
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), eq(orders.id, orderId)))
    .for('update')
  if (!order) throw new ApplicationError('not-found', 'There is no such order.')
  return order
}

async function lockPlaced(work: Work, retailerId: string, orderId: string): Promise<PurchaseOrderRow[]> {
  const rows = await work.tx
    .select({ id: purchaseOrders.id })
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.orderId, orderId)))
  return await lockPurchaseOrders(
    work,
    retailerId,
    rows.map(row => row.id),
  )
}

/** A purchase order about which something is asked already is not asked twice: what comes free of it is cancelled rather than routed elsewhere, and what is left is asked for once there is an answer. */
async function cancelPlaced(work: Work, order: PurchaseOrderRow, reason: string): Promise<'cancelled' | 'asked'> {
  const { retailerId, id: purchaseOrderId } = order
  const open = await openChange(work, order)
  if (!open) return await cancelPurchaseOrder(work, { retailerId, purchaseOrderId, afterwards: 'cancel', reason })
  const before = open.request as ChangeRequest
  const left = open.kind === 'cancellation' ? {} : { cancelNext: reason }
  const request: ChangeRequest = { ...before, afterwards: 'cancel', ...left }
  await work.tx
    .update(purchaseOrderChanges)
    .set({ request })
    .where(and(eq(purchaseOrderChanges.retailerId, retailerId), eq(purchaseOrderChanges.id, open.id)))
  return 'asked'
}

async function cancelOpen(work: Work, retailerId: string, orderId: string): Promise<boolean> {
  const lines = await work.tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.orderId, orderId)))
  if (!lines.some(line => openQuantity(line).gt(0))) return false
  await work.tx
    .update(orderLines)
    .set({ cancelled: sql`${orderLines.quantity} - ${orderLines.placed}` })
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.orderId, orderId)))
  return true
}

async function cancelledUnits(work: Work, retailerId: string, orderId: string): Promise<Big> {
  const lines = await work.tx
    .select({ cancelled: orderLines.cancelled })
    .from(orderLines)
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.orderId, orderId)))
  return lines.reduce((total, line) => total.plus(line.cancelled), new Big(0))
}

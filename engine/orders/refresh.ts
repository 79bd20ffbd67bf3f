import { and, eq, notInArray } from 'drizzle-orm'
import { orderLines, orders, purchaseOrders } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { orderStatus } from './status.ts'

/**
 * Derives an order's status from its lines and stores it. `holdReason` is why something open cannot be placed; left out, an order that was
 * held stays so while anything of it is open. The caller holds the lock on the order.
 */
export async function refreshOrder(
  work: Work,
  { retailerId, orderId, holdReason }: { retailerId: string; orderId: string; holdReason?: string | null },
): Promise<void> {
  const thisOrder = and(eq(orders.retailerId, retailerId), eq(orders.id, orderId))
  const [order] = await work.tx.select().from(orders).where(thisOrder)
  const lines = await work.tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.orderId, orderId)))
  const unsettled = await work.tx
    .select({ id: purchaseOrders.id })
    .from(purchaseOrders)
    .where(
      and(
        eq(purchaseOrders.retailerId, retailerId),
        eq(purchaseOrders.orderId, orderId),
        notInArray(purchaseOrders.status, ['closed', 'cancelled']),
      ),
    )
    .limit(1)
  const reason = holdReason === undefined ? order!.holdReason : holdReason
  const status = orderStatus(lines, { held: reason !== null, settled: unsettled.length === 0 })
  const kept = status === 'held' ? reason : null
  if (status === order!.status && kept === order!.holdReason) return
  await work.tx.update(orders).set({ status, holdReason: kept, updatedAt: work.now }).where(thisOrder)
  if (status !== order!.status) {
    // An order comes back to its first status when goods that were placed come back.
    const happened = status === 'imported' ? 'reopened' : status
    await recordEvent(work, retailerId, `order.${happened}`, { orderId }, kept ? { reason: kept } : {})
  }
}

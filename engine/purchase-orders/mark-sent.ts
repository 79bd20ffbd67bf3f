import { and, eq } from 'drizzle-orm'
import { purchaseOrders } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { openOrderDeadlines } from '../deadlines/open.ts'
import { lockPurchaseOrder } from './lock.ts'
import { refreshPurchaseOrder } from './refresh.ts'

/** Notes that a purchase order's document reached the supplier: released → sent, and its deadlines run from now. Does nothing when it was sent before, or is unknown. */
export async function markSent(
  work: Work,
  { retailerId, purchaseOrderId }: { retailerId: string; purchaseOrderId: string },
): Promise<void> {
  const order = await lockPurchaseOrder(work, retailerId, purchaseOrderId)
  if (!order || order.sentAt) return
  await work.tx
    .update(purchaseOrders)
    .set({ sentAt: work.now, updatedAt: work.now })
    .where(and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.id, purchaseOrderId)))
  await openOrderDeadlines(work, order)
  const { orderId, partnershipId, number } = order
  await recordEvent(work, retailerId, 'purchase-order.sent', { orderId, purchaseOrderId, partnershipId }, { number })
  await refreshPurchaseOrder(work, { retailerId, purchaseOrderId })
}

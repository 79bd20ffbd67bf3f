import { recordEvent, type Work } from '../../db/work.ts'
import { applyWishes } from './answer-change.ts'
import { type Afterwards, type ChangeRequest, wishesForAll } from './change.ts'
import { loadLines } from './load-lines.ts'
import { lockPurchaseOrder } from './lock.ts'
import { refreshPurchaseOrder } from './refresh.ts'
import { storeChange } from './request-change.ts'
import { sendChange } from './send-change.ts'

/**
 * Takes back at once what has not shipped of a supplier's order, and tells the supplier: for cases in which the partnership's terms give the supplier's consent,
 * since it has not done its part. Returns whether there was anything to take back.
 */
export async function withdrawPurchaseOrder(
  work: Work,
  command: { retailerId: string; purchaseOrderId: string; afterwards: Afterwards; reason: string },
): Promise<boolean> {
  const { retailerId, purchaseOrderId, afterwards, reason } = command
  const order = await lockPurchaseOrder(work, retailerId, purchaseOrderId)
  if (!order?.partnershipId) return false
  const lines = await loadLines(work, retailerId, [purchaseOrderId])
  const wishes = wishesForAll(lines)
  if (wishes.length === 0) return false
  const request: ChangeRequest = { wishes, afterwards, reason }
  const { sequence } = await storeChange(work, order, lines, { askedBy: 'retailer', request, agreed: true })
  await sendChange(work, order, lines, { sequence, wishes, notes: [reason] })
  await applyWishes(work, order, lines, wishes, { afterwards, causedBy: 'supplier' })
  const { orderId, partnershipId, number } = order
  const subject = { orderId, purchaseOrderId, partnershipId }
  await recordEvent(work, retailerId, 'purchase-order.withdrawn', subject, { number, sequence, reason, afterwards })
  await refreshPurchaseOrder(work, { retailerId, purchaseOrderId })
  if (afterwards === 'reroute') await work.enqueue('route-order', { retailerId, orderId, cause: 'unanswered' })
  return true
}

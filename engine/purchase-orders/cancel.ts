import { ApplicationError } from '../../db/application-error.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { applyWishes } from './answer-change.ts'
import { type Afterwards, wishesForAll } from './change.ts'
import { loadLines } from './load-lines.ts'
import { lockPurchaseOrder } from './lock.ts'
import { refreshPurchaseOrder } from './refresh.ts'
import { requestChange } from './request-change.ts'

/**
 * Cancels what has not shipped of a purchase order: a warehouse's at once, a supplier's when it agrees. Throws `not-found`, and `wrong-state`
 * when nothing is left to cancel.
 */
export async function cancelPurchaseOrder(
  work: Work,
  command: { retailerId: string; purchaseOrderId: string; afterwards: Afterwards; reason: string },
): Promise<'cancelled' | 'asked'> {
  const { retailerId, purchaseOrderId, afterwards, reason } = command
  const order = await lockPurchaseOrder(work, retailerId, purchaseOrderId)
  if (!order) throw new ApplicationError('not-found', 'There is no such purchase order.')
  const lines = await loadLines(work, retailerId, [purchaseOrderId])
  const wishes = wishesForAll(lines)
  if (wishes.length === 0) throw new ApplicationError('wrong-state', `Nothing of ${order.number} is left to cancel.`)
  if (order.partnershipId) {
    await requestChange(work, { retailerId, purchaseOrderId, askedBy: 'retailer', wishes, afterwards, reason })
    return 'asked'
  }
  await applyWishes(work, order, lines, wishes, { afterwards, causedBy: 'retailer' })
  const { orderId, number } = order
  await recordEvent(
    work,
    retailerId,
    'purchase-order.change-accepted',
    { orderId, purchaseOrderId },
    { number, reason },
  )
  await refreshPurchaseOrder(work, { retailerId, purchaseOrderId })
  if (afterwards === 'reroute') await work.enqueue('route-order', { retailerId, orderId, cause: 'cancelled' })
  return 'cancelled'
}

import { and, eq } from 'drizzle-orm'
import { deadlines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { lockPurchaseOrder } from '../purchase-orders/lock.ts'
import { loadTerms } from '../purchase-orders/trading-terms.ts'
import { withdrawPurchaseOrder } from '../purchase-orders/withdraw.ts'
import { deadlinePolicyOf } from './policy.ts'

/**
 * Takes an order back that its supplier has not answered in time, where the partnership's policy says so: for another source, or for good. Does nothing when
 * the supplier has answered or the time was moved in the meantime. The handler of `withdraw-unanswered`.
 */
export async function withdrawUnanswered(
  work: Work,
  { retailerId, deadlineId }: { retailerId: string; deadlineId: string },
): Promise<void> {
  const thisDeadline = and(eq(deadlines.retailerId, retailerId), eq(deadlines.id, deadlineId))
  const [found] = await work.tx.select().from(deadlines).where(thisDeadline)
  if (!found?.purchaseOrderId) return
  await lockPurchaseOrder(work, retailerId, found.purchaseOrderId)
  const [deadline] = await work.tx.select().from(deadlines).where(thisDeadline)
  if (!deadline?.missedAt || deadline.endedAt) return
  const { settings } = await loadTerms(work, retailerId, deadline.partnershipId)
  const { whenUnanswered } = deadlinePolicyOf(settings)
  if (whenUnanswered === 'wait') return
  await withdrawPurchaseOrder(work, {
    retailerId,
    purchaseOrderId: found.purchaseOrderId,
    afterwards: whenUnanswered,
    reason: 'The order was not answered in time.',
  })
}

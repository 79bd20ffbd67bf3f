import { and, eq, isNotNull } from 'drizzle-orm'
import { deadlines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { PurchaseOrderRow } from '../purchase-orders/lock.ts'

/**
 * Lets the time for shipping an order run on that had been counted as met: its goods have not left after all. Whether they have is looked at again when the order is refreshed.
 * The caller has locked the order.
 */
export async function reopenShipmentDeadline(
  work: Work,
  { retailerId, id }: Pick<PurchaseOrderRow, 'retailerId' | 'id'>,
): Promise<void> {
  const [ended] = await work.tx
    .select()
    .from(deadlines)
    .where(
      and(
        eq(deadlines.retailerId, retailerId),
        eq(deadlines.purchaseOrderId, id),
        eq(deadlines.kind, 'shipment'),
        isNotNull(deadlines.endedAt),
      ),
    )
    .for('update')
  if (!ended || ended.outcome === 'void') return
  const { warnAt, warnedAt, missedAt, dueAt } = ended
  const next = warnAt && !warnedAt && warnAt > work.now ? warnAt : dueAt
  await work.tx
    .update(deadlines)
    .set({ endedAt: null, outcome: null, nextAt: missedAt ? null : next })
    .where(and(eq(deadlines.retailerId, retailerId), eq(deadlines.id, ended.id)))
}

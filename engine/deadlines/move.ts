import { and, eq, isNull } from 'drizzle-orm'
import { deadlines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { endOfDay } from '../../partners/calendars/calendar.ts'
import { resolveException } from '../exceptions/raise.ts'
import type { PurchaseOrderRow } from '../purchase-orders/lock.ts'
import { loadTerms } from '../purchase-orders/trading-terms.ts'
import { deadlinePolicyOf, warnAtOf } from './policy.ts'
import { nearKey, overdueKey } from './settle.ts'

/**
 * Moves the time by which an order has to ship to the end of another day (`YYYY-MM-DD`), on which both sides have agreed. What was said of the time
 * before is settled. The caller has locked the order.
 */
export async function moveShipmentDeadline(
  work: Work,
  order: Pick<PurchaseOrderRow, 'retailerId' | 'id' | 'partnershipId'>,
  date: string,
): Promise<void> {
  const { retailerId } = order
  if (!order.partnershipId) return
  const [open] = await work.tx
    .select()
    .from(deadlines)
    .where(
      and(
        eq(deadlines.retailerId, retailerId),
        eq(deadlines.purchaseOrderId, order.id),
        eq(deadlines.kind, 'shipment'),
        isNull(deadlines.endedAt),
      ),
    )
    .for('update')
  if (!open) return
  const { calendar, settings } = await loadTerms(work, retailerId, order.partnershipId)
  const dueAt = endOfDay(calendar, date)
  const warnAt = warnAtOf(work.now, dueAt, deadlinePolicyOf(settings))
  await work.tx
    .update(deadlines)
    .set({ dueAt, warnAt, nextAt: warnAt ?? dueAt, warnedAt: null, missedAt: null })
    .where(and(eq(deadlines.retailerId, retailerId), eq(deadlines.id, open.id)))
  if (open.warnedAt) await resolveException(work, retailerId, nearKey(open), 'moved')
  if (open.missedAt) await resolveException(work, retailerId, overdueKey(open), 'moved')
}

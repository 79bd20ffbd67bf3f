import { and, desc, eq, gt, lte } from 'drizzle-orm'
import { notifications, orders, purchaseOrders } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { notify } from '../deadlines/notify.ts'

const po = purchaseOrders

/** Orders that come within so long of each other are told in one mail. */
const gatherMinutes = 5
/** An order's own time is a little before it is stored. */
const overlapMinutes = 10
const mostInOne = 500

/** Has a supplier told, a little later, of the orders that have reached it in the portal. */
export async function tellSoon(work: Work, about: { retailerId: string; partnershipId: string }): Promise<void> {
  const startAfter = new Date(work.now.getTime() + gatherMinutes * 60_000)
  await work.enqueue('tell-new-orders', about, { startAfter })
}

/** Tells a supplier's people of the orders that have come since they were last told and that nobody has answered; does nothing where there are none. Returns how many. */
export async function tellNewOrders(
  work: Work,
  { retailerId, partnershipId }: { retailerId: string; partnershipId: string },
): Promise<number> {
  await lockKey(work.tx, `new-orders:${partnershipId}`)
  const told = await work.tx
    .select({ rows: notifications.rows, createdAt: notifications.createdAt })
    .from(notifications)
    .where(
      and(
        eq(notifications.retailerId, retailerId),
        eq(notifications.partnershipId, partnershipId),
        eq(notifications.kind, 'new-orders'),
      ),
    )
    .orderBy(desc(notifications.id))
    .limit(20)
  const last = told[0]?.createdAt.getTime() ?? work.now.getTime() - 86_400_000
  const known = new Set(told.flatMap(({ rows }) => rows.map(row => row['Purchase order'])))
  const came = await work.tx
    .select({ number: po.number, orderDate: po.orderDate, shipTo: orders.shipTo, sentAt: po.sentAt })
    .from(po)
    .innerJoin(orders, and(eq(orders.retailerId, po.retailerId), eq(orders.id, po.orderId)))
    .where(
      and(
        eq(po.retailerId, retailerId),
        eq(po.partnershipId, partnershipId),
        eq(po.status, 'sent'),
        gt(po.sentAt, new Date(last - overlapMinutes * 60_000)),
        lte(po.sentAt, work.now),
      ),
    )
    .orderBy(desc(po.id))
    .limit(mostInOne)
  const fresh = came.filter(one => !known.has(one.number)).reverse()
  if (fresh.length === 0) return 0
  await notify(work, {
    kind: 'new-orders',
    retailerId,
    partnershipId,
    audience: 'supplier',
    subject: fresh.length === 1 ? `New purchase order ${fresh[0]!.number}` : `${fresh.length} new purchase orders`,
    body: 'New purchase orders wait for you in the portal. Please acknowledge them there.',
    rows: fresh.map(({ number, orderDate, shipTo }) => ({
      'Purchase order': number,
      Ordered: orderDate,
      'Ship to': [shipTo.city, shipTo.state, shipTo.country].filter(Boolean).join(', '),
    })),
  })
  return fresh.length
}

import { and, eq, notInArray, sql } from 'drizzle-orm'
import { type OrderStatus, orderLines, orders, purchaseOrders } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { isAnyOf, recordEvents, recordset } from '../records.ts'
import { orderStatus } from './status.ts'

/**
 * Derives an order's status from its lines and stores it. `holdReason` is why something open cannot be placed; left out, an order that was
 * held stays so while anything of it is open. The caller holds the lock on the order.
 */
export async function refreshOrder(
  work: Work,
  { retailerId, orderId, holdReason }: { retailerId: string; orderId: string; holdReason?: string | null },
): Promise<void> {
  const orderIds = [orderId]
  await refreshOrders(work, holdReason === undefined ? { retailerId, orderIds } : { retailerId, orderIds, holdReason })
}

/** The same for many orders of a retailer, in as many statements as for one. */
export async function refreshOrders(
  work: Work,
  { retailerId, orderIds, holdReason }: { retailerId: string; orderIds: readonly string[]; holdReason?: string | null },
): Promise<void> {
  if (orderIds.length === 0) return
  const ids = [...orderIds]
  const reading = work.tx
    .select({ id: orders.id, status: orders.status, holdReason: orders.holdReason })
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), isAnyOf(orders.id, ids)))
    .orderBy(orders.id)
  const readingLines = work.tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.retailerId, retailerId), isAnyOf(orderLines.orderId, ids)))
  const readingUnsettled = work.tx
    .selectDistinct({ id: purchaseOrders.orderId })
    .from(purchaseOrders)
    .where(
      and(
        eq(purchaseOrders.retailerId, retailerId),
        isAnyOf(purchaseOrders.orderId, ids),
        notInArray(purchaseOrders.status, ['closed', 'cancelled']),
      ),
    )
  const [rows, lines, unsettled] = await Promise.all([reading, readingLines, readingUnsettled])
  const waiting = new Set(unsettled.map(row => row.id))
  const linesOf = Map.groupBy(lines, line => line.orderId)
  const derived = rows.map(order => {
    const reason = holdReason === undefined ? order.holdReason : holdReason
    const facts = { held: reason !== null, settled: !waiting.has(order.id) }
    const status = orderStatus(linesOf.get(order.id) ?? [], facts)
    return { order, status, kept: status === 'held' ? reason : null }
  })
  await store(
    work,
    retailerId,
    derived.filter(({ order, status, kept }) => status !== order.status || kept !== order.holdReason),
  )
}

async function store(
  work: Work,
  retailerId: string,
  changes: readonly { order: { id: string; status: OrderStatus }; status: OrderStatus; kept: string | null }[],
): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ order, status, kept }) => ({ id: order.id, status, kept }))
  await work.tx.execute(sql`
    update ${orders} as o
    set status = v.status, hold_reason = v.kept, held_by = case when v.kept is not null then o.held_by end, updated_at = ${work.now.toISOString()}
    from ${recordset({ id: 'uuid', status: 'text', kept: 'text' }, rows)}
    where o.retailer_id = ${retailerId} and o.id = v.id`)
  const told = changes
    .filter(({ order, status }) => status !== order.status)
    .map(({ order, status, kept }) => ({
      retailerId,
      // An order comes back to its first status when goods that were placed come back.
      type: `order.${status === 'imported' ? 'reopened' : status}`,
      orderId: order.id,
      data: kept ? { reason: kept } : {},
    }))
  await recordEvents(work, told)
}

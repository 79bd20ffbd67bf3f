import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import {
  acknowledgmentLines,
  acknowledgments,
  deadlines,
  invoiceLines,
  invoices,
  type PurchaseOrderStatus,
  purchaseOrderLines,
  purchaseOrders,
} from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { settleDeadlines } from '../deadlines/settle.ts'
import { refreshOrders } from '../orders/refresh.ts'
import { isAnyOf, isFoundBy, recordEvents, recordset } from '../records.ts'
import type { PurchaseOrderRow } from './lock.ts'
import { isFullyBilled, purchaseOrderAnswer, purchaseOrderStatus } from './status.ts'

type LineRow = typeof purchaseOrderLines.$inferSelect

/**
 * Derives the status and answer of a purchase order, and the status of its customer's order, and stores them. Call it after any change of the
 * order's lines or invoices, having locked it with `lockPurchaseOrder`.
 */
export async function refreshPurchaseOrder(
  work: Work,
  { retailerId, purchaseOrderId }: { retailerId: string; purchaseOrderId: string },
): Promise<PurchaseOrderStatus> {
  return (await refreshPurchaseOrders(work, { retailerId, purchaseOrderIds: [purchaseOrderId] })).get(purchaseOrderId)!
}

/** The same for many orders of a retailer, in as many statements as for one. Returns the status of each by its id. */
export async function refreshPurchaseOrders(
  work: Work,
  { retailerId, purchaseOrderIds }: { retailerId: string; purchaseOrderIds: readonly string[] },
): Promise<Map<string, PurchaseOrderStatus>> {
  if (purchaseOrderIds.length === 0) return new Map()
  const ids = [...purchaseOrderIds]
  const reading = work.tx
    .select()
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.retailerId, retailerId), isAnyOf(purchaseOrders.id, ids)))
    .orderBy(purchaseOrders.id)
  const readingLines = work.tx
    .select()
    .from(purchaseOrderLines)
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), isAnyOf(purchaseOrderLines.purchaseOrderId, ids)))
  const [orders, lines, changed] = await Promise.all([reading, readingLines, changedOrders(work, retailerId, ids)])
  const linesOf = Map.groupBy(lines, line => line.purchaseOrderId)
  const paid = await paidFor(work, retailerId, orders, linesOf)
  const derived = orders.map(order => ({ order, ...derive(order, linesOf.get(order.id) ?? [], changed, paid) }))
  await store(
    work,
    retailerId,
    derived.filter(({ order, status, answer }) => status !== order.status || answer !== order.answer),
  )
  for (const { order, status } of await withOpenDeadlines(work, retailerId, derived)) {
    await settleDeadlines(work, { ...order, status }, linesOf.get(order.id) ?? [])
  }
  await refreshOrders(work, { retailerId, orderIds: [...new Set(orders.map(order => order.orderId))] })
  return new Map(derived.map(({ order, status }) => [order.id, status]))
}

/** What an order comes to. */
type Derived = ReturnType<typeof derive> & { order: PurchaseOrderRow }

function derive(
  order: PurchaseOrderRow,
  lines: readonly LineRow[],
  changed: ReadonlySet<string>,
  paid: ReadonlySet<string>,
) {
  const status = purchaseOrderStatus({
    lines,
    released: order.releasedAt !== null,
    sent: order.sentAt !== null,
    acknowledged: order.acknowledgedAt !== null,
    settled: order.partnershipId === null || paid.has(order.id),
  })
  return { status, answer: purchaseOrderAnswer(lines, changed.has(order.id)) }
}

const isOver = (status: PurchaseOrderStatus) => status === 'closed' || status === 'cancelled'
const allShipped = new Set<PurchaseOrderStatus>(['shipped', 'partly-invoiced', 'invoiced', 'closed'])

async function store(work: Work, retailerId: string, changes: readonly Derived[]): Promise<void> {
  if (changes.length === 0) return
  const columns = { id: 'uuid', status: 'text', answer: 'text', shippedAt: 'timestamptz', closedAt: 'timestamptz' }
  const rows = changes.map(({ order, status, answer }) => ({
    id: order.id,
    status,
    answer,
    shippedAt: allShipped.has(status) ? (order.shippedAt ?? work.now) : null,
    closedAt: isOver(status) ? (order.closedAt ?? work.now) : null,
  }))
  await work.tx.execute(sql`
    update ${purchaseOrders} as p
    set status = v.status, answer = v.answer, shipped_at = v."shippedAt", closed_at = v."closedAt",
        updated_at = ${work.now.toISOString()}
    from ${recordset(columns, rows)}
    where p.retailer_id = ${retailerId} and p.id = v.id`)
  const told = changes
    .filter(({ order, status }) => isOver(status) && status !== order.status)
    .map(({ order: { orderId, id: purchaseOrderId, partnershipId }, status }) => ({
      retailerId,
      type: `purchase-order.${status}`,
      orderId,
      purchaseOrderId,
      partnershipId,
    }))
  await recordEvents(work, told)
}

/** The orders whose deadlines are still open: of many orders, few. */
async function withOpenDeadlines(work: Work, retailerId: string, all: readonly Derived[]): Promise<Derived[]> {
  const rows = await work.tx
    .selectDistinct({ id: deadlines.purchaseOrderId })
    .from(deadlines)
    .where(
      and(
        eq(deadlines.retailerId, retailerId),
        isAnyOf(
          deadlines.purchaseOrderId,
          all.map(({ order }) => order.id),
        ),
        isNull(deadlines.endedAt),
      ),
    )
  const open = new Set(rows.map(row => row.id))
  return all.filter(({ order }) => open.has(order.id))
}

/** Orders of which everything shipped was billed, and every bill was decided. */
async function paidFor(
  work: Work,
  retailerId: string,
  orders: readonly PurchaseOrderRow[],
  linesOf: ReadonlyMap<string, LineRow[]>,
): Promise<Set<string>> {
  const full = orders.filter(order => order.partnershipId && isFullyBilled(linesOf.get(order.id) ?? []))
  if (full.length === 0) return new Set()
  const ids = full.map(order => order.id)
  const { status } = invoices
  const readingHeads = work.tx
    .select({ orderId: invoices.purchaseOrderId, status })
    .from(invoices)
    .where(and(eq(invoices.retailerId, retailerId), isAnyOf(invoices.purchaseOrderId, ids)))
  // An invoice may name another order at its head than in its lines.
  const orderOf = new Map(ids.flatMap(id => (linesOf.get(id) ?? []).map(line => [line.id, id] as const)))
  const ofLines = and(
    eq(invoiceLines.retailerId, retailerId),
    isAnyOf(invoiceLines.purchaseOrderLineId, [...orderOf.keys()]),
  )
  const billing = work.tx.select({ id: invoiceLines.invoiceId }).from(invoiceLines).where(ofLines)
  const [byHead, lines, billed] = await Promise.all([
    readingHeads,
    work.tx
      .select({ lineId: invoiceLines.purchaseOrderLineId, invoiceId: invoiceLines.invoiceId })
      .from(invoiceLines)
      .where(ofLines),
    work.tx
      .select({ id: invoices.id, status })
      .from(invoices)
      .where(and(eq(invoices.retailerId, retailerId), isFoundBy(invoices.id, billing))),
  ])
  const statusOf = new Map(billed.map(invoice => [invoice.id, invoice.status]))
  const byLine = lines.map(line => ({ orderId: orderOf.get(line.lineId!)!, status: statusOf.get(line.invoiceId)! }))
  const bills = Map.groupBy(
    [...byHead, ...byLine].filter(bill => bill.status !== 'void'),
    bill => bill.orderId!,
  )
  const decided = [...bills].filter(([, its]) =>
    its.every(bill => ['approved', 'exported', 'paid'].includes(bill.status)),
  )
  return new Set(decided.map(([id]) => id))
}

/** Orders that the supplier answered with another price, date or item. */
async function changedOrders(work: Work, retailerId: string, ids: string[]): Promise<Set<string>> {
  const found = await work.tx
    .selectDistinct({ id: acknowledgments.purchaseOrderId })
    .from(acknowledgments)
    .innerJoin(
      acknowledgmentLines,
      and(
        eq(acknowledgmentLines.retailerId, acknowledgments.retailerId),
        eq(acknowledgmentLines.acknowledgmentId, acknowledgments.id),
      ),
    )
    .where(
      and(
        eq(acknowledgments.retailerId, retailerId),
        isAnyOf(acknowledgments.purchaseOrderId, ids),
        inArray(acknowledgmentLines.status, ['accepted-with-changes', 'substituted']),
      ),
    )
  return new Set(found.map(row => row.id))
}

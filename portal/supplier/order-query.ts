import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { acknowledgments, events, invoices, orders, purchaseOrderLines, purchaseOrders } from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { subselect } from '../ui/subselect.ts'
import { isOneOf } from '../ui/text-search.ts'
import { billedOnLine, ofSupplier } from './order-filters.ts'

const po = purchaseOrders
const lines = purchaseOrderLines

/** A purchase order with all that its supplier may see of it. Throws `not-found` for another's. */
export async function loadOrder(orm: Orm, scope: SupplierScope, number: string) {
  const [found] = await orm
    .select({
      order: po,
      customerOrder: { number: orders.number, shipTo: orders.shipTo, notes: orders.notes },
      /** How many answers it has had. */
      answers: subselect<number>(sql`select count(*)::int from ${acknowledgments}
        where ${acknowledgments.retailerId} = ${po.retailerId} and ${acknowledgments.purchaseOrderId} = ${po.id}`),
    })
    .from(po)
    .innerJoin(orders, and(eq(orders.retailerId, po.retailerId), eq(orders.id, po.orderId)))
    .where(and(ofSupplier(scope), eq(po.number, number)))
  if (!found) throw new ApplicationError('not-found', 'There is no such purchase order.')
  const rows = await orm
    .select({ line: lines, billed: billedOnLine })
    .from(lines)
    .innerJoin(po, and(eq(po.retailerId, lines.retailerId), eq(po.id, lines.purchaseOrderId)))
    .where(and(eq(lines.retailerId, scope.retailerId), eq(lines.purchaseOrderId, found.order.id)))
    .orderBy(asc(lines.id))
  return { ...found, lines: rows.map(({ line, billed }) => ({ ...line, billed })) }
}

export type LoadedOrder = Awaited<ReturnType<typeof loadOrder>>
export type LoadedLine = LoadedOrder['lines'][number]

/** The invoices that name a purchase order. */
export async function loadInvoices(orm: Orm, scope: SupplierScope, orderNumber: string) {
  return await orm
    .select()
    .from(invoices)
    .where(
      and(
        eq(invoices.retailerId, scope.retailerId),
        eq(invoices.partnershipId, scope.partnershipId),
        isOneOf(invoices.purchaseOrderNumber, [orderNumber]),
        eq(invoices.purchaseOrderNumber, orderNumber),
      ),
    )
    .orderBy(asc(invoices.id))
}

/** What happened to a purchase order, in the words that both sides may read. */
const sharedEvents = {
  'purchase-order.sent': 'Sent to you',
  'purchase-order.acknowledged': 'Acknowledged',
  'purchase-order.shipped': 'Shipped',
  'purchase-order.shipment-taken-back': 'Shipment taken back',
  'purchase-order.cancelled': 'Cancelled',
  'purchase-order.closed': 'Closed',
  'shipment.received': 'Shipment confirmed',
  'invoice.received': 'Invoice sent',
} as const

export async function loadHistory(orm: Orm, retailerId: string, purchaseOrderId: string) {
  const rows = await orm
    .select({ type: events.type, at: events.at, actor: events.actor })
    .from(events)
    .where(
      and(
        eq(events.retailerId, retailerId),
        eq(events.purchaseOrderId, purchaseOrderId),
        inArray(events.type, Object.keys(sharedEvents)),
      ),
    )
    .orderBy(asc(events.id))
  return rows.map(row => ({ ...row, what: sharedEvents[row.type as keyof typeof sharedEvents] }))
}

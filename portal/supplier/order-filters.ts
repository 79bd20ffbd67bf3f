import { and, eq, exists, inArray, isNotNull, lt, notExists, notInArray, or, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import {
  invoiceLines,
  invoices,
  type PurchaseOrderStatus,
  prints,
  purchaseOrderChanges,
  purchaseOrderLines,
  purchaseOrders,
} from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'

/** The supplier's quick filters, by what is to be done. */
export const orderFilters = ['new', 'ship', 'today', 'late', 'asked', 'print', 'invoice', 'done', 'all'] as const
export type OrderFilter = (typeof orderFilters)[number]

const po = purchaseOrders

/** The purchase orders that a supplier may know of: its own at this retailer, once they have been sent. */
export function ofSupplier({ retailerId, partnershipId }: SupplierScope): SQL {
  return and(eq(po.retailerId, retailerId), eq(po.partnershipId, partnershipId), isNotNull(po.sentAt))!
}

const finished: PurchaseOrderStatus[] = ['invoiced', 'closed', 'cancelled']
const beforeShipped: PurchaseOrderStatus[] = ['released', 'sent', 'acknowledged', 'partly-shipped']

/**
 * What an invoice of this supplier has asked for on a purchase order line, whether it has been matched or not: an invoice that
 * was sent is not to be sent again.
 */
export const billedOnLine = sql<string>`(
  select coalesce(sum(${invoiceLines.quantity}), 0) from ${invoiceLines}
  join ${invoices} on ${invoices.retailerId} = ${invoiceLines.retailerId} and ${invoices.id} = ${invoiceLines.invoiceId}
  where ${invoices.retailerId} = ${po.retailerId} and ${invoices.partnershipId} = ${po.partnershipId}
    and ${invoices.type} = 'invoice' and ${invoices.status} <> 'void'
    and coalesce(${invoiceLines.purchaseOrderNumber}, ${invoices.purchaseOrderNumber}) = ${po.number}
    and ${invoiceLines.lineNumber} = ${purchaseOrderLines.lineNumber})`

function hasLine(orm: Orm, condition: SQL): SQL {
  const lines = purchaseOrderLines
  return exists(
    orm
      .select({ one: sql`1` })
      .from(lines)
      .where(and(eq(lines.retailerId, po.retailerId), eq(lines.purchaseOrderId, po.id), condition)),
  )
}

/** The retailer asks to change or cancel something of it, and waits for the answer. */
function isAsked(orm: Orm): SQL {
  const asked = purchaseOrderChanges
  const condition = and(
    eq(asked.retailerId, po.retailerId),
    eq(asked.purchaseOrderId, po.id),
    eq(asked.status, 'requested'),
    eq(asked.askedBy, 'retailer'),
  )
  return exists(orm.select({ one: sql`1` }).from(asked).where(condition))
}

function notPrinted(orm: Orm): SQL {
  const known = and(
    eq(prints.retailerId, po.retailerId),
    eq(prints.purchaseOrderId, po.id),
    eq(prints.kind, 'purchase-order'),
  )
  return notExists(orm.select({ one: sql`1` }).from(prints).where(known))
}

const lines = purchaseOrderLines
const toShip = sql`(${lines.accepted} > ${lines.shipped} or ${lines.backordered} > 0)`
const toInvoice = sql`${lines.shipped} + ${lines.overShipped} > greatest(${billedOnLine}, ${lines.invoiced} - ${lines.credited})`

/**
 * The condition of a quick filter.
 * @param today the supplier's day, `YYYY-MM-DD`
 */
export function filterCondition(orm: Orm, filter: OrderFilter, today: string): SQL | undefined {
  switch (filter) {
    case 'new':
      return inArray(po.status, ['released', 'sent'])
    case 'ship':
      return and(inArray(po.status, ['acknowledged', 'partly-shipped']), hasLine(orm, toShip))
    case 'late':
      return and(inArray(po.status, beforeShipped), lt(po.shipNotAfter, today))
    case 'today':
      return and(inArray(po.status, beforeShipped), eq(po.shipNotAfter, today))
    case 'asked':
      return and(notInArray(po.status, finished), isAsked(orm))
    case 'print':
      return and(inArray(po.status, beforeShipped), notPrinted(orm))
    case 'invoice':
      return and(notInArray(po.status, [...finished, 'released', 'sent']), hasLine(orm, toInvoice))
    case 'done':
      return inArray(po.status, finished)
    case 'all':
      return undefined
  }
}

/** How many orders wait under each filter that asks for something. */
export async function countOrders(orm: Orm, scope: SupplierScope, today: string): Promise<Record<OrderFilter, number>> {
  const asking = ['new', 'ship', 'today', 'late', 'asked', 'print', 'invoice'] as const
  const count = (filter: OrderFilter) =>
    sql<number>`count(*) filter (where ${filterCondition(orm, filter, today)})::int`
  const [row] = await orm
    .select({
      new: count('new'),
      ship: count('ship'),
      today: count('today'),
      late: count('late'),
      asked: count('asked'),
      print: count('print'),
      invoice: count('invoice'),
    })
    .from(po)
    .where(
      and(ofSupplier(scope), notInArray(po.status, finished), or(...asking.map(f => filterCondition(orm, f, today)))),
    )
  return { ...row!, done: 0, all: 0 }
}

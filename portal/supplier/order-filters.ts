import { and, eq, exists, inArray, isNotNull, lt, notExists, notInArray, type SQL, sql } from 'drizzle-orm'
import { type Orm, rowsOf } from '../../db/connection.ts'
import { beginning } from '../../db/schema/columns.ts'
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
/** Something of them may have left that is not invoiced. */
const invoiceable: PurchaseOrderStatus[] = ['acknowledged', 'partly-shipped', 'shipped', 'partly-invoiced']
const beforeShipped: PurchaseOrderStatus[] = ['released', 'sent', 'acknowledged', 'partly-shipped']

/** Invoices that count, and their lines about a purchase order line. */
const billing = sql`${invoices.partnershipId} = ${po.partnershipId} and ${invoices.type} = 'invoice' and ${invoices.status} <> 'void'
  and ${invoiceLines.lineNumber} = ${purchaseOrderLines.lineNumber}`

/**
 * What an invoice of this supplier has asked for on a purchase order line, whether it has been matched or not: an invoice that
 * was sent is not to be sent again. A line names an order of its own, or means that of its invoice: each way has its index.
 */
export const billedOnLine = sql<string>`(
  select coalesce(sum(billed.quantity), 0) from (
    select ${invoiceLines.quantity} as quantity from ${invoices}
    join ${invoiceLines} on ${invoiceLines.retailerId} = ${invoices.retailerId} and ${invoiceLines.invoiceId} = ${invoices.id}
    where ${invoices.retailerId} = ${po.retailerId} and ${beginning(invoices.purchaseOrderNumber)} = ${beginning(po.number)}
      and ${invoices.purchaseOrderNumber} = ${po.number} and ${invoiceLines.purchaseOrderNumber} is null and ${billing}
    union all
    select ${invoiceLines.quantity} from ${invoiceLines}
    join ${invoices} on ${invoices.retailerId} = ${invoiceLines.retailerId} and ${invoices.id} = ${invoiceLines.invoiceId}
    where ${invoiceLines.retailerId} = ${po.retailerId} and ${invoiceLines.purchaseOrderNumber} = ${po.number} and ${billing}
  ) as billed)`

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
/** What has been matched is asked first, as the index of lines not billed has it: invoices are looked up for few. */
const toInvoice = sql`${lines.shipped} + ${lines.overShipped} - ${lines.invoiced} > 0
  and ${lines.shipped} + ${lines.overShipped} > ${billedOnLine}`

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
      return and(inArray(po.status, invoiceable), hasLine(orm, toInvoice))
    case 'done':
      return inArray(po.status, finished)
    case 'all':
      return undefined
  }
}

/** How many orders wait under each filter that asks for something: each is counted by itself, since its index finds its few among all. */
export async function countOrders(orm: Orm, scope: SupplierScope, today: string): Promise<Record<OrderFilter, number>> {
  const count = (filter: OrderFilter) =>
    sql<number>`(select count(*)::int from ${po} where ${ofSupplier(scope)} and ${filterCondition(orm, filter, today)})`
  const [row] = await rowsOf<Record<OrderFilter, number>>(
    orm,
    sql`select ${count('new')} as new, ${count('ship')} as ship, ${count('today')} as today, ${count('late')} as late,
      ${count('asked')} as asked, ${count('print')} as print, ${count('invoice')} as invoice`,
  )
  return { ...row!, done: 0, all: 0 }
}

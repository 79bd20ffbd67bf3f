import { and, asc, desc, eq, ilike, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import {
  events,
  exceptions,
  invoices,
  orders,
  purchaseOrderLines,
  purchaseOrders,
  sources,
} from '../../db/schema/index.ts'
import { escapeLike, type ListQuery, onePage, pageSize } from '../ui/request.ts'
import { subselect } from '../ui/subselect.ts'

/** Quick filters of the retailer's list of purchase orders. */
export const purchaseOrderFilters = ['all', 'waiting', 'late', 'shipping', 'billing', 'done'] as const
export type PurchaseOrderFilter = (typeof purchaseOrderFilters)[number]

const po = purchaseOrders

function condition(filter: PurchaseOrderFilter, today: string): SQL | undefined {
  switch (filter) {
    case 'all':
      return undefined
    case 'waiting':
      return inArray(po.status, ['created', 'released', 'sent'])
    case 'late':
      return and(inArray(po.status, ['released', 'sent', 'acknowledged', 'partly-shipped']), lt(po.shipNotAfter, today))
    case 'shipping':
      return inArray(po.status, ['acknowledged', 'partly-shipped'])
    case 'billing':
      return inArray(po.status, ['shipped', 'partly-invoiced'])
    case 'done':
      return inArray(po.status, ['invoiced', 'closed', 'cancelled'])
  }
}

/** One page of a retailer's purchase orders, newest first. */
export async function listPurchaseOrders(
  orm: Orm,
  retailerId: string,
  query: ListQuery<PurchaseOrderFilter>,
  today: string,
) {
  const rows = await orm
    .select({
      id: po.id,
      number: po.number,
      status: po.status,
      answer: po.answer,
      currency: po.currency,
      source: sources.name,
      partnershipId: po.partnershipId,
      orderId: po.orderId,
      orderNumber: orders.number,
      shipNotAfter: po.shipNotAfter,
      createdAt: po.createdAt,
      total: subselect<string>(sql`select round(sum(${purchaseOrderLines.ordered} * ${purchaseOrderLines.unitCost}), 2)
        from ${purchaseOrderLines} where ${purchaseOrderLines.retailerId} = ${po.retailerId}
        and ${purchaseOrderLines.purchaseOrderId} = ${po.id}`),
    })
    .from(po)
    .innerJoin(sources, and(eq(sources.retailerId, po.retailerId), eq(sources.id, po.sourceId)))
    .innerJoin(orders, and(eq(orders.retailerId, po.retailerId), eq(orders.id, po.orderId)))
    .where(
      and(
        eq(po.retailerId, retailerId),
        condition(query.filter, today),
        query.search ? ilike(po.number, `%${escapeLike(query.search)}%`) : undefined,
        query.after ? lt(po.id, query.after) : undefined,
      ),
    )
    .orderBy(desc(po.id))
    .limit(pageSize + 1)
  return onePage(rows)
}

export type ListedPurchaseOrder = Awaited<ReturnType<typeof listPurchaseOrders>>['rows'][number]

/** A purchase order with its lines, invoices, exceptions and history. Throws `not-found`. */
export async function loadPurchaseOrder(orm: Orm, retailerId: string, number: string) {
  const [found] = await orm
    .select({ order: po, source: sources, customerOrder: orders })
    .from(po)
    .innerJoin(sources, and(eq(sources.retailerId, po.retailerId), eq(sources.id, po.sourceId)))
    .innerJoin(orders, and(eq(orders.retailerId, po.retailerId), eq(orders.id, po.orderId)))
    .where(and(eq(po.retailerId, retailerId), eq(po.number, number)))
  if (!found) throw new ApplicationError('not-found', 'There is no such purchase order.')
  const { id } = found.order
  return {
    ...found,
    lines: await orm
      .select()
      .from(purchaseOrderLines)
      .where(and(eq(purchaseOrderLines.retailerId, retailerId), eq(purchaseOrderLines.purchaseOrderId, id)))
      .orderBy(asc(purchaseOrderLines.id)),
    invoices: await orm
      .select()
      .from(invoices)
      .where(and(eq(invoices.retailerId, retailerId), eq(invoices.purchaseOrderId, id)))
      .orderBy(asc(invoices.id)),
    exceptions: await orm
      .select()
      .from(exceptions)
      .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.purchaseOrderId, id)))
      .orderBy(asc(exceptions.id)),
    history: await orm
      .select()
      .from(events)
      .where(and(eq(events.retailerId, retailerId), eq(events.purchaseOrderId, id)))
      .orderBy(asc(events.id)),
  }
}

export type LoadedPurchaseOrder = Awaited<ReturnType<typeof loadPurchaseOrder>>

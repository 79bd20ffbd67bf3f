import { and, asc, eq } from 'drizzle-orm'
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

const po = purchaseOrders

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

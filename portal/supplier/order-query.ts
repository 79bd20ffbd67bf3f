import { and, asc, eq, inArray } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import {
  events,
  invoices,
  orders,
  purchaseOrderLines,
  purchaseOrders,
  shipmentLines,
  shipmentPackages,
  shipments,
} from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { billedOnLine, ofSupplier } from './order-filters.ts'

const po = purchaseOrders
const lines = purchaseOrderLines

/** A purchase order with all that its supplier may see of it. Throws `not-found` for another's. */
export async function loadOrder(orm: Orm, scope: SupplierScope, number: string) {
  const [found] = await orm
    .select({ order: po, customerOrder: { number: orders.number, shipTo: orders.shipTo, notes: orders.notes } })
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

/** What left for a purchase order, package by package. */
export async function loadShipments(orm: Orm, retailerId: string, purchaseOrderId: string) {
  return await orm
    .select({
      shipmentId: shipments.id,
      number: shipments.number,
      shippedOn: shipments.shippedOn,
      carrier: shipments.carrier,
      scac: shipments.scac,
      service: shipments.service,
      packageId: shipmentPackages.id,
      sequence: shipmentPackages.sequence,
      trackingNumber: shipmentPackages.trackingNumber,
      trackingValid: shipmentPackages.trackingValid,
      sscc: shipmentPackages.sscc,
      lineNumber: lines.lineNumber,
      supplierSku: lines.supplierSku,
      sku: lines.sku,
      quantity: shipmentLines.quantity,
      over: shipmentLines.over,
    })
    .from(shipmentLines)
    .innerJoin(
      lines,
      and(eq(lines.retailerId, shipmentLines.retailerId), eq(lines.id, shipmentLines.purchaseOrderLineId)),
    )
    .innerJoin(
      shipments,
      and(eq(shipments.retailerId, shipmentLines.retailerId), eq(shipments.id, shipmentLines.shipmentId)),
    )
    .innerJoin(
      shipmentPackages,
      and(eq(shipmentPackages.retailerId, shipmentLines.retailerId), eq(shipmentPackages.id, shipmentLines.packageId)),
    )
    .where(and(eq(shipmentLines.retailerId, retailerId), eq(lines.purchaseOrderId, purchaseOrderId)))
    .orderBy(asc(shipments.id), asc(shipmentPackages.sequence), asc(lines.id))
}

export type ShippedRow = Awaited<ReturnType<typeof loadShipments>>[number]

/** The invoices that name a purchase order. */
export async function loadInvoices(orm: Orm, scope: SupplierScope, orderNumber: string) {
  return await orm
    .select()
    .from(invoices)
    .where(
      and(
        eq(invoices.retailerId, scope.retailerId),
        eq(invoices.partnershipId, scope.partnershipId),
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

import { and, asc, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import {
  orders,
  purchaseOrderLines,
  purchaseOrders,
  shipmentLines,
  shipmentPackages,
  shipments,
} from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'

/** A shipment of this supplier with its packages and what lies in each. Throws `not-found` for another's. */
export async function loadShipment(orm: Orm, scope: SupplierScope, id: string) {
  const { retailerId, sourceId, partnershipId } = scope
  const [shipment] = sourceId
    ? await orm
        .select()
        .from(shipments)
        .where(and(eq(shipments.retailerId, retailerId), eq(shipments.sourceId, sourceId), eq(shipments.id, id)))
    : []
  if (!shipment) throw new ApplicationError('not-found', 'There is no such shipment.')
  const ofShipment = and(eq(shipmentPackages.retailerId, retailerId), eq(shipmentPackages.shipmentId, id))
  const packages = await orm.select().from(shipmentPackages).where(ofShipment).orderBy(asc(shipmentPackages.sequence))
  const contents = await orm
    .select({
      packageId: shipmentLines.packageId,
      quantity: shipmentLines.quantity,
      line: purchaseOrderLines,
      order: { id: purchaseOrders.id, number: purchaseOrders.number, orderDate: purchaseOrders.orderDate },
      customerOrder: { number: orders.number, channel: orders.channel, shipTo: orders.shipTo, notes: orders.notes },
    })
    .from(shipmentLines)
    .innerJoin(
      purchaseOrderLines,
      and(
        eq(purchaseOrderLines.retailerId, shipmentLines.retailerId),
        eq(purchaseOrderLines.id, shipmentLines.purchaseOrderLineId),
      ),
    )
    .innerJoin(
      purchaseOrders,
      and(
        eq(purchaseOrders.retailerId, purchaseOrderLines.retailerId),
        eq(purchaseOrders.id, purchaseOrderLines.purchaseOrderId),
      ),
    )
    .innerJoin(orders, and(eq(orders.retailerId, purchaseOrders.retailerId), eq(orders.id, purchaseOrders.orderId)))
    .where(
      and(
        eq(shipmentLines.retailerId, retailerId),
        eq(shipmentLines.shipmentId, id),
        eq(purchaseOrders.partnershipId, partnershipId),
      ),
    )
    .orderBy(asc(shipmentLines.id))
  return { shipment, packages, contents }
}

export type LoadedShipment = Awaited<ReturnType<typeof loadShipment>>

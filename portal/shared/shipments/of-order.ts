import { and, asc, eq } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { purchaseOrderLines, shipmentLines, shipmentPackages, shipments } from '../../../db/schema/index.ts'

const lines = purchaseOrderLines

/** What left for a purchase order, package by package. */
export async function loadShipments(orm: Orm, retailerId: string, purchaseOrderId: string) {
  return await orm
    .select({
      shipmentId: shipments.id,
      number: shipments.number,
      shippedOn: shipments.shippedOn,
      takenBackAt: shipments.takenBackAt,
      replacedById: shipments.replacedById,
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

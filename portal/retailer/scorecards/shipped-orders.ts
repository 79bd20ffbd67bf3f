import { and, eq, inArray } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { purchaseOrderLines, purchaseOrders, shipmentLines } from '../../../db/schema/index.ts'

/** The number of a purchase order that each shipment brought goods of: on its page the shipment stands. */
export async function shippedOrders(
  orm: Orm,
  retailerId: string,
  shipmentIds: readonly string[],
): Promise<Map<string, string>> {
  if (shipmentIds.length === 0) return new Map()
  const rows = await orm
    .selectDistinct({ shipmentId: shipmentLines.shipmentId, number: purchaseOrders.number })
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
    .where(and(eq(shipmentLines.retailerId, retailerId), inArray(shipmentLines.shipmentId, [...shipmentIds])))
  return new Map(rows.map(row => [row.shipmentId, row.number]))
}

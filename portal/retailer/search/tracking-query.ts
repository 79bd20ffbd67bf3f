import { and, eq, inArray } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { purchaseOrderLines, purchaseOrders, shipmentLines, shipmentPackages } from '../../../db/schema/index.ts'
import type { Hit } from './hit.ts'
import { mostOf } from './match.ts'
import type { Sought } from './terms.ts'

/** Packages by their whole tracking number, as the purchase orders whose goods are in them. */
export async function findTracking(orm: Orm, retailerId: string, sought: Sought): Promise<Hit[]> {
  const given = 'one' in sought ? [sought.one.replaceAll(' ', '')] : sought.many
  const numbers = [...new Set(given.flatMap(number => [number, number.toUpperCase()]))]
  const rows = await orm
    .selectDistinct({
      tracking: shipmentPackages.trackingNumber,
      number: purchaseOrders.number,
      status: purchaseOrders.status,
    })
    .from(shipmentPackages)
    .innerJoin(
      shipmentLines,
      and(
        eq(shipmentLines.retailerId, shipmentPackages.retailerId),
        eq(shipmentLines.shipmentId, shipmentPackages.shipmentId),
        eq(shipmentLines.packageId, shipmentPackages.id),
      ),
    )
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
    .where(and(eq(shipmentPackages.retailerId, retailerId), inArray(shipmentPackages.trackingNumber, numbers)))
    .limit(mostOf(sought))
  return rows.map(({ tracking, number, status }) => ({
    kind: 'tracking',
    keys: [tracking!],
    href: `/retailer/purchase-orders/${encodeURIComponent(number)}`,
    word: tracking!,
    about: `in ${number}`,
    status: { of: 'purchase-order', status },
  }))
}

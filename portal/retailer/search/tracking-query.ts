import { and, eq, inArray, or } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { purchaseOrderLines, purchaseOrders, shipmentLines, shipmentPackages } from '../../../db/schema/index.ts'
import { type Sought, ssccIn } from '../../ui/search-terms.ts'
import type { Hit } from './hit.ts'
import { mostOf } from './match.ts'

/** Packages by their whole tracking number or SSCC, as the purchase orders whose goods are in them. */
export async function findTracking(orm: Orm, retailerId: string, sought: Sought): Promise<Hit[]> {
  const given = 'one' in sought ? [sought.one.replaceAll(' ', '')] : sought.many
  const numbers = [...new Set(given.flatMap(number => [number, number.toUpperCase()]))]
  const ssccs = given.map(ssccIn).filter(sscc => sscc !== undefined)
  const rows = await orm
    .selectDistinct({
      tracking: shipmentPackages.trackingNumber,
      sscc: shipmentPackages.sscc,
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
    .where(
      and(
        eq(shipmentPackages.retailerId, retailerId),
        or(inArray(shipmentPackages.trackingNumber, numbers), inArray(shipmentPackages.sscc, ssccs)),
      ),
    )
    .limit(mostOf(sought))
  return rows.map(({ tracking, sscc, number, status }) => ({
    kind: 'tracking',
    keys: [tracking, sscc, sscc && `00${sscc}`, sscc && `(00)${sscc}`].filter(key => key !== null),
    href: `/retailer/purchase-orders/${encodeURIComponent(number)}`,
    word: numbers.includes(tracking ?? '') ? tracking! : sscc!,
    about: `in ${number}`,
    status: { of: 'purchase-order', status },
  }))
}

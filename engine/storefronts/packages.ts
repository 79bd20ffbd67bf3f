import Big from 'big.js'
import { and, asc, eq, gt, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import {
  orderLines,
  purchaseOrderLines,
  shipmentLines,
  shipmentPackages,
  shipments,
  storefrontOrders,
  storefrontPackages,
} from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../exceptions/raise.ts'
import type { ShopPackage } from './order.ts'

interface OfShop {
  retailerId: string
  storefrontId: string
}

/** Parcels that the shop has not been told of, in the sequence in which they came, at most so many. What was taken back, and what shipped beyond what was ordered, is not told. */
export async function untoldPackages(orm: Orm, shop: OfShop, limit: number): Promise<ShopPackage[]> {
  const rows = await shippedLines(orm, shop, limit * 20)
  const grouped = [...Map.groupBy(rows, ({ packageId, orderId }) => `${packageId} ${orderId}`).values()]
  // The last of a full page may lack lines: it comes whole with the next.
  const whole = rows.length === limit * 20 && grouped.length > 1 ? grouped.slice(0, -1) : grouped
  const packages = whole.slice(0, limit)
  const told = await toldOf(orm, shop, [...new Set(packages.map(([first]) => first!.orderId))])
  return packages.flatMap(lines => packageOf(lines, told) ?? [])
}

type ShippedLine = Awaited<ReturnType<typeof shippedLines>>[number]

async function shippedLines(orm: Orm, { retailerId, storefrontId }: OfShop, limit: number) {
  return await orm
    .select({
      packageId: shipmentPackages.id,
      orderId: orderLines.orderId,
      remoteOrderId: storefrontOrders.remoteId,
      remoteLineId: sql<string | null>`${storefrontOrders.lines} ->> ${orderLines.lineNumber}`,
      quantity: shipmentLines.quantity,
      over: shipmentLines.over,
      packSize: purchaseOrderLines.packSize,
      trackingNumber: shipmentPackages.trackingNumber,
      scac: shipments.scac,
      carrier: shipments.carrier,
    })
    .from(storefrontOrders)
    .innerJoin(
      orderLines,
      and(eq(orderLines.retailerId, storefrontOrders.retailerId), eq(orderLines.orderId, storefrontOrders.orderId)),
    )
    .innerJoin(
      purchaseOrderLines,
      and(eq(purchaseOrderLines.retailerId, orderLines.retailerId), eq(purchaseOrderLines.orderLineId, orderLines.id)),
    )
    .innerJoin(
      shipmentLines,
      and(
        eq(shipmentLines.retailerId, purchaseOrderLines.retailerId),
        eq(shipmentLines.purchaseOrderLineId, purchaseOrderLines.id),
      ),
    )
    .innerJoin(
      shipments,
      and(
        eq(shipments.retailerId, shipmentLines.retailerId),
        eq(shipments.id, shipmentLines.shipmentId),
        isNull(shipments.takenBackAt),
      ),
    )
    .innerJoin(
      shipmentPackages,
      and(eq(shipmentPackages.retailerId, shipmentLines.retailerId), eq(shipmentPackages.id, shipmentLines.packageId)),
    )
    .leftJoin(
      storefrontPackages,
      and(
        eq(storefrontPackages.retailerId, storefrontOrders.retailerId),
        eq(storefrontPackages.storefrontId, storefrontOrders.storefrontId),
        eq(storefrontPackages.packageId, shipmentPackages.id),
        eq(storefrontPackages.orderId, orderLines.orderId),
      ),
    )
    .where(
      and(
        eq(storefrontOrders.retailerId, retailerId),
        eq(storefrontOrders.storefrontId, storefrontId),
        isNull(storefrontPackages.packageId),
        gt(shipmentLines.quantity, shipmentLines.over),
      ),
    )
    .orderBy(asc(shipmentPackages.id), asc(orderLines.orderId))
    .limit(limit)
}

/** The shop's ids of what it was told of these orders. */
async function toldOf(
  orm: Orm,
  { retailerId, storefrontId }: OfShop,
  orderIds: string[],
): Promise<Map<string, string[]>> {
  if (orderIds.length === 0) return new Map()
  const rows = await orm
    .select({ orderId: storefrontPackages.orderId, remoteIds: storefrontPackages.remoteIds })
    .from(storefrontPackages)
    .where(
      and(
        eq(storefrontPackages.retailerId, retailerId),
        eq(storefrontPackages.storefrontId, storefrontId),
        inArray(storefrontPackages.orderId, orderIds),
      ),
    )
  const byOrder = Map.groupBy(rows, ({ orderId }) => orderId)
  return new Map([...byOrder].map(([orderId, its]) => [orderId, its.flatMap(({ remoteIds }) => remoteIds)]))
}

function packageOf(rows: ShippedLine[], told: Map<string, string[]>): ShopPackage | undefined {
  const { packageId, orderId, remoteOrderId, trackingNumber, scac, carrier } = rows[0]!
  const quantities = new Map<string, Big>()
  for (const { remoteLineId, quantity, over, packSize } of rows) {
    const units = new Big(quantity).minus(over).times(packSize).round(0, Big.roundDown)
    if (remoteLineId && units.gt(0)) quantities.set(remoteLineId, units.plus(quantities.get(remoteLineId) ?? 0))
  }
  if (quantities.size === 0) return undefined
  const by = scac ?? carrier
  return {
    ...{ packageId, orderId, remoteOrderId, told: told.get(orderId) ?? [] },
    lines: [...quantities].map(([remoteLineId, quantity]) => ({ remoteLineId, quantity: quantity.toFixed(0) })),
    ...(trackingNumber && { tracking: { number: trackingNumber, ...(by && { carrier: by }) } }),
  }
}

/** Notes that the shop was told of a parcel, and as what. */
export async function notePackageSent(
  work: Work,
  { retailerId, storefrontId }: OfShop,
  { packageId, orderId }: ShopPackage,
  remoteIds: string[],
): Promise<void> {
  await work.tx
    .insert(storefrontPackages)
    .values({ retailerId, storefrontId, packageId, orderId, status: 'sent', remoteIds, at: work.now })
    .onConflictDoNothing()
}

/** Notes that the shop refused a parcel, and puts it before a person: it is not told again. */
export async function notePackageRefused(
  work: Work,
  { retailerId, storefrontId }: OfShop,
  { packageId, orderId, tracking }: ShopPackage,
  because: string,
): Promise<void> {
  await work.tx
    .insert(storefrontPackages)
    .values({ retailerId, storefrontId, packageId, orderId, status: 'refused', at: work.now })
    .onConflictDoNothing()
  await raiseException(work, {
    ...{ retailerId, kind: 'storefront-order', orderId, expected: 'fulfilled', actual: 'refused' },
    key: `storefront-package:${storefrontId}:${packageId}:${orderId}`,
    summary: `The shop does not take the parcel ${tracking?.number ?? 'without a tracking number'}. ${because}`.slice(
      0,
      1000,
    ),
  })
}

/** A parcel that the shop was told of and that its source took back since. */
export interface TakenBackPackage {
  packageId: string
  orderId: string
  remoteIds: string[]
  /** The shipment's number, and the parcel's own. */
  shipment: string
  trackingNumber: string | null
}

/** Parcels that the shop is still to be told of that they were taken back, at most so many. */
export async function takenBackPackages(
  orm: Orm,
  { retailerId, storefrontId }: OfShop,
  limit: number,
): Promise<TakenBackPackage[]> {
  return await orm
    .select({
      packageId: storefrontPackages.packageId,
      orderId: storefrontPackages.orderId,
      remoteIds: storefrontPackages.remoteIds,
      shipment: shipments.number,
      trackingNumber: shipmentPackages.trackingNumber,
    })
    .from(storefrontPackages)
    .innerJoin(
      shipmentPackages,
      and(
        eq(shipmentPackages.retailerId, storefrontPackages.retailerId),
        eq(shipmentPackages.id, storefrontPackages.packageId),
      ),
    )
    .innerJoin(
      shipments,
      and(
        eq(shipments.retailerId, shipmentPackages.retailerId),
        eq(shipments.id, shipmentPackages.shipmentId),
        isNotNull(shipments.takenBackAt),
      ),
    )
    .where(
      and(
        eq(storefrontPackages.retailerId, retailerId),
        eq(storefrontPackages.storefrontId, storefrontId),
        eq(storefrontPackages.status, 'sent'),
      ),
    )
    .orderBy(asc(storefrontPackages.packageId))
    .limit(limit)
}

/** Notes that the shop has taken a parcel back, or why it would not: then a person has to, and it is not asked again. */
export async function noteTakenBack(
  work: Work,
  { retailerId, storefrontId }: OfShop,
  { packageId, orderId, shipment, trackingNumber }: TakenBackPackage,
  refused?: string,
): Promise<void> {
  await work.tx
    .update(storefrontPackages)
    .set({ status: refused === undefined ? 'taken-back' : 'not-taken-back', at: work.now })
    .where(
      and(
        eq(storefrontPackages.retailerId, retailerId),
        eq(storefrontPackages.storefrontId, storefrontId),
        eq(storefrontPackages.packageId, packageId),
        eq(storefrontPackages.orderId, orderId),
      ),
    )
  if (refused === undefined) return
  const parcel = `its parcel ${trackingNumber ?? 'without a tracking number'}`
  await raiseException(work, {
    ...{ retailerId, kind: 'storefront-order', orderId, expected: 'shipped', actual: 'taken back' },
    key: `storefront-taken-back:${packageId}:${orderId}`,
    summary:
      `Shipment ${shipment} was taken back, and the shop does not cancel the fulfillment of ${parcel}. Cancel it at the shop. ${refused}`.slice(
        0,
        1000,
      ),
  })
}

import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import {
  purchaseOrderLines,
  purchaseOrders,
  shipmentLines,
  shipmentPackages,
  shipments,
  sources,
} from '../../../db/schema/index.ts'
import { withinDays } from '../../lists/days.ts'
import { type ListDefinition, type ListState, pageOf, paging } from '../../lists/list-state.ts'
import { idIn, pageSize } from '../../ui/request.ts'
import { ssccIn } from '../../ui/search-terms.ts'
import { subselect } from '../../ui/subselect.ts'

const filters = ['all', 'standing'] as const
export type ShipmentFilter = (typeof filters)[number]
const sorts = ['received'] as const
export type ShipmentSort = (typeof sorts)[number]

/** What suppliers say they shipped, as a list. */
export const shipmentsList: ListDefinition<ShipmentFilter, ShipmentSort> = {
  list: 'shipments',
  path: '/retailer/shipments',
  filters,
  first: 'all',
  everything: 'all',
  fields: ['partner', 'from', 'to'],
  sorts,
  columns: ['State', 'Source', 'Purchase orders', 'Carrier', 'Tracking', 'Shipped', 'Received'],
}

/** A shipment's number, or the tracking number or SSCC of one of its packages, whole and as it was told. */
function matches(retailerId: string, search: string): SQL | undefined {
  if (!search) return undefined
  const tracked = search.replace(/\s+/g, '')
  const sscc = ssccIn(search) ?? null
  return sql`${shipments.id} in (
    select ${shipmentPackages.shipmentId} from ${shipmentPackages} where ${shipmentPackages.retailerId} = ${retailerId}
      and ${shipmentPackages.trackingNumber} in (${search}, ${tracked}, ${tracked.toUpperCase()})
    union select ${shipmentPackages.shipmentId} from ${shipmentPackages} where ${shipmentPackages.retailerId} = ${retailerId}
      and ${shipmentPackages.sscc} = ${sscc}
    union select named.id from ${sources} join ${shipments} as named
      on named.retailer_id = ${sources.retailerId} and named.source_id = ${sources.id} and named.number = ${search}
      where ${sources.retailerId} = ${retailerId})`
}

/** One page of a retailer's shipments; days are those of the time zone on which they were told. */
export async function listShipments(
  orm: Orm,
  retailerId: string,
  state: ListState<ShipmentFilter, ShipmentSort>,
  timeZone: string,
  size = pageSize,
) {
  const { filter, fields, search } = state
  const key = { by: sql`${shipments.receivedAt}`, type: 'timestamptz' as const }
  const { order, cursor, after } = paging(key, sql`${shipments.id}`, state)
  const packages = (column: SQL) => sql`select array_agg(${column} order by ${shipmentPackages.sequence})
    from ${shipmentPackages} where ${shipmentPackages.retailerId} = ${shipments.retailerId}
    and ${shipmentPackages.shipmentId} = ${shipments.id} and ${column} is not null`
  const rows = await orm
    .select({
      id: shipments.id,
      cursor,
      number: shipments.number,
      source: sources.name,
      carrier: shipments.carrier,
      scac: shipments.scac,
      shippedOn: shipments.shippedOn,
      receivedAt: shipments.receivedAt,
      takenBackAt: shipments.takenBackAt,
      tracking: subselect<string[] | null>(packages(sql`${shipmentPackages.trackingNumber}`)),
      ssccs: subselect<string[] | null>(packages(sql`${shipmentPackages.sscc}`)),
      orders: subselect<string[] | null>(sql`select array_agg(distinct ${purchaseOrders.number}) from ${shipmentLines}
        join ${purchaseOrderLines} on ${purchaseOrderLines.retailerId} = ${shipmentLines.retailerId}
          and ${purchaseOrderLines.id} = ${shipmentLines.purchaseOrderLineId}
        join ${purchaseOrders} on ${purchaseOrders.retailerId} = ${shipmentLines.retailerId}
          and ${purchaseOrders.id} = ${purchaseOrderLines.purchaseOrderId}
        where ${shipmentLines.retailerId} = ${shipments.retailerId} and ${shipmentLines.shipmentId} = ${shipments.id}`),
    })
    .from(shipments)
    .innerJoin(sources, and(eq(sources.retailerId, shipments.retailerId), eq(sources.id, shipments.sourceId)))
    .where(
      and(
        eq(shipments.retailerId, retailerId),
        filter === 'standing' ? isNull(shipments.takenBackAt) : undefined,
        idIn(fields.partner) ? eq(sources.partnershipId, fields.partner!) : undefined,
        withinDays(shipments.receivedAt, fields, timeZone),
        matches(retailerId, search),
        after,
      ),
    )
    .orderBy(order)
    .limit(size + 1)
  return pageOf(rows, size)
}

export type ListedShipment = Awaited<ReturnType<typeof listShipments>>['rows'][number]

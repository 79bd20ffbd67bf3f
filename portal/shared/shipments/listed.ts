import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import {
  purchaseOrderLines,
  purchaseOrders,
  shipmentLines,
  shipmentPackages,
  shipments,
  sources,
} from '../../../db/schema/index.ts'
import { anyText } from '../../../engine/records.ts'
import { withinDays } from '../../lists/days.ts'
import { type ListState, pageOf, paging } from '../../lists/list-state.ts'
import { idIn, pageSize } from '../../ui/request.ts'
import { soughtIn, ssccIn } from '../../ui/search-terms.ts'
import { subselect } from '../../ui/subselect.ts'
import { isOneOf } from '../../ui/text-search.ts'

const filters = ['all', 'standing', 'taken-back'] as const
export type ShipmentFilter = (typeof filters)[number]
const sorts = ['received'] as const
export type ShipmentSort = (typeof sorts)[number]

/** A list of shipments, but for where it stands and what it is narrowed by. */
export const shipmentsOffered = { filters, first: 'all', everything: 'all', sorts } as const

/** Shipments by their number or a purchase order’s, or by the tracking number or SSCC of a package: whole, as it was told, and several at once. */
function matches(retailerId: string, search: string): SQL | undefined {
  const sought = soughtIn(search)
  if (!sought) return undefined
  // As they are printed, tracking numbers and SSCCs have spaces in them.
  const texts = [search.trim(), ...('one' in sought ? [sought.one] : sought.many)]
  const solid = texts.map(text => text.replaceAll(/\s+/g, ''))
  const tracking = anyText([...new Set([...texts, ...solid, ...solid.map(text => text.toUpperCase())])])
  const ssccs = anyText(texts.flatMap(text => ssccIn(text) ?? []))
  return sql`${shipments.id} in (
    select ${shipmentPackages.shipmentId} from ${shipmentPackages} where ${shipmentPackages.retailerId} = ${retailerId}
      and (${shipmentPackages.trackingNumber} = ${tracking} or ${shipmentPackages.sscc} = ${ssccs})
    union select ${shipmentLines.shipmentId} from ${purchaseOrders}
      join ${purchaseOrderLines} on ${purchaseOrderLines.retailerId} = ${purchaseOrders.retailerId}
        and ${purchaseOrderLines.purchaseOrderId} = ${purchaseOrders.id}
      join ${shipmentLines} on ${shipmentLines.retailerId} = ${purchaseOrderLines.retailerId}
        and ${shipmentLines.purchaseOrderLineId} = ${purchaseOrderLines.id}
      where ${purchaseOrders.retailerId} = ${retailerId} and ${isOneOf(purchaseOrders.number, texts)}
    union select named.id from ${sources} join ${shipments} as named
      on named.retailer_id = ${sources.retailerId} and named.source_id = ${sources.id} and named.number = ${anyText(texts)}
      where ${sources.retailerId} = ${retailerId})`
}

/** Whose shipments a list shows: all that a retailer was told of, or those from one source. */
export interface ShipmentScope {
  retailerId: string
  sourceId?: string | null
}

/** One page of them; days are those of the time zone on which they were told. */
export async function listShipments(
  orm: Orm,
  { retailerId, sourceId }: ShipmentScope,
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
        sourceId === undefined ? undefined : eq(shipments.sourceId, sourceId ?? sql`null`),
        filter === 'standing' ? isNull(shipments.takenBackAt) : undefined,
        filter === 'taken-back' ? isNotNull(shipments.takenBackAt) : undefined,
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

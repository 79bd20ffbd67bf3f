import Big from 'big.js'
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { type orderLines, type orders, products, purchaseOrderLines, purchaseOrders } from '../../db/schema/index.ts'
import { openQuantity } from '../orders/status.ts'
import type { DayUse } from './capacity.ts'
import type { Candidate, OpenLine, RoutingRequest } from './decision.ts'
import { milesBetween } from './distance.ts'
import { loadOffers, type Offered } from './load-offers.ts'
import { ShipDays } from './ship-day.ts'
import { isLimited } from './source-terms.ts'
import type { Standing } from './standings.ts'

type OrderRow = typeof orders.$inferSelect
type OrderLineRow = typeof orderLines.$inferSelect

/** An order, with those of its lines that are to be placed. */
export interface OrderToPlace {
  order: OrderRow
  lines: OrderLineRow[]
}

/** What is known of the sources besides their offers; whatever is missing plays no part. */
export interface Knowledge {
  timeZone: string
  standings?: ReadonlyMap<string, Standing>
  dayUse?: ReadonlyMap<string, DayUse>
}

/** Everything that a decision on these open lines is made from, as it stands now. */
export async function loadRequest(
  orm: Orm,
  now: Date,
  { order, lines }: OrderToPlace,
  knowledge: (offered: Offered[]) => Promise<Knowledge>,
): Promise<RoutingRequest> {
  const { retailerId } = order
  const offered = await loadOffers(orm, retailerId, productsOf([{ order, lines }]))
  const tried = await loadTried(
    orm,
    retailerId,
    lines.map(line => line.id),
  )
  const about = await knowledge([...offered.values()].flat())
  const catalogue = await loadProducts(orm, retailerId, productsOf([{ order, lines }]))
  const asked = lines.map(line => ({ line, quantity: openQuantity(line).toFixed() }))
  const world = { offered, catalogue, about, shipDays: new ShipDays(about.timeZone, now) }
  return requestOf(order, asked, world, (line, candidate) => ({
    ...candidate,
    tried: tried.has(`${line}/${candidate.sourceId}`),
  }))
}

/** What the orders of a retailer meet: offers and products by product id, and what is known of the sources. */
export interface World {
  offered: ReadonlyMap<string, readonly Offered[]>
  catalogue: ReadonlyMap<string, ProductFacts>
  about: Knowledge
  shipDays: ShipDays
}

/** The request to place these quantities of an order's lines. `adjust` completes a candidate of an order line. */
export function requestOf(
  order: OrderRow,
  asked: readonly { line: OrderLineRow; quantity: string }[],
  { offered, catalogue, about, shipDays }: World,
  adjust: (orderLineId: string, candidate: Candidate) => Candidate,
): RoutingRequest {
  const { shipTo, customer } = order
  return {
    order: {
      currency: order.currency,
      channel: order.channel,
      country: shipTo.country,
      ...(shipTo.state && { state: shipTo.state }),
      postalCode: shipTo.postalCode,
      customer: { name: customer.name, ...(customer.email && { email: customer.email }) },
      value: retailValueOf(asked.map(({ line }) => line)),
    },
    lines: asked.map(({ line, quantity }): OpenLine => {
      const those = offered.get(line.productId ?? '') ?? []
      return {
        orderLineId: line.id,
        sku: line.sku,
        quantity,
        unitPrice: line.unitPrice,
        ...catalogue.get(line.productId ?? ''),
        candidates: those.map(one => adjust(line.id, candidateOf(one, shipTo, about, shipDays))),
      }
    }),
  }
}

function retailValueOf(lines: readonly OrderLineRow[]): string {
  const value = lines.reduce((sum, line) => sum.plus(new Big(line.unitPrice).times(line.quantity)), new Big(0))
  return value.round(6).toFixed()
}

/** The products of these orders' lines. */
export function productsOf(those: readonly OrderToPlace[]): string[] {
  return [...new Set(those.flatMap(({ lines }) => lines.flatMap(line => line.productId ?? [])))]
}

/** What rules ask of a product. */
export type ProductFacts = Pick<OpenLine, 'category' | 'brand' | 'tags' | 'weight'>

/** What rules ask of products, by their ids. */
export async function loadProducts(orm: Orm, retailerId: string, ids: string[]): Promise<Map<string, ProductFacts>> {
  const { id, category, brand, weight, attributes } = products
  const rows = await orm
    .select({ id, category, brand, weight, tags: sql<string | null>`${attributes} ->> 'tags'` })
    .from(products)
    .where(and(eq(products.retailerId, retailerId), inArray(products.id, ids)))
  return new Map(rows.map(row => [row.id, factsOf(row)]))
}

function factsOf(row: { category: string | null; brand: string | null; weight: string | null; tags: string | null }) {
  const tags = row.tags?.split(/[,;|]/).flatMap(tag => tag.trim() || []) ?? []
  return {
    ...(row.category && { category: row.category }),
    ...(row.brand && { brand: row.brand }),
    ...(row.weight && { weight: row.weight }),
    ...(tags.length > 0 && { tags }),
  }
}

function candidateOf(one: Offered, shipTo: OrderRow['shipTo'], about: Knowledge, shipDays: ShipDays): Candidate {
  const { source, offer, terms, calendar, candidate } = one
  const ships = shipDays.of(source.id, calendar, offer.leadDays)
  const miles =
    source.postalCode && shipTo.country === 'US' ? milesBetween(source.postalCode, shipTo.postalCode) : undefined
  const standing = about.standings?.get(source.id)
  const today = about.dayUse?.get(source.id)
  const { ordersADay, unitsADay, minimumOrder, tags } = terms
  return {
    ...candidate,
    ...ships,
    ...(tags && { tags }),
    ...(miles !== undefined && { miles }),
    ...(standing?.score && { scorecard: standing.score }),
    ...(standing?.surcharge && { surcharge: standing.surcharge }),
    ...(minimumOrder && { minimum: minimumOrder }),
    ...(isLimited(terms) && {
      capacity: {
        ...(ordersADay !== undefined && { orders: ordersADay }),
        ...(unitsADay !== undefined && { units: unitsADay }),
      },
    }),
    ...(today && { today }),
  }
}

/** `order line/source` of those that had the line and gave some of it back. */
async function loadTried(orm: Orm, retailerId: string, orderLineIds: string[]): Promise<Set<string>> {
  const rows = await orm
    .select({ orderLineId: purchaseOrderLines.orderLineId, sourceId: purchaseOrders.sourceId })
    .from(purchaseOrderLines)
    .innerJoin(
      purchaseOrders,
      and(
        eq(purchaseOrders.retailerId, purchaseOrderLines.retailerId),
        eq(purchaseOrders.id, purchaseOrderLines.purchaseOrderId),
      ),
    )
    .where(
      and(
        eq(purchaseOrderLines.retailerId, retailerId),
        inArray(purchaseOrderLines.orderLineId, orderLineIds),
        or(sql`${purchaseOrderLines.rejected} > 0`, sql`${purchaseOrderLines.cancelled} > 0`),
      ),
    )
  return new Set(rows.map(row => `${row.orderLineId}/${row.sourceId}`))
}

import Big from 'big.js'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { orderLines, type orders, purchaseOrderLines, reservations, retailers } from '../../../db/schema/index.ts'
import { businessDateIn } from '../../../partners/calendars/business-date.ts'
import { calendarOf } from '../../../partners/calendars/calendar.ts'
import { asksForStandings } from '../asks.ts'
import type { RoutingRequest } from '../decision.ts'
import { loadOffers, type Offered } from '../load-offers.ts'
import { type Knowledge, loadProducts, productsOf, requestOf } from '../load-request.ts'
import type { RoutingRules } from '../rules.ts'
import { ShipDays } from '../ship-day.ts'
import { lookAtStandings } from '../standings.ts'
import type { DayOf } from './day-uses.ts'

type OrderRow = typeof orders.$inferSelect
type OrderLineRow = typeof orderLines.$inferSelect

/** An order as it would be asked for now, and each source's day on which it came. */
export interface PastOrder {
  order: OrderRow
  request: RoutingRequest
  dayOf: DayOf
}

/** Orders are loaded so many at a time. */
const batch = 250

/** The requests of orders, whole, as if nothing had been placed of them yet. Orders of which all is cancelled are left out. */
export async function* pastRequests(
  orm: Orm,
  now: Date,
  retailerId: string,
  those: readonly OrderRow[],
  ruleSets: readonly RoutingRules[],
): AsyncGenerator<PastOrder> {
  const about = await knowledge(orm, now, retailerId, ruleSets)
  const shipDays = new ShipDays(about.timeZone, now)
  for (let from = 0; from < those.length; from += batch) {
    const some = those.slice(from, from + batch)
    const lines = await loadLines(orm, retailerId, some)
    const toPlace = some.map(order => ({ order, lines: lines.get(order.id) ?? [] }))
    const productIds = productsOf(toPlace)
    const offered = await loadOffers(orm, retailerId, productIds)
    const zones = timeZonesOf([...offered.values()].flat(), about.timeZone)
    const catalogue = await loadProducts(orm, retailerId, productIds)
    const held = await loadHeld(
      orm,
      retailerId,
      toPlace.flatMap(one => one.lines.map(({ id }) => id)),
    )
    for (const { order, lines: its } of toPlace) {
      if (its.length === 0) continue
      const own = heldBy(its, held)
      const asked = its.map(line => ({ line, quantity: new Big(line.quantity).minus(line.cancelled).toFixed() }))
      const request = requestOf(order, asked, { offered, catalogue, about, shipDays }, (_, candidate) => {
        const mine = own.get(candidate.offerId)
        return mine ? { ...candidate, available: mine.plus(candidate.available).toFixed() } : candidate
      })
      yield { order, request, dayOf: id => businessDateIn(zones.get(id)!, order.placedAt) }
    }
  }
}

/** The time zones of those who offer something, by their ids. */
function timeZonesOf(offered: readonly Offered[], timeZone: string): Map<string, string> {
  return new Map(offered.map(({ source, calendar }) => [source.id, calendarOf(calendar, timeZone).timeZone]))
}

async function knowledge(
  orm: Orm,
  now: Date,
  retailerId: string,
  ruleSets: readonly RoutingRules[],
): Promise<Knowledge> {
  const [retailer] = await orm
    .select({ timeZone: retailers.timeZone })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  const { timeZone } = retailer!
  if (!ruleSets.some(asksForStandings)) return { timeZone }
  return { timeZone, standings: await lookAtStandings(orm, retailerId, businessDateIn(timeZone, now), now) }
}

async function loadLines(
  orm: Orm,
  retailerId: string,
  those: readonly OrderRow[],
): Promise<Map<string, OrderLineRow[]>> {
  const rows = await orm
    .select()
    .from(orderLines)
    .where(
      and(
        eq(orderLines.retailerId, retailerId),
        inArray(
          orderLines.orderId,
          those.map(({ id }) => id),
        ),
        sql`${orderLines.quantity} > ${orderLines.cancelled}`,
      ),
    )
    .orderBy(asc(orderLines.id))
  return Map.groupBy(rows, row => row.orderId)
}

interface Held {
  orderLineId: string
  offerId: string
  quantity: string
}

/** What orders hold of the stock now. */
async function loadHeld(orm: Orm, retailerId: string, orderLineIds: string[]): Promise<Map<string, Held[]>> {
  const rows = await orm
    .select({
      orderLineId: purchaseOrderLines.orderLineId,
      offerId: reservations.offerId,
      quantity: reservations.quantity,
    })
    .from(purchaseOrderLines)
    .innerJoin(
      reservations,
      and(
        eq(reservations.retailerId, purchaseOrderLines.retailerId),
        eq(reservations.purchaseOrderLineId, purchaseOrderLines.id),
      ),
    )
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), inArray(purchaseOrderLines.orderLineId, orderLineIds)))
  return Map.groupBy(rows, row => row.orderLineId)
}

/** What an order itself holds, by offer. */
function heldBy(lines: readonly OrderLineRow[], held: ReadonlyMap<string, readonly Held[]>): Map<string, Big> {
  const own = new Map<string, Big>()
  for (const { offerId, quantity } of lines.flatMap(({ id }) => held.get(id) ?? []))
    own.set(offerId, (own.get(offerId) ?? new Big(0)).plus(quantity))
  return own
}

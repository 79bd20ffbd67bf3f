import Big from 'big.js'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import { reservations } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { lesser } from '../purchase-orders/quantity.ts'
import { countReserved } from './reserve.ts'
import type { FeedRun } from './stage-feed.ts'

/** So many rows go to the database at a time. */
const chunk = 1_000

/**
 * A source tells the stock of an item as one number or by place. A run that tells it the other way than before speaks of the same goods: what was
 * told before is emptied, or they would count twice, and what is held of it is held where the goods are told now. A run that names both for an
 * item means both. Returns how many levels were emptied.
 */
export async function emptyOtherPlaces(work: Work, run: FeedRun): Promise<number> {
  await work.tx.execute(sql`create temp table other_places on commit drop as ${toldOtherwise(run)}`)
  const emptied = await rowsOf<{ held: boolean }>(
    work.tx,
    sql`update stock s
      set quantity = 0, told = 0, reserved = 0, reported_at = ${work.now.toISOString()}::timestamptz, feed_run_id = ${run.feedRunId}::uuid
      from other_places p
      where s.retailer_id = ${run.retailerId} and s.offer_id = p.offer_id and s.location = p.location
      returning p.reserved > 0 as held`,
  )
  if (emptied.some(({ held }) => held)) await holdElsewhere(work, run)
  return emptied.length
}

/** Stock `s` that counts or holds something, of items that the run tells the other way, and in that way only. */
function toldOtherwise(run: FeedRun): SQL {
  return sql`
    select s.offer_id, s.location, s.quantity, s.reserved
    from (select distinct offer_id, location = '' as in_one from resolved_feed where reason is null and tells) r
    join stock s on s.retailer_id = ${run.retailerId} and s.offer_id = r.offer_id and (s.location = '') <> r.in_one
    join offers o on o.retailer_id = ${run.retailerId} and o.id = s.offer_id
    where (s.quantity > 0 or s.reserved > 0)
      and not exists (
        select 1 from resolved_feed f where f.offer_id = s.offer_id and f.reason is null and (f.location = '') = (s.location = ''))
      and not exists (
        select 1 from staged_feed f
        where f.reason is null and f.supplier_sku = o.supplier_sku and (f.location = '') = (s.location = ''))
    order by s.offer_id, s.location for update of s`
}

interface Place {
  offer_id: string
  location: string
  free: string
}

type Reservation = typeof reservations.$inferSelect

/** Holds at the places that are told now what was held at those that were emptied: where it is free, the rest where most is. */
async function holdElsewhere(work: Work, run: FeedRun): Promise<void> {
  const { retailerId } = run
  const places = await rowsOf<Place>(
    work.tx,
    sql`select s.offer_id, s.location, greatest(0, s.quantity - s.reserved)::text as free from stock s
      where s.retailer_id = ${retailerId} and s.offer_id in (select offer_id from other_places)
        and not exists (select 1 from other_places p where p.offer_id = s.offer_id and p.location = s.location)
        and not exists (select 1 from other_places p where p.offer_id = s.offer_id and (p.location = '') = (s.location = ''))
      order by s.offer_id, s.quantity - s.reserved desc, s.location for update of s`,
  )
  const held = await work.tx
    .delete(reservations)
    .where(
      and(
        eq(reservations.retailerId, retailerId),
        sql`(${reservations.offerId}, ${reservations.location}) in (select offer_id, location from other_places)`,
      ),
    )
    .returning()
  const moved = spread(held, places)
  for (let from = 0; from < moved.length; from += chunk) {
    await work.tx
      .insert(reservations)
      .values(moved.slice(from, from + chunk))
      .onConflictDoUpdate({
        target: [reservations.retailerId, reservations.purchaseOrderLineId, reservations.location],
        set: { quantity: sql`${reservations.quantity} + excluded.quantity` },
      })
  }
  await countReserved(work, retailerId, moved)
}

/** Reservations at their new places, one a line and place. @param places of each offer the one first that has most. */
function spread(held: readonly Reservation[], places: readonly Place[]): Reservation[] {
  const byOffer = Map.groupBy(
    places.map(place => ({ ...place, left: new Big(place.free) })),
    place => place.offer_id,
  )
  const moved = new Map<string, Reservation>()
  const hold = (reservation: Reservation, location: string, quantity: Big) => {
    const key = `${reservation.purchaseOrderLineId}\n${location}`
    const sum = quantity.plus(moved.get(key)?.quantity ?? 0)
    moved.set(key, { ...reservation, location, quantity: sum.toFixed() })
  }
  for (const reservation of held) {
    const offered = byOffer.get(reservation.offerId) ?? []
    let rest = new Big(reservation.quantity)
    for (const place of offered) {
      const part = lesser(rest, place.left)
      if (part.lte(0)) continue
      place.left = place.left.minus(part)
      rest = rest.minus(part)
      hold(reservation, place.location, part)
    }
    const most = offered[0]
    if (rest.gt(0) && most) hold(reservation, most.location, rest)
  }
  return [...moved.values()]
}

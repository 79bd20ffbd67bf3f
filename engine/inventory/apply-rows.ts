import { sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import type { Work } from '../../db/work.ts'
import { emptyOtherPlaces } from './other-places.ts'
import type { FeedRun } from './stage-feed.ts'

/** Applies the resolved rows that count. Stock is locked in the sequence that reservations use. Returns how many left-out items became zero. */
export async function applyRows(work: Work, run: FeedRun, zeroing: boolean): Promise<number> {
  await changeStock(work, run)
  await addStock(work, run)
  await emptyOtherPlaces(work, run)
  await changeOffers(work, run)
  return zeroing ? await zeroMissing(work, run) : 0
}

async function changeStock(work: Work, run: FeedRun): Promise<void> {
  await work.tx.execute(sql`
    with changed as (
      select r.quantity, r.next_available, r.tells, s.offer_id, s.location
      from resolved_feed r
      join stock s on s.retailer_id = ${run.retailerId} and s.offer_id = r.offer_id and s.location = r.location
      where r.reason is null and r.known and r.moves
      order by s.offer_id, s.location for update of s)
    update stock s
    set quantity = changed.quantity, told = changed.quantity, next_available = changed.next_available,
      reported_at = ${work.now.toISOString()}::timestamptz,
      feed_run_id = case when changed.tells then ${run.feedRunId}::uuid else s.feed_run_id end
    from changed
    where s.retailer_id = ${run.retailerId} and s.offer_id = changed.offer_id and s.location = changed.location`)
}

async function addStock(work: Work, run: FeedRun): Promise<void> {
  await work.tx.execute(sql`
    insert into stock (retailer_id, offer_id, location, quantity, told, next_available, reported_at, feed_run_id)
    select ${run.retailerId}::uuid, offer_id, location, quantity, quantity, next_available, ${work.now.toISOString()}::timestamptz,
      ${run.feedRunId}::uuid
    from resolved_feed where reason is null and not known
    order by offer_id, location
    on conflict do nothing`)
}

async function changeOffers(work: Work, run: FeedRun): Promise<void> {
  await work.tx.execute(sql`
    update offers o
    set cost = coalesce(r.unit_cost, o.cost), discontinued = coalesce(r.discontinued, o.discontinued),
      updated_at = ${work.now.toISOString()}::timestamptz
    from (
      select distinct on (offer_id) offer_id, unit_cost, discontinued from resolved_feed
      where reason is null and reprices
      order by offer_id, position desc) r
    where o.retailer_id = ${run.retailerId} and o.id = r.offer_id`)
}

async function zeroMissing(work: Work, run: FeedRun): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    work.tx,
    sql`with missing as (
      select s.offer_id, s.location from missing_feed m
      join stock s on s.retailer_id = ${run.retailerId} and s.offer_id = m.offer_id and s.location = m.location
      order by s.offer_id, s.location for update of s),
    emptied as (
      update stock s set quantity = 0, told = 0, reported_at = ${work.now.toISOString()}::timestamptz, feed_run_id = ${run.feedRunId}
      from missing
      where s.retailer_id = ${run.retailerId} and s.offer_id = missing.offer_id and s.location = missing.location
      returning 1)
    select count(*)::int as n from emptied`,
  )
  return row!.n
}

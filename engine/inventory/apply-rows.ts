import { sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import type { Work } from '../../db/work.ts'
import type { FeedEffect } from './quarantine.ts'
import type { FeedRun } from './stage-feed.ts'

/** Whether a stock row `s` is left out by a full feed: no row of the run names its offer at its place, nor has one for its offer that cannot count. */
const leftOut = (run: FeedRun) => sql`not exists (
  select 1 from feed_rows r
  where r.retailer_id = ${run.retailerId} and r.feed_run_id = ${run.feedRunId} and r.offer_id = s.offer_id
    and (r.location = s.location or r.reason is not null))`

/** The source's stock rows that the run speaks of, `r.quantity` being what it says. */
const spokenOf = (run: FeedRun) => sql`
  feed_rows r
  join stock s on s.retailer_id = ${run.retailerId} and s.offer_id = r.offer_id and s.location = r.location
  where r.retailer_id = ${run.retailerId} and r.feed_run_id = ${run.feedRunId} and r.reason is null`

const ofSource = (run: FeedRun) => sql`
  stock s
  join offers o on o.retailer_id = ${run.retailerId} and o.id = s.offer_id and o.source_id = ${run.sourceId}
  where s.retailer_id = ${run.retailerId}`

/** What the run would do, before it does it. `zeroing`: items that it leaves out become zero. */
export async function effectOf(work: Work, run: FeedRun, zeroing: boolean): Promise<FeedEffect> {
  const missing = zeroing ? sql`union all select s.quantity, 0 from ${ofSource(run)} and ${leftOut(run)}` : sql``
  const [row] = await rowsOf<FeedEffect>(
    work.tx,
    sql`select coalesce(sum(before), 0)::text as before, coalesce(sum(after), 0)::text as after,
        count(*) filter (where before > 0)::int as stocked,
        count(*) filter (where before > 0 and after = 0)::int as emptied
      from (select s.quantity as before, r.quantity as after from ${spokenOf(run)} ${missing}) as change`,
  )
  return row!
}

/** What a run changed. */
export interface Applied {
  /** Rows that changed a quantity, a date, a cost, or brought something new. */
  changed: number
  /** Items that a full feed left out and that had stock. */
  zeroed: number
}

/** Applies the staged rows that count, in a handful of statements however many they are. Stock is locked in the sequence that reservations use. */
export async function applyRows(work: Work, run: FeedRun, zeroing: boolean): Promise<Applied> {
  const touched = new Set<number>()
  for (const rows of [await changeStock(work, run), await addStock(work, run), await changeOffers(work, run)]) {
    for (const { position } of rows) touched.add(position)
  }
  const zeroed = zeroing ? await zeroMissing(work, run) : 0
  return { changed: touched.size, zeroed }
}

type Touched = { position: number }

async function changeStock(work: Work, run: FeedRun): Promise<Touched[]> {
  return await rowsOf<Touched>(
    work.tx,
    sql`with changed as (
      select r.position, r.quantity, r.next_available, s.offer_id, s.location from ${spokenOf(run)}
        and (s.quantity <> r.quantity or s.next_available is distinct from r.next_available)
      order by s.offer_id, s.location for update of s)
    update stock s
    set quantity = changed.quantity, next_available = changed.next_available, reported_at = ${work.now.toISOString()}::timestamptz, feed_run_id = ${run.feedRunId}
    from changed
    where s.retailer_id = ${run.retailerId} and s.offer_id = changed.offer_id and s.location = changed.location
    returning changed.position`,
  )
}

async function addStock(work: Work, run: FeedRun): Promise<Touched[]> {
  const rows = await rowsOf<{ offer_id: string; location: string }>(
    work.tx,
    sql`insert into stock (retailer_id, offer_id, location, quantity, next_available, reported_at, feed_run_id)
      select r.retailer_id, r.offer_id, r.location, r.quantity, r.next_available, ${work.now.toISOString()}::timestamptz, r.feed_run_id
      from feed_rows r
      where r.retailer_id = ${run.retailerId} and r.feed_run_id = ${run.feedRunId} and r.reason is null
        and not exists (select 1 from stock s
          where s.retailer_id = ${run.retailerId} and s.offer_id = r.offer_id and s.location = r.location)
      order by r.offer_id, r.location
      on conflict do nothing
      returning offer_id, location`,
  )
  if (rows.length === 0) return []
  return await rowsOf<Touched>(
    work.tx,
    sql`select r.position from feed_rows r
      join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as added(offer_id uuid, location text)
        on added.offer_id = r.offer_id and added.location = r.location
      where r.retailer_id = ${run.retailerId} and r.feed_run_id = ${run.feedRunId} and r.reason is null`,
  )
}

async function changeOffers(work: Work, run: FeedRun): Promise<Touched[]> {
  return await rowsOf<Touched>(
    work.tx,
    sql`update offers o
      set cost = coalesce(r.unit_cost, o.cost), discontinued = coalesce(r.discontinued, o.discontinued), updated_at = ${work.now.toISOString()}::timestamptz
      from (
        select distinct on (offer_id) offer_id, position, unit_cost, discontinued from feed_rows
        where retailer_id = ${run.retailerId} and feed_run_id = ${run.feedRunId} and reason is null
          and (unit_cost is not null or discontinued is not null)
        order by offer_id, position desc) r
      where o.retailer_id = ${run.retailerId} and o.id = r.offer_id
        and (o.cost <> coalesce(r.unit_cost, o.cost) or o.discontinued <> coalesce(r.discontinued, o.discontinued))
      returning r.position`,
  )
}

async function zeroMissing(work: Work, run: FeedRun): Promise<number> {
  const rows = await rowsOf(
    work.tx,
    sql`with missing as (
      select s.offer_id, s.location from ${ofSource(run)} and s.quantity > 0 and ${leftOut(run)}
      order by s.offer_id, s.location for update of s)
    update stock s set quantity = 0, reported_at = ${work.now.toISOString()}::timestamptz, feed_run_id = ${run.feedRunId}
    from missing
    where s.retailer_id = ${run.retailerId} and s.offer_id = missing.offer_id and s.location = missing.location
    returning s.offer_id`,
  )
  return rows.length
}

import { type SQL, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import type { Work } from '../../db/work.ts'
import type { FeedEffect } from './quarantine.ts'
import type { FeedRun } from './stage-feed.ts'

/** What a run says, put beside what is known. */
export interface Resolved {
  /** How many rows cannot count, by reason. */
  reasons: Record<string, number>
  rejected: number
  /** Rows that change a quantity, a date, a cost, or bring something new. */
  changed: number
}

/**
 * Finds the offer and the stock of each staged row (by the supplier's SKU, then the retailer's, then the GTIN), tells quantities in the offer's
 * unit, and marks the rows that cannot count with the reason. What is as it was is passed over: the rows that do something, and those that
 * cannot count, go into `resolved_feed`; with `zeroing`, what has stock and is not named into `missing_feed`. Both are temporary tables.
 */
export async function resolveRows(work: Work, run: FeedRun, zeroing: boolean): Promise<Resolved> {
  // A million rows are hashed in memory, not on disk.
  await work.tx.execute(sql`set local work_mem = '64MB'`)
  await work.tx.execute(sql`analyze staged_feed`)
  await work.tx.execute(sql`
    create temp table resolved_feed (
      position int, offer_id uuid, location text, quantity numeric, next_available date, unit_cost numeric, discontinued boolean, reason text,
      known boolean, before numeric, tells boolean, moves boolean, reprices boolean) on commit drop`)
  await work.tx.execute(
    sql`create temp table missing_feed (offer_id uuid, location text, quantity numeric) on commit drop`,
  )
  await compare(work, run, zeroing)
  await resolveLeft(work, run)
  await work.tx.execute(sql`analyze resolved_feed`)
  await markRepeated(work)
  if (zeroing) await findMissing(work)
  return await countResolved(work)
}

/** The quantity of a staged row `r` in the unit of the offer `o`. */
const inOfferUnit = sql`case
  when r.unit = 'EA' and o.unit <> 'EA' and o.pack_size > 1 then floor(r.quantity / o.pack_size) else r.quantity end`

/** Why a staged row `r` cannot count for the offer `o`; null when it can. */
const reasonOf = sql`coalesce(r.reason, case
  when o.id is null then 'unknown-item'
  when r.quantity is null then 'no-quantity'
  when r.currency is not null and r.unit_cost is not null and r.currency <> o.currency then 'other-currency'
  when r.unit is not null and r.unit <> o.unit and not (r.unit = 'EA' and o.pack_size > 1) then 'unit-of-measure'
  when r.unit_cost < 0 then 'negative-cost' end)`

const reprices = sql`o.id is not null
  and (o.cost <> coalesce(r.unit_cost, o.cost) or o.discontinued <> coalesce(r.discontinued, o.discontinued))`

/** `tells`: the quantity or the date differs from stock `s`, or is new. `moves`: the stock row is to be written. */
const tells = sql`s.offer_id is null or s.quantity <> q.quantity or s.next_available is distinct from q.next_available`

/** The stock that a source has, each row with its offer, as `o`. */
const ownStock = (run: FeedRun) => sql`(
  select o.id, o.supplier_sku, o.cost, o.currency, o.unit, o.pack_size, o.discontinued, s.location, s.quantity, s.told, s.next_available
  from offers o join stock s on s.retailer_id = ${run.retailerId} and s.offer_id = o.id
  where o.retailer_id = ${run.retailerId} and o.source_id = ${run.sourceId}) o`

/**
 * One pass over the feed and the stock that the source has: rows find their stock by the supplier's SKU and the place. Rows that find none are
 * left for {@link resolveLeft}, without an offer; stock that no row names stands without a position.
 */
async function compare(work: Work, run: FeedRun, zeroing: boolean): Promise<void> {
  await work.tx.execute(sql`
    insert into resolved_feed
    select q.position, q.offer_id, q.location, q.quantity, q.next_available, q.unit_cost, q.discontinued, q.reason, true, q.before, q.tells,
      q.tells or q.told is distinct from q.quantity, q.reprices
    from (
      select r.position, o.id as offer_id, coalesce(r.location, o.location) as location, ${inOfferUnit} as quantity, r.next_available,
        r.unit_cost, r.discontinued, ${reasonOf} as reason, o.quantity as before, o.told, ${reprices} as reprices,
        o.quantity is distinct from ${inOfferUnit} or o.next_available is distinct from r.next_available as tells
      from staged_feed r
      ${zeroing ? sql`full` : sql`left`} join ${ownStock(run)} on o.supplier_sku = r.supplier_sku and o.location = r.location
      offset 0) q
    where (q.position is null and q.before > 0)
      or (q.position is not null and (q.reason is not null or q.tells or q.told is distinct from q.quantity or q.reprices))`)
}

/** Staged rows `r` beside their offers `o` and stock, as they go into `resolved_feed`. */
function resolved(run: FeedRun, joinOffers: SQL): SQL {
  return sql`
    select q.position, q.offer_id, q.location, q.quantity, q.next_available, q.unit_cost, q.discontinued, q.reason,
      s.offer_id is not null, s.quantity, ${tells}, ${tells} or s.told is distinct from q.quantity, q.reprices
    from (
      select r.position, o.id as offer_id, r.location, ${inOfferUnit} as quantity, r.next_available, r.unit_cost, r.discontinued,
        ${reprices} as reprices, ${reasonOf} as reason
      from staged_feed r ${joinOffers}) q
    left join stock s on s.retailer_id = ${run.retailerId} and s.offer_id = q.offer_id and s.location = q.location`
}

/** Looks for the rows that found no stock: offers that have none there yet, then items by the retailer's SKU, then by GTIN. */
async function resolveLeft(work: Work, run: FeedRun): Promise<void> {
  await work.tx.execute(sql`
    with gone as (delete from resolved_feed where offer_id is null and position is not null returning position)
    insert into resolved_feed ${resolved(
      run,
      sql`join gone on gone.position = r.position
        left join offers o on o.retailer_id = ${run.retailerId} and o.source_id = ${run.sourceId} and o.supplier_sku = r.supplier_sku`,
    )}`)
  for (const same of [sql`p.sku = r.sku`, sql`lpad(coalesce(p.gtin, p.ean, p.upc), 14, '0') = lpad(r.upc, 14, '0')`]) {
    const [unknown] = await rowsOf<{ found: boolean }>(
      work.tx,
      sql`select exists (select 1 from resolved_feed where reason = 'unknown-item') as found`,
    )
    if (!unknown?.found) return
    await findByProduct(work, run, same)
  }
  await tellNearlyKnown(work, run)
}

/** What an item number is apart from its case and the zeros before it, which spreadsheets drop. */
const bare = (number: SQL) => sql`ltrim(lower(${number}), '0')`

/**
 * Tells of unknown items which of the source's items has their number but for its case or the zeros before it. Nobody takes one for the other
 * but a person; until then a full feed does not leave that item out.
 */
async function tellNearlyKnown(work: Work, run: FeedRun): Promise<void> {
  await work.tx.execute(sql`
    with near as materialized (
      select u.position, min(o.supplier_sku) as known, min(o.id::text)::uuid as offer_id
      from resolved_feed u
      join staged_feed r on r.position = u.position
      join offers o on o.retailer_id = ${run.retailerId} and o.source_id = ${run.sourceId}
        and ${bare(sql`o.supplier_sku`)} = ${bare(sql`r.supplier_sku`)}
      where u.reason = 'unknown-item' and ${bare(sql`r.supplier_sku`)} <> ''
      group by u.position having count(*) = 1),
    told as (
      update staged_feed r set detail = 'Row ' || r.position || ': the supplier has no item ' || r.supplier_sku || ', but ' || near.known ||
        ', which differs only in its case or in the zeros before it. Enter its number as it is. The row is left out.'
      from near where r.position = near.position)
    update resolved_feed u set offer_id = near.offer_id from near where u.position = near.position`)
}

/** An item that the source offers twice is not found by its product: nobody can say which of the two is meant. */
async function findByProduct(work: Work, run: FeedRun, same: SQL): Promise<void> {
  const found = sql`
    select r.position, min(o.id::text)::uuid as offer_id
    from resolved_feed u
    join staged_feed r on r.position = u.position
    join products p on p.retailer_id = ${run.retailerId} and ${same}
    join offers o on o.retailer_id = ${run.retailerId} and o.source_id = ${run.sourceId} and o.product_id = p.id
    where u.reason = 'unknown-item'
    group by r.position having count(*) = 1`
  await work.tx.execute(sql`
    with found as materialized (${found}), gone as (
      delete from resolved_feed u using found f where u.position = f.position)
    insert into resolved_feed ${resolved(
      run,
      sql`join found f on f.position = r.position join offers o on o.retailer_id = ${run.retailerId} and o.id = f.offer_id`,
    )}`)
  // What another row names by the supplier's own SKU is told by that row.
  await work.tx.execute(sql`
    update resolved_feed u set reason = 'repeated-item'
    from offers o, staged_feed own, staged_feed r
    where u.reason is null and o.retailer_id = ${run.retailerId} and o.id = u.offer_id
      and own.position = u.position and own.supplier_sku is distinct from o.supplier_sku
      and r.supplier_sku = o.supplier_sku and r.location = u.location and r.reason is null`)
}

/** Of rows that name the same item at the same place the last one counts. Those that name it by the same words were marked before. */
async function markRepeated(work: Work): Promise<void> {
  await work.tx.execute(sql`
    update resolved_feed r set reason = 'repeated-item'
    from (
      select offer_id, location, max(position) as last from resolved_feed
      where reason is null group by offer_id, location having count(*) > 1) again
    where r.offer_id = again.offer_id and r.location = again.location and r.position < again.last and r.reason is null`)
}

/**
 * What has stock and is not named. An item is not missing that was found by another name or at which a row cannot count.
 */
async function findMissing(work: Work): Promise<void> {
  await work.tx.execute(sql`
    with unnamed as (delete from resolved_feed where position is null returning offer_id, location, before)
    insert into missing_feed select offer_id, location, before from unnamed m
    where not exists (
      select 1 from resolved_feed r
      where r.offer_id = m.offer_id and r.position is not null and (r.location = m.location or r.reason is not null))`)
}

async function countResolved(work: Work): Promise<Resolved> {
  const rows = await rowsOf<{ reason: string | null; n: number; changed: number }>(
    work.tx,
    sql`select reason, count(*)::int as n, count(*) filter (where tells or reprices)::int as changed
      from resolved_feed group by reason`,
  )
  const rejected = rows.filter(row => row.reason !== null)
  return {
    reasons: Object.fromEntries(rejected.map(({ reason, n }) => [reason, n])),
    rejected: rejected.reduce((sum, row) => sum + row.n, 0),
    changed: rows.find(row => row.reason === null)?.changed ?? 0,
  }
}

/**
 * What the run would do to the stock that it changes, before it does it. With `all`, to all that it speaks of: what stays as it is makes every
 * share smaller, and takes another pass over the feed to count.
 */
export async function effectOf(work: Work, run: FeedRun, all: boolean): Promise<FeedEffect> {
  const unchanged = sql`
    union all select o.quantity, o.quantity from staged_feed r
    join ${ownStock(run)} on o.supplier_sku = r.supplier_sku and o.location = r.location
    where not exists (select 1 from resolved_feed f where f.position = r.position)`
  const [row] = await rowsOf<FeedEffect>(
    work.tx,
    sql`select coalesce(sum(before), 0)::text as before, coalesce(sum(after), 0)::text as after,
        count(*) filter (where before > 0)::int as stocked,
        count(*) filter (where before > 0 and after = 0)::int as emptied
      from (
        select before, quantity as after from resolved_feed where reason is null and known
        union all select quantity, 0 from missing_feed
        ${all ? unchanged : sql``}) as change`,
  )
  return row!
}

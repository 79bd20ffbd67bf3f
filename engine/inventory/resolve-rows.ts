import { type SQL, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import type { Work } from '../../db/work.ts'
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
 * unit, and marks the rows that cannot count with the reason: all into `resolved_feed`, a temporary table.
 */
export async function resolveRows(work: Work, run: FeedRun): Promise<Resolved> {
  // A million rows are hashed in memory, not on disk.
  await work.tx.execute(sql`set local work_mem = '64MB'`)
  await work.tx.execute(sql`analyze staged_feed`)
  await work.tx.execute(
    sql`create temp table resolved_feed on commit drop as ${resolved(
      run,
      sql`left join offers o on o.retailer_id = ${run.retailerId} and o.source_id = ${run.sourceId} and o.supplier_sku = r.supplier_sku`,
    )}`,
  )
  await work.tx.execute(sql`analyze resolved_feed`)
  await findOthers(work, run)
  await work.tx.execute(sql`
    update resolved_feed r set reason = 'repeated-item'
    from (
      select offer_id, location, max(position) as last from resolved_feed
      where reason is null group by offer_id, location having count(*) > 1) again
    where r.offer_id = again.offer_id and r.location = again.location and r.position < again.last and r.reason is null`)
  return await countResolved(work)
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

/** The quantity of a staged row `r` in the unit of the offer `o`. */
const inOfferUnit = sql`case
  when r.unit = 'EA' and o.unit <> 'EA' and o.pack_size > 1 then floor(r.quantity / o.pack_size) else r.quantity end`

/**
 * Staged rows `r` beside their offers `o` and stock. `known`: there is a stock row; `tells`: the quantity or the date differs, or is new;
 * `moves`: the stock row is to be written; `reprices`: the offer is.
 */
function resolved(run: FeedRun, joinOffers: SQL): SQL {
  return sql`
    select q.*, s.offer_id is not null as known, s.quantity as before,
      s.offer_id is null or s.quantity <> q.quantity or s.next_available is distinct from q.next_available as tells,
      s.offer_id is null or s.quantity <> q.quantity or s.next_available is distinct from q.next_available
        or s.told is distinct from q.quantity as moves
    from (
      select r.position, o.id as offer_id, r.location, ${inOfferUnit} as quantity, r.next_available, r.unit_cost, r.discontinued,
        o.id is not null and (o.cost <> coalesce(r.unit_cost, o.cost) or o.discontinued <> coalesce(r.discontinued, o.discontinued))
          as reprices,
        coalesce(r.reason, case
          when o.id is null then 'unknown-item'
          when r.quantity is null then 'no-quantity'
          when r.currency is not null and r.unit_cost is not null and r.currency <> o.currency then 'other-currency'
          when r.unit is not null and r.unit <> o.unit and not (r.unit = 'EA' and o.pack_size > 1) then 'unit-of-measure'
          when r.unit_cost < 0 then 'negative-cost' end) as reason
      from staged_feed r ${joinOffers}) q
    left join stock s on s.retailer_id = ${run.retailerId} and s.offer_id = q.offer_id and s.location = q.location`
}

/** Looks for the rows that the supplier's SKU did not find: first by the retailer's SKU, then by GTIN. */
async function findOthers(work: Work, run: FeedRun): Promise<void> {
  for (const same of [sql`p.sku = r.sku`, sql`lpad(coalesce(p.gtin, p.ean, p.upc), 14, '0') = lpad(r.upc, 14, '0')`]) {
    const [unknown] = await rowsOf<{ found: boolean }>(
      work.tx,
      sql`select exists (select 1 from resolved_feed where reason = 'unknown-item') as found`,
    )
    if (unknown?.found) await findByProduct(work, run, same)
  }
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
}

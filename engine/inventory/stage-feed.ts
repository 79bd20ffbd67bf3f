import { sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import type { Work } from '../../db/work.ts'
import type { InventoryLine } from '../../translators/documents/index.ts'

/** One run of a feed in the database. */
export interface FeedRun {
  retailerId: string
  feedRunId: string
  sourceId: string
  scope: 'full' | 'delta'
}

/** So many rows go to the database at a time. */
const chunk = 5_000

/** Puts the lines of a feed into the staging table, as they were given. */
export async function stageLines(work: Work, run: FeedRun, lines: readonly InventoryLine[]): Promise<void> {
  for (let from = 0; from < lines.length; from += chunk) {
    const rows = lines.slice(from, from + chunk).map((line, index) => stagedRow(line, from + index + 1))
    await work.tx.execute(sql`
      insert into feed_rows (retailer_id, feed_run_id, position, supplier_sku, sku, upc, location, quantity, unit, unit_cost, currency, discontinued, next_available)
      select ${run.retailerId}::uuid, ${run.feedRunId}::uuid, r.*
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
        position int, supplier_sku text, sku text, upc text, location text, quantity numeric, unit text, unit_cost numeric,
        currency text, discontinued boolean, next_available date)`)
  }
}

function stagedRow(line: InventoryLine, position: number) {
  return {
    position,
    supplier_sku: line.ids.supplier ?? line.ids.manufacturer,
    sku: line.ids.buyer,
    upc: upcOf(line.ids),
    location: line.location ?? '',
    quantity: line.quantity,
    unit: canonicalUnit(line.unit),
    unit_cost: line.unitCost,
    currency: line.currency,
    discontinued: line.discontinued,
    next_available: line.nextAvailable?.date,
  }
}

/** A GTIN-12, also when it was given with leading zeros as one of the longer forms (GS1 General Specifications 1.4: zeros fill up). */
function upcOf({ upc, ean, gtin }: InventoryLine['ids']): string | undefined {
  if (upc) return upc
  if (ean?.startsWith('0')) return ean.slice(1)
  return gtin?.startsWith('00') ? gtin.slice(2) : undefined
}

/** Units that count single pieces are all `EA`. */
function canonicalUnit(unit: string | undefined): string | undefined {
  const upper = unit?.trim().toUpperCase()
  return upper && ['EA', 'PC', 'PCE', 'UN', 'C62', 'H87'].includes(upper) ? 'EA' : upper
}

/**
 * Finds the offer of each staged row (by the supplier's SKU, then the retailer's, then the UPC), tells quantities in the offer's unit, and marks
 * the rows that cannot count with the reason. Returns how many rows each reason has.
 */
export async function resolveRows(work: Work, run: FeedRun): Promise<Record<string, number>> {
  await findBySupplierSku(work, run)
  await findByProduct(work, run, sql`p.sku = r.sku`)
  await findByProduct(work, run, sql`p.upc = r.upc`)
  await work.tx.execute(sql`
    update feed_rows r set reason = 'unknown-item'
    where r.retailer_id = ${run.retailerId} and r.feed_run_id = ${run.feedRunId} and r.offer_id is null`)
  await work.tx.execute(sql`
    update feed_rows r set
      reason = case
        when r.currency is not null and r.unit_cost is not null and r.currency <> o.currency then 'other-currency'
        when r.unit is not null and r.unit <> o.unit and not (r.unit = 'EA' and o.pack_size > 1) then 'unit-of-measure' end,
      quantity = case
        when r.unit = 'EA' and o.unit <> 'EA' and o.pack_size > 1 then floor(r.quantity / o.pack_size) else r.quantity end
    from offers o
    where r.retailer_id = ${run.retailerId} and r.feed_run_id = ${run.feedRunId}
      and o.retailer_id = ${run.retailerId} and o.id = r.offer_id
      and ((r.unit is not null and r.unit <> o.unit) or (r.currency is not null and r.currency <> o.currency))`)
  await work.tx.execute(sql`
    update feed_rows r set reason = 'negative-cost'
    where r.retailer_id = ${run.retailerId} and r.feed_run_id = ${run.feedRunId} and r.unit_cost < 0 and r.reason is null`)
  await work.tx.execute(sql`
    update feed_rows r set reason = 'repeated-item'
    from (
      select position, row_number() over (partition by offer_id, location order by position desc) as nth
      from feed_rows
      where retailer_id = ${run.retailerId} and feed_run_id = ${run.feedRunId} and reason is null) again
    where r.retailer_id = ${run.retailerId} and r.feed_run_id = ${run.feedRunId}
      and r.position = again.position and again.nth > 1`)
  const rows = await rowsOf<{ reason: string; n: number }>(
    work.tx,
    sql`select reason, count(*)::int as n from feed_rows
      where retailer_id = ${run.retailerId} and feed_run_id = ${run.feedRunId} and reason is not null group by reason`,
  )
  return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]))
}

async function findBySupplierSku(work: Work, run: FeedRun): Promise<void> {
  await work.tx.execute(sql`
    update feed_rows r set offer_id = o.id
    from offers o
    where r.retailer_id = ${run.retailerId} and r.feed_run_id = ${run.feedRunId}
      and o.retailer_id = ${run.retailerId} and o.source_id = ${run.sourceId} and o.supplier_sku = r.supplier_sku`)
}

/** An item that the source offers twice is not found by its product: nobody can say which of the two is meant. */
async function findByProduct(work: Work, run: FeedRun, same: ReturnType<typeof sql>): Promise<void> {
  await work.tx.execute(sql`
    update feed_rows r set offer_id = o.id
    from products p
    join lateral (
      select min(id::text)::uuid as id from offers
      where retailer_id = ${run.retailerId} and source_id = ${run.sourceId} and product_id = p.id
      having count(*) = 1) o on true
    where r.retailer_id = ${run.retailerId} and r.feed_run_id = ${run.feedRunId} and r.offer_id is null
      and p.retailer_id = ${run.retailerId} and ${same}`)
}

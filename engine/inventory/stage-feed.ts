import { sql } from 'drizzle-orm'
import { copyInto, copyLine } from '../../db/copy.ts'
import type { Work } from '../../db/work.ts'
import type { InventoryLine, ProductIds } from '../../translators/documents/index.ts'

/** One run of a feed in the database. */
export interface FeedRun {
  retailerId: string
  feedRunId: string
  sourceId: string
  scope: 'full' | 'delta'
}

/** A row of a stock feed as it goes into staging. */
export interface StagedRow {
  /** From 1: the place of the line in its document, or the row in its file. */
  position: number
  ids: Partial<ProductIds>
  location?: string | undefined
  quantity?: string | undefined
  unit?: string | undefined
  unitCost?: string | undefined
  currency?: string | undefined
  discontinued?: boolean | undefined
  /** Day on which more comes. */
  nextAvailable?: string | undefined
  /** Why the row cannot count, where that is known from itself; `detail` says it in words. */
  fault?: { reason: string; detail: string } | undefined
}

/** So many rows go to the database at a time. */
const chunk = 5_000

const columns = `position, supplier_sku, sku, upc, location, quantity, unit, unit_cost, currency, discontinued, next_available, reason, detail`

/**
 * Makes the staging table of this transaction: temporary, without indexes, gone when the transaction ends. A feed is resolved and applied from
 * it in a handful of statements, however many rows it has.
 */
export async function openStaging(work: Work): Promise<void> {
  await work.tx.execute(sql`drop table if exists staged_feed, resolved_feed, missing_feed`)
  await work.tx.execute(sql`create temp table staged_feed (
    position int, supplier_sku text, sku text, upc text, location text, quantity numeric(24, 6), unit text, unit_cost numeric(24, 6),
    currency text, discontinued boolean, next_available date, reason text, detail text) on commit drop`)
}

/** Puts rows into the staging table, as they were given. */
export async function stageRows(work: Work, rows: readonly StagedRow[]): Promise<void> {
  await copyInto(work.tx, `staged_feed (${columns})`, stagedText(rows))
}

/** Rows as {@link stageText} takes them: made while the database still works on those before. */
export function stagedText(rows: readonly StagedRow[]): string {
  let text = ''
  for (const row of rows) text += stagedLine(row)
  return text
}

/** The same of rows made ready by {@link stagedText}. */
export async function stageText(work: Work, text: string): Promise<void> {
  await copyInto(work.tx, `staged_feed (${columns})`, text)
}

function stagedLine({ position, ids, location, quantity, unit, unitCost, fault, ...row }: StagedRow): string {
  return copyLine([
    position,
    ids.supplier ?? ids.manufacturer,
    ids.buyer,
    ids.gtin ?? ids.ean ?? ids.upc,
    location ?? '',
    quantity,
    canonicalUnit(unit),
    unitCost,
    row.currency,
    row.discontinued,
    row.nextAvailable,
    fault?.reason,
    fault?.detail,
  ])
}

/** Puts the lines of a document into the staging table. */
export async function stageLines(work: Work, lines: readonly InventoryLine[]): Promise<void> {
  for (let from = 0; from < lines.length; from += chunk) {
    const rows = lines.slice(from, from + chunk).map(({ nextAvailable, ...line }, index) => ({
      ...line,
      position: from + index + 1,
      nextAvailable: nextAvailable?.date,
    }))
    await stageRows(work, rows)
  }
}

/** Puts the rows of a quarantined run back into the staging table. What can only be told from the catalogue is looked at anew. */
export async function stageKept(work: Work, run: FeedRun): Promise<void> {
  await work.tx.execute(sql`
    insert into staged_feed (${sql.raw(columns)})
    select position, supplier_sku, sku, upc, location, quantity, unit, unit_cost, currency, discontinued, next_available,
      case when detail is not null then reason end, detail
    from feed_rows where retailer_id = ${run.retailerId} and feed_run_id = ${run.feedRunId}`)
}

/** Keeps staged rows with the run: all of them, or those that cannot count. */
export async function keepRows(work: Work, run: FeedRun, which: 'all' | 'rejected'): Promise<void> {
  await work.tx.execute(sql`
    insert into feed_rows (retailer_id, feed_run_id, position, supplier_sku, sku, upc, location, quantity, unit, unit_cost, currency,
      discontinued, next_available, offer_id, reason, detail)
    select ${run.retailerId}::uuid, ${run.feedRunId}::uuid, position, s.supplier_sku, s.sku, s.upc, s.location, s.quantity, s.unit, s.unit_cost,
      s.currency, s.discontinued, s.next_available, r.offer_id, r.reason, s.detail
    from resolved_feed r join staged_feed s using (position)
    ${which === 'rejected' ? sql`where r.reason is not null` : sql``}`)
}

/** Units that count single pieces are all `EA`. */
function canonicalUnit(unit: string | undefined): string | undefined {
  const upper = unit?.trim().toUpperCase()
  return upper && ['EA', 'PC', 'PCE', 'UN', 'C62', 'H87'].includes(upper) ? 'EA' : upper
}

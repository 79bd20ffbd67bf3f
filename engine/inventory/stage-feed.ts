import { type SQL, sql } from 'drizzle-orm'
import { copyInto, copyLine, copyText } from '../../db/copy.ts'
import type { Work } from '../../db/work.ts'
import type { InventoryLine, ProductIds } from '../../translators/documents/index.ts'
import { unlessZero } from '../catalogue/known-amount.ts'

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
  await work.tx.execute(sql`drop table if exists staged_feed, resolved_feed, missing_feed, other_places`)
  await work.tx.execute(sql`create temp table staged_feed (
    position int, supplier_sku text, sku text, upc text, location text, quantity numeric(24, 6), unit text, unit_cost numeric(24, 6),
    currency text, discontinued boolean, next_available date, reason text, detail text) on commit drop`)
}

/**
 * Rows as {@link stageText} takes them, made while the database still works on those before.
 * @param onNames told what each row that can count names, as one text: the item by its ids, and the place
 */
export function stagedText(rows: readonly StagedRow[], onNames: (names: string) => void = () => undefined): string {
  let text = ''
  for (const row of rows) {
    const { ids } = row
    const names = `${cell(ids.supplier ?? ids.manufacturer)}\t${cell(ids.buyer)}\t${cell(ids.gtin ?? ids.ean ?? ids.upc)}\t${cell(row.location ?? '')}`
    if (!row.fault) onNames(names)
    text += `${row.position}\t${names}\t${row.quantity ?? '\\N'}\t${saysMore(row) ? restOf(row) : nothingMore}`
  }
  return text
}

const cell = (value: string | undefined) => (value === undefined ? '\\N' : copyText(value))

/** What most rows have beyond their quantity. */
const nothingMore = copyLine([null, null, null, null, null, null, null])

const saysMore = (row: StagedRow) =>
  (row.unit ?? row.unitCost ?? row.currency ?? row.discontinued ?? row.nextAvailable ?? row.fault) !== undefined

function restOf({ unit, unitCost, currency, discontinued, nextAvailable, fault }: StagedRow): string {
  return copyLine([
    unit && canonicalUnit(unit),
    unlessZero(unitCost),
    currency,
    discontinued,
    nextAvailable,
    fault?.reason,
    fault?.detail,
  ])
}

/** The same of rows made ready by {@link stagedText}. */
export async function stageText(work: Work, text: string): Promise<void> {
  await copyInto(work.tx, `staged_feed (${columns})`, text)
}

/** Marks the rows that stand in the feed again further down, by the same names for the same place. */
export async function markRepeatedRows(work: Work): Promise<void> {
  await work.tx.execute(sql`
    update staged_feed r set reason = 'repeated-item'
    from (
      select supplier_sku, sku, upc, location, max(position) as last from staged_feed
      where reason is null group by supplier_sku, sku, upc, location having count(*) > 1) again
    where r.supplier_sku is not distinct from again.supplier_sku and r.sku is not distinct from again.sku
      and r.upc is not distinct from again.upc and r.location = again.location and r.position < again.last and r.reason is null`)
}

/** Puts the lines of a document into the staging table. */
export async function stageLines(work: Work, lines: readonly InventoryLine[]): Promise<void> {
  for (let from = 0; from < lines.length; from += chunk) {
    const rows = lines.slice(from, from + chunk).map(({ nextAvailable, ...line }, index) => ({
      ...line,
      position: from + index + 1,
      nextAvailable: nextAvailable?.date,
    }))
    await stageText(work, stagedText(rows))
  }
  await markRepeatedRows(work)
}

/** Puts the rows of a quarantined run back into the staging table. What can only be told from the catalogue is looked at anew. */
export async function stageKept(work: Work, run: FeedRun): Promise<void> {
  await work.tx.execute(sql`
    insert into staged_feed (${sql.raw(columns)})
    select position, supplier_sku, sku, upc, location, quantity, unit, unit_cost, currency, discontinued, next_available,
      case when detail is not null and reason <> 'unknown-item' then reason end, case when reason <> 'unknown-item' then detail end
    from feed_rows where retailer_id = ${run.retailerId} and feed_run_id = ${run.feedRunId}`)
}

/** Keeps the staged rows that cannot count with the run, with their reasons. */
export async function keepRejected(work: Work, run: FeedRun): Promise<void> {
  await keep(work, run, sql`join resolved_feed r on r.position = s.position and r.reason is not null`)
}

/** Keeps all the staged rows with the run. */
export async function keepStaged(work: Work, run: FeedRun): Promise<void> {
  await keep(work, run, sql`left join resolved_feed r on r.position = s.position`)
}

async function keep(work: Work, run: FeedRun, joinResolved: SQL): Promise<void> {
  await work.tx.execute(sql`
    insert into feed_rows (retailer_id, feed_run_id, position, supplier_sku, sku, upc, location, quantity, unit, unit_cost, currency,
      discontinued, next_available, offer_id, reason, detail)
    select ${run.retailerId}::uuid, ${run.feedRunId}::uuid, s.position, s.supplier_sku, s.sku, s.upc, s.location, s.quantity, s.unit,
      s.unit_cost, s.currency, s.discontinued, s.next_available, r.offer_id, r.reason, s.detail
    from staged_feed s ${joinResolved}`)
}

/** Units that count single pieces are all `EA`. */
function canonicalUnit(unit: string): string {
  const upper = unit.trim().toUpperCase()
  return ['EA', 'PC', 'PCE', 'UN', 'C62', 'H87'].includes(upper) ? 'EA' : upper
}

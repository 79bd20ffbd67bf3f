import { and, asc, eq, gt, isNotNull } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { feedRows, type feedRuns } from '../../db/schema/index.ts'
import { guardFormula } from '../../translators/csv/formulas.ts'
import { joinRows } from '../../translators/csv/rows.ts'
import { rejectionWords } from './rejection-words.ts'

/** A row of a feed that was left out and that nobody has mended. */
export type RowLeftOut = typeof feedRows.$inferSelect

type Run = Pick<typeof feedRuns.$inferSelect, 'retailerId' | 'id' | 'sameAs'>

/** The rows of a run that were left out, in the order of the feed. Those of the same file as before stand with its first run. */
export async function rowsLeftOut(
  orm: Orm,
  { retailerId, id, sameAs }: Run,
  { after = 0, most }: { after?: number; most?: number } = {},
): Promise<RowLeftOut[]> {
  const rows = orm
    .select()
    .from(feedRows)
    .where(
      and(
        eq(feedRows.retailerId, retailerId),
        eq(feedRows.feedRunId, sameAs ?? id),
        isNotNull(feedRows.reason),
        gt(feedRows.position, after),
      ),
    )
    .orderBy(asc(feedRows.position))
  return most === undefined ? await rows : await rows.limit(most)
}

type Named = Pick<RowLeftOut, 'position' | 'supplierSku' | 'sku' | 'upc' | 'reason' | 'detail'>

/** What people know a row by. */
export const nameOfRow = ({ supplierSku, sku, upc }: Named): string | undefined =>
  supplierSku ?? sku ?? upc ?? undefined

/** Why a row was left out, as a sentence: what was wrong with its cell, or what its item cannot be. */
export function whyLeftOut(row: Named): string {
  const reason = row.reason ?? ''
  return row.detail ?? `${nameOfRow(row) ?? 'A row without a known id'} ${rejectionWords[reason] ?? reason}.`
}

const headings = [
  ...['Row', 'Supplier SKU', 'SKU', 'GTIN', 'Location', 'Quantity'],
  ...['Unit', 'Cost', 'Currency', 'Reason', 'Why'],
]

/** The rows left out as CSV (RFC 4180), to be mended and sent again; nothing in it runs as a spreadsheet's formula. */
export function leftOutFile(rows: readonly RowLeftOut[]): string {
  const cells = rows.map(row => [
    ...[String(row.position), row.supplierSku, row.sku, row.upc, row.location, row.quantity],
    ...[row.unit, row.unitCost, row.currency, row.reason, whyLeftOut(row)],
  ])
  const guarded = cells.map(row => row.map(cell => guardFormula(cell ?? '')))
  return joinRows([headings, ...guarded], { delimiter: ',', quote: '"' }, '\r\n')
}

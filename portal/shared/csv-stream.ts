import { guardFormula } from '../../translators/csv/formulas.ts'
import { joinRows } from '../../translators/csv/rows.ts'
import type { PortalContext } from '../deps.ts'
import { streamed } from './streamed.ts'

/** How many rows are read at once. */
export const rowsAtOnce = 1000

/** One heading and what stands below it. */
export type FileColumn<Row> = readonly [heading: string, text: (row: Row) => string | null | undefined]

/**
 * Answers with all rows of a list as CSV (UTF-8 with the mark by which spreadsheets know it, CR LF), page after page as it is read, so that a million rows need the memory of a thousand.
 * Text that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function csvStream<Row, After = never>(
  c: PortalContext,
  name: string,
  columns: readonly FileColumn<Row>[],
  read: (after: After | undefined) => Promise<{ rows: Row[]; next: After | undefined }>,
): Response {
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="${name}.csv"`)
  return streamed(c, lines(columns, read))
}

async function* lines<Row, After>(
  columns: readonly FileColumn<Row>[],
  read: (after: After | undefined) => Promise<{ rows: Row[]; next: After | undefined }>,
) {
  const written = (rows: string[][]) => joinRows(rows, { delimiter: ',', quote: '"' }, '\r\n')
  yield `\uFEFF${written([columns.map(([heading]) => heading)])}`
  let after: After | undefined
  do {
    const { rows, next } = await read(after)
    if (rows.length > 0) yield written(rows.map(row => columns.map(([, text]) => guardFormula(text(row) ?? ''))))
    after = next
  } while (after)
}

import { stream } from 'hono/streaming'
import { guardFormula } from '../../translators/csv/formulas.ts'
import { joinRows } from '../../translators/csv/rows.ts'
import type { PortalContext } from '../deps.ts'

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
  const line = (cells: readonly (readonly string[])[]) =>
    joinRows(
      cells.map(row => [...row]),
      { delimiter: ',', quote: '"' },
      '\r\n',
    )
  return stream(c, async body => {
    await body.write(`\uFEFF${line([columns.map(([heading]) => heading)])}`)
    let after: After | undefined
    do {
      const { rows, next } = await read(after)
      if (rows.length > 0)
        await body.write(line(rows.map(row => columns.map(([, text]) => guardFormula(text(row) ?? '')))))
      after = next
    } while (after && !body.aborted)
  })
}

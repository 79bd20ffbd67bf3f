import { stream } from 'hono/streaming'
import type { ReportCursor } from '../../../engine/reports/aging.ts'
import { guardFormula } from '../../../translators/csv/formulas.ts'
import { joinRows } from '../../../translators/csv/rows.ts'
import type { PortalContext } from '../../deps.ts'

/** Answers with what a page shows as a CSV file: UTF-8, lines ending in CR LF. Text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csvFile(
  c: PortalContext,
  name: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Response {
  const guarded = rows.map(row => row.map(guardFormula))
  const text = joinRows([[...header], ...guarded], { delimiter: ',', quote: '"' }, '\r\n')
  return c.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  })
}

/** How many rows of a file are read at once. */
export const rowsAtOnce = 1000

/** The same of a report that is read page after page: a million rows need the memory of one page. */
export function csvPages<Row>(
  c: PortalContext,
  name: string,
  header: readonly string[],
  read: (after: ReportCursor | undefined) => Promise<{ rows: Row[]; next: ReportCursor | undefined }>,
  cells: (row: Row) => readonly string[],
): Response {
  const lines = (rows: string[][]) => joinRows(rows, { delimiter: ',', quote: '"' }, '\r\n')
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="${name}.csv"`)
  return stream(c, async body => {
    await body.write(lines([[...header]]))
    for (let after: ReportCursor | undefined, more = true; more && !body.aborted; ) {
      const { rows, next } = await read(after)
      if (rows.length > 0) await body.write(lines(rows.map(row => cells(row).map(guardFormula))))
      after = next
      more = next !== undefined
    }
  })
}

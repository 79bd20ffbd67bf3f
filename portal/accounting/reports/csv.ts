import type { ReportCursor } from '../../../engine/reports/aging.ts'
import { guardFormula } from '../../../translators/csv/formulas.ts'
import { joinRows } from '../../../translators/csv/rows.ts'
import type { PortalContext } from '../../deps.ts'
import { csvStream, type FileColumn } from '../../shared/csv-stream.ts'

/** Answers with what a page shows as a CSV file: UTF-8 with the mark by which spreadsheets know it, lines ending in CR LF. Text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csvFile(
  c: PortalContext,
  name: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Response {
  const guarded = rows.map(row => row.map(guardFormula))
  const text = joinRows([[...header], ...guarded], { delimiter: ',', quote: '"' }, '\r\n')
  return c.body(`\uFEFF${text}`, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  })
}

/** The same of a report that is read page after page. */
export function csvPages<Row>(
  c: PortalContext,
  name: string,
  header: readonly string[],
  read: (after: ReportCursor | undefined) => Promise<{ rows: Row[]; next: ReportCursor | undefined }>,
  cells: (row: Row) => readonly string[],
): Promise<Response> {
  const columns = header.map((heading, at): FileColumn<readonly string[]> => [heading, row => row[at]])
  return csvStream(c, name, columns, async (after?: ReportCursor) => {
    const { rows, next } = await read(after)
    return { rows: rows.map(cells), next }
  })
}

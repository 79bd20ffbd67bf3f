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

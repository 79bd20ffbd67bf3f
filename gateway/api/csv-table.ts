import { guardFormula } from '../../translators/csv/formulas.ts'
import { joinRows } from '../../translators/csv/rows.ts'
import { file } from './endpoint.ts'

/** What a table is as a file. */
export const csvFormat = { 'text/csv': 'The same rows, UTF-8 with a header; `Link` leads to the next page.' }

/**
 * Rows as an answer in CSV, their columns named by the fields that JSON has. Text that a spreadsheet would run as a formula gets an apostrophe before it.
 * @param nextCursor of the page that comes after
 */
export function csvTable(
  name: string,
  columns: readonly string[],
  rows: readonly object[],
  nextCursor: string | null = null,
) {
  const cells = rows.map(row => columns.map(column => guardFormula(text((row as Record<string, unknown>)[column]))))
  const lines = joinRows([[...columns], ...cells], { delimiter: ',', quote: '"' }, '\r\n')
  const bytes = new TextEncoder().encode(lines)
  return file({ bytes, fileName: `${name}.csv`, contentType: 'text/csv; charset=utf-8', nextCursor })
}

function text(value: unknown): string {
  if (value === null || value === undefined) return ''
  return value instanceof Date ? value.toISOString() : String(value)
}

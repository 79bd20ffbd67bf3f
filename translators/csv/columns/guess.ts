import { isGtin } from '../../check-digits.ts'
import type { CsvLayout } from '../layout.ts'
import { normaliseName } from '../names.ts'
import { type FeedKind, feedFields } from './fields.ts'
import type { SniffedTable } from './sniff.ts'

/**
 * Which field each column of a file holds: by what was kept for its sender before, then by the names that the trade uses, then by what its
 * cells look like. A field is given to one column; undefined stands for a column that is not read.
 */
export function guessColumns(table: SniffedTable, kind: FeedKind, kept?: CsvLayout): (string | undefined)[] {
  const names = table.header.cells.map(normaliseName)
  const found: (string | undefined)[] = names.map(() => undefined)
  const passedOver = new Set(kept?.ignoredColumns.map(normaliseName))
  const open = (at: number) => names[at] !== '' && found[at] === undefined && !passedOver.has(names[at]!)
  const take = (path: string, fits: (at: number) => boolean) => {
    if (found.includes(path)) return
    const at = names.findIndex((_, index) => open(index) && fits(index))
    if (at !== -1) found[at] = path
  }
  const fields = feedFields(kind)
  const known = new Set(fields.map(field => field.path))
  for (const { path, names: spellings } of kept?.columns ?? [])
    if (known.has(path)) for (const name of spellings) take(path, at => names[at] === normaliseName(name))
  for (const rank of [(all: string[]) => all.slice(0, 1), (all: string[]) => all])
    for (const { path, synonyms } of fields)
      for (const name of rank(synonyms)) take(path, at => names[at] === normaliseName(name))
  for (const { path, synonyms } of fields)
    for (const name of synonyms.map(normaliseName).filter(name => name.length >= 5))
      take(path, at => names[at]!.startsWith(name) || names[at]!.endsWith(name))
  takeGtins(table, kind, take)
  return found
}

/** A column of numbers that all have a right check digit holds GTINs, whatever it is called. */
function takeGtins(
  { rows }: SniffedTable,
  kind: FeedKind,
  take: (path: string, fits: (at: number) => boolean) => void,
): void {
  const list = kind === 'inventory-advice' ? 'lines' : 'products'
  const lengths = { upc: 12, ean: 13, gtin: 14 }
  for (const [id, length] of Object.entries(lengths))
    take(`${list}[].ids.${id}`, at => {
      const cells = rows.map(row => row.cells[at]?.trim() ?? '').filter(cell => cell !== '')
      return cells.length > 0 && cells.every(cell => cell.length === length && isGtin(cell))
    })
}

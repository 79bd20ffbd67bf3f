import { parse } from 'csv-parse/sync'
import type { CountedLine } from '../../../engine/inventory/count-warehouse.ts'
import { positiveDecimal } from '../../../translators/documents/index.ts'
import { type FormValues, groupFields } from '../../ui/form-data.ts'
import { texts as t } from './texts.ts'

/** So many lines are counted at once. */
const most = 5000

/** Where a counted line came from: a field of the form, and in pasted text the line there, from 1. */
interface Origin {
  field: string
  line?: number
}

/** What a form counts, each line with where it came from, or what is wrong with the form by field. */
export type ReadCounts = { lines: CountedLine[]; origins: Origin[] } | { errors: Record<string, string> }

/** The counts that were changed in the table: `lines[n][sku]`, `[location]`, `[quantity]`, and `[was]`, what it showed. */
export function readTable(values: FormValues): ReadCounts {
  const errors: Record<string, string> = {}
  const lines: CountedLine[] = []
  const origins: Origin[] = []
  for (const [key, { sku, location, quantity: typed, was }] of groupFields(values, 'lines')) {
    const quantity = typed?.trim() ?? ''
    if (!sku || quantity === (was ?? '')) continue
    const field = `lines[${key}][quantity]`
    if (!positiveDecimal.safeParse(quantity).success) errors[field] = t.badCount
    lines.push({ sku, quantity, ...(location && { location }) })
    origins.push({ field })
  }
  return Object.keys(errors).length > 0 ? { errors } : { lines, origins }
}

/** What was pasted: a SKU, a quantity and, where it is new, a unit cost on each line. A line of column names above them is passed over. */
export function readPasted(text: string): ReadCounts {
  const wrong = (says: string) => ({ errors: { pasted: says } })
  const rows = text.split(/\r?\n/).map((line, index) => ({ line, at: index + 1 }))
  const given = rows.filter(({ line }) => line.trim() !== '')
  if (given.length === 0) return wrong(t.noLines)
  if (given.length > most) return wrong(t.tooMany(most))
  const lines: CountedLine[] = []
  const origins: Origin[] = []
  const bad: string[] = []
  for (const [index, { line, at }] of given.entries()) {
    const read = readLine(line)
    if (read) {
      lines.push(read)
      origins.push({ field: 'pasted', line: at })
    } else if (index > 0 || /\d/.test(line)) bad.push(t.badLine(at, line.trim().slice(0, 60)))
  }
  if (bad.length > 0) return wrong(bad.slice(0, 20).join(' '))
  return lines.length === 0 ? wrong(t.noLines) : { lines, origins }
}

function readLine(line: string): CountedLine | undefined {
  const delimiter = ['\t', ';', ','].find(sign => line.includes(sign)) ?? '\t'
  const cells = cellsOf(line, delimiter)
  const [sku, quantity, unitCost] = cells
  if (!sku || sku.length > 80 || cells.length > 3 || !positiveDecimal.safeParse(quantity).success) return undefined
  if (unitCost && !positiveDecimal.safeParse(unitCost).success) return undefined
  return { sku, quantity: quantity!, ...(unitCost && { unitCost }) }
}

function cellsOf(line: string, delimiter: string): string[] {
  const [cells] = parse(line, { delimiter, trim: true, relax_quotes: true, relax_column_count: true }) as string[][]
  return (cells ?? []).map(cell => cell.trim())
}

import { findHeader } from '../csv/header.ts'
import { type CsvLayout, type FeedKind, guessColumns, layoutOfColumns, sniffTable } from '../csv/index.ts'
import { planOf } from '../csv/plan.ts'
import type { Issue } from '../issue.ts'
import { cellText, damageOf, isPlainNumber } from './cell-text.ts'
import { csvOf, type FittingSheet, fittingSheet, severalSheets } from './fitting-sheet.ts'
import { notesOf } from './sheet-notes.ts'
import { readWorkbook, type SheetCell } from './workbook.ts'

/** A sheet as the CSV file that a reader of feeds takes: the same rows in the same places. */
export interface SheetAsCsv {
  bytes: Uint8Array
  /** By which the bytes are read: the one that was found to fit, with the signs that they are written with. */
  layout: CsvLayout
  /** What the spreadsheet has spoilt, by row: those rows cannot count. */
  faults: ReadonlyMap<number, Issue>
  /** What a person should look at. */
  issues: Issue[]
}

/**
 * The sheet whose header fits one of the layouts, as CSV. Numbers that have lost digits, and dates where item numbers stand, keep their rows from
 * counting. An issue where several sheets fit; undefined when none does, or the bytes are no workbook.
 */
export async function xlsxAsCsv(
  bytes: Uint8Array,
  layouts: readonly CsvLayout[] | undefined,
): Promise<SheetAsCsv | Issue | undefined> {
  const sheets = await readWorkbook(bytes)
  if ('code' in sheets) return undefined
  const found = fittingSheet(sheets, layouts)
  return found === undefined || 'code' in found ? found : converted(found)
}

/**
 * The sheet of a workbook whose columns can be told to be a feed's, otherwise the one that has most rows, as CSV with decimal points: for a person to
 * say what its columns hold. Or why there is none.
 */
export async function feedSheetAsCsv(bytes: Uint8Array, kind: FeedKind): Promise<Uint8Array | Issue> {
  const sheets = await readWorkbook(bytes)
  if ('code' in sheets) return sheets
  const plain = { decimalMark: '.' as const, dateFormats: ['YYYY-MM-DD'] }
  const all = sheets.map(({ name, rows }) => ({
    name,
    length: rows.length,
    csv: csvOf(rows.map(row => row.map(cell => cellText(cell, plain)))),
  }))
  const feeds = all.filter(({ csv }) => isFeed(csv, kind))
  if (feeds.length > 1) return severalSheets(feeds.map(({ name }) => name))
  const largest = all.reduce<(typeof all)[number] | undefined>(
    (best, sheet) => (best && best.length >= sheet.length ? best : sheet),
    undefined,
  )
  return (feeds[0] ?? largest)?.csv ?? new Uint8Array(0)
}

function isFeed(csv: Uint8Array, kind: FeedKind): boolean {
  const table = sniffTable(csv)
  if (!table || table.rows.length === 0) return false
  const { decimalMark } = table
  return 'layout' in layoutOfColumns(table, { kind, decimalMark, scope: 'delta', paths: guessColumns(table, kind) })
}

function converted({ sheet: { rows, part }, layout }: FittingSheet): SheetAsCsv {
  const texts = rows.map(row => row.map(cell => cellText(cell, layout)))
  const plan = planOf(layout)
  const header = findHeader(texts, plan)
  const columns = (header?.match.positions ?? []).flatMap((at, index) =>
    at === -1 ? [] : [{ at, name: plan.columns[index]!.name, path: plan.columns[index]!.path.text }],
  )
  const faults = new Map<number, Issue>()
  const issues: Issue[] = notesOf(part)
  const numberAt = columns.find(({ path }) => path.endsWith('ids.supplier'))?.at
  rows.slice((header?.at ?? 0) + 1).forEach((cells, below) => {
    const row = (header?.at ?? 0) + below + 2
    const own = numberAt === undefined ? null : (cells[numberAt] ?? null)
    const isNamed = own !== null && !(own instanceof Date) && damageOf(own) === undefined
    for (const column of columns) {
      // What else names the item is of no account beside its sender's own number; the reader tells of it.
      if (isNamed && column.at !== numberAt && isGtinPath(column.path)) continue
      const fault = faultOf(cells[column.at] ?? null, column, row)
      if (fault && !faults.has(row)) faults.set(row, fault)
    }
  })
  for (const column of columns.filter(({ path }) => namesItem(path))) issues.push(...zerosLost(rows, column))
  return { bytes: csvOf(texts), layout, faults, issues }
}

const isGtinPath = (path: string) => /\bids\.(upc|ean|gtin)$/.test(path)
const namesItem = (path: string) => /\bids\.[a-z]+$/.test(path)

interface SheetColumn {
  at: number
  name: string
  path: string
}

function faultOf(cell: SheetCell, { name, path }: SheetColumn, row: number): Issue | undefined {
  const at = { row, column: name }
  if (cell instanceof Date && namesItem(path)) {
    const day = cell.toISOString().slice(0, 10)
    const message = `Row ${row}, column ${name}: the spreadsheet has made a date (${day}) of what stood here. Make the column text and enter it again. The row is left out.`
    return { severity: 'warning', code: 'number-damaged', message, at, value: day, expected: 'an item number, as text' }
  }
  const damage = damageOf(cell)
  if (damage === undefined) return undefined
  const message = `Row ${row}, column ${name}: the spreadsheet has cut digits off a long number (${damage}). Make the column text and enter it again. The row is left out.`
  return { severity: 'warning', code: 'number-damaged', message, at, value: damage, expected: 'all digits, as text' }
}

/** Numbers in a column whose other cells are text with leading zeros have lost theirs: told once for the column. */
function zerosLost(rows: readonly SheetCell[][], { at, name }: SheetColumn): Issue[] {
  const zeroed = rows.some(row => typeof row[at] === 'string' && /^0\d+$/.test(row[at].trim()))
  const bare = rows.flatMap((row, index) => (isPlainNumber(row[at] ?? null) ? [index + 1] : []))
  if (!zeroed || bare.length === 0) return []
  const some = `${bare.slice(0, 5).join(', ')}${bare.length > 5 ? ' …' : ''}`
  const message = `Column ${name}: rows ${some} hold numbers where others begin with a zero. If they did too, make the column text and enter them again.`
  return [{ severity: 'warning', code: 'leading-zeros-lost', message, at: { column: name }, value: some }]
}

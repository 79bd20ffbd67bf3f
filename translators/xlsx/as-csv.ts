import { findHeader } from '../csv/header.ts'
import { type CsvLayout, detectCsv } from '../csv/index.ts'
import { planOf } from '../csv/plan.ts'
import { joinRows } from '../csv/rows.ts'
import type { Issue } from '../issue.ts'
import { cellText, damageOf, isPlainNumber } from './cell-text.ts'
import { readWorkbook, type SheetCell, type WorkSheet } from './workbook.ts'

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

const signs = { delimiter: ',', quote: '"', encoding: 'utf-8' as const, byteOrderMark: false }

/**
 * The first sheet whose header fits one of the layouts, as CSV. Numbers that have lost digits, and dates where item numbers stand, keep their
 * rows from counting. Undefined when no sheet fits, or the bytes are no workbook.
 */
export async function xlsxAsCsv(
  bytes: Uint8Array,
  layouts: readonly CsvLayout[] | undefined,
): Promise<SheetAsCsv | undefined> {
  const sheets = await readWorkbook(bytes)
  if ('code' in sheets) return undefined
  for (const sheet of sheets) {
    const upper = csvOf(
      sheet.rows.slice(0, upperRows).map(row => row.map(cell => (typeof cell === 'string' ? cell : ''))),
    )
    const found = detectCsv(
      upper,
      layouts?.map(layout => ({ ...layout, ...signs })),
    )
    if (found) return converted(sheet, { ...found, ...signs })
  }
  return undefined
}

/** The sheet of a workbook that has most rows, as CSV with decimal points: for a person to say what its columns hold. Or why there is none. */
export async function largestSheetAsCsv(bytes: Uint8Array): Promise<Uint8Array | Issue> {
  const sheets = await readWorkbook(bytes)
  if ('code' in sheets) return sheets
  const largest = sheets.reduce((best, sheet) => (sheet.rows.length > best.rows.length ? sheet : best))
  const plain = { decimalMark: '.' as const, dateFormats: ['YYYY-MM-DD'] }
  return csvOf(largest.rows.map(row => row.map(cell => cellText(cell, plain))))
}

/** How far down a header is looked for: titles and blank rows stand above it. */
const upperRows = 30

function csvOf(rows: readonly (readonly string[])[]): Uint8Array {
  return new TextEncoder().encode(joinRows(rows, signs, '\r\n'))
}

function converted({ rows }: WorkSheet, layout: CsvLayout): SheetAsCsv {
  const texts = rows.map(row => row.map(cell => cellText(cell, layout)))
  const plan = planOf(layout)
  const header = findHeader(texts, plan)
  const columns = (header?.match.positions ?? []).flatMap((at, index) =>
    at === -1 ? [] : [{ at, name: plan.columns[index]!.name, path: plan.columns[index]!.path.text }],
  )
  const faults = new Map<number, Issue>()
  const issues: Issue[] = []
  rows.slice((header?.at ?? 0) + 1).forEach((cells, below) => {
    const row = (header?.at ?? 0) + below + 2
    for (const column of columns) {
      const fault = faultOf(cells[column.at] ?? null, column, row)
      if (fault && !faults.has(row)) faults.set(row, fault)
    }
  })
  for (const column of columns.filter(({ path }) => namesItem(path))) issues.push(...zerosLost(rows, column))
  return { bytes: csvOf(texts), layout, faults, issues }
}

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

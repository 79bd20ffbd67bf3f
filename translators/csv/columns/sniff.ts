import { encodingByMark, encodingByZeros } from '../encoding.ts'
import { isBlank } from '../header.ts'
import type { CsvLayout } from '../layout.ts'
import { splitRows } from '../rows.ts'

/** A row of a file; rows are numbered as a spreadsheet does, from 1. */
export interface SniffedRow {
  row: number
  cells: string[]
}

/** How a file of rows is written, as far as the file itself shows, and its upper rows. */
export interface SniffedTable {
  encoding: CsvLayout['encoding']
  delimiter: string
  decimalMark: CsvLayout['decimalMark']
  /** The signs of which nothing in the file tells whether they part thousands or decimals where three digits follow; empty where all is clear. */
  unclear: '' | '.' | ',' | '.,'
  /** The row that holds the names of the columns. */
  header: SniffedRow
  /** The rows below it, as many as were asked for, blank ones left out. */
  rows: SniffedRow[]
}

/** So much of a file shows how it is written. */
const upperPart = 65_536

/** Rows looked at for the delimiter and the decimal mark. */
const sampled = 200

/** Tells how a table is written, for a person to confirm; undefined when the file has no row of at least one name. */
export function sniffTable(bytes: Uint8Array, shown = 20): SniffedTable | undefined {
  const upper = wholeLines(bytes)
  const encoding = encodingOf(upper)
  const text = new TextDecoder(encodingByMark(upper) ?? encodingByZeros(upper) ?? encoding).decode(upper)
  const { delimiter, rows } = bestSplit(text)
  const numbered = rows.map((cells, at) => ({ row: at + 1, cells })).filter(({ cells }) => !isBlank(cells))
  const at = headerAmong(numbered)
  const header = numbered[at]
  if (!header) return undefined
  const below = numbered.slice(at + 1)
  return { encoding, delimiter, ...decimalsOf(below, delimiter), header, rows: below.slice(0, shown) }
}

function wholeLines(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= upperPart) return bytes
  const upper = bytes.subarray(0, upperPart)
  const end = upper.lastIndexOf(0x0a)
  return end === -1 ? upper : upper.subarray(0, end + 1)
}

function encodingOf(bytes: Uint8Array): CsvLayout['encoding'] {
  const found = encodingByMark(bytes) ?? encodingByZeros(bytes)
  if (found) return found === 'utf-8' ? found : 'utf-16le'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** The delimiter under which most rows have the same number of cells, and more than one. */
function bestSplit(text: string): { delimiter: string; rows: string[][] } {
  const named = /^sep=([^\r\n])\r?\n/.exec(text)?.[1]
  const splits = (named ? [named] : [',', ';', '\t', '|']).map(delimiter => {
    const rows = splitRows(text, { delimiter, quote: '"' }).rows.slice(0, sampled)
    const widths = [
      ...Map.groupBy(
        rows.filter(row => !isBlank(row)).map(row => row.length),
        width => width,
      ),
    ]
    const [width, alike] = widths.sort((a, b) => b[1].length - a[1].length)[0] ?? [1, []]
    return { delimiter, rows, fit: width > 1 ? alike.length * 1000 + width : 0 }
  })
  return splits.reduce((best, split) => (split.fit > best.fit ? split : best))
}

/** The first row as wide as most, of which most cells are words: titles above it are narrower, values below it are numbers. */
function headerAmong(rows: readonly SniffedRow[]): number {
  const width = Math.max(0, ...rows.slice(0, sampled).map(({ cells }) => filled(cells)))
  const at = rows.slice(0, 20).findIndex(({ cells }) => filled(cells) * 2 > width && words(cells) * 2 > filled(cells))
  return at === -1 ? 0 : at
}

const filled = (cells: readonly string[]) => cells.filter(cell => cell.trim() !== '').length
const words = (cells: readonly string[]) => cells.filter(cell => /\p{L}{2}/u.test(cell)).length

const withComma = /^-?(\d+|\d{1,3}([.’' ]\d{3})+),\d{1,2}$|^-?\d+,\d{4,}$/
const withPoint = /^-?(\d+|\d{1,3}(,\d{3})+)\.\d+$/

/** A number of thousands parted by points: programs that write decimals leave no zero at their end, or as many behind every number. */
const thousands = /^-?[1-9]\d{0,2}(\.\d{3})*\.\d\d0$|^-?[1-9]\d{0,2}(\.\d{3}){2,}$/

/** A number of thousands, or one with three decimals: `1.250`, `1,250`. */
const eitherWay = /^[1-9]\d{0,2}([.,])\d{3}$/

/** Decided by the numbers that can only be written one way: `1,234` may be either, and so may `1.230` that has no plain `7` in its column. */
function decimalsOf(rows: readonly SniffedRow[], delimiter: string): Pick<SniffedTable, 'decimalMark' | 'unclear'> {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length))
  let [commas, points, surelyCommas, surelyPoints] = [0, 0, 0, 0]
  let nothingPlain = false
  for (let at = 0; at < width; at++) {
    const cells = rows.map(row => (row.cells[at] ?? '').replace(/[\s$€£]/g, '')).filter(cell => cell !== '')
    const count = (fits: (cell: string) => boolean) => cells.filter(fits).length
    const hasPlain = cells.some(cell => /^[1-9]\d{0,2}$/.test(cell))
    const byThousands = hasPlain ? count(cell => thousands.test(cell)) : 0
    commas += count(cell => withComma.test(cell)) + byThousands
    points += count(cell => withPoint.test(cell)) - byThousands
    surelyCommas += count(cell => withComma.test(cell) || /^[1-9]\d{0,2}(\.\d{3}){2,}$/.test(cell))
    surelyPoints += count(
      cell => (withPoint.test(cell) && !eitherWay.test(cell)) || /^[1-9]\d{0,2}(,\d{3}){2,}$/.test(cell),
    )
    nothingPlain ||= !hasPlain && cells.some(cell => eitherWay.exec(cell)?.[1] === ',')
  }
  if (surelyCommas + surelyPoints > 0) return { decimalMark: surelyCommas > surelyPoints ? ',' : '.', unclear: '' }
  const decimalMark = commas > points ? ',' : '.'
  // A comma that parts cells parts no decimals.
  return { decimalMark, unclear: decimalMark === '.' && nothingPlain && delimiter !== ',' ? '.,' : decimalMark }
}

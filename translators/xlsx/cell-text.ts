import Big from 'big.js'
import { writeDate } from '../csv/dates.ts'
import { writeDecimal } from '../csv/decimals.ts'
import type { CsvLayout } from '../csv/index.ts'
import { NumberCell, type SheetCell } from './workbook.ts'

/** Spreadsheets keep so many significant digits of a number; what a file shows beyond them is the error of its binary form. */
const kept = 15

/** A cell as a CSV file of the layout would have it. */
export function cellText(
  cell: SheetCell,
  layout: Pick<CsvLayout, 'decimalMark' | 'dateFormats' | 'unclearMarks'>,
): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return cell
  if (typeof cell === 'boolean') return cell ? 'Y' : 'N'
  if (cell instanceof NumberCell) return writeDecimal(certain(exactly(cell.text), layout), layout.decimalMark)
  return writeDate(cell.toISOString().slice(0, 10), layout.dateFormats[0] ?? 'YYYY-MM-DD')
}

/** A number with three decimals as it cannot be taken for one of thousands. */
function certain(number: string, { unclearMarks }: Pick<CsvLayout, 'unclearMarks'>): string {
  return unclearMarks && /\.\d{3}$/.test(number) ? `${number}0` : number
}

/** A number without the damage of floats: `12.300000000000001` is 12.3, and `1.2E3` is 1200. What is no number stays as it is. */
function exactly(text: string): string {
  if (!/^-?\d+(\.\d+)?(E[+-]?\d{1,3})?$/i.test(text)) return text
  return new Big(text).prec(kept).toFixed()
}

/** What a cell has lost and nobody can put back: digits beyond the fifteenth of a long number, or all but a few of one shown as `1.2E+11`. */
export function damageOf(cell: SheetCell): string | undefined {
  if (typeof cell === 'string') return /^\s*\d(?:[.,]\d+)?E\+\d{1,3}\s*$/i.test(cell) ? cell.trim() : undefined
  if (!(cell instanceof NumberCell)) return undefined
  const whole = exactly(cell.text).replace(/^-/, '')
  return /^\d{16,}$/.test(whole) ? whole : undefined
}

/** Whether a cell is a number where its column has numbers kept as text for their leading zeros. */
export function isPlainNumber(cell: SheetCell): cell is NumberCell {
  return cell instanceof NumberCell && /^\d+$/.test(cell.text)
}

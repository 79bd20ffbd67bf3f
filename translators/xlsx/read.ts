import { type CsvLayout, readCsv } from '../csv/index.ts'
import type { BusinessDocument } from '../documents/index.ts'
import type { Issue } from '../issue.ts'
import { cellText, damageOf, isPlainNumber } from './cell-text.ts'
import { csvOf, fittingSheet } from './fitting-sheet.ts'
import { notesOf } from './sheet-notes.ts'
import { readWorkbook, type SheetCell, type WorkSheet } from './workbook.ts'

export interface XlsxReading {
  /** By which the sheet was read; absent where none fits. */
  layout?: CsvLayout
  documents: BusinessDocument[]
  issues: Issue[]
}

/**
 * Reads the documents on the sheet whose header fits one of the layouts: the same layouts as of CSV files, of which only the columns count. Dates and
 * numbers come by their values, formulas by their kept results. What a spreadsheet has spoilt for good (`1.2E+11`) keeps its document out.
 * `given` tells what the file does not say and its receiver knows, as for `readCsv`.
 */
export async function readXlsx(
  bytes: Uint8Array,
  layouts: readonly CsvLayout[] | undefined,
  given: (layout: CsvLayout) => Promise<Record<string, string>>,
): Promise<XlsxReading> {
  const sheets = await readWorkbook(bytes)
  if ('code' in sheets) return { documents: [], issues: [sheets] }
  const found = fittingSheet(sheets, layouts) ?? noSheetFits(sheets)
  if ('code' in found) return { documents: [], issues: [found] }
  return readSheet(found.sheet, found.layout, await given(found.layout))
}

function readSheet({ rows, part }: WorkSheet, layout: CsvLayout, given: Record<string, string>): XlsxReading {
  const texts = rows.map(row => row.map(cell => cellText(cell, layout)))
  const damaged = rows.flatMap((row, at) => row.flatMap((cell, column) => damageIn(cell, at, column, texts)))
  const { documents, issues } = readCsv(csvOf(texts), layout, { given })
  const told = [...notesOf(part), ...zerosLost(rows, texts)]
  if (damaged.length === 0) return { layout, documents, issues: [...issues, ...told] }
  const whole = unspoilt(documents, texts, new Set(damaged.map(issue => issue.at.row! - 1)), layout, given)
  return { layout, documents: whole, issues: [...issues, ...damaged, ...told] }
}

/** The documents that are the same without the damaged rows: those have nothing of them. */
function unspoilt(
  documents: readonly BusinessDocument[],
  texts: readonly string[][],
  damaged: ReadonlySet<number>,
  layout: CsvLayout,
  given: Record<string, string>,
): BusinessDocument[] {
  const without = texts.map((row, at) => (damaged.has(at) ? row.map(() => '') : row))
  const left = new Set(readCsv(csvOf(without), layout, { given }).documents.map(document => JSON.stringify(document)))
  return documents.filter(document => left.has(JSON.stringify(document)))
}

function damageIn(cell: SheetCell, at: number, column: number, texts: readonly string[][]): Issue[] {
  const damage = damageOf(cell)
  if (damage === undefined) return []
  const name = headingOf(texts, at, column)
  return [
    {
      severity: 'error',
      code: 'number-damaged',
      message: `Row ${at + 1}, column ${name}: the spreadsheet has cut digits off a long number (${damage}). Make the column text and enter it again. Its document is left out.`,
      at: { row: at + 1, column: name },
      value: damage,
      expected: 'all digits, as text',
    },
  ]
}

/** Numbers in a column whose other cells are text with leading zeros have lost theirs. */
function zerosLost(rows: readonly SheetCell[][], texts: readonly string[][]): Issue[] {
  const zeroed = new Set(
    rows.flatMap(row =>
      row.flatMap((cell, column) => (typeof cell === 'string' && /^0\d+$/.test(cell.trim()) ? [column] : [])),
    ),
  )
  return rows.flatMap((row, at) =>
    row.flatMap((cell, column): Issue[] => {
      if (!zeroed.has(column) || !isPlainNumber(cell)) return []
      const name = headingOf(texts, at, column)
      const message = `Row ${at + 1}, column ${name}: ${cell.text} is a number where others begin with a zero. If it did too, make the column text and enter it again.`
      return [
        {
          severity: 'warning',
          code: 'leading-zeros-lost',
          message,
          at: { row: at + 1, column: name },
          value: cell.text,
        },
      ]
    }),
  )
}

/** What stands above a cell: the nearest text that is no number. */
function headingOf(texts: readonly string[][], at: number, column: number): string {
  const above = texts.slice(0, at).map(row => row[column] ?? '')
  return above.findLast(text => /\p{L}{2}/u.test(text)) ?? String(column + 1)
}

function noSheetFits(sheets: readonly WorkSheet[]): Issue {
  const names = sheets.map(({ name }) => name).join(', ')
  return {
    severity: 'error',
    code: 'wrong-header',
    message: `No sheet (${names}) has a header row that fits a layout of this partner or a default one.`,
    at: {},
    value: names.slice(0, 200),
  }
}

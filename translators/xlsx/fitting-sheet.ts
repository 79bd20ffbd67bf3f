import { type CsvLayout, detectCsv } from '../csv/index.ts'
import { joinRows } from '../csv/rows.ts'
import type { Issue } from '../issue.ts'
import type { WorkSheet } from './workbook.ts'

/** The signs that parts of a CSV are written with on the way to its reader; the layout's own may not be able to hold every text. */
export const signs = { delimiter: ',', quote: '"', encoding: 'utf-8' as const, byteOrderMark: false }

/** Rows of text as a CSV file. */
export function csvOf(rows: readonly (readonly string[])[]): Uint8Array {
  return new TextEncoder().encode(joinRows(rows, signs, '\r\n'))
}

/** A sheet whose header fits a layout, and that layout with the signs of {@link csvOf}. */
export interface FittingSheet {
  sheet: WorkSheet
  layout: CsvLayout
}

/**
 * The sheet whose header fits one of the layouts; undefined when none does. An issue where several do that hold rows: to read one of them would
 * lose the others.
 */
export function fittingSheet(
  sheets: readonly WorkSheet[],
  layouts: readonly CsvLayout[] | undefined,
): FittingSheet | Issue | undefined {
  const fitting = sheets.flatMap((sheet): FittingSheet[] => {
    const layout = layoutFor(sheet, layouts)
    return layout ? [{ sheet, layout }] : []
  })
  const filled = fitting.filter(({ sheet }) => sheet.rows.filter(row => row.some(cell => cell !== null)).length > 1)
  return filled.length > 1 ? severalSheets(filled.map(({ sheet }) => sheet.name)) : (filled[0] ?? fitting[0])
}

/** Which of several sheets counts only their sender knows. */
export function severalSheets(names: readonly string[]): Issue {
  return {
    severity: 'error',
    code: 'several-sheets',
    message: `The sheets ${names.join(', ')} hold rows alike. Send a workbook with one of them, or put their rows together on one.`,
    at: {},
    value: names.join(', ').slice(0, 200),
    expected: 'one sheet',
  }
}

/** How far down a header is looked for: titles and blank rows stand above it. */
const upperRows = 30

function layoutFor(sheet: WorkSheet, layouts: readonly CsvLayout[] | undefined): CsvLayout | undefined {
  const shown = sheet.rows.slice(0, upperRows)
  const found = detectCsv(
    csvOf(shown.map(row => row.map(cell => (typeof cell === 'string' ? cell : '')))),
    layouts?.map(layout => ({ ...layout, ...signs })),
  )
  // Of texts nobody has said what parts their decimals; numbers are what they are.
  return found && { ...found, ...signs, ...(!layouts && { unclearMarks: '.' as const }) }
}

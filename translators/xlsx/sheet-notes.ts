import type { Issue } from '../issue.ts'
import type { SheetPart } from './package-check.ts'

/** What a person should know of a sheet whose values do not say it: cells merged, and formulas that nobody has calculated. */
export function notesOf({ merged, uncalculated }: SheetPart): Issue[] {
  return [...mergedCells(merged), ...withoutResult(uncalculated)]
}

function mergedCells(ranges: readonly string[]): Issue[] {
  if (ranges.length === 0) return []
  const message = `Merged cells (${some(ranges)}): only the first cell of each holds its value, the others were read as blank.`
  return [{ severity: 'warning', code: 'merged-cells', message, at: {}, value: some(ranges) }]
}

function withoutResult(cells: readonly string[]): Issue[] {
  if (cells.length === 0) return []
  const message = `Formulas without a result (${some(cells)}) were read as blank. Open the file in a spreadsheet program and save it again.`
  return [{ severity: 'warning', code: 'formula-without-result', message, at: {}, value: some(cells) }]
}

const some = (names: readonly string[]) => `${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}`

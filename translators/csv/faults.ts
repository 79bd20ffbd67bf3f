import type { Issue } from '../issue.ts'
import type { CsvLayout } from './layout.ts'
import type { PlannedColumn } from './plan.ts'

/** Whether a bad row takes its document with it, or only itself. */
type Reach = CsvLayout['badRow']

/** A cell does not hold what its column holds. */
export function badCell(planned: PlannedColumn, row: number, text: string, expected: string, reach: Reach): Issue {
  const value = text.trim()
  return {
    severity: severityOf(reach),
    code: 'wrong-value',
    message: `Row ${row}, column ${planned.name}: “${value.slice(0, 80)}” is not ${expected}.${consequence(reach)}`,
    at: placeOf(planned, row),
    value,
    expected,
  }
}

/** A cell is blank that must not be. */
export function missingValue(planned: PlannedColumn, row: number, reach: Reach): Issue {
  return {
    severity: severityOf(reach),
    code: 'missing-value',
    message: `Row ${row} leaves the column ${planned.name} blank, which must be filled.${consequence(reach)}`,
    at: placeOf(planned, row),
    expected: 'a value',
  }
}

/** Rows of one document, or of one package, say different things of it. */
export function conflict(planned: PlannedColumn, row: number, text: string, before: unknown): Issue {
  const whole = planned.level === 0 ? 'document' : 'entry'
  return {
    severity: 'error',
    code: 'conflicting-value',
    message: `Row ${row}, column ${planned.name}: “${text.slice(0, 80)}” disagrees with “${String(before)}” in a row above of the same ${whole}.`,
    at: placeOf(planned, row),
    value: text,
    expected: String(before),
  }
}

/** A row has cells to the right of the last column. */
export function tooManyCells(row: number, cells: number, columns: number, reach: Reach): Issue {
  return {
    severity: severityOf(reach),
    code: 'too-many-cells',
    message: `Row ${row} has ${cells} cells for ${columns} columns: a value that holds the delimiter needs quotes.${consequence(reach)}`,
    at: { row },
    value: String(cells),
    expected: `${columns} cells`,
  }
}

/** The same thing said of a row whose fault was found without knowing how far it reaches. */
export function reaching(issue: Issue, reach: Reach): Issue {
  return { ...issue, severity: severityOf(reach), message: issue.message + consequence(reach) }
}

function placeOf(planned: PlannedColumn, row: number): Issue['at'] {
  return { row, column: planned.name, path: planned.path.text }
}

function severityOf(reach: Reach): Issue['severity'] {
  return reach === 'row' ? 'warning' : 'error'
}

function consequence(reach: Reach): string {
  return reach === 'row' ? ' The row is left out.' : ' Its document is left out.'
}

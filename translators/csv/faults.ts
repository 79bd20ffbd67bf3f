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

/** The cells of a file are parted by another sign than was agreed. */
export function otherDelimiter(found: string, expected: string): Issue {
  return {
    severity: 'warning',
    code: 'other-delimiter',
    message: `The cells are parted by ${delimiterName(found)} where ${delimiterName(expected)} was agreed; the file was read all the same.`,
    at: {},
    value: found,
    expected,
  }
}

function delimiterName(delimiter: string): string {
  return delimiter === '\t' ? 'tabs' : `“${delimiter}”`
}

/** The same thing said of a row whose fault was found without knowing how far it reaches. */
export function reaching(issue: Issue, reach: Reach): Issue {
  return { ...issue, severity: severityOf(reach), message: issue.message + consequence(reach) }
}

/** A quote opens in a row of a feed and is never closed. */
export function openQuote(row: number): Issue {
  return {
    severity: 'warning',
    code: 'unclosed-quote',
    message: `Row ${row} opens a quote that is never closed.${consequence('row')}`,
    at: { row },
    expected: 'a closing quote',
  }
}

/** A feed ends within a row. */
export function cutOff(row: number): Issue {
  return {
    severity: 'warning',
    code: 'cut-off',
    message: `The file ends in the middle of row ${row}.${consequence('row')}`,
    at: { row },
    expected: 'a whole row',
  }
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

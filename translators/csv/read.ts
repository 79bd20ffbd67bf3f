import type { BusinessDocument } from '../documents/index.ts'
import type { Issue } from '../issue.ts'
import { Assembler } from './assemble.ts'
import { decodeText } from './encoding.ts'
import { otherDelimiter, reaching, tooManyCells } from './faults.ts'
import { finish } from './finish.ts'
import { type FoundHeader, findHeader, isBlank, type Positions, unknownColumns, wrongHeader } from './header.ts'
import type { CsvLayout } from './layout.ts'
import { type Plan, planOf } from './plan.ts'
import { splitRows } from './rows.ts'

/** What the file itself does not say and its receiver knows. */
export interface ReadCsvOptions {
  /** Field path → value as a document has it, e.g. `{ number: 'feed-17', date: '2026-11-22' }`: used where neither a cell nor the layout has one. */
  given?: Readonly<Record<string, string>>
}

export interface CsvReading {
  /** The documents that are whole and right, in the order in which the file names them. */
  documents: BusinessDocument[]
  issues: Issue[]
}

/** Where the data begins, and where each column stands in a row. */
interface Body {
  rows: readonly string[][]
  broken: ReadonlyMap<number, Issue>
  from: number
  /** How many cells a row may have; `undefined` where there is no header to count by. */
  width: number | undefined
  positionsIn: (row: readonly string[]) => Positions | 'no-data' | 'unknown-record'
  issues: Issue[]
}

/**
 * Reads the documents in a CSV file. Bad data never throws: a bad row keeps its own document out (or only itself, where the layout says so), and
 * its issue names row, column, value and what was expected.
 */
export function readCsv(bytes: Uint8Array, layout: CsvLayout, options: ReadCsvOptions = {}): CsvReading {
  const plan = planOf(layout)
  const { text, issues } = decodeText(bytes, layout.encoding)
  const body = bodyOf(text, plan)
  if ('code' in body) return { documents: [], issues: [...issues, body] }
  const given = options.given ?? {}
  const assembler = new Assembler(plan, new Set([...Object.keys(given), ...Object.keys(layout.constants)]))
  for (let at = body.from; at < body.rows.length; at++) addRow(assembler, body, at, layout)
  const finished = assembler.documents.map(draft => finish(plan, draft, given))
  return {
    documents: finished.flatMap(({ document }) => document ?? []),
    issues: [
      ...issues,
      ...inRowOrder([...body.issues, ...assembler.issues, ...finished.flatMap(found => found.issues)]),
    ],
  }
}

function inRowOrder(issues: Issue[]): Issue[] {
  return issues.sort((a, b) => (a.at.row ?? 0) - (b.at.row ?? 0))
}

function addRow(assembler: Assembler, body: Body, at: number, layout: CsvLayout): void {
  const row = body.rows[at] ?? []
  if (isBlank(row)) return
  const positions = body.positionsIn(row)
  if (positions === 'no-data') return
  if (positions === 'unknown-record') {
    assembler.issues.push(unknownRecord(at + 1, row[0] ?? ''))
    return
  }
  const open = body.broken.get(at)
  const wide = body.width !== undefined && row.length > body.width && !isBlank(row.slice(body.width))
  const fault = open
    ? reaching(open, layout.badRow)
    : wide
      ? tooManyCells(at + 1, row.length, body.width ?? 0, layout.badRow)
      : undefined
  assembler.add(at + 1, column => row[positions[column] ?? -1], fault)
}

function bodyOf(text: string, plan: Plan): Body | Issue {
  const { layout } = plan
  const split = splitRows(text, layout)
  if (layout.shape.type === 'records')
    return { ...split, from: 0, width: undefined, positionsIn: recordPositions(plan), issues: [] }
  if (!layout.header) {
    const positions = plan.columns.map((_, at) => at)
    return { ...split, from: 0, width: positions.length, positionsIn: () => positions, issues: [] }
  }
  return headedBody(text, split, plan)
}

/** The delimiters that spreadsheets put in place of the one agreed. */
const usualDelimiters = [',', ';', '\t', '|']

/** So much of a file shows under which delimiter its header has most columns. */
const upperPart = 65_536

function headedBody(text: string, split: ReturnType<typeof splitRows>, plan: Plan): Body | Issue {
  const { delimiter, quote } = plan.layout
  const upper = text.slice(0, upperPart)
  const columnsUnder = (sign: string) =>
    findHeader(splitRows(upper, { delimiter: sign, quote }).rows, plan)?.match.matched ?? 0
  const tried = [delimiter, ...usualDelimiters.filter(sign => sign !== delimiter)]
  const best = tried.reduce((most, sign) => (columnsUnder(sign) > columnsUnder(most) ? sign : most))
  const rows = best === delimiter ? split : splitRows(text, { delimiter: best, quote })
  const header = findHeader(rows.rows, plan)
  if (!header) return wrongHeader(split.rows, plan)
  return bodyBelow(rows, header, best === delimiter ? [] : [otherDelimiter(best, delimiter)])
}

function bodyBelow(split: ReturnType<typeof splitRows>, { at, match }: FoundHeader, issues: Issue[]): Body {
  return {
    ...split,
    from: at + 1,
    width: split.rows[at]?.length,
    positionsIn: () => match.positions,
    issues: [...issues, ...unknownColumns(match, at + 1)],
  }
}

function unknownRecord(row: number, code: string): Issue {
  return {
    severity: 'warning',
    code: 'unknown-record',
    message: `Row ${row} begins with “${code.slice(0, 80)}”, which is no record of this layout; it was not read.`,
    at: { row },
    value: code,
  }
}

/** Positions by the code in a row's first cell. Rows that name columns hold no data. */
function recordPositions(plan: Plan): Body['positionsIn'] {
  const { shape } = plan.layout
  const byCode = new Map<string, Positions | 'no-data'>()
  for (const { code, headerCode } of shape.type === 'records' ? shape.records : []) {
    let next = 1
    if (headerCode) byCode.set(headerCode, 'no-data')
    byCode.set(
      code,
      plan.columns.map(({ column }) => (column.record === code ? next++ : -1)),
    )
  }
  for (const code of shape.type === 'records' ? shape.ignore : []) byCode.set(code, 'no-data')
  return row => byCode.get((row[0] ?? '').trim()) ?? 'unknown-record'
}

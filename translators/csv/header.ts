import type { Issue } from '../issue.ts'
import { normaliseName } from './names.ts'
import type { Plan } from './plan.ts'

/** Where each of a plan's columns stands in a row: its index, or -1. */
export type Positions = readonly number[]

/** A header row put beside a layout. */
export interface HeaderMatch {
  positions: Positions
  /** Names of required columns that are not there. */
  missing: string[]
  /** Names in the row that the layout does not know. */
  unknown: string[]
  /** The names that are read, as they are compared. */
  read: ReadonlySet<string>
  matched: number
}

/** Finds each column of the plan in a row of names; where a name stands twice, the first is taken. */
function matchHeader(row: readonly string[], plan: Plan): HeaderMatch {
  const names = row.map(normaliseName)
  const places = new Map<string, number>()
  names.forEach((name, at) => {
    if (name !== '' && !places.has(name)) places.set(name, at)
  })
  const taken = new Set<number>()
  const claim = (known: readonly string[]): number => {
    const at = known.map(name => places.get(name)).find(found => found !== undefined && !taken.has(found))
    if (at !== undefined) taken.add(at)
    return at ?? -1
  }
  // A column's own name goes before another's further name.
  const byFirstName = plan.columns.map(({ known }) => claim(known.slice(0, 1)))
  const positions = plan.columns.map(({ known }, at) =>
    byFirstName[at] === -1 ? claim(known) : (byFirstName[at] ?? -1),
  )
  return {
    positions,
    missing: plan.columns.filter(({ column }, at) => column.required && positions[at] === -1).map(({ name }) => name),
    read: new Set([...taken].map(at => names[at] ?? '')),
    unknown: row.filter((_, at) => !taken.has(at) && !plan.ignored.has(names[at] ?? '')).map(cell => cell.trim()),
    matched: taken.size,
  }
}

/** How far below titles and blank rows a header is looked for. */
const headerSearch = 20

/** A header row, found. */
export interface FoundHeader {
  at: number
  match: HeaderMatch
}

/**
 * Of the upper rows that hold every required column the one that holds most columns, the first of such: a title may be a column's name, such as
 * `Inventory`. `undefined` when none does.
 */
export function findHeader(rows: readonly string[][], plan: Plan): FoundHeader | undefined {
  const found = rows.slice(0, headerSearch).flatMap((row, at): FoundHeader[] => {
    if (isBlank(row)) return []
    const match = matchHeader(row, plan)
    return match.matched > 0 && match.missing.length === 0 ? [{ at, match }] : []
  })
  return found.reduce<FoundHeader | undefined>(
    (best, header) => (best && best.match.matched >= header.match.matched ? best : header),
    undefined,
  )
}

/** Whether no cell of a row says anything. */
export function isBlank(row: readonly string[]): boolean {
  return row.every(cell => cell.trim() === '')
}

/** Tells what a header lacks: what was expected and what was found. */
export function wrongHeader(rows: readonly string[][], plan: Plan): Issue {
  const at = rows.findIndex(row => !isBlank(row))
  if (at === -1) return { severity: 'error', code: 'empty-file', message: 'The file holds no rows.', at: {} }
  const row = rows[at] ?? []
  const { missing } = matchHeader(row, plan)
  const expected = plan.columns.filter(({ column }) => column.required).map(({ name }) => name)
  const found = row.map(cell => cell.trim())
  return {
    severity: 'error',
    code: 'wrong-header',
    message: `The header lacks ${list(missing)}. Expected at least: ${expected.join(', ')}. Found: ${found.join(', ')}.`,
    at: { row: at + 1 },
    value: found.join(', ').slice(0, 500),
    expected: expected.join(', '),
  }
}

function list(names: readonly string[]): string {
  return `the column${names.length === 1 ? '' : 's'} ${names.join(', ')}`
}

/** Columns that the layout does not know are passed over, and told, since one of them may be a misspelt one. */
export function unknownColumns({ unknown, read }: HeaderMatch, row: number): Issue[] {
  return unknown.map(name => ({
    severity: 'warning',
    code: 'unknown-column',
    message: read.has(normaliseName(name))
      ? `The column “${name}” stands twice: the first was read, the other was not.`
      : `The column “${name}” is not known and was not read.`,
    at: { row, column: name },
    value: name,
  }))
}

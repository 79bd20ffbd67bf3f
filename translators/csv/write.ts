import { z } from 'zod'
import { differences } from '../differences.ts'
import { type BusinessDocument, documentNumberOf, documentSchemas } from '../documents/index.ts'
import { hasErrors, type Issue } from '../issue.ts'
import { writeCell } from './cells.ts'
import { encodeText } from './encoding.ts'
import type { CsvLayout } from './layout.ts'
import { lossesOf, notCarried } from './losses.ts'
import { type Fields, valueAt } from './path.ts'
import { type Plan, planOf } from './plan.ts'
import { readCsv } from './read.ts'
import { joinRows } from './rows.ts'

export interface CsvWriting {
  bytes: Uint8Array
  /** Warnings: what the layout does not carry. Errors: documents left out, since they could not be read back as they are. */
  issues: Issue[]
}

/**
 * Writes documents of the layout's kind into one CSV file. Each is read back before it is let go, so that nothing is lost in silence: what
 * the layout has no column for is a warning, and a document of which a key, a required field or a figure would change is left out with an error.
 */
export function writeCsv(documents: readonly BusinessDocument[], layout: CsvLayout): CsvWriting {
  const plan = planOf(layout)
  const rows: string[][] = []
  const issues: Issue[] = []
  const keys = new Set<string>()
  for (const document of documents) {
    const own = document.kind === layout.kind ? rowsOf(plan, document as Fields) : []
    const found = own.length === 0 ? [wrongKind(document, layout)] : proven(plan, document, own, keys)
    issues.push(...found)
    if (!hasErrors(found)) rows.push(...own)
  }
  return { bytes: bytesOf(plan, rows), issues }
}

/** What a document loses or why it cannot be written, found by reading its rows back. */
function proven(plan: Plan, document: BusinessDocument, rows: readonly string[][], keys: Set<string>): Issue[] {
  const { layout } = plan
  const known = knownElsewhere(plan, document as Fields)
  const reading = readCsv(bytesOf(plan, rows), layout, { given: known })
  const [back] = reading.documents
  const number = documentNumberOf(document)
  if (!back || reading.documents.length > 1) return [unreadable(number, reading.issues)]
  const found = [
    ...Object.entries(known).map(([field, value]) => notCarried(number, field, value)),
    ...lossesOf(plan, number, differences(document, back, plan.unordered)),
  ]
  if (hasErrors(found)) return found
  const key = keyOf(plan, back as Fields)
  if (keys.has(key)) return [doubled(number)]
  keys.add(key)
  return found
}

/** Fields that every document of the kind has and this layout has no column for: whoever reads such a file must know them by other means. */
function knownElsewhere({ layout, columns }: Plan, document: Fields): Record<string, string> {
  const shape: Record<string, z.core.$ZodType> = documentSchemas[layout.kind].shape
  const missing = Object.entries(shape).filter(([name, schema]) => {
    const carried = name === 'kind' || name in layout.constants || columns.some(({ path }) => path.text === name)
    return !carried && !z.safeParse(schema, undefined).success && typeof document[name] === 'string'
  })
  return Object.fromEntries(missing.map(([name]) => [name, document[name] as string]))
}

function keyOf(plan: Plan, document: Fields): string {
  const keys = plan.levels[0]?.keys ?? []
  return JSON.stringify(keys.map(([at = 0]) => valueAt(document, plan.columns[at]?.inside ?? [])))
}

function bytesOf(plan: Plan, rows: readonly string[][]): Uint8Array {
  const { layout } = plan
  const text = joinRows([...headerRows(plan), ...rows], layout, layout.lineEnd)
  return encodeText(text, layout.encoding, layout.byteOrderMark)
}

function headerRows({ layout, columns }: Plan): string[][] {
  if (layout.shape.type === 'rows') return layout.header ? [columns.map(({ name }) => name)] : []
  return layout.shape.records.flatMap(({ code, headerCode }) => {
    const names = columns.filter(({ column }) => column.record === code).map(({ name }) => name)
    return headerCode ? [[headerCode, ...names]] : []
  })
}

/** The entries that one row stands for, one of each level from the document inwards; the inner ones may be missing. */
interface Branch {
  entries: (Fields | undefined)[]
  places: number[]
}

function branchesOf(plan: Plan, document: Fields): Branch[] {
  let branches: Branch[] = [{ entries: [document], places: [1] }]
  for (const level of plan.levels.slice(1)) {
    branches = branches.flatMap(branch => {
      const above = branch.entries.at(-1)
      const children = above === undefined ? [] : ((valueAt(above, level.toList) as Fields[] | undefined) ?? [])
      if (children.length === 0) return [{ entries: [...branch.entries, undefined], places: [...branch.places, 0] }]
      return children.map((child, at) => ({ entries: [...branch.entries, child], places: [...branch.places, at + 1] }))
    })
  }
  return branches
}

function rowsOf(plan: Plan, document: Fields): string[][] {
  const branches = branchesOf(plan, document)
  const { shape } = plan.layout
  if (shape.type === 'rows') return branches.map(branch => plan.columns.map((_, at) => cellOf(plan, branch, at)))
  return branches.flatMap((branch, at) =>
    shape.records.flatMap(({ code }) => recordRow(plan, code, branch, branches[at - 1])),
  )
}

/** A record's row, unless the entry of its innermost column has been written already or is not there. */
function recordRow(plan: Plan, code: string, branch: Branch, before: Branch | undefined): string[][] {
  const own = plan.columns.flatMap((planned, at) => (planned.column.record === code ? [at] : []))
  const level = Math.max(...own.map(at => plan.columns[at]?.level ?? 0))
  const entry = branch.entries[level]
  if (entry === undefined || entry === before?.entries[level]) return []
  return [[code, ...own.map(at => cellOf(plan, branch, at))]]
}

function cellOf(plan: Plan, branch: Branch, at: number): string {
  const planned = plan.columns[at]
  const entry = planned && branch.entries[planned.level]
  if (!planned || entry === undefined) return ''
  const value = planned.field.type === 'ordinal' ? branch.places[planned.level] : valueAt(entry, planned.inside)
  return writeCell(value, planned, plan.layout)
}

function wrongKind(document: BusinessDocument, layout: CsvLayout): Issue {
  return {
    severity: 'error',
    code: 'wrong-kind',
    message: `The layout ${layout.name} is for a ${layout.kind}, not for a ${document.kind}.`,
    at: {},
    value: document.kind,
    expected: layout.kind,
  }
}

function unreadable(number: string, issues: readonly Issue[]): Issue {
  const reasons = issues.map(issue => issue.message).join(' ')
  return {
    severity: 'error',
    code: 'cannot-be-written',
    message: `${number} cannot be written so that it reads back as one document. ${reasons}`.trim(),
    at: {},
    value: number,
  }
}

function doubled(number: string): Issue {
  return {
    severity: 'error',
    code: 'duplicate-number',
    message: `${number} stands in this file already; its rows would run together. Write it into a file of its own.`,
    at: {},
    value: number,
  }
}

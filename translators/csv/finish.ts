import type { z } from 'zod'
import { settleCreditSigns } from '../documents/credit-signs.ts'
import { type BusinessDocument, documentSchemas } from '../documents/index.ts'
import type { Issue } from '../issue.ts'
import type { Draft } from './assemble.ts'
import { missingValue, reaching } from './faults.ts'
import { type Fields, setAt, valueAt } from './path.ts'
import { constantsAt, type Plan } from './plan.ts'

/** Every entry of a draft with the index of its level. */
function* entriesOf(plan: Plan, entry: Fields, index = 0): Generator<[Fields, number]> {
  yield [entry, index]
  const below = plan.levels[index + 1]
  if (!below) return
  for (const child of (valueAt(entry, below.toList) as Fields[] | undefined) ?? [])
    yield* entriesOf(plan, child, index + 1)
}

/** Turns a finished draft into a document: constants filled in, gaps closed, and the whole checked against the vocabulary. */
export function finish(
  plan: Plan,
  draft: Draft,
  given: Readonly<Record<string, string>>,
): { document?: BusinessDocument; issues: Issue[] } {
  const values = { ...given, ...plan.layout.constants }
  const constants = plan.levels.map(level => constantsAt(plan.layout, values, level.path))
  if (draft.broken) return { issues: [] }
  const entries = [...entriesOf(plan, draft.root)]
  const last = plan.levels.length - 1
  if (last > 0 && plan.layout.badRow === 'row' && !entries.some(([, index]) => index === last))
    return { issues: [noRows(draft)] }
  const issues: Issue[] = []
  for (const [entry, index] of entries) {
    issues.push(...missingAbove(plan, draft, entry, index))
    for (const { inside, value } of constants[index] ?? [])
      if (valueAt(entry, inside) === undefined) setAt(entry, inside, value)
    closeGaps(entry)
  }
  return issues.length > 0 ? { issues } : checked(plan, draft)
}

/** Why each row is left out is said row by row; what else the document lacks for want of them is not. */
function noRows(draft: Draft): Issue {
  const row = draft.origins.get(draft.root)?.row ?? 0
  const message = `Not one row could be taken of the document that begins in row ${row}.`
  return { severity: 'error', code: 'no-rows', message, at: { row } }
}

/** Required cells that no row of an entry filled; the innermost level was seen to row by row. */
function missingAbove(plan: Plan, draft: Draft, entry: Fields, index: number): Issue[] {
  if (index > 0 && index === plan.levels.length - 1) return []
  return (plan.levels[index]?.columns ?? []).flatMap(at => {
    const planned = plan.columns[at]
    const missing =
      planned?.column.required && planned.field.type !== 'ordinal' && valueAt(entry, planned.inside) === undefined
    return missing ? [missingValue(planned, draft.origins.get(entry)?.row ?? 0, 'document')] : []
  })
}

/** Lists filled by place (`notes[1]`) may have holes. */
function closeGaps(entry: Fields): void {
  for (const [name, value] of Object.entries(entry)) {
    if (!Array.isArray(value)) continue
    if (value.includes(undefined)) entry[name] = value.filter(found => found !== undefined)
  }
}

function checked(plan: Plan, draft: Draft): { document?: BusinessDocument; issues: Issue[] } {
  const schema = documentSchemas[plan.layout.kind]
  if (plan.layout.kind === 'invoice') settleCreditSigns(draft.root)
  const result = schema.safeParse(draft.root)
  if (result.success) return { document: result.data, issues: [] }
  const faults = result.error.issues.map(issue => faultOf(plan, draft, issue))
  if (plan.layout.badRow === 'document' || faults.some(fault => !fault.leaf))
    return { issues: faults.map(({ issue }) => reaching(issue, 'document')) }
  leaveOut(plan, draft.root, new Set(faults.map(fault => fault.entry)))
  const issues = faults.map(({ issue }) => reaching(issue, 'row'))
  const again = schema.safeParse(draft.root)
  return again.success ? { document: again.data, issues } : { issues }
}

function leaveOut(plan: Plan, root: Fields, bad: ReadonlySet<Fields>): void {
  const last = plan.levels.at(-1)
  for (const [entry, index] of [...entriesOf(plan, root)]) {
    if (!last || index !== plan.levels.length - 2) continue
    const list = valueAt(entry, last.toList) as Fields[]
    setAt(
      entry,
      last.toList,
      list.filter(found => !bad.has(found)),
    )
  }
}

/** A fault that the vocabulary found, brought back to its row and column. `leaf`: it lies in an entry of the innermost level. */
function faultOf(
  plan: Plan,
  draft: Draft,
  { path, message }: z.core.$ZodIssue,
): { issue: Issue; entry: Fields; leaf: boolean } {
  let value: unknown = draft.root
  let entry = draft.root
  for (const part of path) {
    value = (value as Fields | undefined)?.[part as string]
    if (draft.origins.has(value as Fields)) entry = value as Fields
  }
  const leaf = plan.levels.length > 1 && draft.origins.get(entry)?.level === plan.levels.length - 1
  return { issue: schemaFault(plan, draft.origins.get(entry)?.row ?? 0, path, value, message), entry, leaf }
}

function schemaFault(plan: Plan, row: number, keys: readonly PropertyKey[], value: unknown, message: string): Issue {
  const path = keys.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[]` : `${text}${text && '.'}${String(key)}`),
    '',
  )
  const columns = plan.columns
    .filter(({ path: { text } }) => text === path || text.startsWith(`${path}.`))
    .map(({ name }) => name)
  const missing = value === undefined || typeof value === 'object'
  const where =
    columns.length === 1
      ? `column ${columns[0]}`
      : columns.length > 1
        ? `columns ${columns.join(', ')}`
        : `field ${path}`
  const expected = missing
    ? columns.length > 1
      ? 'at least one value'
      : 'a value'
    : message.replace(/^expected /i, '')
  return {
    severity: 'error',
    code: missing ? 'missing-value' : 'wrong-value',
    message: `Row ${row}, ${where}: ${missing ? 'nothing there' : `“${String(value).slice(0, 80)}”`}, expected ${expected}.`,
    at: { row, ...(columns.length === 1 ? { column: columns[0] as string } : {}), path },
    ...(missing ? {} : { value: String(value) }),
    expected,
  }
}

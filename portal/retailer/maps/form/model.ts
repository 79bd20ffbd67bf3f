import type { DocumentKind } from '../../../../translators/documents/index.ts'
import type { MapProblem } from '../../../../translators/x12/index.ts'
import type { FormValues } from '../../../ui/form-data.ts'
import { csvSections } from './csv-sections.ts'
import type { Data } from './lines.ts'
import type { Field, Section } from './section.ts'
import { x12Sections } from './x12-sections.ts'

/** One row of a section. */
export interface Row {
  /** Of a record: the name under which it stands. */
  key: string
  value: unknown
  /** Names of fields that are shown though they say nothing. */
  shown: ReadonlySet<string>
}

/** A map taken apart for its form. */
export interface MapForm {
  sections: readonly Section[]
  /** The map without its rows: what stands in no section stays as it is. */
  base: Data
  rows: Readonly<Record<string, readonly Row[]>>
}

/** The form's sections for a map. */
export function sectionsFor(format: 'x12' | 'csv', kind: DocumentKind): readonly Section[] {
  return format === 'csv' ? csvSections : x12Sections(kind)
}

/** Takes a map apart. What is no record or list where one belongs has no rows; the text beside the form shows it. */
export function formOf(sections: readonly Section[], map: Data): MapForm {
  const rows = sections.flatMap(section =>
    section.rows ? [[section.id, rowsIn(section.rows.as, at(map, section.rows.path))] as const] : [],
  )
  return { sections, base: map, rows: Object.fromEntries(rows) }
}

function rowsIn(as: 'record' | 'list', value: unknown): Row[] {
  if (as === 'list') return Array.isArray(value) ? value.map(each => ({ key: '', value: each, shown: new Set() })) : []
  if (!isData(value)) return []
  return Object.entries(value).map(([key, each]) => ({ key, value: each, shown: new Set() }))
}

/** Puts a map together again: the same map when nothing was changed. Rows without a name are left out. */
export function mapOf({ sections, base, rows }: MapForm): Data {
  let map = base
  for (const section of sections) {
    if (!section.rows) continue
    const own = rows[section.id] ?? []
    const { path, as } = section.rows
    const value = as === 'list' ? own.map(row => row.value ?? {}) : recordOf(own)
    const before = at(map, path)
    const keeps = before !== undefined && !isRowsOf(as, before) && own.length === 0
    const empty = own.length === 0 && (before === undefined || !isEmpty(before))
    if (!keeps) map = put(map, path, empty ? undefined : value) as Data
  }
  return map
}

const isRowsOf = (as: 'record' | 'list', value: unknown) => (as === 'list' ? Array.isArray(value) : isData(value))
const isEmpty = (value: unknown) => Object.keys(Object(value)).length === 0

function recordOf(rows: readonly Row[]): Data {
  return Object.fromEntries(rows.filter(row => row.key !== '').map(row => [row.key, row.value ?? {}]))
}

/** What a row or map says in a field, as its text; empty where it says nothing. */
export function textOf(field: Field, value: unknown): string {
  const found = at(value, field.path)
  return found === undefined || found === null || (field.path.length === 0 && isEmpty(found))
    ? ''
    : field.codec.print(found)
}

/** The same row or map with a field's text read into it. */
export function withText(field: Field, value: unknown, text: string): unknown {
  const clean = text.replace(/\r\n/g, '\n')
  if (clean === textOf(field, value)) return value
  return put(value, field.path, field.codec.parse(clean))
}

/**
 * Reads what was posted into the map that the form was made of: `general[f][name]`, `segments[0][min]`, its key as `segments[0][=]`, the key
 * that it had as `segments[0][was]`; a row that was folded as `segments[0][kept]` alone.
 */
export function readForm(sections: readonly Section[], base: Data, posted: FormValues): MapForm {
  const form = formOf(sections, base)
  const groups = groupsOf(posted)
  let map = base
  const rows: Record<string, Row[]> = {}
  for (const section of sections) {
    const own = groups.get(section.id) ?? new Map<string, FormValues>()
    if (section.rows) rows[section.id] = [...own].map(([index, given]) => readRow(section, form, Number(index), given))
    else map = readFields(section.fields, map, own.get('f') ?? {}) as Data
  }
  return { sections, base: map, rows }
}

function groupsOf(posted: FormValues): Map<string, Map<string, FormValues>> {
  const groups = new Map<string, Map<string, FormValues>>()
  for (const [name, value] of Object.entries(posted)) {
    const [, section = '', index = '', field = ''] = /^(\w+)\[(f|\d{1,4})\]\[([^\]]+)\]$/.exec(name) ?? []
    if (section === '') continue
    const rows = groups.get(section) ?? new Map<string, FormValues>()
    groups.set(section, rows.set(index, { ...rows.get(index), [field]: value }))
  }
  return groups
}

/** A row is known again by the name that it had, or in a list by its place. */
function readRow(section: Section, form: MapForm, index: number, given: FormValues): Row {
  const known = form.rows[section.id] ?? []
  const kept = given.kept === undefined ? undefined : known[index]
  if (kept) return kept
  const before = section.rows!.as === 'list' ? known[index] : known.find(row => row.key === given.was)
  const value = readFields(section.fields, before?.value ?? {}, given)
  return { key: (given['='] ?? '').trim(), value, shown: new Set(Object.keys(given)) }
}

function readFields(fields: readonly Field[], value: unknown, given: FormValues): unknown {
  return fields.reduce((now, field) => withText(field, now, given[field.name] ?? textOf(field, now)), value)
}

/** What is wrong with the form as such: rows without a name, or two of the same. */
export function formProblems({ sections, rows }: MapForm): MapProblem[] {
  return sections.flatMap(section => {
    if (section.rows?.as !== 'record') return []
    const { noun, path } = section.rows
    const own = rows[section.id] ?? []
    return own.flatMap((row, index) => {
      const where = `${path.join('.')}.#${index}`
      if (row.key === '') return [{ path: where, message: `say which, or remove this ${noun}` }]
      const twice = own.findIndex(other => other.key === row.key) < index
      return twice ? [{ path: where, message: `${row.key} stands here twice` }] : []
    })
  })
}

/** A problem where the form shows it: beside a field, at a row, or at a section. */
export interface PlacedProblem {
  section?: string
  row?: number
  field?: string
  message: string
  path: string
}

/** Finds for each problem of a map the field of its form. */
export function placeProblems(form: MapForm, problems: readonly MapProblem[]): PlacedProblem[] {
  return problems.map(problem => ({ ...placeOf(form, problem.path), ...problem }))
}

function placeOf(form: MapForm, path: string): Pick<PlacedProblem, 'section' | 'row' | 'field'> {
  for (const section of form.sections) {
    if (!section.rows) {
      const field = fieldAt(section.fields, path)
      if (field) return { section: section.id, field }
      continue
    }
    const start = section.rows.path.join('.')
    if (path === start) return { section: section.id }
    if (!path.startsWith(`${start}.`)) continue
    return { section: section.id, ...rowAt(section, form.rows[section.id] ?? [], path.slice(start.length + 1)) }
  }
  return {}
}

function rowAt(section: Section, rows: readonly Row[], rest: string): Pick<PlacedProblem, 'row' | 'field'> {
  const names = rows.map((row, index) => (section.rows!.as === 'list' ? String(index) : row.key))
  const numbered = /^#(\d+)$/.exec(rest)
  if (numbered) return { row: Number(numbered[1]), field: '=' }
  const row = names.findLastIndex(name => name !== '' && (rest === name || rest.startsWith(`${name}.`)))
  if (row < 0) return {}
  const inside = rest.slice(names[row]!.length + 1)
  const field = inside === '' && section.rows!.as === 'record' ? '=' : fieldAt(section.fields, inside)
  return field ? { row, field } : { row }
}

function fieldAt(fields: readonly Field[], path: string): string | undefined {
  const fits = fields.filter(({ path: own }) => {
    const place = own.join('.')
    return (
      place === '' || path === place || path.startsWith(`${place}.`) || (path !== '' && place.startsWith(`${path}.`))
    )
  })
  return fits.toSorted((one, other) => other.path.length - one.path.length)[0]?.name
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (now, step) => (typeof now === 'object' && now !== null ? (now as Record<string, unknown>)[step] : undefined),
    value,
  )
}

/** A copy with something at a path; what becomes empty by taking something out is taken out too. */
function put(value: unknown, path: readonly (string | number)[], inside: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return inside ?? {}
  if (typeof step === 'number') return putInList(value, step, inside)
  const data = isData(value) ? value : {}
  const next = put(data[step], rest, inside)
  const gone = inside === undefined && (rest.length === 0 || isEmpty(next))
  if (!gone) return { ...data, [step]: next }
  const { [step]: _, ...others } = data
  return others
}

/** The two ends of a length: a list that is filled from both sides. */
function putInList(value: unknown, index: number, inside: unknown): unknown {
  const list: unknown[] = Array.isArray(value) ? [...value] : []
  list[index] = inside ?? null
  for (let i = 0; i < list.length; i++) list[i] ??= null
  return list.every(each => each === null) ? [] : list
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

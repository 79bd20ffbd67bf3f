import { readCell } from './cells.ts'
import { type Field, fieldAt } from './fields.ts'
import type { CsvColumn, CsvLayout } from './layout.ts'
import { normaliseName } from './names.ts'
import { levelOf, levelsOf, type Path, parsePath, type Step, stepsInside } from './path.ts'

/** A column made ready for work: its field, its level, and its codes both ways. */
export interface PlannedColumn {
  column: CsvColumn
  name: string
  /** Its names in a header, as they are compared. */
  known: readonly string[]
  path: Path
  field: Field
  /** Index into the plan's levels. */
  level: number
  /** From the entry of that level to the field. */
  inside: readonly Step[]
  /** What stands in the file, in lower case → the document's value. */
  meanings: ReadonlyMap<string, string> | undefined
  /** What a blank cell means. */
  defaultValue: unknown
  /** For each list of fallback fields, the indexes of their columns. */
  fallback: readonly (readonly number[])[]
  /** Where rows of one entry differ: the index of the column that then holds the row's value, or -1 where the first row's is enough. */
  differing: number | undefined
}

/** One level of entries: the document itself at 0, then each repeating list inside the one before. */
export interface PlannedLevel {
  path: string
  /** From an entry of the level above to this level's list. */
  toList: readonly Step[]
  /** Indexes of the columns by which rows of the same entry are told; those of one field stand together. */
  keys: readonly (readonly number[])[]
  columns: readonly number[]
  constants: readonly { inside: readonly Step[]; value: unknown }[]
}

export interface Plan {
  layout: CsvLayout
  columns: readonly PlannedColumn[]
  levels: readonly PlannedLevel[]
  /** Names of the lists whose entries are chosen by their values, so that their order says nothing. */
  unordered: ReadonlySet<string>
  /** Names in a header that mean nothing, as they are compared. */
  ignored: ReadonlySet<string>
}

const plans = new WeakMap<CsvLayout, Plan>()

/** The plan of a layout that `csvLayout` has passed; made once for each. */
export function planOf(layout: CsvLayout): Plan {
  const known = plans.get(layout)
  if (known) return known
  const plan = makePlan(layout)
  plans.set(layout, plan)
  return plan
}

function makePlan(layout: CsvLayout): Plan {
  const paths = layout.columns.map(column => pathOf(column.path))
  const names = levelsOf(paths) ?? ['']
  const columns = layout.columns.map((column, at) => planColumn(layout, column, paths[at] as Path, names))
  const levels = names.map((path, index) => {
    const own = columns.flatMap((column, at) => (column.level === index ? [at] : []))
    return {
      path,
      toList: index === 0 ? [] : stepsBelow(pathOf(path), pathOf(names[index - 1] ?? '')),
      keys: keysAmong(columns, own),
      columns: own,
      constants: constantsAt(layout, layout.constants, path),
    }
  })
  const chosen = columns.flatMap(({ path }) => path.steps.filter(step => typeof step.list === 'object'))
  const ignored = new Set(['', ...layout.ignoredColumns.map(normaliseName)])
  return { layout, columns, levels, unordered: new Set(chosen.map(step => step.name)), ignored }
}

function keysAmong(columns: readonly PlannedColumn[], own: readonly number[]): number[][] {
  const keys = own.filter(at => columns[at]?.column.key)
  return [...Map.groupBy(keys, at => columns[at]?.column.path).values()]
}

const emptyPath: Path = { text: '', steps: [], ordinal: false }

function pathOf(text: string): Path {
  return parsePath(text) ?? emptyPath
}

function stepsBelow(path: Path, above: Path): readonly Step[] {
  return path.steps.slice(above.steps.length)
}

/** The values among `values` (field path → value) that belong to entries of one level. */
export function constantsAt(layout: CsvLayout, values: Readonly<Record<string, string>>, level: string) {
  return Object.entries(values).flatMap(([text, value]) => {
    const path = parsePath(text)
    const field = path && fieldAt(layout.kind, path)
    return path && field && levelOf(path) === level ? [{ inside: stepsInside(path), value: typed(value, field) }] : []
  })
}

function typed(value: string, field: Field): unknown {
  if (field.type === 'integer') return Number(value)
  return field.type === 'boolean' ? value === 'true' : value
}

function planColumn(layout: CsvLayout, column: CsvColumn, path: Path, levels: readonly string[]): PlannedColumn {
  const field = fieldAt(layout.kind, path)
  if (!field) throw new TypeError(`layout ${layout.name} was not checked: a ${layout.kind} has no field ${column.path}`)
  const fallback = (column.fallback ?? []).map(list =>
    list.map(from => layout.columns.findIndex(other => other.path === from)),
  )
  const planned: PlannedColumn = {
    column,
    name: column.names[0] ?? column.path,
    known: column.names.map(normaliseName),
    path,
    field,
    level: levels.indexOf(levelOf(path)),
    inside: stepsInside(path),
    meanings: meaningsOf(column),
    defaultValue: undefined,
    fallback,
    differing:
      column.differing === undefined ? undefined : layout.columns.findIndex(other => other.path === column.differing),
  }
  const cell = readCell(column.default ?? '', planned, layout)
  return 'value' in cell ? { ...planned, defaultValue: cell.value } : planned
}

function meaningsOf(column: CsvColumn): ReadonlyMap<string, string> | undefined {
  if (!column.codes) return undefined
  const meanings = new Map<string, string>()
  for (const [value, spellings] of Object.entries(column.codes))
    for (const spelling of [spellings].flat()) {
      const key = spelling.toLowerCase()
      if (!meanings.has(key)) meanings.set(key, value)
    }
  return meanings
}

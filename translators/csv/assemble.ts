import type { Issue } from '../issue.ts'
import { readCell } from './cells.ts'
import { badCell, conflict, missingValue } from './faults.ts'
import { type Fields, type Step, setAt, valueAt } from './path.ts'
import type { Plan, PlannedColumn, PlannedLevel } from './plan.ts'

/** A document that is growing row by row. */
export interface Draft {
  root: Fields
  /** The row in which each entry began, and its level, for issues found later. */
  origins: Map<Fields, { row: number; level: number }>
  /** Something was wrong that keeps the document from being given. */
  broken: boolean
}

/** One row's cells: each column's text and value, and what is wrong with them. */
interface Reading {
  row: number
  texts: string[]
  values: unknown[]
  /** Columns whose value belongs into the field beside theirs. */
  elsewhere: Map<number, readonly Step[]>
  /** Columns whose cell holds several values, with all but the first. */
  more: Map<number, readonly string[]>
  faults: Issue[]
}

/** Gathers rows into documents: rows that agree in a level's key columns belong to the same entry of that level. */
export class Assembler {
  readonly issues: Issue[] = []
  private readonly drafts = new Map<string, Draft>()
  private readonly entries = new Map<Fields, Map<string, Fields>>()
  private current: Draft | undefined
  private readonly plan: Plan
  private readonly given: ReadonlySet<string>

  /** `given`: the field paths that have a value even where the file has none. */
  constructor(plan: Plan, given: ReadonlySet<string>) {
    this.plan = plan
    this.given = given
  }

  get documents(): Draft[] {
    return [...this.drafts.values()]
  }

  /**
   * Takes one row. `textOf` gives the text of a column by its index, `undefined` where the row has no such column; `fault` is what was already
   * wrong with the row as a whole.
   */
  add(row: number, textOf: (column: number) => string | undefined, fault?: Issue): void {
    const reading = this.read(row, textOf)
    if (fault) reading.faults.unshift(fault)
    const draft = this.draftOf(reading)
    this.issues.push(...reading.faults)
    if (!draft) return
    this.current = draft
    if (reading.faults.length > 0) {
      if (this.plan.layout.badRow === 'row') return
      draft.broken = true
    }
    this.place(draft, reading)
  }

  private place(draft: Draft, reading: Reading): void {
    let entry = draft.root
    for (const [index, level] of this.plan.levels.entries()) {
      const above = entry
      const own = index === 0 ? above : this.entryOf(draft, above, index, reading)
      if (!own) return
      this.fill(draft, own, level, reading)
      this.placeMore(draft, above, index, reading)
      entry = own
    }
  }

  /** Further values of a cell that holds several: an entry of its own for each, with nothing else in it, after the row's own. */
  private placeMore(draft: Draft, above: Fields, index: number, reading: Reading): void {
    for (const [at, values] of reading.more) {
      const level = this.plan.levels[index]
      if (!level || this.plan.columns[at]?.level !== index) continue
      for (const value of values) {
        const alone: Reading = { ...reading, texts: [], values: [], elsewhere: new Map() }
        alone.texts = reading.texts.map((_, column) => (column === at ? value : ''))
        alone.values[at] = value
        const entry = this.entryOf(draft, above, index, alone)
        if (entry) this.fill(draft, entry, level, alone)
      }
    }
  }

  private read(row: number, textOf: (column: number) => string | undefined): Reading {
    const { columns, layout } = this.plan
    const reading: Reading = { row, texts: [], values: [], elsewhere: new Map(), more: new Map(), faults: [] }
    columns.forEach((planned, at) => {
      const [text, more] = firstOf(textOf(at) ?? '', planned)
      if (more.length > 0) reading.more.set(at, more)
      const cell = readCell(text, planned, layout)
      reading.texts[at] = text.trim()
      reading.values[at] = 'value' in cell ? cell.value : undefined
      if ('sibling' in cell && cell.sibling)
        reading.elsewhere.set(at, [...planned.inside.slice(0, -1), { name: cell.sibling }])
      if ('expected' in cell) reading.faults.push(badCell(planned, row, text, cell.expected, layout.badRow))
    })
    columns.forEach((planned, at) => {
      if (reading.texts[at] === '') reading.values[at] = fallbackOf(planned, reading.values)
    })
    reading.faults.push(...this.blankCells(reading))
    return reading
  }

  /** Required cells of the innermost level that a row which speaks of that level leaves blank. */
  private blankCells({ row, texts, values }: Reading): Issue[] {
    const { columns, levels, layout } = this.plan
    const own = levels.length > 1 ? (levels.at(-1)?.columns ?? []) : []
    if (own.every(at => texts[at] === '')) return []
    return own.flatMap(at => {
      const planned = columns[at]
      const fine = !planned?.column.required || texts[at] !== '' || values[at] !== undefined
      return fine || planned.defaultValue !== undefined ? [] : [missingValue(planned, row, layout.badRow)]
    })
  }

  private draftOf(reading: Reading): Draft | undefined {
    const [top] = this.plan.levels
    const key = keyOf(top, reading)
    if (key === undefined && this.current && blankKeyContinues(this.plan)) return this.current
    const known = this.drafts.get(key ?? '')
    if (known) return known
    const keyColumn = this.plan.columns[top?.keys[0]?.[0] ?? 0]
    if (key === undefined && keyColumn && !this.given.has(keyColumn.path.text)) {
      reading.faults.push(missingValue(keyColumn, reading.row, 'document'))
      return undefined
    }
    const root: Fields = { kind: this.plan.layout.kind }
    const draft: Draft = { root, origins: new Map([[root, { row: reading.row, level: 0 }]]), broken: false }
    this.openList(root, 1)
    this.drafts.set(key ?? '', draft)
    return draft
  }

  /** The entry of a level to which a row belongs, made when it is new; `undefined` when the row says nothing of that level or below. */
  private entryOf(draft: Draft, above: Fields, index: number, reading: Reading): Fields | undefined {
    const { levels } = this.plan
    const level = levels[index]
    if (!level || !levels.slice(index).some(below => below.columns.some(at => reading.texts[at] !== '')))
      return undefined
    const key = index === levels.length - 1 ? undefined : (keyOf(level, reading) ?? '')
    const known = key === undefined ? undefined : this.entries.get(above)?.get(key)
    if (known) return known
    const entry: Fields = {}
    draft.origins.set(entry, { row: reading.row, level: index })
    ;(valueAt(above, level.toList) as Fields[]).push(entry)
    if (key !== undefined) this.remember(above, key, entry)
    this.openList(entry, index + 1)
    return entry
  }

  private remember(above: Fields, key: string, entry: Fields): void {
    const known = this.entries.get(above)
    if (known) known.set(key, entry)
    else this.entries.set(above, new Map([[key, entry]]))
  }

  private openList(entry: Fields, index: number): void {
    const level = this.plan.levels[index]
    if (level) setAt(entry, level.toList, [])
  }

  private fill(draft: Draft, entry: Fields, level: PlannedLevel, reading: Reading): void {
    for (const at of level.columns) {
      const planned = this.plan.columns[at]
      if (!planned || planned.field.type === 'ordinal') continue
      const before = valueAt(entry, planned.inside)
      const value = reading.values[at] ?? (before === undefined ? planned.defaultValue : undefined)
      if (value === undefined || this.isLater(draft, entry, planned, reading)) continue
      if (before === undefined) setAt(entry, reading.elsewhere.get(at) ?? planned.inside, value)
      else if (reading.texts[at] !== '' && !same(before, value)) this.differ(draft, at, reading, before)
    }
  }

  /** Whether only the first row of an entry counts, and this is a later one. */
  private isLater(draft: Draft, entry: Fields, { differing }: PlannedColumn, { row }: Reading): boolean {
    return differing === -1 && draft.origins.get(entry)?.row !== row
  }

  /** A row says something else than one above of the same entry: it holds for the row's own entry further in, or it is a fault. */
  private differ(draft: Draft, at: number, reading: Reading, before: unknown): void {
    const planned = this.plan.columns[at] as PlannedColumn
    const { differing } = planned
    const text = reading.texts[at] ?? ''
    if (differing === undefined) {
      this.issues.push(conflict(planned, reading.row, text, before))
      draft.broken = true
    } else if (reading.texts[differing] === '') {
      reading.texts[differing] = text
      reading.values[differing] = reading.values[at]
    }
  }
}

/** The first value of a cell and the others, where its column may hold several of which each is an entry's key. */
function firstOf(text: string, { column, field }: PlannedColumn): [string, string[]] {
  if (column.separator === undefined || field.type !== 'text') return [text, []]
  const [first = '', ...more] = text
    .split(column.separator)
    .map(part => part.trim())
    .filter(part => part !== '')
  return [first, more]
}

function blankKeyContinues({ layout: { shape } }: Plan): boolean {
  return shape.type === 'records' || shape.blankKeyContinues
}

/** The values of a level's keys as one text; `undefined` when all are blank. A cell that could not be read counts as it stands. */
function keyOf(level: PlannedLevel | undefined, { values, texts }: Reading): string | undefined {
  const parts = (level?.keys ?? []).map(columns => {
    const found = columns.map(at => values[at] ?? texts[at]).find(value => value !== undefined && value !== '')
    return found === undefined ? '' : String(found)
  })
  return parts.every(part => part === '') ? undefined : JSON.stringify(parts)
}

function fallbackOf(planned: PlannedColumn, values: readonly unknown[]): unknown {
  for (const list of planned.fallback) {
    const found = list.map(at => values[at])
    if (found.every(value => value !== undefined)) return found.join('-')
  }
  return undefined
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b))
}

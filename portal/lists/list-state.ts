import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { ViewList } from '../../db/schema/index.ts'
import { pageSize } from '../ui/request.ts'

/** What a list of the console offers: quick filters, further fields to filter by, orders to sort in, and columns to choose. */
export interface ListDefinition<Filter extends string, Sort extends string> {
  /** The name under which views of it are kept, where they are. */
  list?: ViewList
  path: string
  filters: readonly Filter[]
  /** Shown at first, and the one under which a search looks. */
  first: Filter
  everything: Filter
  /** Further parameters of the address that narrow the list. */
  fields: readonly string[]
  sorts: readonly Sort[]
  /** The columns that can be left out, by their headings. */
  columns: readonly string[]
}

const cursorShape = z.tuple([z.string().nullable(), z.uuid()])
/** After which row a list goes on: what it is sorted by, as text, and its id. */
export type Cursor = z.infer<typeof cursorShape>

/** A list as its address asks for it. */
export interface ListState<Filter extends string = string, Sort extends string = string> {
  filter: Filter
  search: string
  /** Newest first where none is named. */
  sort: Sort | undefined
  descending: boolean
  /** The further fields that are filled in. */
  fields: Readonly<Record<string, string>>
  /** The columns to leave out. */
  hidden: readonly string[]
  after: Cursor | undefined
}

/** Reads a list's address. What it does not know of is left out. */
export function readState<Filter extends string, Sort extends string>(
  query: Readonly<Record<string, string>>,
  definition: ListDefinition<Filter, Sort>,
): ListState<Filter, Sort> {
  const search = (query.q ?? '').trim().slice(0, 2000)
  const shown = definition.filters.find(filter => filter === query.show)
  const [, down, sort] = /^(-?)(.+)$/.exec(query.sort ?? '') ?? []
  const known = definition.sorts.find(one => one === sort)
  const fields = definition.fields.flatMap(name => {
    const value = query[name]?.trim().slice(0, 200)
    return value ? [[name, value]] : []
  })
  return {
    filter: shown ?? (search ? definition.everything : definition.first),
    search,
    sort: known,
    descending: known ? down === '-' : true,
    fields: Object.fromEntries(fields),
    hidden: definition.columns.filter(column => query.hide?.split(',').includes(column)),
    after: readCursor(query.after),
  }
}

function readCursor(text: string | undefined): Cursor | undefined {
  if (!text) return undefined
  try {
    return cursorShape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data
  } catch {
    return undefined
  }
}

/** The parameters of a list's address: all that makes it this list, but not how far down one is. */
export function stateQuery(state: ListState): string {
  const { filter, search, sort, descending, fields, hidden } = state
  const parameters = new URLSearchParams({ show: filter })
  if (search) parameters.set('q', search)
  for (const [name, value] of Object.entries(fields)) parameters.set(name, value)
  if (sort) parameters.set('sort', `${descending ? '-' : ''}${sort}`)
  if (hidden.length > 0) parameters.set('hide', hidden.join(','))
  return String(parameters)
}

/** The address of the same list with something changed; it begins at its first row unless told after which. */
export function stateHref(path: string, state: ListState, change: Partial<ListState> = {}): string {
  const query = stateQuery({ ...state, ...change })
  const { after } = change
  return `${path}?${query}${after ? `&after=${Buffer.from(JSON.stringify(after)).toString('base64url')}` : ''}`
}

/** The parameters that a form which changes one of them keeps. */
export function kept(state: ListState, without = 'q'): Record<string, string> {
  const parameters = Object.fromEntries(new URLSearchParams(stateQuery(state)))
  delete parameters[without]
  return parameters
}

/** What a list is sorted by: an expression that an index has together with the id, and its type in SQL. */
export interface SortKey {
  by: SQL
  type: 'uuid' | 'timestamptz' | 'date' | 'text' | 'numeric'
  /** Whether some rows have none: they stand last going up and first going down, as PostgreSQL has it. */
  nullable?: boolean
}

/** `order by` for a key, and the condition that leaves out what stood on earlier pages. */
export function paging(key: SortKey, id: SQL, state: Pick<ListState, 'descending' | 'after'>) {
  const { by, type, nullable = false } = key
  const way = sql.raw(state.descending ? 'desc' : 'asc')
  const order = sql`${by} ${way}, ${id} ${way}`
  return { order, cursor: sql<string | null>`(${by})::text`, after: state.after && goingOn(state.after) }

  function goingOn([value, last]: Cursor): SQL {
    const than = sql.raw(state.descending ? '<' : '>')
    if (value === null) {
      const rest = sql`${by} is null and ${id} ${than} ${last}::uuid`
      return state.descending ? sql`((${rest}) or ${by} is not null)` : sql`(${rest})`
    }
    const bound = type === 'text' ? sql`(${value} collate "C")` : sql`${value}::${sql.raw(type)}`
    const rest = sql`(${by}, ${id}) ${than} (${bound}, ${last}::uuid)`
    return nullable && !state.descending ? sql`(${rest} or ${by} is null)` : rest
  }
}

/** Cuts a list that was asked for one row more than a page, and says after which row it goes on. */
export function pageOf<Row extends { id: string; cursor: string | null }>(
  rows: Row[],
  size = pageSize,
): { rows: Row[]; next: Cursor | undefined } {
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > size && last ? [last.cursor, last.id] : undefined }
}

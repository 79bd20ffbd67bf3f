import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { storableText } from './schema/columns.ts'

/** One statement as the driver takes it, with `$1`, `$2` … where the values stand. */
export interface Statement {
  text: string
  values: unknown[]
}

/**
 * What inserts rows, for tables that are written to so often that building the statement each time would show: however many rows there are, it is one
 * statement with one parameter, and one plan. Not for octets, since the rows travel as JSON. The other columns take their defaults.
 *
 * @example
 * const insertRetailers = insertion(retailers, ['id', 'slug', 'name', 'createdAt'])
 * await hub.workAtOnce([insertRetailers([{ id, slug: 'acme', name: 'Acme', createdAt }])], [])
 */
export function insertion<T extends PgTable, K extends keyof T['$inferInsert'] & string>(table: T, keys: readonly K[]) {
  const all = getTableColumns(table)
  const columns = keys.map(key => ({ key, column: all[key]! }))
  const names = columns.map(({ column }) => `"${column.name}"`).join(', ')
  const declared = columns.map(({ column }) => `"${column.name}" ${column.getSQLType()}`).join(', ')
  const text = `insert into "${getTableName(table)}" (${names}) select ${names} from ${recordset(declared)}`
  return (rows: readonly Pick<T['$inferInsert'], K>[]): Statement => ({
    text,
    values: [
      rowsAsText(rows.map(row => Object.fromEntries(columns.map(({ key, column }) => [column.name, row[key]])))),
    ],
  })
}

const joined = new Map<string, string>()
const mostJoined = 100

/**
 * Several statements as one: it takes one round trip and no `begin` and `commit`. None may depend on what another changes, and only the last may begin with `with` itself;
 * undefined where that is not so.
 */
export function asOne(statements: readonly Statement[]): Statement | undefined {
  const last = statements.length - 1
  if (last < 0 || statements.some(({ text }, at) => /^\s*with\s/i.test(text) !== (at === last))) return undefined
  const key = statements.map(({ text }) => text).join('\0')
  const text = joined.get(key) ?? joinedText(statements)
  if (joined.size >= mostJoined) joined.clear()
  joined.set(key, text)
  return { text, values: statements.flatMap(({ values }) => values) }
}

function joinedText(statements: readonly Statement[]): string {
  let before = 0
  const parts = statements.map(({ text, values }, at) => {
    const shift = before
    before += values.length
    const moved = text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + shift}`)
    return at === statements.length - 1 ? moved.replace(/^\s*with\s/i, '') : `at_once_${at} as (${moved})`
  })
  return `with ${parts.join(',\n')}`
}

/** Rows given as the first parameter, see {@link rowsAsText}, with their columns and types declared: something to select from. */
export const recordset = (declared: string) => `jsonb_to_recordset($1::text::jsonb) as v(${declared})`

/** Rows as one parameter. What is undefined is the database's null. */
export const rowsAsText = (rows: readonly Record<string, unknown>[]) => storableText(JSON.stringify(rows))

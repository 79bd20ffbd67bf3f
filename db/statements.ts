import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'

/** One statement as the driver takes it, with `$1`, `$2` … where the values stand. */
export interface Statement {
  text: string
  values: unknown[]
}

/**
 * What inserts one row, for tables that are written to so often that building the statement each time would show. The other columns take their defaults.
 *
 * @example
 * const insertRetailer = insertion(retailers, ['id', 'slug', 'name', 'createdAt'])
 * await hub.workAtOnce([insertRetailer({ id, slug: 'acme', name: 'Acme', createdAt })], [])
 */
export function insertion<T extends PgTable, K extends keyof T['$inferInsert'] & string>(table: T, keys: readonly K[]) {
  const all = getTableColumns(table)
  const columns = keys.map(key => ({ key, column: all[key]! }))
  const names = columns.map(({ column }) => `"${column.name}"`).join(', ')
  const places = columns.map((_, at) => `$${at + 1}`).join(', ')
  const text = `insert into "${getTableName(table)}" (${names}) values (${places})`
  return (row: Pick<T['$inferInsert'], K>): Statement => ({
    text,
    values: columns.map(({ key, column }) => {
      const value = row[key]
      return value === undefined || value === null ? null : column.mapToDriverValue(value)
    }),
  })
}

import { type SQL, sql } from 'drizzle-orm'

/**
 * A value that a select reads by a query of its own, row by row. drizzle leaves the names of tables out of what stands directly in the
 * selection of a single table, which would make `orders.id` inside such a query mean the inner table's id; one level down it keeps them.
 */
export function subselect<T>(query: SQL): SQL<T> {
  return sql<T>`(${query})`
}

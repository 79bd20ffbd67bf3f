import { type SQL, sql } from 'drizzle-orm'

/**
 * Rows as one parameter of a hand-written statement, to be joined or inserted by: `from (…) as v(id uuid, counted numeric)`. However many rows there are, it is one
 * statement with one plan. `columns` names each column with its SQL type; a value is anything JSON holds.
 */
export function recordset<Column extends string>(
  columns: Readonly<Record<Column, string>>,
  rows: readonly Readonly<Record<NoInfer<Column>, unknown>>[],
): SQL {
  const declared = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`)
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(${sql.raw(declared.join(', '))})`
}

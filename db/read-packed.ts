import { type Column, type GetColumnData, type SQL, sql } from 'drizzle-orm'
import { type Orm, rowsOf } from './connection.ts'

/** Rows by the names of their fields, as a query of the same columns would give them. */
export type Packed<Fields extends Record<string, Column>> = {
  [Name in keyof Fields]: GetColumnData<Fields[Name], 'query'>
}

/**
 * Reads many rows as one, in which each column is a list: the driver and the mapping take several times as long for thousands of rows of twenty values as the server does for
 * finding them, and a list of JSON takes a fraction of that. `source` is what follows `from`, with its conditions and its order. Decimals come as text without trailing zeros, as ever.
 * For columns of text, ids, decimals, whole numbers, JSON and business dates. Throws for an instant, which would come as text.
 *
 *     await readPacked(orm, { id: invoices.id, total: invoices.total }, sql`${invoices} where ${condition} order by ${invoices.id}`)
 */
export async function readPacked<const Fields extends Record<string, Column>>(
  orm: Orm,
  fields: Fields,
  source: SQL,
): Promise<Packed<Fields>[]> {
  const names = Object.keys(fields)
  const selected = Object.values(fields).map((column, at) => sql`${selectedAs(column)} as ${nameOf(at)}`)
  const lists = names.map((_, at) => sql`json_agg(${nameOf(at)}) as ${nameOf(at)}`)
  const query = sql`select ${sql.join(lists, sql`, `)} from (select ${sql.join(selected, sql`, `)} from ${source}) as r`
  const [found] = await rowsOf<Record<string, unknown[] | null>>(orm, query)
  const columns = names.map((_, at) => found?.[`c${at}`] ?? [])
  return (columns[0] ?? []).map((_, row) => {
    const packed: Record<string, unknown> = {}
    for (let at = 0; at < names.length; at++) packed[names[at]!] = columns[at]![row]
    return packed
  }) as Packed<Fields>[]
}

function nameOf(at: number): SQL {
  return sql.raw(`c${at}`)
}

/** JSON's numbers are read as floating point. */
function selectedAs(column: Column): SQL {
  const type = column.getSQLType()
  if (type.startsWith('timestamp')) throw new TypeError(`${column.name} is an instant: it cannot be read packed`)
  return type.startsWith('numeric') ? sql`trim_scale(${column})::text` : sql`${column}`
}

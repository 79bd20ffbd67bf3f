import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, check, customType, foreignKey, timestamp, uuid } from 'drizzle-orm/pg-core'

/** UUID v7 made by the program (`db/ids.ts`): rows sort by the time of their making. */
export const id = (name = 'id') => uuid(name).notNull()

/** The retailer that a row belongs to: first in every key of a tenant table, so that the schema can be spread by it. */
export const retailerId = () => uuid('retailer_id').notNull()

export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })

/** A row's making, given by the program's clock. */
export const createdAt = () => at('created_at').notNull()

/** An exact decimal carried as text without trailing zeros: 18 digits before the point, 6 after it. */
export const decimal = customType<{ data: string; driverData: string }>({
  dataType: () => 'numeric(24, 6)',
  fromDriver: trimDecimal,
})

/** `5.000000` → `5`, `12.500000` → `12.5`: one spelling for each number, so that text comparison is number comparison. */
export function trimDecimal(value: string): string {
  const text = String(value)
  if (!text.includes('.')) return text
  let end = text.length
  while (text[end - 1] === '0') end--
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end)
}

/** Raw bytes, the same on both drivers. */
export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: value => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  fromDriver: value => new Uint8Array(value.buffer, value.byteOffset, value.byteLength),
})

const jsonColumn = customType<{ data: unknown; driverData: string }>({
  dataType: () => 'jsonb',
  toDriver: value => storableText(JSON.stringify(value)),
  fromDriver: value => (typeof value === 'string' ? JSON.parse(value) : value),
})

/** Typed JSON. */
export const json = <T>(name: string) => jsonColumn(name).$type<T>()

/**
 * PostgreSQL keeps every character but NUL, in text and in JSON alike. What comes from outside may hold it, and must not stop the record of
 * what came: it is shown by its sign.
 */
export function storableText(text: string): string {
  return text.replaceAll('\u0000', '\u2400').replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1\u2400')
}

/** A check that a text column holds one of a closed list. */
export function oneOf(name: string, column: AnyPgColumn, values: readonly string[]) {
  return check(name, sql`${column} in (${sql.raw(values.map(value => `'${value}'`).join(', '))})`)
}

/** A named check. */
export const must = (name: string, condition: SQL) => check(name, condition)

/** A reference inside one retailer's rows: both the retailer and the id must match. */
export function within(
  name: string,
  columns: [AnyPgColumn, AnyPgColumn],
  target: { retailerId: AnyPgColumn; id: AnyPgColumn },
) {
  return foreignKey({ name, columns, foreignColumns: [target.retailerId, target.id] })
}

/**
 * A text as it is searched and sorted: in lower case, in the order of its octets, so that an index finds by how it begins. Queries use the same
 * expression.
 */
export const beginning = (column: AnyPgColumn) => sql`(lower(${column}) collate "C")`

/** The same from its end. */
export const ending = (column: AnyPgColumn) => sql`(reverse(lower(${column})) collate "C")`

/** The words of a text, in any language. */
export const words = (text: SQL) => sql`to_tsvector('simple', ${text})`

import { type SQL, sql } from 'drizzle-orm'
import { beginning, ending } from '../../db/schema/columns.ts'
import { anyText } from '../../engine/records.ts'
import type { Sought } from './search-terms.ts'

/** A column of a table that people search by. */
export type SearchedColumn = Parameters<typeof beginning>[0]

/** Sorts after every text that begins the same. */
const last = '\u{10ffff}'

/** Whether a column begins with this text, in any case. An index on `beginning` answers it, under a kept plan too, which `like` would not allow. */
export function beginsWith(column: SearchedColumn, text: string): SQL {
  return inside(beginning(column), text.toLowerCase())
}

/** Whether it ends with it; for the index on `ending`. */
export function endsWith(column: SearchedColumn, text: string): SQL {
  return inside(ending(column), [...text.toLowerCase()].toReversed().join(''))
}

function inside(expression: SQL, text: string): SQL {
  return sql`(${expression} >= ${text} and ${expression} < ${text + last})`
}

/** Whether a column is one of these texts, in any case. */
export function isOneOf(column: SearchedColumn, texts: readonly string[]): SQL {
  return sql`${beginning(column)} = ${anyText(texts.map(text => text.toLowerCase()))}`
}

/** By what a row is found: how its column begins, or that it is one of the numbers. */
export const named = (column: SearchedColumn, sought: Sought): SQL =>
  'one' in sought ? beginsWith(column, sought.one) : isOneOf(column, sought.many)

/** The words of a text as a query for `to_tsquery`: each may be the beginning of a word. Undefined where there are none. */
export function wordsQuery(text: string): string | undefined {
  const found = text.toLowerCase().match(/[\p{L}\p{N}]+/gu)
  return found?.map(word => `${word}:*`).join(' & ')
}

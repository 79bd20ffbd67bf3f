import { type AnyColumn, lt, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'

/** How a list is asked for: by page, newest first. */
export const pageQuery = z.object({
  cursor: z
    .string()
    .max(64)
    .optional()
    .describe('The `nextCursor` of the page before. Leave it out for the first page.'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many at most.'),
})
export type PageQuery = z.infer<typeof pageQuery>

/** The shape of every list: a page, and the cursor of the next or null at the end. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    nextCursor: z.string().nullable().describe('Give it as `cursor` for the next page; null when there is none.'),
  })
}

/** The condition that a cursor stands for: rows older than the last one seen. Ids are UUID v7, so they sort by time. */
export function olderThan(column: AnyColumn, cursor: string | undefined): SQL | undefined {
  return cursor === undefined ? undefined : lt(column, idIn(cursor))
}

/** How many rows to ask for: one more than the page holds tells whether there is a next. */
export const oneMore = (query: PageQuery) => query.limit + 1

/** A page of rows that were asked for with `oneMore`. */
export function pageOf<Row extends { id: string }>(rows: Row[], query: PageQuery) {
  const data = rows.slice(0, query.limit)
  return { data, nextCursor: rows.length > query.limit ? cursorOf(data.at(-1)!.id) : null }
}

function cursorOf(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
}

function idIn(cursor: string): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex')
  if (!/^[A-Za-z0-9_-]{22}$/.test(cursor) || hex.length !== 32) {
    throw new ApplicationError('invalid-input', 'There is no such page.', {
      cursor: 'Expected the nextCursor of a page.',
    })
  }
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

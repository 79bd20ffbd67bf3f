import type { MiddlewareHandler } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import type { PortalContext } from '../deps.ts'

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Refuses addresses with a NUL in them: no page is called so, and no database keeps it. Throws `not-found`. */
export const refuseNul: MiddlewareHandler = async (c, next) => {
  if (c.req.url.includes('%00')) throw new ApplicationError('not-found', 'There is no such page.')
  await next()
}

/** An id given in an address, if it is one. */
export function idIn(text: string | undefined): string | undefined {
  return text && idPattern.test(text) ? text : undefined
}

/** The id in a page's address. Throws `not-found` for anything that is none. */
export function idParam(c: PortalContext, name = 'id'): string {
  const id = idIn(c.req.param(name))
  if (id) return id
  throw new ApplicationError('not-found', 'There is no such page.')
}

/** How many rows a list shows at once. */
export const pageSize = 50

/** Cuts a list that was asked for one row more than a page, and says after which row it goes on. */
export function onePage<Row extends { id: string }>(
  rows: Row[],
  size: number = pageSize,
): { rows: Row[]; older: string | undefined } {
  const shown = rows.slice(0, size)
  return { rows: shown, older: rows.length > size ? shown.at(-1)!.id : undefined }
}

/** What a list is asked for by its address: the quick filter, a search, and the row after which to go on. */
export interface ListQuery<Filter extends string> {
  filter: Filter
  search: string
  after: string | undefined
}

/** Reads `show`, `q` and `after`. A search without a filter looks everywhere. */
export function listQuery<Filter extends string>(
  c: PortalContext,
  filters: readonly Filter[],
  first: Filter,
  everything: Filter,
): ListQuery<Filter> {
  const search = c.req.query('q')?.trim() ?? ''
  const asked = filters.find(filter => filter === c.req.query('show'))
  return { filter: asked ?? (search ? everything : first), search, after: idIn(c.req.query('after')) }
}

/** The address of the same list with something changed. Another filter begins at its newest row. */
export function listHref<Filter extends string>(
  path: string,
  query: ListQuery<Filter>,
  change: { show?: Filter; after?: string | undefined },
): string {
  const parameters = new URLSearchParams({ show: change.show ?? query.filter })
  if (query.search && !change.show) parameters.set('q', query.search)
  if (change.after) parameters.set('after', change.after)
  return `${path}?${parameters}`
}

/** Text as it stands between the wildcards of a `like`. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

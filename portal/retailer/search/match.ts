import type { SQL } from 'drizzle-orm'
import { beginsWith, isOneOf, type SearchedColumn } from '../../ui/text-search.ts'
import type { Sought } from './terms.ts'

/** How many of each kind are shown for something typed. */
export const mostOfKind = 8

/** How many rows a search for these may bring: several orders of one number, on several channels, say. */
export const mostOf = (sought: Sought) => ('one' in sought ? mostOfKind : 4 * sought.many.length)

/** By what a row is found: how its column begins, or that it is one of the numbers. */
export const named = (column: SearchedColumn, sought: Sought): SQL =>
  'one' in sought ? beginsWith(column, sought.one) : isOneOf(column, sought.many)

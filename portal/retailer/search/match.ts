import type { Sought } from '../../ui/search-terms.ts'

/** How many of each kind are shown for something typed. */
export const mostOfKind = 8

/** How many rows a search for these may bring: several orders of one number, on several channels, say. */
export const mostOf = (sought: Sought) => ('one' in sought ? mostOfKind : 4 * sought.many.length)

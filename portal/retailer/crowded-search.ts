import { and, eq, type SQL } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { beginning, ending } from '../../db/schema/columns.ts'
import type { orders, purchaseOrders } from '../../db/schema/index.ts'
import type { ListState } from '../lists/list-state.ts'
import { beginsWith, endsWith } from '../ui/text-search.ts'

/** What numbers may begin with a text before it stands for a range of numbers rather than for a few. */
const crowd = 1000

/**
 * Whether very many numbers begin like this. Such a search is answered from the index in its own order, by number: sorting a tenth of all orders to show fifty would take
 * seconds.
 */
export async function isCrowded(orm: Orm, table: SearchedTable, retailerId: string, search: string): Promise<boolean> {
  return await isMany(orm, table, retailerId, beginsWith(table.number, search), beginning(table.number))
}

/** The same of how they end. */
export async function isCrowdedAtEnd(
  orm: Orm,
  table: SearchedTable,
  retailerId: string,
  search: string,
): Promise<boolean> {
  return await isMany(orm, table, retailerId, endsWith(table.number, search), ending(table.number))
}

type SearchedTable = typeof orders | typeof purchaseOrders

async function isMany(orm: Orm, table: SearchedTable, retailerId: string, condition: SQL, order: SQL) {
  const rows = await orm
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.retailerId, retailerId), condition))
    .orderBy(order)
    .limit(1)
    .offset(crowd)
  return rows.length > 0
}

/** A list as it is shown: a search that brings a crowd, sorted by nothing else, by number. */
export async function settleSort<Filter extends string, Sort extends string>(
  orm: Orm,
  table: SearchedTable,
  retailerId: string,
  state: ListState<Filter, Sort | 'number'>,
): Promise<ListState<Filter, Sort | 'number'>> {
  if (!state.search || state.sort || !(await isCrowded(orm, table, retailerId, state.search))) return state
  return { ...state, sort: 'number', descending: false }
}

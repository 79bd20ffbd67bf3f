import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { beginning } from '../../db/schema/columns.ts'
import { orderLines, orderStatuses, orders, purchaseOrders } from '../../db/schema/index.ts'
import { withinDays } from '../lists/days.ts'
import { type ListDefinition, type ListState, pageOf, paging, type SortKey } from '../lists/list-state.ts'
import { pageSize } from '../ui/request.ts'
import { subselect } from '../ui/subselect.ts'
import { beginsWith, endsWith, wordsQuery } from '../ui/text-search.ts'
import { isCrowded, isCrowdedAtEnd } from './crowded-search.ts'
import { allNamed, isNamed, namedLately } from './customer-search.ts'

const filters = ['all', 'open', 'held', 'shipped', 'closed', 'cancelled'] as const
export type OrderFilter = (typeof filters)[number]
const sorts = ['made', 'placed', 'number'] as const
export type OrderSort = (typeof sorts)[number]

/** The list of customers' orders. */
export const ordersList: ListDefinition<OrderFilter, OrderSort> = {
  list: 'orders',
  path: '/retailer/orders',
  filters,
  first: 'all',
  everything: 'all',
  fields: ['state', 'channel', 'from', 'to'],
  sorts,
  columns: ['State', 'Placed', 'Customer', 'Channel', 'Purchase orders', 'Total'],
}

const sortKeys: Record<OrderSort, SortKey> = {
  made: { by: sql`${orders.id}`, type: 'uuid' },
  placed: { by: sql`${orders.placedAt}`, type: 'timestamptz' },
  number: { by: beginning(orders.number), type: 'text' },
}

function condition(filter: OrderFilter): SQL | undefined {
  if (filter === 'all') return undefined
  if (filter === 'open') return inArray(orders.status, ['imported', 'routed', 'partly-shipped'])
  return eq(orders.status, filter)
}

/**
 * What a search finds. Few orders are looked up, each way by its own index; many are met soon in the order of the list. PostgreSQL cannot tell which it will be,
 * and would read every order to find that nobody has a name.
 */
async function matches(orm: Orm, retailerId: string, search: string): Promise<SQL | undefined> {
  const ways = [beginsWith(orders.number, search), endsWith(orders.number, search)]
  const query = wordsQuery(search)
  const [isCommon, isCommonEnd] = await Promise.all([
    query ? namedLately(orm, retailerId, query, pageSize).then(found => found.length === pageSize) : false,
    isCrowdedAtEnd(orm, orders, retailerId, search),
  ])
  if (isCommon || isCommonEnd) return or(...ways, query ? isNamed(query) : undefined)
  const found = ways.map(
    way => sql`select ${orders.id} from ${orders} where ${orders.retailerId} = ${retailerId} and ${way}`,
  )
  const all = query ? [...found, allNamed(retailerId, query)] : found
  // As an array, which is found first and then looked up: a join would be planned for as many as a name is guessed to have.
  return sql`${orders.id} = any(array(${sql.join(
    all.map(one => sql`(${one})`),
    sql` union all `,
  )}))`
}

/** One page of a retailer's orders, days as those of the time zone. Sorted by number, a search that very many numbers begin with finds these and looks no further. */
export async function listOrders(
  orm: Orm,
  retailerId: string,
  state: ListState<OrderFilter, OrderSort>,
  timeZone: string,
  size = pageSize,
) {
  const { order, cursor, after } = paging(sortKeys[state.sort ?? 'made'], sql`${orders.id}`, state)
  const { channel, state: status } = state.fields
  const { search } = state
  const crowded = state.sort === 'number' && !!search && (await isCrowded(orm, orders, retailerId, search))
  const found = crowded
    ? beginsWith(orders.number, search)
    : search
      ? await matches(orm, retailerId, search)
      : undefined
  const rows = await orm
    .select({
      id: orders.id,
      cursor,
      number: orders.number,
      channel: orders.channel,
      status: orders.status,
      holdReason: orders.holdReason,
      currency: orders.currency,
      customer: orders.customer,
      placedAt: orders.placedAt,
      total:
        subselect<string>(sql`select round(sum(${orderLines.quantity} * ${orderLines.unitPrice}), 2) from ${orderLines}
        where ${orderLines.retailerId} = ${orders.retailerId} and ${orderLines.orderId} = ${orders.id}`),
      purchaseOrders: subselect<number>(sql`select count(*)::int from ${purchaseOrders}
        where ${purchaseOrders.retailerId} = ${orders.retailerId} and ${purchaseOrders.orderId} = ${orders.id}`),
    })
    .from(orders)
    .where(
      and(
        eq(orders.retailerId, retailerId),
        condition(state.filter),
        found,
        status
          ? inArray(
              orders.status,
              orderStatuses.filter(one => one === status),
            )
          : undefined,
        channel ? eq(orders.channel, channel) : undefined,
        withinDays(orders.placedAt, state.fields, timeZone),
        after,
      ),
    )
    .orderBy(order)
    .limit(size + 1)
  return pageOf(rows, size)
}

export type ListedOrder = Awaited<ReturnType<typeof listOrders>>['rows'][number]

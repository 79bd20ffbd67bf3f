import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { beginning } from '../../db/schema/columns.ts'
import { orders, purchaseOrderLines, purchaseOrders } from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { type ListDefinition, type ListState, pageOf, paging, type SortKey } from '../lists/list-state.ts'
import { pageSize } from '../ui/request.ts'
import { subselect } from '../ui/subselect.ts'
import { filterCondition, type OrderFilter, ofSupplier, orderFilters } from './order-filters.ts'
import { searchCondition } from './order-search.ts'

const po = purchaseOrders
const lines = purchaseOrderLines

const sorts = ['made', 'due', 'number'] as const
export type OrderSort = (typeof sorts)[number]

/** The supplier's list of purchase orders, below its own address. */
export function supplierOrdersList(base: string): ListDefinition<OrderFilter, OrderSort> {
  return {
    list: 'supplier-purchase-orders',
    path: `${base}/purchase-orders`,
    filters: orderFilters,
    first: 'new',
    everything: 'all',
    fields: [],
    sorts,
    columns: ['State', 'Ordered', 'Ship by', 'Ship to', 'Lines', 'Units', 'Total'],
  }
}

const sortKeys: Record<OrderSort, SortKey> = {
  made: { by: sql`${po.id}`, type: 'uuid' },
  due: { by: sql`${po.shipNotAfter}`, type: 'date', nullable: true },
  number: { by: beginning(po.number), type: 'text' },
}

/** What a list of purchase orders asks for, on the supplier's day, `YYYY-MM-DD`. */
export interface OrdersQuery extends Pick<ListState<OrderFilter, OrderSort>, 'filter' | 'search' | 'after'> {
  sort?: OrderSort | undefined
  descending?: boolean
  today: string
}

/** One page of a supplier's purchase orders, newest first unless sorted otherwise. */
export async function listOrders(orm: Orm, scope: SupplierScope, query: OrdersQuery, most = pageSize) {
  const { sort = 'made', descending = true } = query
  const { order, cursor, after } = paging(sortKeys[sort], sql`${po.id}`, { after: query.after, descending })
  const rows = await orm
    .select({
      id: po.id,
      cursor,
      number: po.number,
      status: po.status,
      answer: po.answer,
      currency: po.currency,
      orderDate: po.orderDate,
      shipNotAfter: po.shipNotAfter,
      shipTo: orders.shipTo,
      customerOrderNumber: orders.number,
      lineCount: sumOfLines(sql`count(*)::int`).mapWith(Number),
      units: sumOfLines(sql`trim_scale(sum(${lines.ordered}))`),
      total: sumOfLines(sql`round(sum(${lines.ordered} * ${lines.unitCost}), 2)`),
    })
    .from(po)
    .innerJoin(orders, and(eq(orders.retailerId, po.retailerId), eq(orders.id, po.orderId)))
    .where(
      and(
        ofSupplier(scope),
        filterCondition(orm, query.filter, query.today),
        await searchCondition(orm, scope, query.search),
        after,
      ),
    )
    .orderBy(order)
    .limit(most + 1)
  return pageOf(rows, most)
}

export type ListedOrder = Awaited<ReturnType<typeof listOrders>>['rows'][number]

function sumOfLines(what: SQL) {
  return subselect<string>(
    sql`select ${what} from ${lines} where ${lines.retailerId} = ${po.retailerId} and ${lines.purchaseOrderId} = ${po.id}`,
  )
}

import { and, desc, eq, ilike, lt, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { orders, purchaseOrderLines, purchaseOrders } from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { filterCondition, type OrderFilter, ofSupplier } from './order-filters.ts'

/** How many rows a list shows at once. */
export const pageSize = 50

const po = purchaseOrders
const lines = purchaseOrderLines

/** What a list of purchase orders asks for: `after` is the id of the last row of the page before. */
export interface OrdersQuery {
  filter: OrderFilter
  search: string
  after: string | undefined
  today: string
}

/** One page of a supplier's purchase orders, newest first; `older` continues it. */
export async function listOrders(orm: Orm, scope: SupplierScope, query: OrdersQuery) {
  const rows = await orm
    .select({
      id: po.id,
      number: po.number,
      status: po.status,
      answer: po.answer,
      currency: po.currency,
      orderDate: po.orderDate,
      shipNotAfter: po.shipNotAfter,
      shipTo: orders.shipTo,
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
        query.search ? ilike(po.number, `%${escapeLike(query.search)}%`) : undefined,
        query.after ? lt(po.id, query.after) : undefined,
      ),
    )
    .orderBy(desc(po.id))
    .limit(pageSize + 1)
  const shown = rows.slice(0, pageSize)
  return { rows: shown, older: rows.length > pageSize ? shown.at(-1)!.id : undefined }
}

export type ListedOrder = Awaited<ReturnType<typeof listOrders>>['rows'][number]

function sumOfLines(what: SQL) {
  return sql<string>`(select ${what} from ${lines} where ${lines.retailerId} = ${po.retailerId} and ${lines.purchaseOrderId} = ${po.id})`
}

/** Text as it stands between the wildcards of a `like`. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

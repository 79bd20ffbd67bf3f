import { and, desc, eq, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { orders, purchaseOrderLines, purchaseOrders, shipmentLines, shipmentPackages } from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { escapeLike, type ListQuery, onePage, pageSize } from '../ui/request.ts'
import { subselect } from '../ui/subselect.ts'
import { beginsWith } from '../ui/text-search.ts'
import { filterCondition, type OrderFilter, ofSupplier } from './order-filters.ts'

const po = purchaseOrders
const lines = purchaseOrderLines

/** What a list of purchase orders asks for, on the supplier's day. */
export interface OrdersQuery extends ListQuery<OrderFilter> {
  today: string
}

/** One page of a supplier's purchase orders, newest first; `older` continues it. */
export async function listOrders(orm: Orm, scope: SupplierScope, query: OrdersQuery, most = pageSize) {
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
        query.search ? isNamed(scope, query.search) : undefined,
        query.after ? lt(po.id, query.after) : undefined,
      ),
    )
    .orderBy(desc(po.id))
    .limit(most + 1)
  return onePage(rows, most)
}

/** Orders whose number holds the text, whose customer's order begins with it, or of which a package bears it as its tracking number. */
function isNamed({ retailerId }: SupplierScope, search: string): SQL {
  const tracking = search.replaceAll(/\s/g, '')
  return or(
    ilike(po.number, `%${escapeLike(search)}%`),
    sql`${po.orderId} in (select ${orders.id} from ${orders}
      where ${orders.retailerId} = ${retailerId} and ${beginsWith(orders.number, search)})`,
    sql`${po.id} in (select ${lines.purchaseOrderId} from ${shipmentPackages}
      join ${shipmentLines} on ${shipmentLines.retailerId} = ${shipmentPackages.retailerId}
        and ${shipmentLines.packageId} = ${shipmentPackages.id}
      join ${lines} on ${lines.retailerId} = ${shipmentLines.retailerId} and ${lines.id} = ${shipmentLines.purchaseOrderLineId}
      where ${shipmentPackages.retailerId} = ${retailerId}
        and ${inArray(shipmentPackages.trackingNumber, [search, tracking])})`,
  )!
}

export type ListedOrder = Awaited<ReturnType<typeof listOrders>>['rows'][number]

function sumOfLines(what: SQL) {
  return subselect<string>(
    sql`select ${what} from ${lines} where ${lines.retailerId} = ${po.retailerId} and ${lines.purchaseOrderId} = ${po.id}`,
  )
}

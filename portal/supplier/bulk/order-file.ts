import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { purchaseOrderLines } from '../../../db/schema/index.ts'
import { openOf, shippableOf } from '../../../engine/purchase-orders/line.ts'
import type { SupplierScope } from '../../auth/scopes.ts'
import { type FileColumn, rowsAtOnce } from '../../shared/csv-stream.ts'
import { type ListedOrder, listOrders, type OrdersQuery } from '../orders-query.ts'

/** One line of an order, with its order. */
interface FileRow {
  order: ListedOrder
  line: typeof purchaseOrderLines.$inferSelect
}

/** A supplier's purchase orders for a spreadsheet, one row a line. Amounts and quantities are decimals; days `YYYY-MM-DD`. */
export const ordersFile: readonly FileColumn<FileRow>[] = [
  ['purchase_order', ({ order }) => order.number],
  ['state', ({ order }) => order.status],
  ['order_date', ({ order }) => order.orderDate],
  ['ship_by', ({ order }) => order.shipNotAfter],
  ['customer_order', ({ order }) => order.customerOrderNumber],
  ['ship_to_name', ({ order }) => order.shipTo.name],
  ['ship_to_address1', ({ order }) => order.shipTo.address1],
  ['ship_to_address2', ({ order }) => order.shipTo.address2],
  ['ship_to_city', ({ order }) => order.shipTo.city],
  ['ship_to_state', ({ order }) => order.shipTo.state],
  ['ship_to_postal_code', ({ order }) => order.shipTo.postalCode],
  ['ship_to_country', ({ order }) => order.shipTo.country],
  ['line', ({ line }) => line.lineNumber],
  ['your_item', ({ line }) => line.supplierSku],
  ['retailer_item', ({ line }) => line.sku],
  ['description', ({ line }) => line.description],
  ['unit', ({ line }) => line.unit],
  ['ordered', ({ line }) => line.ordered],
  ['to_answer', ({ line }) => openOf(line).toFixed()],
  ['to_ship', ({ line }) => shippableOf(line).toFixed()],
  ['shipped', ({ line }) => line.shipped],
  ['unit_cost', ({ line }) => line.unitCost],
  ['currency', ({ order }) => order.currency],
]

/** What a list of purchase orders shows under its filter, from `after` on: the lines of so many orders as are read at once. */
export async function orderRows(orm: Orm, scope: SupplierScope, query: OrdersQuery) {
  const { rows, next } = await listOrders(orm, scope, query, rowsAtOnce)
  const ids = rows.map(order => order.id)
  const lines = await linesOf(orm, scope, ids)
  return { rows: rows.flatMap(order => (lines.get(order.id) ?? []).map(line => ({ order, line }))), next }
}

async function linesOf(orm: Orm, { retailerId }: SupplierScope, orderIds: string[]) {
  if (orderIds.length === 0) return new Map<string, never[]>()
  const rows = await orm
    .select()
    .from(purchaseOrderLines)
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), inArray(purchaseOrderLines.purchaseOrderId, orderIds)))
    .orderBy(asc(purchaseOrderLines.id))
  return Map.groupBy(rows, row => row.purchaseOrderId)
}

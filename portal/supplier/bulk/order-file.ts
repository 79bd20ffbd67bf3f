import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { purchaseOrderLines } from '../../../db/schema/index.ts'
import { openOf, shippableOf } from '../../../engine/purchase-orders/line.ts'
import { guardFormula } from '../../../translators/csv/index.ts'
import { joinRows } from '../../../translators/csv/rows.ts'
import type { SupplierScope } from '../../auth/scopes.ts'
import { listOrders, type OrdersQuery } from '../orders-query.ts'

const heading = [
  'purchase_order',
  'state',
  'order_date',
  'ship_by',
  'customer_order',
  'ship_to_name',
  'ship_to_address1',
  'ship_to_address2',
  'ship_to_city',
  'ship_to_state',
  'ship_to_postal_code',
  'ship_to_country',
  'line',
  'your_item',
  'retailer_item',
  'description',
  'unit',
  'ordered',
  'to_answer',
  'to_ship',
  'shipped',
  'unit_cost',
  'currency',
]

/** Orders in one file at most: what people open in a spreadsheet. More can be had page by page, or by the API. */
const most = 2000

/** What a list of purchase orders shows under its filter, as CSV with one row a line. Spreadsheets run nothing of it. */
export async function orderFile(orm: Orm, scope: SupplierScope, query: OrdersQuery): Promise<string> {
  const found: Awaited<ReturnType<typeof listOrders>>['rows'] = []
  let after: string | undefined
  do {
    const { rows, older } = await listOrders(orm, scope, { ...query, after })
    found.push(...rows)
    after = older
  } while (after && found.length < most)
  const lines = await linesOf(
    orm,
    scope,
    found.map(order => order.id),
  )
  const rows = found.flatMap(order => (lines.get(order.id) ?? []).map(line => rowOf(order, line)))
  return `\uFEFF${joinRows([heading, ...rows], { delimiter: ',', quote: '"' }, '\r\n')}`
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

type Order = Awaited<ReturnType<typeof listOrders>>['rows'][number]
type Line = typeof purchaseOrderLines.$inferSelect

function rowOf(order: Order, line: Line): string[] {
  const { shipTo } = order
  const texts = [
    order.number,
    order.status,
    order.orderDate,
    order.shipNotAfter,
    order.customerOrderNumber,
    shipTo.name,
    shipTo.address1,
    shipTo.address2,
    shipTo.city,
    shipTo.state,
    shipTo.postalCode,
    shipTo.country,
    line.lineNumber,
    line.supplierSku,
    line.sku,
    line.description,
    line.unit,
  ]
  const figures = [line.ordered, openOf(line).toFixed(), shippableOf(line).toFixed(), line.shipped, line.unitCost]
  return [...texts.map(text => guardFormula(text ?? '')), ...figures, order.currency]
}

import Big from 'big.js'
import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { orderLines, orders } from '../../db/schema/index.ts'
import { loadCostOrders, type PlacedCost } from './load-costs.ts'
import { costOf } from './order-costs.ts'
import { revenueOf } from './revenue.ts'

/** What one customer order earned so far, in its currency; decimals as text with two places. */
export interface OrderProfit {
  orderId: string
  number: string
  currency: string
  /** Shipped quantity × price, and the share of the shipping price that falls on it. */
  revenue: string
  /** What suppliers are paid for the shipped items: as invoiced, else as ordered. */
  itemCost: string
  /** Freight, fees and taxes less allowances: as invoiced, else as expected. */
  fees: string
  profit: string
  /** The part of the cost that no approved invoice has confirmed yet. */
  estimatedCost: string
  /** Purchase orders whose currency is not the order's: what they cost is not in these figures. */
  otherCurrency: number
}

/** The profit of a retailer's orders, newest first; of the orders named only, where they are. */
export async function orderProfits(
  orm: Orm,
  query: { retailerId: string; orderIds?: readonly string[]; limit?: number; offset?: number },
): Promise<OrderProfit[]> {
  const { retailerId, orderIds, limit, offset } = query
  if (orderIds?.length === 0) return []
  const found = orm
    .select()
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), orderIds && inArray(orders.id, [...orderIds])))
    .orderBy(desc(orders.id))
    .$dynamic()
  const rows = await (limit === undefined ? found : found.limit(limit).offset(offset ?? 0))
  if (rows.length === 0) return []
  const ids = rows.map(row => row.id)
  const lines = await orm
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.retailerId, retailerId), inArray(orderLines.orderId, ids)))
  const costs = await loadCostOrders(orm, retailerId, ids)
  const linesOf = Map.groupBy(lines, line => line.orderId)
  const costsOf = Map.groupBy(costs, cost => cost.orderId)
  return rows.map(row => profitOf(row, linesOf.get(row.id) ?? [], costsOf.get(row.id) ?? []))
}

function profitOf(
  order: typeof orders.$inferSelect,
  lines: (typeof orderLines.$inferSelect)[],
  placed: PlacedCost[],
): OrderProfit {
  const comparable = placed.filter(one => one.currency === order.currency)
  const costs = comparable.map(costOf)
  const total = (part: 'items' | 'fees' | 'estimated') =>
    costs.reduce((sum, cost) => sum.plus(cost[part]), new Big(0)).round(2, Big.roundHalfUp)
  const [revenue, items, fees] = [revenueOf(lines, order.shippingPrice), total('items'), total('fees')]
  return {
    orderId: order.id,
    number: order.number,
    currency: order.currency,
    revenue: revenue.toFixed(2),
    itemCost: items.toFixed(2),
    fees: fees.toFixed(2),
    profit: revenue.minus(items).minus(fees).toFixed(2),
    estimatedCost: total('estimated').toFixed(2),
    otherCurrency: placed.length - comparable.length,
  }
}

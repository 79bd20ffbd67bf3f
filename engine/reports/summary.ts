import Big from 'big.js'
import { and, count, eq, isNull, sql, sum } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { channels, exceptions, invoices, messages, orders, purchaseOrders } from '../../db/schema/index.ts'
import { orderProfits } from './profit.ts'

/** How things stand at a retailer, counted. Money as text with two places. */
export interface Summary {
  orders: { status: string; count: number }[]
  /** `channel`: the supplier's transport, or `warehouse`. */
  purchaseOrders: { channel: string; status: string; count: number }[]
  messages: { direction: 'in' | 'out'; transport: string; status: string; count: number }[]
  /** `total`: what was claimed; `payable`: what was approved of it. Credit memos apart. */
  invoices: { type: string; status: string; count: number; total: string; payable: string; currency: string }[]
  /** `settled`: resolved by itself or by a person. `atStake`: of all of them, settled or not. */
  exceptions: { kind: string; open: number; settled: number; atStake: string; currency: string | null }[]
  profit: ProfitTotal[]
}

/** Profit of all orders in one currency. */
interface ProfitTotal {
  currency: string
  orders: number
  revenue: string
  cost: string
  estimatedCost: string
  profit: string
}

/** Counts everything that the closing table of a run, or the console's first page, shows. */
export async function summarise(orm: Orm, retailerId: string): Promise<Summary> {
  return {
    orders: await countOrders(orm, retailerId),
    purchaseOrders: await countPurchaseOrders(orm, retailerId),
    messages: await countMessages(orm, retailerId),
    invoices: await countInvoices(orm, retailerId),
    exceptions: await countExceptions(orm, retailerId),
    profit: await profitTotals(orm, retailerId),
  }
}

async function countOrders(orm: Orm, retailerId: string) {
  return await orm
    .select({ status: orders.status, count: count() })
    .from(orders)
    .where(eq(orders.retailerId, retailerId))
    .groupBy(orders.status)
    .orderBy(orders.status)
}

async function countPurchaseOrders(orm: Orm, retailerId: string) {
  const rows = await orm
    .select({
      partnershipId: sql<string | null>`${purchaseOrders.partnershipId}`,
      channel: channels.transport,
      status: purchaseOrders.status,
      count: count(),
    })
    .from(purchaseOrders)
    .leftJoin(
      channels,
      and(
        eq(channels.retailerId, purchaseOrders.retailerId),
        eq(channels.partnershipId, purchaseOrders.partnershipId),
        eq(channels.active, true),
      ),
    )
    .where(eq(purchaseOrders.retailerId, retailerId))
    .groupBy(purchaseOrders.partnershipId, channels.transport, purchaseOrders.status)
  const counts = new Map<string, { channel: string; status: string; count: number }>()
  for (const row of rows) {
    const channel = row.channel ?? (row.partnershipId ? 'none' : 'warehouse')
    const key = `${channel} ${row.status}`
    const before = counts.get(key)?.count ?? 0
    counts.set(key, { channel, status: row.status, count: before + row.count })
  }
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, entry]) => entry)
}

async function countMessages(orm: Orm, retailerId: string) {
  const { direction, transport, status } = messages
  return await orm
    .select({ direction, transport, status, count: count() })
    .from(messages)
    .where(eq(messages.retailerId, retailerId))
    .groupBy(direction, transport, status)
    .orderBy(direction, transport, status)
}

async function countInvoices(orm: Orm, retailerId: string) {
  const { type, status, currency } = invoices
  const rows = await orm
    .select({ type, status, currency, count: count(), total: sum(invoices.total), payable: sum(invoices.payable) })
    .from(invoices)
    .where(eq(invoices.retailerId, retailerId))
    .groupBy(type, status, currency)
    .orderBy(type, status, currency)
  return rows.map(row => ({ ...row, total: money(row.total), payable: money(row.payable) }))
}

async function countExceptions(orm: Orm, retailerId: string) {
  const { kind, currency } = exceptions
  const isOpen = isNull(exceptions.resolvedAt)
  const rows = await orm
    .select({
      kind,
      currency,
      count: count(),
      open: sql<number>`count(*) filter (where ${isOpen})::int`,
      atStake: sum(exceptions.atStake),
    })
    .from(exceptions)
    .where(eq(exceptions.retailerId, retailerId))
    .groupBy(kind, currency)
    .orderBy(kind, currency)
  return rows.map(row => ({
    kind: row.kind,
    open: row.open,
    settled: row.count - row.open,
    atStake: money(row.atStake),
    currency: row.currency,
  }))
}

/** Orders read at a time. */
const pageSize = 1000

async function profitTotals(orm: Orm, retailerId: string): Promise<ProfitTotal[]> {
  const totals = new Map<string, { orders: number; revenue: Big; cost: Big; estimated: Big }>()
  for (let offset = 0; ; offset += pageSize) {
    const page = await orderProfits(orm, { retailerId, limit: pageSize, offset })
    for (const { currency, revenue, itemCost, fees, estimatedCost } of page) {
      const so = totals.get(currency) ?? { orders: 0, revenue: new Big(0), cost: new Big(0), estimated: new Big(0) }
      totals.set(currency, {
        orders: so.orders + 1,
        revenue: so.revenue.plus(revenue),
        cost: so.cost.plus(itemCost).plus(fees),
        estimated: so.estimated.plus(estimatedCost),
      })
    }
    if (page.length < pageSize) break
  }
  return [...totals].map(([currency, so]) => ({
    currency,
    orders: so.orders,
    revenue: so.revenue.toFixed(2),
    cost: so.cost.toFixed(2),
    estimatedCost: so.estimated.toFixed(2),
    profit: so.revenue.minus(so.cost).toFixed(2),
  }))
}

function money(amount: string | null): string {
  return new Big(amount ?? 0).toFixed(2)
}

import { and, asc, desc, eq, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import {
  events,
  exceptions,
  orderLines,
  orders,
  purchaseOrderLines,
  purchaseOrders,
  routingDecisions,
  sources,
} from '../../db/schema/index.ts'
import type { LineExplanation } from '../../engine/routing/decision.ts'
import { escapeLike, type ListQuery, onePage, pageSize } from '../ui/request.ts'
import { subselect } from '../ui/subselect.ts'

/** Quick filters of the list of orders. */
export const orderFilters = ['all', 'open', 'held', 'shipped', 'closed', 'cancelled'] as const
export type OrderFilter = (typeof orderFilters)[number]

function condition(filter: OrderFilter): SQL | undefined {
  if (filter === 'all') return undefined
  if (filter === 'open') return inArray(orders.status, ['imported', 'routed', 'partly-shipped'])
  return eq(orders.status, filter)
}

/** One page of a retailer's orders, newest first. */
export async function listOrders(orm: Orm, retailerId: string, query: ListQuery<OrderFilter>) {
  const like = `%${escapeLike(query.search)}%`
  const rows = await orm
    .select({
      id: orders.id,
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
        condition(query.filter),
        query.search ? or(ilike(orders.number, like), sql`${orders.customer}->>'name' ilike ${like}`) : undefined,
        query.after ? lt(orders.id, query.after) : undefined,
      ),
    )
    .orderBy(desc(orders.id))
    .limit(pageSize + 1)
  return onePage(rows)
}

export type ListedOrder = Awaited<ReturnType<typeof listOrders>>['rows'][number]

/** An order with its lines, purchase orders, routing decisions and history. Throws `not-found`. */
export async function loadOrder(orm: Orm, retailerId: string, id: string) {
  const [order] = await orm
    .select()
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), eq(orders.id, id)))
  if (!order) throw new ApplicationError('not-found', 'There is no such order.')
  return {
    order,
    lines: await orm
      .select()
      .from(orderLines)
      .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.orderId, id)))
      .orderBy(asc(orderLines.id)),
    purchaseOrders: await purchaseOrdersOf(orm, retailerId, id),
    decisions: await decisionsOf(orm, retailerId, id),
    history: await orm
      .select()
      .from(events)
      .where(and(eq(events.retailerId, retailerId), eq(events.orderId, id)))
      .orderBy(asc(events.id)),
    exceptions: await orm
      .select()
      .from(exceptions)
      .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.orderId, id)))
      .orderBy(asc(exceptions.id)),
  }
}

export type LoadedOrder = Awaited<ReturnType<typeof loadOrder>>

async function purchaseOrdersOf(orm: Orm, retailerId: string, orderId: string) {
  return await orm
    .select({
      id: purchaseOrders.id,
      number: purchaseOrders.number,
      status: purchaseOrders.status,
      answer: purchaseOrders.answer,
      currency: purchaseOrders.currency,
      source: sources.name,
      partnershipId: purchaseOrders.partnershipId,
      total: subselect<string>(sql`select round(sum(${purchaseOrderLines.ordered} * ${purchaseOrderLines.unitCost}), 2)
        from ${purchaseOrderLines} where ${purchaseOrderLines.retailerId} = ${purchaseOrders.retailerId}
        and ${purchaseOrderLines.purchaseOrderId} = ${purchaseOrders.id}`),
    })
    .from(purchaseOrders)
    .innerJoin(sources, and(eq(sources.retailerId, purchaseOrders.retailerId), eq(sources.id, purchaseOrders.sourceId)))
    .where(and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.orderId, orderId)))
    .orderBy(asc(purchaseOrders.id))
}

async function decisionsOf(orm: Orm, retailerId: string, orderId: string) {
  const rows = await orm
    .select()
    .from(routingDecisions)
    .where(and(eq(routingDecisions.retailerId, retailerId), eq(routingDecisions.orderId, orderId)))
    .orderBy(asc(routingDecisions.sequence))
  return rows.map(row => ({ ...row, lines: row.explanation as LineExplanation[] }))
}

export type LoadedDecision = LoadedOrder['decisions'][number]

import { and, count, desc, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import {
  events,
  exceptions,
  feedHealth,
  feedRuns,
  messages,
  orders,
  purchaseOrders,
  sources,
} from '../../../db/schema/index.ts'
import { undelivered, unread } from '../messages-list-query.ts'

/** The states of orders that are not over: counting those that are would take longer every year. */
export const underWay = ['imported', 'held', 'routed', 'partly-shipped', 'shipped'] as const

/** How many orders that are not over stand where. */
export async function countOrders(orm: Orm, retailerId: string): Promise<Map<string, number>> {
  const rows = await orm
    .select({ status: orders.status, n: count() })
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), inArray(orders.status, [...underWay])))
    .groupBy(orders.status)
  return new Map(rows.map(row => [row.status, row.n]))
}

/** Messages that did not get where they should, by status; each belongs to one direction, with which the index begins. */
export async function countStuckMessages(orm: Orm, retailerId: string): Promise<Map<string, number>> {
  const rows = await orm
    .select({ status: messages.status, n: count() })
    .from(messages)
    .where(
      and(
        eq(messages.retailerId, retailerId),
        or(
          and(eq(messages.direction, 'in'), inArray(messages.status, unread)),
          and(eq(messages.direction, 'out'), inArray(messages.status, undelivered)),
        ),
      ),
    )
    .groupBy(messages.status)
  return new Map(rows.map(row => [row.status, row.n]))
}

/** Open exceptions by kind, with the money at stake in each currency, most first. */
export async function openExceptions(orm: Orm, retailerId: string) {
  return await orm
    .select({
      kind: exceptions.kind,
      n: count(),
      atStake: sql<string>`trim_scale(coalesce(sum(${exceptions.atStake}), 0))`,
      currency: exceptions.currency,
    })
    .from(exceptions)
    .where(and(eq(exceptions.retailerId, retailerId), isNull(exceptions.resolvedAt)))
    .groupBy(exceptions.kind, exceptions.currency)
    .orderBy(desc(count()))
}

/** What happened last, newest first. */
export async function recentEvents(orm: Orm, retailerId: string) {
  return await orm
    .select({
      id: events.id,
      type: events.type,
      at: events.at,
      actor: events.actor,
      data: events.data,
      orderId: events.orderId,
      orderNumber: orders.number,
      purchaseOrder: purchaseOrders.number,
      invoiceId: events.invoiceId,
    })
    .from(events)
    .leftJoin(orders, and(eq(orders.retailerId, events.retailerId), eq(orders.id, events.orderId)))
    .leftJoin(
      purchaseOrders,
      and(eq(purchaseOrders.retailerId, events.retailerId), eq(purchaseOrders.id, events.purchaseOrderId)),
    )
    .where(eq(events.retailerId, retailerId))
    .orderBy(desc(events.id))
    .limit(15)
}

export type RecentEvent = Awaited<ReturnType<typeof recentEvents>>[number]

/** What is wrong with suppliers' stock: how many tell too little or nothing any more, and how many feeds are held back. */
export async function feedTroubles(orm: Orm, retailerId: string) {
  const states = await orm
    .select({ state: feedHealth.state, n: count() })
    .from(feedHealth)
    .where(eq(feedHealth.retailerId, retailerId))
    .groupBy(feedHealth.state)
  const [held] = await orm
    .select({ n: count() })
    .from(feedRuns)
    .where(and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.status, 'quarantined')))
  const [silent] = await orm
    .select({ n: count() })
    .from(sources)
    .where(
      and(
        eq(sources.retailerId, retailerId),
        isNotNull(sources.partnershipId),
        sql`not exists (select 1 from ${feedHealth} where ${feedHealth.retailerId} = ${sources.retailerId}
          and ${feedHealth.sourceId} = ${sources.id})`,
      ),
    )
  const of = (state: string) => states.find(row => row.state === state)?.n ?? 0
  const told = states.reduce((sum, row) => sum + row.n, 0)
  return { stale: of('stale'), expired: of('expired'), quarantined: held?.n ?? 0, told, never: silent?.n ?? 0 }
}

import { and, asc, eq, sql } from 'drizzle-orm'
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
import { subselect } from '../ui/subselect.ts'

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

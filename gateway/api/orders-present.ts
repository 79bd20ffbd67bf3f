import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import {
  orderLines,
  orderStatuses,
  orders,
  purchaseOrderAnswers,
  purchaseOrderStatuses,
  purchaseOrders,
  sources,
} from '../../db/schema/index.ts'
import type { StoredOrder } from '../../engine/orders/insert-orders.ts'
import { orderAddress } from '../../engine/orders/new-order.ts'
import { openQuantity } from '../../engine/orders/status.ts'
import { isAnyOf } from '../../engine/records.ts'
import { amount, found, moment } from './fields.ts'
import { decisionsOf, routingDecisionSchema } from './routing-decisions.ts'

/** An order without its lines: what lists hold. */
export const orderSummarySchema = z
  .object({
    id: z.uuid(),
    number: z.string().describe('The shop’s own number.'),
    channel: z.string(),
    status: z.enum(orderStatuses),
    holdReason: z.string().nullable(),
    currency: z.string(),
    customer: z.object({ name: z.string(), email: z.string().optional(), phone: z.string().optional() }),
    shipTo: orderAddress,
    shippingPrice: amount,
    notes: z.string().nullable(),
    placedAt: moment,
    createdAt: moment,
    updatedAt: moment,
  })
  .meta({ id: 'OrderSummary', description: 'A customer’s order.' })

const orderLineSchema = z.object({
  lineNumber: z.string(),
  sku: z.string(),
  title: z.string(),
  unitPrice: amount,
  quantity: amount,
  placed: amount.describe('Stands on purchase orders now.'),
  shipped: amount,
  cancelled: amount,
  open: amount.describe('Still to be placed with a source.'),
})

export const orderSchema = orderSummarySchema
  .extend({ lines: z.array(orderLineSchema) })
  .meta({ id: 'Order', description: 'A customer’s order with its lines.' })

/** An order with all that came of it. */
export const orderDetailSchema = orderSchema
  .extend({
    purchaseOrders: z.array(
      z.object({
        id: z.uuid(),
        number: z.string(),
        status: z.enum(purchaseOrderStatuses),
        answer: z.enum(purchaseOrderAnswers),
        source: z.object({ id: z.uuid(), name: z.string(), kind: z.enum(['supplier', 'warehouse']) }),
      }),
    ),
    routingDecisions: z.array(routingDecisionSchema),
  })
  .meta({
    id: 'OrderDetail',
    description: 'A customer’s order, its purchase orders, and why they went where they went.',
  })

/** One order with its lines. Throws `not-found`. */
export async function presentOrder(orm: Orm, retailerId: string, orderId: string) {
  return found((await presentOrders(orm, retailerId, [orderId])).get(orderId), 'order')
}

/** Orders with their lines, by their ids. */
export async function presentOrders(orm: Orm, retailerId: string, orderIds: readonly string[]) {
  const [heads, lines] = await Promise.all([
    orm
      .select()
      .from(orders)
      .where(and(eq(orders.retailerId, retailerId), isAnyOf(orders.id, orderIds))),
    orm
      .select()
      .from(orderLines)
      .where(and(eq(orderLines.retailerId, retailerId), isAnyOf(orderLines.orderId, orderIds)))
      .orderBy(asc(orderLines.id)),
  ])
  const ofOrder = Map.groupBy(lines, ({ orderId }) => orderId)
  return new Map(heads.map(order => [order.id, presentStored({ ...order, lines: ofOrder.get(order.id) ?? [] })]))
}

/** An order whose rows are known. */
export function presentStored(order: StoredOrder) {
  return { ...order, lines: order.lines.map(line => ({ ...line, open: openQuantity(line).toFixed() })) }
}

/** One order with all that came of it. Throws `not-found`. */
export async function presentOrderDetail(orm: Orm, retailerId: string, orderId: string) {
  const order = await presentOrder(orm, retailerId, orderId)
  const placed = await orm
    .select({
      id: purchaseOrders.id,
      number: purchaseOrders.number,
      status: purchaseOrders.status,
      answer: purchaseOrders.answer,
      source: { id: sources.id, name: sources.name, kind: sources.kind },
    })
    .from(purchaseOrders)
    .innerJoin(sources, and(eq(sources.retailerId, retailerId), eq(sources.id, purchaseOrders.sourceId)))
    .where(and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.orderId, orderId)))
    .orderBy(asc(purchaseOrders.id))
  return { ...order, purchaseOrders: placed, routingDecisions: await decisionsOf(orm, retailerId, orderId) }
}

import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { orderStatuses, orders } from '../../db/schema/index.ts'
import { cancelOrder } from '../../engine/orders/cancel.ts'
import { importOrder, importOrders } from '../../engine/orders/import.ts'
import { newOrder } from '../../engine/orders/new-order.ts'
import { releaseOrder } from '../../engine/orders/release.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { amount, foundByNumber, isStorableMoment, momentFilter } from './fields.ts'
import { matching, notBefore, numberFilter, updatedSince } from './filters.ts'
import {
  orderDetailSchema,
  orderSchema,
  orderSummarySchema,
  presentOrder,
  presentOrderDetail,
  presentOrders,
  presentStored,
} from './orders-present.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Orders'

const newOrderSchema = newOrder
  .refine(order => order.placedAt === undefined || isStorableMoment(order.placedAt), {
    path: ['placedAt'],
    message: 'expected a moment in the years 1 to 9999',
  })
  .meta({ id: 'NewOrder', description: 'A customer’s order as a shop gives it.' })

const createOrder = retailerWrite({
  method: 'post',
  path: '/orders',
  scope: 'orders:write',
  tag,
  summary: 'Hand in a customer’s order',
  description:
    'The order is stored together with the job that routes it. Its number is given once on each sales channel: the same order again changes nothing and is answered with 200, another order under that number with 409.',
  body: newOrderSchema,
  example: {
    number: 'W-10001',
    channel: 'web',
    placedAt: '2026-05-04T09:30:00Z',
    currency: 'USD',
    customer: { name: 'Dana Reyes', email: 'dana.reyes@example.com' },
    shipTo: {
      name: 'Dana Reyes',
      address1: '418 Alder Street',
      city: 'Portland',
      state: 'OR',
      postalCode: '97205',
      country: 'US',
    },
    lines: [{ sku: 'TENT-2P', quantity: '1', unitPrice: '189.00' }],
    shippingPrice: '9.95',
  },
  answers: {
    201: { description: 'Stored, and on its way to routing.', schema: orderSchema },
    200: { description: 'This very order had been handed in before.', schema: orderSchema },
  },
  async run({ work, tenant: { retailerId }, body }) {
    const { orderId, created } = await importOrder(work, retailerId, body)
    const order = await presentOrder(work.tx, retailerId, orderId)
    return json(created ? 201 : 200, order, `/orders/${orderId}`)
  },
  async runTogether({ work, tenant: { retailerId } }, bodies) {
    const outcomes = await importOrders(work, retailerId, bodies)
    const known = outcomes.flatMap(outcome => (outcome.ok && !outcome.created ? [outcome.orderId] : []))
    const presented = known.length === 0 ? undefined : await presentOrders(work.tx, retailerId, known)
    return outcomes.map(outcome => {
      if (!outcome.ok) return outcome.error
      const location = `/orders/${outcome.orderId}`
      return outcome.created
        ? json(201, presentStored(outcome.order), location)
        : json(200, presented!.get(outcome.orderId)!, location)
    })
  },
})

const listOrders = retailerRead({
  path: '/orders',
  scope: 'orders:read',
  tag,
  summary: 'List orders, newest first',
  query: pageQuery.extend({
    status: z.enum(orderStatuses).optional(),
    channel: z.string().max(40).optional(),
    number: numberFilter,
    placedSince: momentFilter.optional(),
    updatedSince,
  }),
  answers: { 200: { description: 'A page of orders.', schema: listOf(orderSummarySchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const rows = await orm
      .select()
      .from(orders)
      .where(
        and(
          eq(orders.retailerId, retailerId),
          matching(orders.status, query.status),
          matching(orders.channel, query.channel),
          matching(orders.number, query.number),
          notBefore(orders.placedAt, query.placedSince),
          notBefore(orders.updatedAt, query.updatedSince),
          olderThan(orders.id, query.cursor),
        ),
      )
      .orderBy(desc(orders.id))
      .limit(oneMore(query))
    return json(200, pageOf(rows, query))
  },
})

const getOrder = retailerRead({
  path: '/orders/{id}',
  scope: 'orders:read',
  tag,
  summary: 'One order with all that came of it',
  params: foundByNumber('orders'),
  answers: { 200: { description: 'The order.', schema: orderDetailSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    return json(200, await presentOrderDetail(orm, retailerId, params.id))
  },
})

const cancel = retailerWrite({
  method: 'post',
  path: '/orders/{id}/cancel',
  scope: 'orders:write',
  tag,
  summary: 'Cancel an order',
  description:
    'What no supplier works on is cancelled at once; the suppliers of the rest are asked. What has shipped is not taken back.',
  params: foundByNumber('orders'),
  body: z.object({ reason: z.string().trim().min(1).max(264) }).meta({ id: 'OrderCancellation' }),
  example: { reason: 'The customer changed their mind.' },
  answers: {
    200: {
      description: 'What could be cancelled at once, and who was asked.',
      schema: z.object({
        cancelled: amount.describe('Selling units cancelled at once.'),
        asked: z.array(z.string()).describe('Purchase orders whose suppliers were asked.'),
        order: orderSchema,
      }),
    },
  },
  async run({ work, tenant: { retailerId }, params, body }) {
    const { id: orderId } = await presentOrder(work.tx, retailerId, params.id)
    const cancellation = await cancelOrder(work, { retailerId, orderId, reason: body.reason })
    return json(200, { ...cancellation, order: await presentOrder(work.tx, retailerId, orderId) })
  },
})

const release = retailerWrite({
  method: 'post',
  path: '/orders/{id}/release',
  scope: 'orders:write',
  tag,
  summary: 'Send a held order to routing again',
  params: foundByNumber('orders'),
  answers: { 200: { description: 'The order, on its way to routing.', schema: orderSchema } },
  async run({ work, tenant: { retailerId }, params }) {
    const { id: orderId } = await presentOrder(work.tx, retailerId, params.id)
    await releaseOrder(work, { retailerId, orderId })
    return json(200, await presentOrder(work.tx, retailerId, orderId))
  },
})

export const orderEndpoints = [createOrder, listOrders, getOrder, cancel, release]

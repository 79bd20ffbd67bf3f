import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { purchaseOrderAnswers, purchaseOrderStatuses, purchaseOrders, sources } from '../../db/schema/index.ts'
import { json, retailerRead } from './endpoint.ts'
import { foundByNumber } from './fields.ts'
import { matching, notBefore, numberFilter, partnerFilter, sourceFilter, updatedSince } from './filters.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'
import {
  presentPurchaseOrder,
  purchaseOrderColumns,
  purchaseOrderDetailSchema,
  purchaseOrderSummarySchema,
} from './purchase-orders-present.ts'

const tag = 'Purchase orders'

const listPurchaseOrders = retailerRead({
  path: '/purchase-orders',
  scope: 'purchase-orders:read',
  tag,
  summary: 'List purchase orders, newest first',
  query: pageQuery.extend({
    status: z.enum(purchaseOrderStatuses).optional(),
    answer: z.enum(purchaseOrderAnswers).optional(),
    number: numberFilter,
    orderId: z.uuid().optional(),
    sourceId: sourceFilter,
    partnershipId: partnerFilter,
    updatedSince,
  }),
  answers: { 200: { description: 'A page of purchase orders.', schema: listOf(purchaseOrderSummarySchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const rows = await orm
      .select(purchaseOrderColumns)
      .from(purchaseOrders)
      .innerJoin(sources, and(eq(sources.retailerId, retailerId), eq(sources.id, purchaseOrders.sourceId)))
      .where(
        and(
          eq(purchaseOrders.retailerId, retailerId),
          matching(purchaseOrders.status, query.status),
          matching(purchaseOrders.answer, query.answer),
          matching(purchaseOrders.number, query.number),
          matching(purchaseOrders.orderId, query.orderId),
          matching(purchaseOrders.sourceId, query.sourceId),
          matching(purchaseOrders.partnershipId, query.partnershipId),
          notBefore(purchaseOrders.updatedAt, query.updatedSince),
          olderThan(purchaseOrders.id, query.cursor),
        ),
      )
      .orderBy(desc(purchaseOrders.id))
      .limit(oneMore(query))
    return json(200, pageOf(rows, query))
  },
})

const getPurchaseOrder = retailerRead({
  path: '/purchase-orders/{id}',
  scope: 'purchase-orders:read',
  tag,
  summary: 'One purchase order with its lines, documents, messages and history',
  params: foundByNumber('purchase-orders'),
  answers: { 200: { description: 'The purchase order.', schema: purchaseOrderDetailSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    return json(200, await presentPurchaseOrder(orm, retailerId, params.id))
  },
})

export const purchaseOrderEndpoints = [listPurchaseOrders, getPurchaseOrder]

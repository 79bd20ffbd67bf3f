import { z } from 'zod'
import { documentNumber } from '../../translators/documents/index.ts'
import { json, supplierRead } from './endpoint.ts'
import { found, idParams } from './fields.ts'
import { messageDetailSchema, presentMessage } from './messages-present.ts'
import { listOf, pageQuery } from './pages.ts'
import { presentSuppliersOrders, suppliersOrderSchema } from './supplier-present.ts'

const tag = 'For suppliers'

const listOrders = supplierRead({
  path: '/supplier/purchase-orders',
  scope: 'purchase-orders:read',
  tag,
  summary: 'List purchase orders, newest first',
  query: pageQuery.extend({
    open: z.enum(['true', 'false']).optional().describe('true: only those that you have not answered yet.'),
  }),
  answers: { 200: { description: 'A page of purchase orders.', schema: listOf(suppliersOrderSchema) } },
  async run({ orm, tenant, query }) {
    return json(200, await presentSuppliersOrders(orm, tenant, { open: query.open === 'true' }, query))
  },
})

/** A purchase order by its number. */
export const numberParams = z.object({ number: documentNumber })

const getOrder = supplierRead({
  path: '/supplier/purchase-orders/{number}',
  scope: 'purchase-orders:read',
  tag,
  summary: 'One purchase order',
  params: numberParams,
  answers: { 200: { description: 'The purchase order.', schema: suppliersOrderSchema } },
  async run({ orm, tenant, params }) {
    const { data } = await presentSuppliersOrders(orm, tenant, { number: params.number }, { limit: 1 })
    return json(200, found(data[0], 'purchase order'))
  },
})

const getMessage = supplierRead({
  path: '/supplier/messages/{id}',
  scope: 'messages:read',
  tag,
  summary: 'What became of something that you sent',
  params: idParams,
  answers: { 200: { description: 'The message, and what became of each document.', schema: messageDetailSchema } },
  async run({ orm, tenant: { retailerId, partnershipId }, params }) {
    return json(200, await presentMessage(orm, retailerId, params.id, partnershipId))
  },
})

export const supplierReadEndpoints = [listOrders, getOrder, getMessage]

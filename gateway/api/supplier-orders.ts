import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { purchaseOrderStatuses } from '../../db/schema/index.ts'
import { documentNumber } from '../../translators/documents/index.ts'
import { recordConfirmation } from '../journal/outbound.ts'
import { file, json, type SupplierTenant, supplierRead, supplierWrite } from './endpoint.ts'
import { found, idParams } from './fields.ts'
import { updatedSince } from './filters.ts'
import { messageDetailSchema, presentMessage } from './messages-present.ts'
import { listOf, pageQuery } from './pages.ts'
import { suppliersOrdersAs } from './supplier-order-files.ts'
import { presentSuppliersOrders, suppliersOrderSchema } from './supplier-present.ts'

const tag = 'For suppliers'

const formats = {
  'text/csv': 'In the layout that you have agreed on, or the default one.',
  'application/edi-x12':
    'The interchanges that hold them, byte for byte as they left: for suppliers whose channel speaks X12.',
}

const yesOrNo = z.enum(['true', 'false']).optional()
const isYes = (answer: string | undefined) => (answer === undefined ? undefined : answer === 'true')

const listOrders = supplierRead({
  path: '/supplier/purchase-orders',
  scope: 'purchase-orders:read',
  tag,
  summary: 'List purchase orders, newest first',
  query: pageQuery.extend({
    open: yesOrNo.describe('true: only those that you have not answered yet; false: only the others.'),
    asked: yesOrNo.describe(
      'true: only those that the retailer asks to change, and that wait for your answer; false: only the others.',
    ),
    received: yesOrNo.describe('false: only those whose receipt is not confirmed yet; true: only the others.'),
    status: z.enum(purchaseOrderStatuses).optional(),
    updatedSince,
  }),
  formats,
  answers: { 200: { description: 'A page of purchase orders.', schema: listOf(suppliersOrderSchema) } },
  async run({ orm, tenant, query, accept }) {
    const { open, asked, received, ...rest } = query
    const wanted = { ...rest, open: isYes(open), asked: isYes(asked), received: isYes(received) }
    const page = await presentSuppliersOrders(orm, tenant, wanted, query)
    if (accept === 'application/json') return json(200, page)
    return file({ ...(await suppliersOrdersAs(accept, orm, tenant, page.data)), nextCursor: page.nextCursor })
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
  formats,
  answers: { 200: { description: 'The purchase order.', schema: suppliersOrderSchema } },
  async run({ orm, tenant, params, accept }) {
    const order = await orderNumbered(orm, tenant, params.number)
    if (accept === 'application/json') return json(200, order)
    return file(await suppliersOrdersAs(accept, orm, tenant, [order]))
  },
})

/** Throws `not-found`. */
async function orderNumbered(orm: Orm, tenant: SupplierTenant, number: string) {
  const { data } = await presentSuppliersOrders(orm, tenant, { number }, { limit: 1 })
  return found(data[0], 'purchase order')
}

const confirmReceipt = supplierWrite({
  method: 'post',
  path: '/supplier/purchase-orders/{number}/receipt',
  scope: 'purchase-orders:write',
  tag,
  summary: 'Confirm that you have a purchase order',
  description:
    'Say so once your system has stored it: until then it stays in the list of those with `received=false`. Confirmed again nothing changes. This accepts nothing yet; for that, acknowledge it.',
  params: numberParams,
  answers: { 200: { description: 'The purchase order, received.', schema: suppliersOrderSchema } },
  async run({ work, tenant, params, keyName }) {
    const { messageId } = await orderNumbered(work.tx, tenant, params.number)
    if (!messageId) throw new ApplicationError('wrong-state', 'This purchase order is still being written.')
    await recordConfirmation(work, tenant.retailerId, messageId, { apiKey: keyName })
    return json(200, await orderNumbered(work.tx, tenant, params.number))
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

export const supplierOrderEndpoints = [listOrders, getOrder, confirmReceipt, getMessage]

import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { invoiceStatuses, invoices } from '../../db/schema/index.ts'
import { approveInvoice } from '../../engine/invoices/approve.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { idParams, momentFilter } from './fields.ts'
import { matching, notBefore } from './filters.ts'
import { invoiceDetailSchema, invoiceSummarySchema, presentInvoice } from './invoices-present.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Invoices'

const listInvoices = retailerRead({
  path: '/invoices',
  scope: 'invoices:read',
  tag,
  summary: 'List invoices and credit memos, newest first',
  query: pageQuery.extend({
    status: z.enum(invoiceStatuses).optional(),
    type: z.enum(['invoice', 'credit-memo']).optional(),
    number: z.string().max(50).optional(),
    partnershipId: z.uuid().optional(),
    purchaseOrderId: z.uuid().optional(),
    updatedSince: momentFilter.optional(),
  }),
  answers: { 200: { description: 'A page of invoices.', schema: listOf(invoiceSummarySchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const rows = await orm
      .select()
      .from(invoices)
      .where(
        and(
          eq(invoices.retailerId, retailerId),
          matching(invoices.status, query.status),
          matching(invoices.type, query.type),
          matching(invoices.number, query.number),
          matching(invoices.partnershipId, query.partnershipId),
          matching(invoices.purchaseOrderId, query.purchaseOrderId),
          notBefore(invoices.updatedAt, query.updatedSince),
          olderThan(invoices.id, query.cursor),
        ),
      )
      .orderBy(desc(invoices.id))
      .limit(oneMore(query))
    return json(200, pageOf(rows, query))
  },
})

const getInvoice = retailerRead({
  path: '/invoices/{id}',
  scope: 'invoices:read',
  tag,
  summary: 'One invoice with its match and exceptions',
  params: idParams,
  answers: { 200: { description: 'The invoice.', schema: invoiceDetailSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    return json(200, await presentInvoice(orm, retailerId, params.id))
  },
})

const approve = retailerWrite({
  method: 'post',
  path: '/invoices/{id}/approve',
  scope: 'invoices:write',
  tag,
  summary: 'Approve an invoice that matched',
  description:
    'All of it becomes payable and goes out with the next export. One with exceptions needs a person’s decision.',
  params: idParams,
  answers: { 200: { description: 'The invoice, approved.', schema: invoiceDetailSchema } },
  async run({ work, tenant: { retailerId }, params }) {
    await approveInvoice(work, { retailerId, invoiceId: params.id, authority: 'api' })
    return json(200, await presentInvoice(work.tx, retailerId, params.id))
  },
})

export const invoiceEndpoints = [listInvoices, getInvoice, approve]

import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { claims, invoiceStatuses, invoices } from '../../db/schema/index.ts'
import { approveInvoice } from '../../engine/invoices/approve.ts'
import { billBackEnds, closeBillBack } from '../../engine/invoices/close-bill-back.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { found, foundByNumber } from './fields.ts'
import { matching, notBefore, numberFilter, partnerFilter, updatedSince } from './filters.ts'
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
    number: numberFilter,
    partnershipId: partnerFilter,
    purchaseOrderId: z.uuid().optional(),
    updatedSince,
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
  params: foundByNumber('invoices'),
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
  params: foundByNumber('invoices'),
  answers: { 200: { description: 'The invoice, approved.', schema: invoiceDetailSchema } },
  async run({ work, tenant: { retailerId }, params }) {
    await approveInvoice(work, { retailerId, invoiceId: params.id, authority: 'api' })
    return json(200, await presentInvoice(work.tx, retailerId, params.id))
  },
})

const closeBillBackEndpoint = retailerWrite({
  method: 'post',
  path: '/invoices/{id}/bill-backs/close',
  scope: 'invoices:write',
  tag,
  summary: 'Close what is billed back',
  description:
    'Ends a bill-back without a credit memo: the supplier paid it by another way, or it is given up. The invoice is paid as before, and the supplier is told.',
  params: foundByNumber('invoices'),
  body: z
    .strictObject({
      number: z.string().max(30).describe('Of the claim.'),
      end: z.enum(billBackEnds),
      reason: z.string().trim().min(1).max(1000),
    })
    .meta({ id: 'BillBackEnd' }),
  example: { number: 'BB-000001', end: 'paid-outside', reason: 'By cheque 1207.' },
  answers: { 200: { description: 'The invoice with its claims.', schema: invoiceDetailSchema } },
  async run({ work, tenant: { retailerId }, params: { id }, body: { number, end, reason } }) {
    const [claim] = await work.tx
      .select({ id: claims.id })
      .from(claims)
      .where(and(eq(claims.retailerId, retailerId), eq(claims.invoiceId, id), eq(claims.number, number)))
    const claimId = found(claim, 'claim').id
    await closeBillBack(work, { retailerId, invoiceId: id, claimId, end, reason, authority: 'api' })
    return json(200, await presentInvoice(work.tx, retailerId, id))
  },
})

export const invoiceEndpoints = [listInvoices, getInvoice, approve, closeBillBackEndpoint]

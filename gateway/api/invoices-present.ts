import { and, asc, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import {
  claimKinds,
  claimStatuses,
  claims,
  events,
  exceptions,
  invoiceCharges,
  invoiceLines,
  invoiceStatuses,
  invoices,
} from '../../db/schema/index.ts'
import { allowanceOrCharge, terms } from '../../translators/documents/index.ts'
import { exceptionBody, exceptionSchema } from './exceptions-present.ts'
import { amount, day, found, moment } from './fields.ts'
import { eventSchema } from './purchase-orders-present.ts'

export const invoiceSummarySchema = z
  .object({
    id: z.uuid(),
    partnershipId: z.uuid(),
    type: z.enum(['invoice', 'credit-memo']),
    number: z.string(),
    status: z.enum(invoiceStatuses),
    purchaseOrderId: z.uuid().nullable(),
    purchaseOrderNumber: z.string().nullable(),
    originalInvoiceNumber: z.string().nullable(),
    invoiceDate: day,
    dueDate: day,
    discountDate: day.nullable(),
    currency: z.string(),
    total: amount.describe('What the supplier claims.'),
    computedTotal: amount.describe('What lines, charges and taxes add up to.'),
    payable: amount.nullable().describe('What is to be paid, once that is decided.'),
    receivedAt: moment,
    matchedAt: moment.nullable(),
    approvedAt: moment.nullable(),
    approvedBy: z.string().nullable(),
    voidReason: z.string().nullable(),
    updatedAt: moment,
  })
  .meta({ id: 'InvoiceSummary', description: 'What a supplier asks to be paid, and where it stands.' })

const lineSchema = z.object({
  position: z.int(),
  purchaseOrderLineId: z.uuid().nullable().describe('The line that it was matched with.'),
  purchaseOrderNumber: z.string().nullable(),
  lineNumber: z.string().nullable(),
  sku: z.string().nullable(),
  description: z.string().nullable(),
  quantity: amount,
  unit: z.string().nullable(),
  unitPrice: amount,
  amount,
  allowancesAndCharges: z.array(allowanceOrCharge),
  counted: amount.describe('How much of the quantity is covered by what was shipped.'),
  payable: amount,
})

const chargeSchema = z.object({
  kind: z.enum(['allowance', 'charge', 'tax']),
  reason: z.string(),
  amount: amount.describe('Negative for an allowance.'),
  payable: amount,
  description: z.string().nullable(),
})

const claimSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(claimKinds),
    number: z.string(),
    amount,
    credited: amount.describe('What credit memos have given of it.'),
    reason: z.string(),
    status: z.enum(claimStatuses),
    answer: z.string().nullable().describe('What the supplier said to it.'),
    createdAt: moment,
    closedAt: moment.nullable(),
  })
  .meta({ id: 'Claim', description: 'What the retailer holds against an invoice.' })

/** An invoice with its match. */
export const invoiceDetailSchema = invoiceSummarySchema
  .extend({
    documentId: z.uuid().nullable(),
    terms: terms.nullable(),
    lines: z.array(lineSchema),
    charges: z.array(chargeSchema),
    exceptions: z.array(exceptionSchema),
    claims: z.array(claimSchema),
    history: z.array(eventSchema),
  })
  .meta({ id: 'Invoice', description: 'An invoice, what of it is covered, and what is wrong with it.' })

/** One invoice with its match. Throws `not-found`. */
export async function presentInvoice(orm: Orm, retailerId: string, id: string) {
  const [row] = await orm
    .select()
    .from(invoices)
    .where(and(eq(invoices.retailerId, retailerId), eq(invoices.id, id)))
  const invoice = found(row, 'invoice')
  const questions = await orm
    .select()
    .from(exceptions)
    .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.invoiceId, id)))
    .orderBy(desc(exceptions.id))
  return {
    ...invoice,
    lines: await orm
      .select()
      .from(invoiceLines)
      .where(and(eq(invoiceLines.retailerId, retailerId), eq(invoiceLines.invoiceId, id)))
      .orderBy(asc(invoiceLines.position)),
    charges: await orm
      .select()
      .from(invoiceCharges)
      .where(and(eq(invoiceCharges.retailerId, retailerId), eq(invoiceCharges.invoiceId, id)))
      .orderBy(asc(invoiceCharges.id)),
    exceptions: questions.map(exceptionBody),
    claims: await orm
      .select()
      .from(claims)
      .where(and(eq(claims.retailerId, retailerId), eq(claims.invoiceId, id)))
      .orderBy(asc(claims.id)),
    history: await orm
      .select()
      .from(events)
      .where(and(eq(events.retailerId, retailerId), eq(events.invoiceId, id)))
      .orderBy(asc(events.id)),
  }
}

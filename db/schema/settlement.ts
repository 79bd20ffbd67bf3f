import { sql } from 'drizzle-orm'
import { date, index, integer, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, decimal, id, must, oneOf, retailerId, within } from './columns.ts'
import { exportBatches, invoices } from './invoices.ts'
import { partnerships } from './partnerships.ts'

export const claimKinds = ['debit-memo', 'credit-request', 'dispute', 'bill-back'] as const
export type ClaimKind = (typeof claimKinds)[number]

/** `settled`: carried out, credited or agreed to; `refused`: the supplier insists; `withdrawn`: the retailer decided otherwise. */
export const claimStatuses = ['open', 'settled', 'refused', 'withdrawn'] as const
export type ClaimStatus = (typeof claimStatuses)[number]

/**
 * What a retailer holds against an invoice, under a number of its own. A debit memo takes its amount off the payment at once; a credit request waits for the
 * supplier's credit memo; a dispute waits for the supplier's answer. A bill-back is an allowance that the invoice itself grants without taking it off (X12 331, 01): the
 * retailer bills it to the supplier, and the invoice is paid meanwhile.
 */
export const claims = pgTable(
  'claims',
  {
    retailerId: retailerId(),
    id: id(),
    kind: text('kind', { enum: claimKinds }).notNull(),
    number: text('number').notNull(),
    partnershipId: uuid('partnership_id').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
    amount: decimal('amount').notNull(),
    currency: text('currency').notNull(),
    reason: text('reason').notNull(),
    status: text('status', { enum: claimStatuses }).notNull(),
    /** What the supplier said to it. */
    answer: text('answer'),
    answeredBy: text('answered_by'),
    answeredAt: at('answered_at'),
    /** What credit memos have given of `amount`. */
    credited: decimal('credited').notNull().default('0'),
    actor: text('actor').notNull(),
    createdAt: createdAt(),
    closedAt: at('closed_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    unique('claims_number').on(t.retailerId, t.number),
    within('claims_partnership', [t.retailerId, t.partnershipId], partnerships),
    within('claims_invoice', [t.retailerId, t.invoiceId], invoices),
    /** One question at a time: the answer to it decides what the next can be. */
    uniqueIndex('claims_one_open')
      .on(t.retailerId, t.invoiceId)
      .where(sql`${t.status} = 'open' and ${t.kind} <> 'bill-back'`),
    index('claims_by_invoice').on(t.retailerId, t.invoiceId),
    index('claims_by_partnership').on(t.retailerId, t.partnershipId, t.id),
    oneOf('claims_kind', t.kind, claimKinds),
    oneOf('claims_status', t.status, claimStatuses),
    must('claims_amount', sql`${t.amount} >= 0 and ${t.credited} >= 0`),
    must('claims_closed', sql`(${t.status} = 'open') = (${t.closedAt} is null)`),
  ],
)

/** Which credit memo gave how much of a claim: each counts once. */
export const claimCredits = pgTable(
  'claim_credits',
  {
    retailerId: retailerId(),
    claimId: uuid('claim_id').notNull(),
    creditMemoId: uuid('credit_memo_id').notNull(),
    amount: decimal('amount').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.claimId, t.creditMemoId] }),
    within('claim_credits_claim', [t.retailerId, t.claimId], claims),
    within('claim_credits_memo', [t.retailerId, t.creditMemoId], invoices),
    must('claim_credits_amount', sql`${t.amount} > 0`),
  ],
)

/** A line of an export batch, by the bill that it stands on: leads back to the field of the invoice that it came from. */
export const exportLines = pgTable(
  'export_lines',
  {
    retailerId: retailerId(),
    batchId: uuid('batch_id').notNull(),
    /** Position in the batch, from 1. */
    position: integer('position').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
    /** The line or charge of the invoice; both absent for what is left between the parts and what was approved. */
    invoiceLineId: uuid('invoice_line_id'),
    invoiceChargeId: uuid('invoice_charge_id'),
    account: text('account').notNull(),
    description: text('description').notNull(),
    amount: decimal('amount').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.batchId, t.position] }),
    within('export_lines_batch', [t.retailerId, t.batchId], exportBatches),
    within('export_lines_invoice', [t.retailerId, t.invoiceId], invoices),
    index('export_lines_by_invoice').on(t.retailerId, t.invoiceId),
  ],
)

export const paymentMethods = ['ach', 'check', 'wire'] as const
export type PaymentMethod = (typeof paymentMethods)[number]

/** Money paid to a supplier, of which it is told by a remittance advice. */
export const payments = pgTable(
  'payments',
  {
    retailerId: retailerId(),
    id: id(),
    partnershipId: uuid('partnership_id').notNull(),
    number: text('number').notNull(),
    /** The trace number of the transfer or the number of the check, where the bank gave one. */
    reference: text('reference'),
    method: text('method', { enum: paymentMethods }).notNull(),
    paidOn: date('paid_on', { mode: 'string' }).notNull(),
    currency: text('currency').notNull(),
    total: decimal('total').notNull(),
    /** The remittance advice that went out. */
    documentId: uuid('document_id'),
    actor: text('actor').notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    unique('payments_number').on(t.retailerId, t.number),
    within('payments_partnership', [t.retailerId, t.partnershipId], partnerships),
    index('payments_by_partnership').on(t.retailerId, t.partnershipId, t.id),
    oneOf('payments_method', t.method, paymentMethods),
    must('payments_total', sql`${t.total} >= 0`),
  ],
)

/** What one invoice or credit memo got of a payment; negative for a credit memo. paid = approved − discount. */
export const paymentItems = pgTable(
  'payment_items',
  {
    retailerId: retailerId(),
    paymentId: uuid('payment_id').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
    paid: decimal('paid').notNull(),
    /** The discount taken for paying early. */
    discount: decimal('discount').notNull().default('0'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.paymentId, t.invoiceId] }),
    unique('payment_items_once').on(t.retailerId, t.invoiceId),
    within('payment_items_payment', [t.retailerId, t.paymentId], payments),
    within('payment_items_invoice', [t.retailerId, t.invoiceId], invoices),
    must('payment_items_discount', sql`${t.discount} >= 0`),
  ],
)

import { sql } from 'drizzle-orm'
import { date, index, integer, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { AllowanceOrCharge, ProductIds, Terms } from '../../translators/documents/index.ts'
import { at, beginning, createdAt, decimal, id, json, must, oneOf, retailerId, within } from './columns.ts'
import { partnerships } from './partnerships.ts'
import { retailers, users } from './people.ts'
import { purchaseOrderLines, purchaseOrders } from './purchase-orders.ts'

export const invoiceStatuses = [
  'received',
  'waiting',
  'matched',
  'within-tolerance',
  'exception',
  'disputed',
  'approved',
  'exported',
  'paid',
  'void',
] as const
export type InvoiceStatus = (typeof invoiceStatuses)[number]

/** The first of the two signatures that an amount beyond a person's limit asks for. */
export interface FirstApproval {
  by: string
  /** ISO 8601, UTC. */
  at: string
  resolution: 'approve' | 'short-pay' | 'by-line'
  /** What would be paid by it. */
  payable: string
  reason: string
  /** With `by-line`: the ids of the lines and charges of which all is paid. */
  inFull?: string[]
}

/**
 * What a supplier asks to be paid, exactly as it was sent, and where it stands. `waiting`: its ship notice is not here yet; `disputed`: the supplier has been asked
 * for a credit or an explanation.
 */
export const invoices = pgTable(
  'invoices',
  {
    retailerId: retailerId(),
    id: id(),
    partnershipId: uuid('partnership_id').notNull(),
    type: text('type', { enum: ['invoice', 'credit-memo'] }).notNull(),
    number: text('number').notNull(),
    /** 1, and more where the supplier has begun to count from the start again. */
    numberUse: integer('number_use').notNull().default(1),
    documentId: uuid('document_id'),
    purchaseOrderId: uuid('purchase_order_id'),
    purchaseOrderNumber: text('purchase_order_number'),
    originalInvoiceNumber: text('original_invoice_number'),
    invoiceDate: date('invoice_date', { mode: 'string' }).notNull(),
    dueDate: date('due_date', { mode: 'string' }).notNull(),
    discountDate: date('discount_date', { mode: 'string' }),
    /** As the supplier named them; absent where it named none. */
    terms: json<Terms>('terms'),
    currency: text('currency').notNull(),
    total: decimal('total').notNull(),
    /** What the lines, charges and taxes add up to. */
    computedTotal: decimal('computed_total').notNull(),
    /** What is to be paid after short-pays; set when the invoice is approved. */
    payable: decimal('payable'),
    status: text('status', { enum: invoiceStatuses }).notNull(),
    /** Until when it may wait for its ship notice before a person looks at it. */
    waitUntil: at('wait_until').notNull(),
    actor: text('actor').notNull(),
    receivedAt: at('received_at').notNull(),
    matchedAt: at('matched_at'),
    firstApproval: json<FirstApproval>('first_approval'),
    approvedAt: at('approved_at'),
    approvedBy: text('approved_by'),
    voidReason: text('void_reason'),
    updatedAt: at('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    /** A supplier uses an invoice number once until it counts from the start again: the same, by whatever way, is the same invoice. One that is void can be replaced. */
    uniqueIndex('invoices_number')
      .on(t.retailerId, t.partnershipId, t.type, t.number, t.numberUse)
      .where(sql`${t.status} <> 'void'`),
    within('invoices_partnership', [t.retailerId, t.partnershipId], partnerships),
    within('invoices_order', [t.retailerId, t.purchaseOrderId], purchaseOrders),
    index('invoices_by_status').on(t.retailerId, t.status, t.id),
    index('invoices_by_partnership').on(t.retailerId, t.partnershipId, t.id),
    index('invoices_of_partner_due').on(t.retailerId, t.partnershipId, t.dueDate, t.id),
    index('invoices_of_partner_number').on(t.retailerId, t.partnershipId, beginning(t.number), t.id),
    index('invoices_waiting').on(t.retailerId, t.waitUntil).where(sql`${t.status} = 'waiting'`),
    index('invoices_by_order').on(t.retailerId, t.purchaseOrderId),
    index('invoices_by_number').on(t.retailerId, beginning(t.number)),
    index('invoices_by_order_number').on(t.retailerId, beginning(t.purchaseOrderNumber)),
    /** What is owed is listed by its day and summed from the index alone. */
    index('invoices_payable')
      .on(t.retailerId, t.dueDate, t.id, t.partnershipId, t.currency, t.type, t.payable)
      .where(sql`${t.status} in ('approved', 'exported')`),
    index('invoices_by_receipt').on(t.retailerId, t.receivedAt),
    oneOf('invoices_status', t.status, invoiceStatuses),
    oneOf('invoices_type', t.type, ['invoice', 'credit-memo']),
    must('invoices_amounts', sql`${t.total} >= 0 and coalesce(${t.payable}, 0) >= 0`),
    must(
      'invoices_approved',
      sql`${t.status} not in ('approved', 'exported', 'paid') or (${t.approvedAt} is not null and ${t.payable} is not null)`,
    ),
    must('invoices_void', sql`(${t.status} = 'void') = (${t.voidReason} is not null)`),
  ],
)

export const invoiceLines = pgTable(
  'invoice_lines',
  {
    retailerId: retailerId(),
    id: id(),
    invoiceId: uuid('invoice_id').notNull(),
    /** Position in the document, from 1. */
    position: integer('position').notNull(),
    purchaseOrderLineId: uuid('purchase_order_line_id'),
    /** The purchase order and its line, as the supplier named them. */
    purchaseOrderNumber: text('purchase_order_number'),
    lineNumber: text('line_number'),
    ids: json<ProductIds>('ids'),
    /** The first of the ids: what people read. */
    sku: text('sku'),
    description: text('description'),
    quantity: decimal('quantity').notNull(),
    unit: text('unit'),
    unitPrice: decimal('unit_price').notNull(),
    /** quantity × unit price with the line's own allowances and charges, rounded to the cent. */
    amount: decimal('amount').notNull(),
    /** The line's own allowances and charges, which `amount` contains. */
    allowancesAndCharges: json<AllowanceOrCharge[]>('allowances_and_charges').notNull().default([]),
    /** How much of `quantity` stands in the purchase order line's `invoiced` (or `credited`). */
    counted: decimal('counted').notNull().default('0'),
    /** The same in the purchase order line's unit: its `invoiced` is the sum of these. */
    countedInOrderUnits: decimal('counted_in_order_units').notNull().default('0'),
    /** What of `amount` is to be paid: what matched, or what a person decided. */
    payable: decimal('payable').notNull().default('0'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('invoice_lines_invoice', [t.retailerId, t.invoiceId], invoices),
    within('invoice_lines_order_line', [t.retailerId, t.purchaseOrderLineId], purchaseOrderLines),
    unique('invoice_lines_position').on(t.retailerId, t.invoiceId, t.position),
    index('invoice_lines_by_order_line').on(t.retailerId, t.purchaseOrderLineId),
    /** Lines that name an order of their own: those of invoices about several. */
    index('invoice_lines_by_order_number')
      .on(t.retailerId, t.purchaseOrderNumber)
      .where(sql`${t.purchaseOrderNumber} is not null`),
    must(
      'invoice_lines_quantity',
      sql`${t.quantity} >= 0 and ${t.counted} >= 0 and ${t.counted} <= ${t.quantity} and ${t.countedInOrderUnits} >= 0`,
    ),
    must('invoice_lines_counted', sql`${t.counted} = 0 or ${t.purchaseOrderLineId} is not null`),
  ],
)

/** Freight, fees, discounts and taxes beside the lines. `amount` is negative for an allowance. */
export const invoiceCharges = pgTable(
  'invoice_charges',
  {
    retailerId: retailerId(),
    id: id(),
    invoiceId: uuid('invoice_id').notNull(),
    kind: text('kind', { enum: ['allowance', 'charge', 'tax'] }).notNull(),
    reason: text('reason').notNull(),
    amount: decimal('amount').notNull(),
    /** What of `amount` is to be paid, with its sign. */
    payable: decimal('payable').notNull().default('0'),
    description: text('description'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('invoice_charges_invoice', [t.retailerId, t.invoiceId], invoices),
    index('invoice_charges_by_invoice').on(t.retailerId, t.invoiceId),
    must(
      'invoice_charges_kind',
      sql`${t.kind} in ('allowance', 'charge', 'tax') and ((${t.kind} = 'allowance') = (${t.amount} < 0) or ${t.amount} = 0)`,
    ),
  ],
)

/** Invoices handed to the accountant's program, once and for good. The bytes are kept and given again on demand. */
export const exportBatches = pgTable(
  'export_batches',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    number: integer('number').notNull(),
    format: text('format').notNull(),
    fileName: text('file_name').notNull(),
    blobId: uuid('blob_id').notNull(),
    /** Where the program takes credits in a file of their own, and the batch has some. */
    creditsFileName: text('credits_file_name'),
    creditsBlobId: uuid('credits_blob_id'),
    total: decimal('total').notNull(),
    currency: text('currency').notNull(),
    actor: text('actor').notNull(),
    createdAt: createdAt(),
    voidedAt: at('voided_at'),
    voidReason: text('void_reason'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    unique('export_batches_number').on(t.retailerId, t.number),
    must('export_batches_credits', sql`(${t.creditsFileName} is null) = (${t.creditsBlobId} is null)`),
    must('export_batches_void', sql`(${t.voidedAt} is null) = (${t.voidReason} is null)`),
  ],
)

export const exportItems = pgTable(
  'export_items',
  {
    retailerId: retailerId(),
    batchId: uuid('batch_id').notNull(),
    invoiceId: uuid('invoice_id').notNull(),
    amount: decimal('amount').notNull(),
    voidedAt: at('voided_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.batchId, t.invoiceId] }),
    within('export_items_batch', [t.retailerId, t.batchId], exportBatches),
    within('export_items_invoice', [t.retailerId, t.invoiceId], invoices),
    uniqueIndex('export_items_once').on(t.retailerId, t.invoiceId).where(sql`${t.voidedAt} is null`),
  ],
)

export const exceptionKinds = [
  'unknown-purchase-order',
  'duplicate',
  'price',
  'quantity-over-shipped',
  'not-shipped',
  'unit-of-measure',
  'freight-or-fee',
  'tax',
  'terms',
  'currency',
  'does-not-foot',
  'over-credited',
  'unknown-item',
  'over-shipped',
  'over-invoiced',
  'acknowledgment-conflict',
  'price-change',
  'quantity-change',
  'date-change',
  'substitution',
  'change-requested',
  'deadline-near',
  'functional-acknowledgment-overdue',
  'acknowledgment-overdue',
  'shipment-overdue',
  'invoice-overdue',
  'unroutable',
  'feed-quarantined',
  'feed-stale',
  'feed-expired',
  'not-delivered',
  'not-fetched',
  'listings-not-sent',
  'storefront-order',
  'not-readable',
  'not-applied',
  'rejected-by-partner',
  'partner-message',
  'certificate-expiring',
] as const
export type ExceptionKind = (typeof exceptionKinds)[number]

/** Something that a person has to look at, with the two values that disagree and the money at stake. */
export const exceptions = pgTable(
  'exceptions',
  {
    retailerId: retailerId(),
    id: id(),
    kind: text('kind', { enum: exceptionKinds }).notNull(),
    /** What makes it this exception and no other: raised twice it stands once. */
    key: text('key').notNull(),
    partnershipId: uuid('partnership_id'),
    orderId: uuid('order_id'),
    purchaseOrderId: uuid('purchase_order_id'),
    purchaseOrderLineId: uuid('purchase_order_line_id'),
    invoiceId: uuid('invoice_id'),
    invoiceLineId: uuid('invoice_line_id'),
    messageId: uuid('message_id'),
    documentId: uuid('document_id'),
    expected: text('expected'),
    actual: text('actual'),
    atStake: decimal('at_stake'),
    currency: text('currency'),
    summary: text('summary').notNull(),
    /** The person at the retailer who has taken it on. */
    assignedTo: uuid('assigned_to').references(() => users.id, { onDelete: 'set null' }),
    raisedAt: at('raised_at').notNull(),
    resolvedAt: at('resolved_at'),
    resolution: text('resolution'),
    resolvedBy: text('resolved_by'),
    note: text('note'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    unique('exceptions_key').on(t.retailerId, t.key),
    index('exceptions_open').on(t.retailerId, t.kind, t.id).where(sql`${t.resolvedAt} is null`),
    index('exceptions_open_of_partner').on(t.retailerId, t.partnershipId).where(sql`${t.resolvedAt} is null`),
    index('exceptions_by_invoice').on(t.retailerId, t.invoiceId),
    index('exceptions_by_order').on(t.retailerId, t.orderId),
    index('exceptions_by_purchase_order').on(t.retailerId, t.purchaseOrderId),
    index('exceptions_by_message').on(t.retailerId, t.messageId),
    oneOf('exceptions_kind', t.kind, exceptionKinds),
    must('exceptions_resolved', sql`(${t.resolvedAt} is null) = (${t.resolution} is null)`),
  ],
)

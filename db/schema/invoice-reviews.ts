import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, json, must, oneOf, retailerId, within } from './columns.ts'
import { invoices } from './invoices.ts'
import { documents } from './journal.ts'
import { partnerships } from './partnerships.ts'

const invoiceReviewStatuses = ['waiting', 'confirmed', 'refused'] as const

/**
 * An invoice that was read from a page rather than from data, and about which not everything is certain: a person looks at it beside its PDF.
 * Its document holds no content until it is confirmed.
 */
export const invoiceReviews = pgTable(
  'invoice_reviews',
  {
    retailerId: retailerId(),
    documentId: uuid('document_id').notNull(),
    partnershipId: uuid('partnership_id').notNull(),
    status: text('status', { enum: invoiceReviewStatuses }).notNull(),
    /** What was read, where each field stands on its page and how sure it is: `PdfReading`. */
    reading: json<unknown>('reading').notNull(),
    /** The invoice that it became, or that had come by another way before. */
    invoiceId: uuid('invoice_id'),
    /** Why it was refused. */
    reason: text('reason'),
    createdAt: createdAt(),
    decidedAt: at('decided_at'),
    decidedBy: text('decided_by'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.documentId] }),
    within('invoice_reviews_document', [t.retailerId, t.documentId], documents),
    within('invoice_reviews_partnership', [t.retailerId, t.partnershipId], partnerships),
    within('invoice_reviews_invoice', [t.retailerId, t.invoiceId], invoices),
    index('invoice_reviews_waiting').on(t.retailerId, t.documentId).where(sql`${t.status} = 'waiting'`),
    oneOf('invoice_reviews_status', t.status, invoiceReviewStatuses),
    must(
      'invoice_reviews_decided',
      sql`(${t.status} = 'waiting') = (${t.decidedAt} is null) and (${t.status} = 'refused') = (${t.reason} is not null) and (${t.status} = 'confirmed') = (${t.invoiceId} is not null)`,
    ),
  ],
)

/** How a supplier's invoices lie on the page, kept once a person has confirmed one: the next that look the same go through. */
export const pdfLayouts = pgTable(
  'pdf_layouts',
  {
    retailerId: retailerId(),
    partnershipId: uuid('partnership_id').notNull(),
    type: text('type', { enum: ['invoice', 'credit-memo'] }).notNull(),
    /** `PdfLayout`: labels, where their values stand, and the columns of the lines. */
    layout: json<unknown>('layout').notNull(),
    /** The document from which it was learnt. */
    documentId: uuid('document_id').notNull(),
    confirmedBy: text('confirmed_by').notNull(),
    confirmedAt: at('confirmed_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.partnershipId, t.type] }),
    within('pdf_layouts_partnership', [t.retailerId, t.partnershipId], partnerships),
    within('pdf_layouts_document', [t.retailerId, t.documentId], documents),
    oneOf('pdf_layouts_type', t.type, ['invoice', 'credit-memo']),
  ],
)

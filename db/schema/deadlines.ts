import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { at, id, must, oneOf, retailerId, within } from './columns.ts'
import { documents } from './journal.ts'
import { partnerships } from './partnerships.ts'
import { purchaseOrders, shipments } from './purchase-orders.ts'

/** What a supplier has to do in time: confirm that it can read a document (997), answer an order, ship it, and bill what it shipped. */
export const deadlineKinds = ['functional-acknowledgment', 'acknowledgment', 'shipment', 'invoice'] as const
export type DeadlineKind = (typeof deadlineKinds)[number]

/** `void`: nobody waits for it any more. */
export const deadlineOutcomes = ['met', 'late', 'void'] as const
export type DeadlineOutcome = (typeof deadlineOutcomes)[number]

/** A time by which a supplier has to do something about an order: open until it is done, or until nobody waits for it. */
export const deadlines = pgTable(
  'deadlines',
  {
    retailerId: retailerId(),
    id: id(),
    kind: text('kind', { enum: deadlineKinds }).notNull(),
    /** The id of what is waited for: the document sent, the purchase order, or the shipment to bill. One of each kind has one deadline on its order. */
    subjectId: uuid('subject_id').notNull(),
    partnershipId: uuid('partnership_id').notNull(),
    /** Absent for a document that is about no order, a remittance advice say. */
    purchaseOrderId: uuid('purchase_order_id'),
    documentId: uuid('document_id'),
    shipmentId: uuid('shipment_id'),
    startedAt: at('started_at').notNull(),
    /** When to warn before it is due; absent where nobody wants to be warned. */
    warnAt: at('warn_at'),
    dueAt: at('due_at').notNull(),
    /** When something is to be done about it next: to warn, or to tell that it was missed. Absent when there is nothing left to do. */
    nextAt: at('next_at'),
    warnedAt: at('warned_at'),
    missedAt: at('missed_at'),
    /** When what was waited for happened, as far as it tells: goods leave on a day. */
    endedAt: at('ended_at'),
    outcome: text('outcome', { enum: deadlineOutcomes }),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    unique('deadlines_once').on(t.retailerId, t.kind, t.purchaseOrderId, t.subjectId).nullsNotDistinct(),
    within('deadlines_partnership', [t.retailerId, t.partnershipId], partnerships),
    within('deadlines_order', [t.retailerId, t.purchaseOrderId], purchaseOrders),
    within('deadlines_document', [t.retailerId, t.documentId], documents),
    within('deadlines_shipment', [t.retailerId, t.shipmentId], shipments),
    index('deadlines_next').on(t.retailerId, t.nextAt).where(sql`${t.nextAt} is not null`),
    index('deadlines_open').on(t.retailerId, t.dueAt, t.id).where(sql`${t.endedAt} is null`),
    index('deadlines_by_due').on(t.retailerId, t.kind, t.dueAt),
    oneOf('deadlines_kind', t.kind, deadlineKinds),
    must('deadlines_order_known', sql`${t.purchaseOrderId} is not null or ${t.kind} = 'functional-acknowledgment'`),
    must('deadlines_outcome', sql`${t.outcome} is null or ${t.outcome} in ('met', 'late', 'void')`),
    must('deadlines_ended', sql`(${t.endedAt} is null) = (${t.outcome} is null)`),
    must('deadlines_next_while_open', sql`${t.nextAt} is null or (${t.endedAt} is null and ${t.missedAt} is null)`),
  ],
)

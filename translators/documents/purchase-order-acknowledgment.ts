import { z } from 'zod'
import {
  businessDate,
  currency,
  decimal,
  documentNumber,
  lineNumber,
  party,
  positiveDecimal,
  productIds,
  reference,
  unit,
} from './common.ts'

/** What a supplier can say to a quantity of a line (X12 ACK01, reduced to its business meaning). */
export const answerStatuses = [
  'accepted',
  'accepted-with-changes',
  'backordered',
  'rejected',
  'substituted',
  'on-hold',
] as const
export type AnswerStatus = (typeof answerStatuses)[number]

/** Why a line is refused. Partners' own codes are mapped to this one list. */
export const rejectionReasons = [
  'out-of-stock',
  'discontinued',
  'unknown-item',
  'price-mismatch',
  'cannot-meet-date',
  'cannot-ship-to',
  'duplicate',
  'below-minimum',
  'other',
] as const
export type RejectionReason = (typeof rejectionReasons)[number]

/** One answer to part or all of a line; several answers may split a line (6 accepted, 4 backordered). */
export const lineAnswer = z.object({
  status: z.enum(answerStatuses),
  quantity: positiveDecimal
    .optional()
    .describe('Left out where it answers all of the line, or as much as the line’s own `quantity` says.'),
  unit: unit.optional(),
  shipDate: businessDate
    .optional()
    .describe('The day on which this quantity ships, or is expected to when backordered.'),
  deliveryDate: businessDate
    .optional()
    .describe('The day on which it is expected to arrive (X12 374: 017 and its like).'),
  substitute: productIds.optional().describe('What is sent instead, where the status is `substituted` (X12 ACK07 on).'),
  reason: z.enum(rejectionReasons).optional(),
  note: z.string().min(1).max(264).optional(),
})
export type LineAnswer = z.infer<typeof lineAnswer>

export const acknowledgedLine = z.object({
  /** The purchase order's own line number. */
  lineNumber,
  ids: productIds.optional(),
  quantity: positiveDecimal.optional(),
  unit: unit.optional(),
  unitPrice: decimal.optional().describe('Given where the supplier names a price; compared with the order’s.'),
  answers: z.array(lineAnswer),
})
export type AcknowledgedLine = z.infer<typeof acknowledgedLine>

/** What an answer says of a whole document: accepted / rejected (X12 587 AK, AT / RJ), or that its lines do (AC, AD, AE, RD, RF). */
export const acknowledgmentTypes = [
  'accepted',
  'rejected',
  'detail',
  'detail-with-changes',
  'rejected-with-detail',
  'on-hold',
] as const

/** A supplier's answer to a purchase order (X12 855). Without lines the `type` speaks for the whole order. */
export const purchaseOrderAcknowledgment = z.object({
  kind: z.literal('purchase-order-acknowledgment'),
  purpose: z.enum(['original', 'duplicate', 'replacement']).default('original'),
  type: z.enum(acknowledgmentTypes),
  purchaseOrderNumber: documentNumber,
  purchaseOrderDate: businessDate.optional(),
  supplierOrderNumber: documentNumber.optional().describe('The supplier’s sales order number.'),
  date: businessDate.optional(),
  currency: currency.optional(),
  supplier: party.optional(),
  references: z.array(reference).optional(),
  lines: z.array(acknowledgedLine),
})
export type PurchaseOrderAcknowledgment = z.infer<typeof purchaseOrderAcknowledgment>

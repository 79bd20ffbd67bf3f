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
import { acknowledgmentTypes, lineAnswer } from './purchase-order-acknowledgment.ts'

/**
 * One answer to what was asked of a line: `accepted` grants a cancellation as it does a new price, `rejected` leaves the line as it
 * was. Without a `quantity` it answers all of it.
 */
export const changeAnswer = lineAnswer.extend({ quantity: positiveDecimal.optional() })
export type ChangeAnswer = z.infer<typeof changeAnswer>

/**
 * A line of the order as the change would have it (X12 POC): what happens to it, and its terms as far as they are named; for a
 * cancellation `quantity` is what is taken away, and without it the whole line is.
 */
export const answeredLine = z.object({
  action: z.enum(['add', 'change', 'cancel']),
  /** The purchase order's own line number. */
  lineNumber,
  ids: productIds.optional(),
  description: z.string().min(1).max(264).optional(),
  quantity: positiveDecimal.optional(),
  unit: unit.optional(),
  unitPrice: decimal.optional(),
  shipDate: businessDate.optional().describe('The day on which the supplier would ship the line under these terms.'),
  answers: z.array(changeAnswer).describe('What the supplier says to it; empty where it is the supplier who asks.'),
})
export type AnsweredLine = z.infer<typeof answeredLine>

/**
 * A supplier's answer to a change of a purchase order, or a change that the supplier itself asks for (X12 865; BCA01 tells them
 * apart). Without lines the `type` speaks for the whole change.
 */
export const purchaseOrderChangeAcknowledgment = z.object({
  kind: z.literal('purchase-order-change-acknowledgment'),
  purpose: z.enum(['answer', 'request']).default('answer'),
  type: z
    .enum(acknowledgmentTypes)
    .describe(
      'As in an acknowledgment: accepted and rejected speak for the whole, the others send the reader to the lines.',
    ),
  purchaseOrderNumber: documentNumber,
  purchaseOrderDate: businessDate.optional(),
  sequence: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Number of the change within its order, as the retailer counted it; absent in what the supplier asks for.',
    ),
  supplierOrderNumber: documentNumber.optional().describe('The supplier’s sales order number.'),
  date: businessDate.optional(),
  currency: currency.optional(),
  supplier: party.optional(),
  references: z.array(reference).optional(),
  notes: z.array(z.string().min(1).max(264)).optional(),
  lines: z.array(answeredLine),
})
export type PurchaseOrderChangeAcknowledgment = z.infer<typeof purchaseOrderChangeAcknowledgment>

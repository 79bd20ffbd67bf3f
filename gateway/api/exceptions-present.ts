import { z } from 'zod'
import { exceptionKinds, type exceptions } from '../../db/schema/index.ts'
import { orderResolutions, orderResolutionsFor } from '../../engine/exceptions/resolutions.ts'
import { amount, moment } from './fields.ts'

/** Something that a person has to look at. */
export const exceptionSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(exceptionKinds),
    summary: z.string(),
    expected: z.string().nullable(),
    actual: z.string().nullable(),
    atStake: amount.nullable(),
    currency: z.string().nullable(),
    partnershipId: z.uuid().nullable(),
    orderId: z.uuid().nullable(),
    purchaseOrderId: z.uuid().nullable(),
    purchaseOrderLineId: z.uuid().nullable(),
    invoiceId: z.uuid().nullable(),
    messageId: z.uuid().nullable(),
    documentId: z.uuid().nullable(),
    assignedTo: z.uuid().nullable().describe('The person who sees to it.'),
    resolutions: z
      .array(z.enum(orderResolutions))
      .describe('What may be decided about it; empty where a note is all it takes, or an invoice.'),
    raisedAt: moment,
    resolvedAt: moment.nullable(),
    resolution: z.string().nullable(),
    resolvedBy: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Exception', description: 'Something that a person has to look at, with the two values that disagree.' })

/** An exception with what may be decided about it. */
export function exceptionBody(row: typeof exceptions.$inferSelect) {
  return { ...row, resolutions: row.invoiceId ? [] : orderResolutionsFor(row) }
}

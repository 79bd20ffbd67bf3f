import { z } from 'zod'
import { exceptionKinds } from '../../db/schema/index.ts'
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
    raisedAt: moment,
    resolvedAt: moment.nullable(),
    resolution: z.string().nullable(),
    resolvedBy: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Exception', description: 'Something that a person has to look at, with the two values that disagree.' })

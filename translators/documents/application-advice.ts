import { z } from 'zod'
import { businessDate, documentNumber, party, reference } from './common.ts'

const text = (max: number) => z.string().min(1).max(max)

/** What is wrong with a document that could be read but not used: X12 TED, its notes and its related data. */
export const applicationError = z.object({
  code: text(3).describe(
    'X12 647: 006 duplicate, 007 missing data, 009 invalid date, 010 total out of balance, 011 not matching, 024 other.',
  ),
  ownCode: text(30).optional().describe('The sender’s own code for it.'),
  text: text(1000).optional(),
  value: text(99).optional().describe('The bad value, as it stood.'),
  segment: text(3)
    .optional()
    .describe(
      'Segment tag, its position in the set counted from ST = 1, and element and component in it, each counted from 1.',
    ),
  position: z.int().min(1).optional(),
  element: z.int().min(1).max(99).optional(),
  component: z.int().min(1).max(99).optional(),
  dataElement: z
    .string()
    .regex(/^\d{1,4}$/)
    .optional()
    .describe('X12.3 number of the data element.'),
})
export type ApplicationError = z.infer<typeof applicationError>

/** What became of a document at its receiver's (X12 110, second letter). */
export const adviceStatuses = [
  'accepted',
  'accepted-with-changes',
  'accepted-with-errors',
  'partially-accepted',
  'rejected',
] as const

/** What is said of one document, or of one part of it (X12 OTI). */
export const adviceAnswer = z.object({
  status: z.enum(adviceStatuses),
  level: z
    .enum(['document', 'item', 'batch', 'group'])
    .default('document')
    .describe(
      'Whether it is about a whole document, an item of it, or a batch or group of documents (X12 110, first letter).',
    ),
  /** The number by which the document is known: of the order, the invoice, the shipment. */
  reference,
  set: z
    .string()
    .regex(/^\d{3}$/)
    .optional()
    .describe('ST01 of the document’s transaction set, e.g. `810`.'),
  groupControlNumber: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional()
    .describe('GS06 and ST02 under which it came, and GS02, GS03 and the date of its group.'),
  setControlNumber: text(9).optional(),
  sender: text(15).optional(),
  receiver: text(15).optional(),
  date: businessDate.optional(),
  references: z.array(reference).optional(),
  errors: z.array(applicationError),
})
export type AdviceAnswer = z.infer<typeof adviceAnswer>

/** The answer to documents that were read and then judged: unknown order, prices that differ, duplicates (X12 824). */
export const applicationAdvice = z.object({
  kind: z.literal('application-advice'),
  number: documentNumber,
  date: businessDate,
  from: party.optional(),
  to: party.optional(),
  answers: z.array(adviceAnswer).min(1),
})
export type ApplicationAdvice = z.infer<typeof applicationAdvice>

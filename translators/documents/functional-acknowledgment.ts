import { z } from 'zod'

/** One wrong element (X12 AK4): where, which 997 error code (723), and the bad value. */
export const elementError = z.object({
  element: z.int().min(1),
  component: z.int().min(1).optional(),
  repetition: z.int().min(1).optional(),
  dataElement: z.string().optional(),
  code: z.string(),
  value: z.string().optional(),
})

/** One wrong segment (X12 AK3). `position` counts segments in the set from ST = 1; `code` is 720. */
export const segmentError = z.object({
  segment: z.string(),
  position: z.int().min(1),
  loop: z.string().optional(),
  code: z.string().optional(),
  elements: z.array(elementError).default([]),
})

/** What became of one transaction set (X12 AK2 and AK5). */
export const setAnswer = z.object({
  set: z.string(),
  controlNumber: z.string(),
  status: z.enum(['accepted', 'accepted-with-errors', 'rejected']),
  codes: z.array(z.string()).default([]).describe('X12 718 codes.'),
  segments: z.array(segmentError).default([]),
})
export type SetAnswer = z.infer<typeof setAnswer>

/** The answer to one functional group (X12 997): received, and read or refused; it says nothing of the business. */
export const functionalAcknowledgment = z.object({
  kind: z.literal('functional-acknowledgment'),
  functionalId: z.string().describe('GS01 of the group answered, e.g. `PO`.'),
  groupControlNumber: z.string().describe('GS06 of the group answered, exactly as received.'),
  status: z.enum(['accepted', 'accepted-with-errors', 'partially-accepted', 'rejected']),
  codes: z.array(z.string()).default([]).describe('X12 716 codes.'),
  sets: z.array(setAnswer),
  included: z.int().min(0).describe('AK902 to AK904.'),
  received: z.int().min(0),
  accepted: z.int().min(0),
})
export type FunctionalAcknowledgment = z.infer<typeof functionalAcknowledgment>

import { z } from 'zod'
import { businessDate, documentNumber, party, reference } from './common.ts'

/** One message of a text: X12 MIT and its MSG segments. */
export const message = z.object({
  number: documentNumber.describe('The sender’s number of the message (MIT01).'),
  subject: z.string().min(1).max(80).optional(),
  lines: z
    .array(z.string().min(1).max(264))
    .min(1)
    .describe('As the sender broke them (MSG01), so that tables stay in their columns.'),
})
export type Message = z.infer<typeof message>

/** Words from people to people, often about something that went wrong (X12 864). It changes nothing by itself. */
export const textMessage = z.object({
  kind: z.literal('text-message'),
  subject: z.string().min(1).max(80).optional().describe('BMG02.'),
  date: businessDate.optional(),
  from: party.optional(),
  to: party.optional(),
  references: z
    .array(reference)
    .optional()
    .describe('What the text is about, as far as the sender numbers it: they stand with the sender’s name.'),
  messages: z.array(message).min(1),
})
export type TextMessage = z.infer<typeof textMessage>

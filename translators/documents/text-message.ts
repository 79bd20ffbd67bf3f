import { z } from 'zod'
import { businessDate, documentNumber, party, reference } from './common.ts'

/** One message of a text: X12 MIT and its MSG segments. */
export const message = z.object({
  /** The sender's number of the message (MIT01). */
  number: documentNumber,
  subject: z.string().min(1).max(80).optional(),
  /** As the sender broke them (MSG01), so that tables stay in their columns. */
  lines: z.array(z.string().min(1).max(264)).min(1),
})
export type Message = z.infer<typeof message>

/** Words from people to people, often about something that went wrong (X12 864). It changes nothing by itself. */
export const textMessage = z.object({
  kind: z.literal('text-message'),
  /** BMG02. */
  subject: z.string().min(1).max(80).optional(),
  date: businessDate.optional(),
  from: party.optional(),
  to: party.optional(),
  /** What the text is about, as far as the sender numbers it: they stand with the sender's name. */
  references: z.array(reference).optional(),
  messages: z.array(message).min(1),
})
export type TextMessage = z.infer<typeof textMessage>

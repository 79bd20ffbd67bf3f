import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import {
  documents,
  inboundStatuses,
  messageEvents,
  messages,
  outboundStatuses,
  transports,
} from '../../db/schema/index.ts'
import { documentSchema, presentDocuments } from './documents-present.ts'
import { found, moment } from './fields.ts'

export const messageStatuses = [...inboundStatuses, ...outboundStatuses] as const

export const messageSummarySchema = z
  .object({
    id: z.uuid(),
    direction: z.enum(['in', 'out']),
    partnershipId: z.uuid().nullable(),
    transport: z.enum(transports),
    wireId: z.string().describe('The wire’s own id, e.g. an AS2 Message-ID.'),
    fileName: z.string().nullable(),
    contentType: z.string().nullable(),
    size: z.int().describe('Bytes.'),
    status: z.enum(messageStatuses),
    failureCode: z.string().nullable(),
    failureDetail: z.string().nullable(),
    attempts: z.int(),
    repeats: z.int().describe('How often it came again.'),
    createdAt: moment,
    sentAt: moment.nullable(),
    confirmedAt: moment.nullable(),
    processedAt: moment.nullable(),
  })
  .meta({ id: 'MessageSummary', description: 'One message on the wire, in or out.' })

/** A message with everything that happened to it. */
export const messageDetailSchema = messageSummarySchema
  .extend({
    timeline: z.array(z.object({ kind: z.string(), detail: z.record(z.string(), z.unknown()), at: moment })),
    documents: z.array(documentSchema),
  })
  .meta({ id: 'Message', description: 'A message with its timeline and the documents in it.' })

/** What a list tells of a message. */
export const messageColumns = {
  id: messages.id,
  direction: messages.direction,
  partnershipId: messages.partnershipId,
  transport: messages.transport,
  wireId: messages.wireId,
  fileName: messages.fileName,
  contentType: messages.contentType,
  size: messages.size,
  status: messages.status,
  failureCode: messages.failureCode,
  failureDetail: messages.failureDetail,
  attempts: messages.attempts,
  repeats: messages.repeats,
  createdAt: messages.createdAt,
  sentAt: messages.sentAt,
  confirmedAt: messages.confirmedAt,
  processedAt: messages.processedAt,
}

/** One message with everything that happened to it; of one partnership only, where that is given. Throws `not-found`. */
export async function presentMessage(orm: Orm, retailerId: string, id: string, partnershipId?: string) {
  const [row] = await orm
    .select(messageColumns)
    .from(messages)
    .where(
      and(
        eq(messages.retailerId, retailerId),
        eq(messages.id, id),
        partnershipId === undefined ? undefined : eq(messages.partnershipId, partnershipId),
      ),
    )
  const message = found(row, 'message')
  const timeline = await orm
    .select()
    .from(messageEvents)
    .where(and(eq(messageEvents.retailerId, retailerId), eq(messageEvents.messageId, id)))
    .orderBy(asc(messageEvents.id))
  const inside = await orm
    .select()
    .from(documents)
    .where(and(eq(documents.retailerId, retailerId), eq(documents.messageId, id)))
    .orderBy(asc(documents.position), asc(documents.id))
  return { ...message, timeline, documents: presentDocuments(inside) }
}

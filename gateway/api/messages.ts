import { and, asc, desc, eq, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { readBlob } from '../../db/blobs.ts'
import { messages, transports } from '../../db/schema/index.ts'
import { relatedMessages } from '../../engine/messages/related.ts'
import { reprocessMessage } from '../../engine/messages/reprocess.ts'
import { resendMessage } from '../../engine/messages/resend.ts'
import { documentKinds } from '../../translators/documents/index.ts'
import { documentTree, treeSchema } from './document-tree.ts'
import { file, json, retailerRead, retailerWrite } from './endpoint.ts'
import { found, idParams, momentFilter } from './fields.ts'
import { matching, notBefore, partnerFilter } from './filters.ts'
import {
  messageColumns,
  messageDetailSchema,
  messageStatuses,
  messageSummarySchema,
  presentMessage,
} from './messages-present.ts'
import { holding } from './messages-search.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Messages'

const sought = z.string().trim().min(1).max(200)

const listMessages = retailerRead({
  path: '/messages',
  scope: 'messages:read',
  tag,
  summary: 'List messages, newest first',
  query: pageQuery.extend({
    direction: z.enum(['in', 'out']).optional(),
    status: z.enum(messageStatuses).optional(),
    transport: z.enum(transports).optional(),
    partnershipId: partnerFilter,
    since: momentFilter.optional().describe('Received or made at this moment or later.'),
    until: momentFilter.optional().describe('Received or made before this moment.'),
    kind: z.enum(documentKinds).optional().describe('Holds a document of this kind.'),
    number: sought.optional().describe('Holds a document of this number, whatever its capitals.'),
    controlNumber: z
      .string()
      .regex(/^\d{1,9}$/, 'expected up to nine digits')
      .optional()
      .describe('Of an interchange or group in it, with or without leading zeros.'),
    wireId: sought.optional().describe('The wire’s own id, e.g. an AS2 Message-ID with or without its brackets.'),
    fileName: sought.optional().describe('The whole name of its file, whatever its capitals.'),
  }),
  answers: { 200: { description: 'A page of messages.', schema: listOf(messageSummarySchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const rows = await orm
      .select(messageColumns)
      .from(messages)
      .where(
        and(
          eq(messages.retailerId, retailerId),
          matching(messages.direction, query.direction),
          matching(messages.status, query.status),
          matching(messages.transport, query.transport),
          matching(messages.partnershipId, query.partnershipId),
          notBefore(messages.createdAt, query.since),
          query.until === undefined ? undefined : lt(messages.createdAt, new Date(query.until)),
          holding(retailerId, query),
          olderThan(messages.id, query.cursor),
        ),
      )
      .orderBy(desc(messages.id))
      .limit(oneMore(query))
    return json(200, pageOf(rows, query))
  },
})

const getMessage = retailerRead({
  path: '/messages/{id}',
  scope: 'messages:read',
  tag,
  summary: 'One message with its timeline and documents',
  params: idParams,
  answers: { 200: { description: 'The message.', schema: messageDetailSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    return json(200, await presentMessage(orm, retailerId, params.id))
  },
})

const getBytes = retailerRead({
  path: '/messages/{id}/bytes',
  scope: 'messages:read',
  tag,
  summary: 'The exact bytes of a message',
  params: idParams,
  answers: { 200: { description: 'As they were on the wire, after decryption.', bytes: true } },
  async run({ orm, tenant: { retailerId }, params }) {
    const [row] = await orm
      .select()
      .from(messages)
      .where(and(eq(messages.retailerId, retailerId), eq(messages.id, params.id)))
    const { id, blobId, fileName } = found(row, 'message')
    const bytes = await readBlob(orm, retailerId, blobId)
    return file({ bytes, fileName: fileName ?? `${id}.dat`, contentType: 'application/octet-stream' })
  },
})

const getReceipt = retailerRead({
  path: '/messages/{id}/receipt',
  scope: 'messages:read',
  tag,
  summary: 'The receipt of a message, as it was given',
  description: 'Of AS2: the MDN, signed where one was. 404 where there is none.',
  params: idParams,
  answers: { 200: { description: 'The exact bytes.', bytes: true } },
  async run({ orm, tenant: { retailerId }, params }) {
    const [row] = await orm
      .select({ receiptBlobId: messages.receiptBlobId })
      .from(messages)
      .where(and(eq(messages.retailerId, retailerId), eq(messages.id, params.id)))
    const blobId = found(found(row, 'message').receiptBlobId ?? undefined, 'receipt')
    const bytes = await readBlob(orm, retailerId, blobId)
    return file({ bytes, fileName: `receipt-${params.id}.txt`, contentType: 'application/octet-stream' })
  },
})

const getRelated = retailerRead({
  path: '/messages/{id}/related',
  scope: 'messages:read',
  tag,
  summary: 'Other messages about the same business',
  description:
    'Whose documents are about the same purchase orders, or have the same numbers. The thirty first at most.',
  params: idParams,
  answers: {
    200: {
      description: 'The oldest first.',
      schema: z.object({ data: z.array(messageSummarySchema), nextCursor: z.null() }),
    },
  },
  async run({ orm, tenant: { retailerId }, params }) {
    await presentMessage(orm, retailerId, params.id)
    const data = await orm
      .select(messageColumns)
      .from(messages)
      .where(and(eq(messages.retailerId, retailerId), sql`${messages.id} in ${relatedMessages(retailerId, params.id)}`))
      .orderBy(asc(messages.id))
    return json(200, { data, nextCursor: null })
  },
})

const getTree = retailerRead({
  path: '/messages/{id}/documents/{documentId}/tree',
  scope: 'messages:read',
  tag,
  summary: 'A document as it was parsed: segment by segment, each value with its meaning',
  params: idParams.extend({ documentId: z.uuid() }),
  query: z.object({
    cursor: z
      .string()
      .regex(/^[1-9]\d{0,7}$/)
      .optional()
      .describe('The `nextCursor` of the page before.'),
    limit: z.coerce.number().int().min(1).max(1000).default(200).describe('How many segments at most.'),
  }),
  answers: { 200: { description: 'A page of its segments.', schema: treeSchema } },
  async run({ orm, tenant: { retailerId }, params, query }) {
    const from = query.cursor === undefined ? 1 : Number(query.cursor)
    const wanted = { messageId: params.id, documentId: params.documentId, from, limit: query.limit }
    return json(200, await documentTree(orm, retailerId, wanted))
  },
})

const resend = retailerWrite({
  method: 'post',
  path: '/messages/{id}/resend',
  scope: 'messages:write',
  tag,
  summary: 'Send a message again that failed',
  description:
    'The same bytes leave under the same id on the wire, so a partner who has them already recognises a repeat.',
  params: idParams,
  answers: { 200: { description: 'The message, queued again.', schema: messageDetailSchema } },
  async run({ work, tenant: { retailerId }, params }) {
    await presentMessage(work.tx, retailerId, params.id)
    await resendMessage(work, { retailerId, messageId: params.id })
    return json(200, await presentMessage(work.tx, retailerId, params.id))
  },
})

const reprocess = retailerWrite({
  method: 'post',
  path: '/messages/{id}/reprocess',
  scope: 'messages:write',
  tag,
  summary: 'Read a message again',
  description:
    'With the maps and rules of today. What was applied stays; what was rejected is read anew, in the background. 409 where nothing of it was rejected.',
  params: idParams,
  answers: { 202: { description: 'The message, about to be read; ask at `Location`.', schema: messageDetailSchema } },
  async run({ work, tenant: { retailerId }, params }) {
    await reprocessMessage(work, { retailerId, messageId: params.id })
    return json(202, await presentMessage(work.tx, retailerId, params.id), `/messages/${params.id}`)
  },
})

const someSchema = z
  .object({
    data: z.array(
      z.object({
        id: z.uuid(),
        queued: z.boolean(),
        problem: z.string().nullable().describe('Why this one is left as it is.'),
      }),
    ),
  })
  .meta({ id: 'QueuedMessages', description: 'What became of each message that was named, in their order.' })

/** The same for several: one that cannot be done leaves the others be. */
function several(path: string, spec: { summary: string; once: typeof resendMessage }) {
  return retailerWrite({
    method: 'post',
    path,
    scope: 'messages:write',
    tag,
    summary: spec.summary,
    description: 'Each is done in the background, by a job of its own; ask for the message to see how far it is.',
    body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(200) }).meta({ id: 'SomeMessages' }),
    example: { ids: ['01890000-0000-7000-8000-000000000009'] },
    answers: { 202: { description: 'Queued, or why not.', schema: someSchema } },
    async run({ work, tenant: { retailerId }, body: { ids } }) {
      const data = []
      for (const id of new Set(ids))
        data.push({ id, ...(await tried(() => spec.once(work, { retailerId, messageId: id }))) })
      return json(202, { data })
    },
  })
}

/** Both commands look before they write, so what is refused has changed nothing. */
async function tried(command: () => Promise<void>): Promise<{ queued: boolean; problem: string | null }> {
  try {
    await command()
    return { queued: true, problem: null }
  } catch (error) {
    if (error instanceof ApplicationError) return { queued: false, problem: error.message }
    throw error
  }
}

const resendSome = several('/messages/resend', { summary: 'Send several messages again', once: resendMessage })
const reprocessSome = several('/messages/reprocess', { summary: 'Read several messages again', once: reprocessMessage })

export const messageEndpoints = [
  listMessages,
  resendSome,
  reprocessSome,
  getMessage,
  getBytes,
  getReceipt,
  getRelated,
  getTree,
  resend,
  reprocess,
]

import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { readBlob } from '../../db/blobs.ts'
import { messages, transports } from '../../db/schema/index.ts'
import { resendMessage } from '../../engine/messages/resend.ts'
import { file, json, retailerRead, retailerWrite } from './endpoint.ts'
import { found, idParams, momentFilter } from './fields.ts'
import { matching, notBefore } from './filters.ts'
import {
  messageColumns,
  messageDetailSchema,
  messageStatuses,
  messageSummarySchema,
  presentMessage,
} from './messages-present.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Messages'

const listMessages = retailerRead({
  path: '/messages',
  scope: 'messages:read',
  tag,
  summary: 'List messages, newest first',
  query: pageQuery.extend({
    direction: z.enum(['in', 'out']).optional(),
    status: z.enum(messageStatuses).optional(),
    transport: z.enum(transports).optional(),
    partnershipId: z.uuid().optional(),
    since: momentFilter.optional().describe('Received or made at this moment or later.'),
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

export const messageEndpoints = [listMessages, getMessage, getBytes, resend]

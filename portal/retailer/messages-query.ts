import { and, asc, eq, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { documents, exceptions, messageEvents, messages } from '../../db/schema/index.ts'
import { readState } from '../lists/list-state.ts'
import { listJournal, messagesList } from './messages-list-query.ts'

export type { ListedMessage } from './messages-list-query.ts'

/** The latest messages of one partner. */
export async function listMessages(orm: Orm, retailerId: string, query: { partnershipId: string }, limit: number) {
  const state = readState({ partner: query.partnershipId }, messagesList)
  return { rows: (await listJournal(orm, retailerId, state, 'UTC', limit)).rows }
}

/** A message with its timeline, its documents and what is open about it. Throws `not-found`. */
export async function loadMessage(orm: Orm, retailerId: string, id: string) {
  const [message] = await orm
    .select()
    .from(messages)
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, id)))
  if (!message) throw new ApplicationError('not-found', 'There is no such message.')
  return {
    message,
    timeline: await orm
      .select()
      .from(messageEvents)
      .where(and(eq(messageEvents.retailerId, retailerId), eq(messageEvents.messageId, id)))
      .orderBy(asc(messageEvents.id)),
    documents: await orm
      .select()
      .from(documents)
      .where(and(eq(documents.retailerId, retailerId), eq(documents.messageId, id)))
      .orderBy(asc(documents.position), asc(documents.id)),
    exceptions: await orm
      .select()
      .from(exceptions)
      .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.messageId, id)))
      .orderBy(asc(exceptions.id)),
  }
}

export type LoadedMessage = Awaited<ReturnType<typeof loadMessage>>

/** Other messages about the same business: whose documents are about the same purchase orders or have the same numbers, or answer one of these. */
export async function relatedMessages(orm: Orm, retailerId: string, messageId: string) {
  const same = sql`select distinct other.message_id from ${documents} as own join ${documents} as other
    on other.retailer_id = own.retailer_id and (other.purchase_order_id = own.purchase_order_id
      or (lower(other.number) collate "C") = (lower(own.number) collate "C"))
    where own.retailer_id = ${retailerId} and own.message_id = ${messageId} and other.message_id <> ${messageId}
      and own.position <= ${mostCompared} limit ${mostRelated}`
  return await orm
    .select({
      id: messages.id,
      direction: messages.direction,
      status: messages.status,
      fileName: messages.fileName,
      wireId: messages.wireId,
      createdAt: messages.createdAt,
    })
    .from(messages)
    .where(and(eq(messages.retailerId, retailerId), sql`${messages.id} in (${same})`))
    .orderBy(asc(messages.id))
}

/** A stock file has ten thousand documents that nothing relates to: the first few tell. */
const mostCompared = 50
const mostRelated = 30

import { and, asc, eq, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { documents, exceptions, messageEvents, messages } from '../../db/schema/index.ts'
import { relatedMessages as related } from '../../engine/messages/related.ts'
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

/** Other messages about the same business, the oldest first. */
export async function relatedMessages(orm: Orm, retailerId: string, messageId: string) {
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
    .where(and(eq(messages.retailerId, retailerId), sql`${messages.id} in ${related(retailerId, messageId)}`))
    .orderBy(asc(messages.id))
}

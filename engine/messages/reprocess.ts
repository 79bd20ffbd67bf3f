import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { documents, exceptions, messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { addMessageEvent } from './timeline.ts'

/**
 * Reads a stored message again, with the maps and rules of today. What was applied stays and is not applied again; what was rejected is read
 * anew, and what stood there before is kept in the timeline. Throws `not-found`, and `wrong-state` where nothing of it was rejected.
 */
export async function reprocessMessage(
  work: Work,
  { retailerId, messageId }: { retailerId: string; messageId: string },
): Promise<void> {
  const own = and(eq(messages.retailerId, retailerId), eq(messages.id, messageId))
  const [message] = await work.tx.select().from(messages).where(own).for('update')
  if (!message) throw new ApplicationError('not-found', 'There is no such message.')
  const name = message.fileName ?? message.wireId
  const readable = ['processed', 'partly-processed', 'rejected'].includes(message.status)
  if (message.direction !== 'in' || !readable)
    throw new ApplicationError('wrong-state', `${name} is not a message that was received and read.`)
  const rejected = await work.tx
    .delete(documents)
    .where(
      and(
        eq(documents.retailerId, retailerId),
        eq(documents.messageId, messageId),
        eq(documents.direction, 'in'),
        eq(documents.status, 'rejected'),
      ),
    )
    .returning()
  if (rejected.length === 0 && message.status !== 'rejected')
    throw new ApplicationError('wrong-state', `Nothing of ${name} was rejected: reading it again would change nothing.`)
  const before = rejected.map(({ id, kind, number, position, issues }) => ({ id, kind, number, position, issues }))
  await addMessageEvent(work, retailerId, messageId, 'read-again', { by: work.actor, before })
  await settleExceptions(work, retailerId, [
    `not-readable:${messageId}`,
    ...rejected.map(({ id }) => `not-applied:${id}`),
  ])
  await work.tx.update(messages).set({ status: 'received', failureCode: null, failureDetail: null }).where(own)
  await work.enqueue('process-message', { retailerId, messageId })
}

/** Closes what was open about the last reading, and frees its key: reading may fail again, for another reason. */
async function settleExceptions(work: Work, retailerId: string, keys: string[]): Promise<void> {
  const named = and(eq(exceptions.retailerId, retailerId), inArray(exceptions.key, keys))
  await work.tx
    .update(exceptions)
    .set({ resolvedAt: work.now, resolution: 'read-again', resolvedBy: work.actor })
    .where(and(named, isNull(exceptions.resolvedAt)))
  await work.tx
    .update(exceptions)
    .set({ key: sql`${exceptions.key} || ':' || ${work.newId()}::text` })
    .where(named)
}

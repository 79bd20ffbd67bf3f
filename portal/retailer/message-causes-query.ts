import { and, desc, eq, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { messages } from '../../db/schema/index.ts'
import { causeOfMessage } from './message-cause.ts'
import { inFilter, type MessageFilter } from './messages-list-query.ts'

/** So many of the newest stuck messages are grouped: more tell nobody more. */
export const mostGrouped = 2000

/** Stuck messages of a quick filter by cause and partner, the largest group first. */
export async function messageCauses(orm: Orm, retailerId: string, filter: MessageFilter) {
  const newest = orm
    .select({
      cause: causeOfMessage.as('cause'),
      partnershipId: messages.partnershipId,
      createdAt: messages.createdAt,
    })
    .from(messages)
    .where(and(eq(messages.retailerId, retailerId), inFilter(filter)))
    .orderBy(desc(messages.id))
    .limit(mostGrouped)
    .as('newest')
  const count = sql<number>`count(*)::int`
  return await orm
    .select({
      cause: newest.cause,
      partnershipId: newest.partnershipId,
      count,
      latest: sql<Date>`max(${newest.createdAt})`.mapWith(messages.createdAt),
    })
    .from(newest)
    .groupBy(newest.cause, newest.partnershipId)
    .orderBy(desc(count), newest.cause, newest.partnershipId)
}

export type MessageCause = Awaited<ReturnType<typeof messageCauses>>[number]

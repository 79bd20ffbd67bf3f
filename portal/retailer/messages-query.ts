import { and, asc, desc, eq, exists, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { documents, exceptions, messageEvents, messages } from '../../db/schema/index.ts'
import { escapeLike, type ListQuery, onePage, pageSize } from '../ui/request.ts'
import { subselect } from '../ui/subselect.ts'

/** Quick filters of the list of messages. */
export const messageFilters = ['all', 'stuck', 'in', 'out'] as const
export type MessageFilter = (typeof messageFilters)[number]

function condition(filter: MessageFilter): SQL | undefined {
  switch (filter) {
    case 'all':
      return undefined
    case 'stuck':
      return inArray(messages.status, ['failed', 'retrying', 'rejected', 'partly-processed'])
    default:
      return eq(messages.direction, filter)
  }
}

function matches(orm: Orm, search: string): SQL {
  const like = `%${escapeLike(search)}%`
  const carries = orm
    .select({ one: sql`1` })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, messages.retailerId),
        eq(documents.messageId, messages.id),
        or(ilike(documents.number, like), eq(documents.interchangeNumber, search), eq(documents.groupNumber, search)),
      ),
    )
  return or(ilike(messages.fileName, like), ilike(messages.wireId, like), exists(carries))!
}

/** One page of a retailer's messages, newest first, with what each carries. */
export async function listMessages(
  orm: Orm,
  retailerId: string,
  query: ListQuery<MessageFilter> & { partnershipId?: string | undefined },
  limit = pageSize,
) {
  const rows = await orm
    .select({
      id: messages.id,
      direction: messages.direction,
      transport: messages.transport,
      status: messages.status,
      partnershipId: messages.partnershipId,
      fileName: messages.fileName,
      size: messages.size,
      attempts: messages.attempts,
      createdAt: messages.createdAt,
      kinds: subselect<string[] | null>(sql`select array_agg(distinct ${documents.kind}) from ${documents}
        where ${documents.retailerId} = ${messages.retailerId} and ${documents.messageId} = ${messages.id}`),
      numbers: subselect<
        string[] | null
      >(sql`select array_agg(${documents.number} order by ${documents.position}) from ${documents}
        where ${documents.retailerId} = ${messages.retailerId} and ${documents.messageId} = ${messages.id}`),
    })
    .from(messages)
    .where(
      and(
        eq(messages.retailerId, retailerId),
        condition(query.filter),
        query.partnershipId ? eq(messages.partnershipId, query.partnershipId) : undefined,
        query.search ? matches(orm, query.search) : undefined,
        query.after ? lt(messages.id, query.after) : undefined,
      ),
    )
    .orderBy(desc(messages.id))
    .limit(limit + 1)
  return limit === pageSize ? onePage(rows) : { rows: rows.slice(0, limit), older: undefined }
}

export type ListedMessage = Awaited<ReturnType<typeof listMessages>>['rows'][number]

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

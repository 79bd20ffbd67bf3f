import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import {
  documents,
  type InboundStatus,
  inboundStatuses,
  messages,
  type OutboundStatus,
  outboundStatuses,
} from '../../db/schema/index.ts'
import { madeWithinDays } from '../lists/days.ts'
import { type ListDefinition, type ListState, pageOf, paging } from '../lists/list-state.ts'
import { idIn, pageSize } from '../ui/request.ts'
import { soughtIn } from '../ui/search-terms.ts'
import { subselect } from '../ui/subselect.ts'
import { hasCause } from './message-cause.ts'
import { messagesNamed } from './search/messages-query.ts'

const filters = ['all', 'stuck', 'undelivered', 'unread', 'in', 'out'] as const
export type MessageFilter = (typeof filters)[number]
const sorts = ['when'] as const
export type MessageSort = (typeof sorts)[number]

/** The states of a message, of either direction. */
export const messageStatuses = [...inboundStatuses, ...outboundStatuses]

/** The journal as a list. */
export const messagesList: ListDefinition<MessageFilter, MessageSort> = {
  list: 'messages',
  path: '/retailer/messages',
  filters,
  first: 'all',
  everything: 'all',
  fields: ['partner', 'kind', 'state', 'cause', 'from', 'to'],
  sorts,
  columns: ['State', 'Partner', 'Way', 'Holds', 'Bytes', 'When'],
}

/** Quick filters of messages that a person has to see to. */
export const stuckFilters = ['stuck', 'undelivered', 'unread'] as const satisfies MessageFilter[]

/** How many messages a number may be known by before the rest is left out. */
const mostNamed = 2000

/** States of what did not reach a partner, and of what could not be read, or not all of it. */
export const undelivered: readonly OutboundStatus[] = ['failed', 'retrying']
export const unread: readonly InboundStatus[] = ['rejected', 'partly-processed']

/** Each state belongs to one direction, which the index begins with. */
function inStates(states: readonly string[]): SQL | undefined {
  const inbound = inboundStatuses.filter(status => states.includes(status))
  const outbound = outboundStatuses.filter(status => states.includes(status))
  return or(
    inbound.length > 0 ? and(eq(messages.direction, 'in'), inArray(messages.status, inbound)) : undefined,
    outbound.length > 0 ? and(eq(messages.direction, 'out'), inArray(messages.status, outbound)) : undefined,
  )
}

/** Which messages a quick filter shows. */
export function inFilter(filter: MessageFilter): SQL | undefined {
  if (filter === 'all') return undefined
  if (filter === 'stuck') return inStates([...undelivered, ...unread])
  if (filter === 'undelivered') return inStates(undelivered)
  if (filter === 'unread') return inStates(unread)
  return eq(messages.direction, filter)
}

const holds = (
  kind: string,
) => sql`exists (select 1 from ${documents} where ${documents.retailerId} = ${messages.retailerId}
  and ${documents.messageId} = ${messages.id} and ${documents.kind} = ${kind})`

/** Which of a retailer's messages a list shows, on all its pages; days are those of the time zone. */
export function inJournal(
  retailerId: string,
  state: ListState<MessageFilter, MessageSort>,
  timeZone: string,
): SQL | undefined {
  const { partner, kind, state: status, cause } = state.fields
  const sought = soughtIn(state.search)
  return and(
    eq(messages.retailerId, retailerId),
    inFilter(state.filter),
    idIn(partner) ? eq(messages.partnershipId, partner!) : undefined,
    status ? inStates([status]) : undefined,
    kind ? holds(kind) : undefined,
    cause ? and(inFilter('stuck'), hasCause(cause)) : undefined,
    madeWithinDays(messages.id, state.fields, timeZone),
    sought ? sql`${messages.id} = any(array(${messagesNamed(retailerId, sought, mostNamed)}))` : undefined,
  )
}

/** One page of a retailer's messages, with what each carries; days are those of the time zone. */
export async function listJournal(
  orm: Orm,
  retailerId: string,
  state: ListState<MessageFilter, MessageSort>,
  timeZone: string,
  size = pageSize,
) {
  const { order, cursor, after } = paging({ by: sql`${messages.id}`, type: 'uuid' }, sql`${messages.id}`, state)
  const rows = await orm
    .select({
      id: messages.id,
      cursor,
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
    .where(and(inJournal(retailerId, state, timeZone), after))
    .orderBy(order)
    .limit(size + 1)
  return pageOf(rows, size)
}

export type ListedMessage = Awaited<ReturnType<typeof listJournal>>['rows'][number]

import { and, count, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { documents, messages, type ReplayAction } from '../../../db/schema/index.ts'
import { mostReplayed } from '../../../engine/messages/replay.ts'
import { resendable } from '../../../engine/messages/resend.ts'
import type { ListState } from '../../lists/list-state.ts'
import { inJournal, type MessageFilter, type MessageSort } from '../messages-list-query.ts'

/** What arrived and was rejected as a whole, or holds a document that was. Named by ids, so that what went well is not looked at. */
const holdsRejected = (retailerId: string) => sql`${messages.id} in (
  select id from ${messages} as whole where whole.retailer_id = ${retailerId} and whole.direction = 'in' and whole.status = 'rejected'
  union all select ${documents.messageId} from ${documents}
    where ${documents.retailerId} = ${retailerId} and ${documents.direction} = 'in' and ${documents.status} = 'rejected')`

/** Messages with which something can be done again. */
const fits: Record<ReplayAction, (retailerId: string) => SQL | undefined> = {
  resend: () => and(eq(messages.direction, 'out'), inArray(messages.status, [...resendable])),
  reprocess: retailerId =>
    and(
      eq(messages.direction, 'in'),
      inArray(messages.status, ['processed', 'partly-processed', 'rejected']),
      holdsRejected(retailerId),
    ),
}

interface Listed {
  state: ListState<MessageFilter, MessageSort>
  timeZone: string
}

function selectReplayable(orm: Orm, retailerId: string, action: ReplayAction, { state, timeZone }: Listed) {
  return orm
    .select({ id: messages.id })
    .from(messages)
    .where(and(inJournal(retailerId, state, timeZone), fits[action](retailerId)))
    .limit(mostReplayed + 1)
}

/** Those messages of a list, on all its pages, with which something can be done again: one more than `mostReplayed` where there are more. */
export async function replayable(orm: Orm, retailerId: string, action: ReplayAction, list: Listed): Promise<string[]> {
  return (await selectReplayable(orm, retailerId, action, list)).map(({ id }) => id)
}

/** How many these are; one more than `mostReplayed` where there are more. */
export async function countReplayable(
  orm: Orm,
  retailerId: string,
  action: ReplayAction,
  list: Listed,
): Promise<number> {
  const found = selectReplayable(orm, retailerId, action, list).as('found')
  const [row] = await orm.select({ messages: count() }).from(found)
  return row!.messages
}

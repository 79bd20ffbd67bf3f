import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { documents, messages, type ReplayAction } from '../../../db/schema/index.ts'
import { mostReplayed } from '../../../engine/messages/replay.ts'
import { resendable } from '../../../engine/messages/resend.ts'
import { inJournal, type MessageFilter, type MessageSort } from '../messages-list-query.ts'
import type { ListState } from '../views/list-state.ts'

const holdsRejected = sql`exists (select 1 from ${documents} where ${documents.retailerId} = ${messages.retailerId}
  and ${documents.messageId} = ${messages.id} and ${documents.direction} = 'in' and ${documents.status} = 'rejected')`

/** Messages with which something can be done again. */
const fits = {
  resend: and(eq(messages.direction, 'out'), inArray(messages.status, [...resendable])),
  reprocess: and(
    eq(messages.direction, 'in'),
    sql`(${messages.status} = 'rejected' or ${messages.status} in ('processed', 'partly-processed') and ${holdsRejected})`,
  ),
} satisfies Record<ReplayAction, unknown>

/** Those messages of a list, on all its pages, with which something can be done again, oldest first: one more than `mostReplayed` where there are more. */
export async function replayable(
  orm: Orm,
  retailerId: string,
  action: ReplayAction,
  { state, timeZone }: { state: ListState<MessageFilter, MessageSort>; timeZone: string },
): Promise<string[]> {
  const rows = await orm
    .select({ id: messages.id })
    .from(messages)
    .where(and(inJournal(retailerId, state, timeZone), fits[action]))
    .orderBy(asc(messages.id))
    .limit(mostReplayed + 1)
  return rows.map(({ id }) => id)
}

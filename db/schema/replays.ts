import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, must, oneOf, retailerId, within } from './columns.ts'
import { messages } from './journal.ts'
import { retailers } from './people.ts'

/** What can be done once more with many messages: send them as they stand, or read them with the maps and rules of today. */
export const replayActions = ['resend', 'reprocess'] as const
export type ReplayAction = (typeof replayActions)[number]

/** Many messages that a person had sent or read again in one go. */
export const messageReplays = pgTable(
  'message_replays',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    action: text('action', { enum: replayActions }).notNull(),
    actor: text('actor').notNull(),
    createdAt: createdAt(),
    /** When every message had its outcome, or when a person stopped it. */
    endedAt: at('ended_at'),
    stoppedBy: text('stopped_by'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    oneOf('message_replays_action', t.action, replayActions),
    must('message_replays_stopped', sql`${t.stoppedBy} is null or ${t.endedAt} is not null`),
  ],
)

/** What became of a message: taken up again, or refused, since by then there was nothing to do about it. */
export const replayOutcomes = ['done', 'refused'] as const

/** One message of a replay. */
export const messageReplayItems = pgTable(
  'message_replay_items',
  {
    retailerId: retailerId(),
    replayId: uuid('replay_id').notNull(),
    messageId: uuid('message_id').notNull(),
    /** Absent until its turn has come. */
    outcome: text('outcome', { enum: replayOutcomes }),
    /** Why it was refused, in words. */
    reason: text('reason'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.replayId, t.messageId] }),
    within('message_replay_items_replay', [t.retailerId, t.replayId], messageReplays),
    within('message_replay_items_message', [t.retailerId, t.messageId], messages),
    index('message_replay_items_left').on(t.retailerId, t.replayId, t.messageId).where(sql`${t.outcome} is null`),
    oneOf('message_replay_items_outcome', t.outcome, replayOutcomes),
    must(
      'message_replay_items_refused',
      sql`(${t.reason} is not null) = (${t.outcome} is not distinct from 'refused')`,
    ),
  ],
)

import { and, asc, count, desc, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { messageReplayItems, messageReplays, type ReplayAction } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { reprocessMessage } from './reprocess.ts'
import { resendMessage } from './resend.ts'

/** So many messages are taken up in one replay at most. */
export const mostReplayed = 10_000

/** A statement has room for so many values. */
const rowsAtOnce = 5000

const actions = { resend: resendMessage, reprocess: reprocessMessage }

interface ReplayRef {
  retailerId: string
  replayId: string
}

/**
 * Keeps which messages are to be sent or read again, with the job that does so. Throws `invalid-input` where there are none, or more than
 * `mostReplayed`.
 */
export async function startReplay(
  work: Work,
  { retailerId, action, messageIds }: { retailerId: string; action: ReplayAction; messageIds: readonly string[] },
): Promise<{ id: string }> {
  const ids = [...new Set(messageIds)]
  if (ids.length === 0) throw new ApplicationError('invalid-input', 'There is no message to take up again.')
  if (ids.length > mostReplayed)
    throw new ApplicationError('invalid-input', `Take up at most ${mostReplayed} messages at once.`)
  const id = work.newId()
  await work.tx.insert(messageReplays).values({ retailerId, id, action, actor: work.actor, createdAt: work.now })
  for (let from = 0; from < ids.length; from += rowsAtOnce) {
    const rows = ids.slice(from, from + rowsAtOnce).map(messageId => ({ retailerId, replayId: id, messageId }))
    await work.tx.insert(messageReplayItems).values(rows)
  }
  await work.enqueue('replay-messages', { retailerId, replayId: id })
  await recordChange(work, { retailerId, action: 'replay.begun', subject: id, after: { action, messages: ids.length } })
  return { id }
}

/**
 * Takes up what is left of a replay, oldest message first. Each commits with its outcome, so that none is taken up twice, whoever goes on after a
 * crash; two at once share the work.
 */
export async function runReplay(hub: HubDatabase, ref: ReplayRef): Promise<void> {
  const [replay] = await hub.orm.select().from(messageReplays).where(isReplay(ref))
  if (!replay) return
  while (await hub.work(replay.actor, work => takeNext(work, ref)));
}

/** One message; false where none is left, or a person stopped it. */
async function takeNext(work: Work, ref: ReplayRef): Promise<boolean> {
  const [replay] = await work.tx.select().from(messageReplays).where(isReplay(ref))
  if (!replay || replay.endedAt) return false
  const [item] = await work.tx
    .select({ messageId: messageReplayItems.messageId })
    .from(messageReplayItems)
    .where(isLeft(ref))
    .orderBy(asc(messageReplayItems.messageId))
    .limit(1)
    .for('update', { skipLocked: true })
  if (!item) return await end(work, ref)
  const { retailerId } = ref
  const { messageId } = item
  const reason = await actions[replay.action](work, { retailerId, messageId }).then(() => null, refusal)
  await work.tx
    .update(messageReplayItems)
    .set({ outcome: reason === null ? 'done' : 'refused', reason })
    .where(and(ofReplay(ref), eq(messageReplayItems.messageId, messageId)))
  return true
}

/** Why a message was not taken up; whatever else went wrong goes on to the job's next try. */
function refusal(error: unknown): string {
  if (error instanceof ApplicationError) return error.message
  throw error
}

/** Notes the end, unless others still have messages of it in hand: the last of them does. */
async function end(work: Work, ref: ReplayRef): Promise<false> {
  const [left] = await work.tx.select({ messages: count() }).from(messageReplayItems).where(isLeft(ref))
  if (left!.messages === 0)
    await work.tx
      .update(messageReplays)
      .set({ endedAt: work.now })
      .where(and(isReplay(ref), isNull(messageReplays.endedAt)))
  return false
}

/** Leaves alone what has not been taken up. Throws `not-found`, and `wrong-state` where it has ended. */
export async function stopReplay(work: Work, ref: ReplayRef): Promise<void> {
  const [replay] = await work.tx.select().from(messageReplays).where(isReplay(ref)).for('update')
  if (!replay) throw new ApplicationError('not-found', 'There is no such replay.')
  if (replay.endedAt) throw new ApplicationError('wrong-state', 'It has ended already.')
  await work.tx.update(messageReplays).set({ endedAt: work.now, stoppedBy: work.actor }).where(isReplay(ref))
  const { replayId: subject, retailerId } = ref
  await recordChange(work, { retailerId, action: 'replay.stopped', subject, after: await countOutcomes(work.tx, ref) })
}

/** How far a replay is, in messages. */
export interface ReplayProgress {
  left: number
  done: number
  refused: number
}

async function countOutcomes(orm: Orm, ref: ReplayRef): Promise<ReplayProgress> {
  const { left, done, refused } = (await loadReplay(orm, ref))!
  return { left, done, refused }
}

/** A replay with how far it is; undefined where there is none. */
export async function loadReplay(orm: Orm, ref: ReplayRef) {
  return (await selectReplays(orm, isReplay(ref)))[0]
}

/** A retailer's latest replays, newest first. */
export async function listReplays(orm: Orm, retailerId: string, limit: number) {
  return await selectReplays(orm, eq(messageReplays.retailerId, retailerId), limit)
}

async function selectReplays(orm: Orm, which: SQL | undefined, limit = 1) {
  // A level down, names of columns keep their tables'.
  const items = (condition: SQL) =>
    sql<number>`(${sql`select count(*)::int from ${messageReplayItems}
    where ${messageReplayItems.retailerId} = ${messageReplays.retailerId}
    and ${messageReplayItems.replayId} = ${messageReplays.id} and ${messageReplayItems.outcome} ${condition}`})`
  return await orm
    .select({
      ...getTableColumns(messageReplays),
      left: items(sql`is null`),
      done: items(sql`= 'done'`),
      refused: items(sql`= 'refused'`),
    })
    .from(messageReplays)
    .where(which)
    .orderBy(desc(messageReplays.id))
    .limit(limit)
}

export type Replay = Awaited<ReturnType<typeof selectReplays>>[number]

/** Messages of a replay that were not taken up, and why; oldest message first. */
export async function refusedOf(orm: Orm, ref: ReplayRef, limit: number) {
  return await orm
    .select({ messageId: messageReplayItems.messageId, reason: messageReplayItems.reason })
    .from(messageReplayItems)
    .where(and(ofReplay(ref), eq(messageReplayItems.outcome, 'refused')))
    .orderBy(asc(messageReplayItems.messageId))
    .limit(limit)
}

const isReplay = ({ retailerId, replayId }: ReplayRef) =>
  and(eq(messageReplays.retailerId, retailerId), eq(messageReplays.id, replayId))

const ofReplay = ({ retailerId, replayId }: ReplayRef) =>
  and(eq(messageReplayItems.retailerId, retailerId), eq(messageReplayItems.replayId, replayId))

const isLeft = (ref: ReplayRef) => and(ofReplay(ref), isNull(messageReplayItems.outcome))

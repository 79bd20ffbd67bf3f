import { and, desc, eq, gt } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { sessions } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { endSessions } from './credentials.ts'
import { recordForPerson } from './record-for-person.ts'

/** A browser in which a person is signed in. */
export type OpenSession = typeof sessions.$inferSelect

/** Where a person is signed in, last seen first. */
export async function listSessions(orm: Orm, userId: string, now: Date): Promise<OpenSession[]> {
  return await orm
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.createdAt))
}

/** Signs a person out in one browser. Throws `not-found` for a session that is not theirs. */
export async function endSession(work: Work, command: { userId: string; sessionId: string }): Promise<void> {
  const { userId, sessionId } = command
  const ended = await work.tx
    .delete(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
    .returning({ id: sessions.id })
  if (ended.length === 0) throw new ApplicationError('not-found', 'There is no such session.')
  await recordForPerson(work, userId, 'sessions.ended', { details: { sessions: 1 } })
}

/** Signs a person out everywhere but here. Returns in how many browsers. */
export async function endOtherSessions(work: Work, command: { userId: string; keep: string }): Promise<number> {
  const ended = await endSessions(work, command.userId, { except: command.keep })
  if (ended > 0) await recordForPerson(work, command.userId, 'sessions.ended', { details: { sessions: ended } })
  return ended
}

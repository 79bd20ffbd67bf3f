import { and, eq, ne } from 'drizzle-orm'
import { accountTokens, authenticators, recoveryCodes, sessions } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/** Ends a person's sessions, all of them or all but one, and every link and half-finished sign-in. Returns how many sessions ended. */
export async function endSessions(work: Work, userId: string, { except }: { except?: string } = {}): Promise<number> {
  await work.tx.delete(accountTokens).where(eq(accountTokens.userId, userId))
  const ended = await work.tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), except === undefined ? undefined : ne(sessions.id, except)))
    .returning({ id: sessions.id })
  return ended.length
}

/** Takes a person's second factor away. Returns whether there was one in force. */
export async function forgetSecondFactor(work: Work, userId: string): Promise<boolean> {
  await work.tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  const [gone] = await work.tx.delete(authenticators).where(eq(authenticators.userId, userId)).returning()
  return gone?.confirmedAt != null
}

/** Ends everything by which anybody could be signed in as this person, besides the password. */
export async function forgetCredentials(work: Work, userId: string): Promise<void> {
  await endSessions(work, userId)
  await forgetSecondFactor(work, userId)
}

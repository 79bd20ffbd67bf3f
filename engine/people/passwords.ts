import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { users } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { passwordField, readInput } from '../../partners/people/fields.ts'
import { hashPassword, verifyPassword } from '../../partners/people/passwords.ts'
import { takeAccountToken } from './account-links.ts'
import { countAttempt, forgetAttempts } from './attempts.ts'
import { endSessions } from './credentials.ts'
import { recordForPerson } from './record-for-person.ts'

const newPassword = z.object({ password: passwordField })

/** Guesses of the present password within 15 minutes. */
const mostGuesses = 8

/**
 * Chooses a new password by a mailed link: it is used up, and every session ends. A second factor stays, since mail is no proof of it.
 * Throws `not-found` when the link is not good (any more) and `invalid-input` for a password that is too short or long.
 */
export async function resetPassword(work: Work, command: { token: string; password: string }): Promise<string> {
  const { password } = readInput(newPassword, command)
  const taken = await takeAccountToken(work, command.token, 'password-reset')
  if (!taken) throw new ApplicationError('not-found', 'This link does not work any more. Ask for a new one.')
  const passwordHash = await hashPassword(password)
  await work.tx.update(users).set({ passwordHash, emailVerifiedAt: work.now }).where(eq(users.id, taken.userId))
  await endSessions(work, taken.userId)
  await recordForPerson(work, taken.userId, 'password.reset', { byPerson: true })
  return taken.userId
}

/** What became of a change of password. A wrong present one is counted, which throwing would undo. */
export type PasswordChange = 'changed' | 'wrong' | 'locked'

/**
 * Changes a person's own password; every session but `keep` ends. Whoever has no password yet asks for a link instead.
 * Throws `invalid-input` for a new one that is too short or long.
 */
export async function changePassword(
  work: Work,
  command: { userId: string; present: string; password: string; keep: string },
): Promise<PasswordChange> {
  const { userId, present } = command
  const { password } = readInput(newPassword, command)
  const key = `password:${userId}`
  const attempt = await countAttempt(work, [{ key, most: mostGuesses }])
  if (!attempt) return 'locked'
  const [user] = await work.tx.select({ passwordHash: users.passwordHash }).from(users).where(eq(users.id, userId))
  if (!(await verifyPassword(user?.passwordHash, present))) return 'wrong'
  await forgetAttempts(work, key, attempt)
  await work.tx
    .update(users)
    .set({ passwordHash: await hashPassword(password) })
    .where(eq(users.id, userId))
  await endSessions(work, userId, { except: command.keep })
  await recordForPerson(work, userId, 'password.changed')
  return 'changed'
}

import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { sessions, users } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { emailField, passwordField, readInput } from './fields.ts'
import { hashPassword } from './passwords.ts'

const newPassword = z.object({ email: emailField, password: passwordField })

/** Gives a person a new password and signs them out everywhere. Throws `not-found` for an unknown address. */
export async function setPassword(work: Work, command: { email: string; password: string }): Promise<void> {
  const { email, password } = readInput(newPassword, command)
  const passwordHash = await hashPassword(password)
  const [changed] = await work.tx
    .update(users)
    .set({ passwordHash })
    .where(eq(users.email, email))
    .returning({ id: users.id })
  if (!changed) throw new ApplicationError('not-found', `Nobody has the address ${email}.`)
  await work.tx.delete(sessions).where(eq(sessions.userId, changed.id))
}

import { eq } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { users } from '../../db/schema/index.ts'
import { type Attempt, countAttempt, forgetAttempts, type Limit } from '../../engine/people/attempts.ts'
import { recordForPerson } from '../../engine/people/record-for-person.ts'
import { verifyPassword } from '../../partners/people/passwords.ts'

/** After so many failures within 15 minutes for one e-mail address, or from one address of the network, no password is tried until they have passed. */
const limits = { email: 8, address: 60 }

/** What became of a sign-in: `locked` says nothing of whether the password was right. */
export type SignIn = { result: 'signed-in'; userId: string } | { result: 'refused' } | { result: 'locked' }

/**
 * Checks an e-mail address and password. The failure is counted before the password is tried and taken back when it fits, so that
 * many tries at the same moment cannot pass the limit together. The failure that locks is told in the audit log.
 * @param address whoever asks, as the network knows them
 */
export async function signIn(
  hub: HubDatabase,
  { email, password, address }: { email: string; password: string; address: string },
): Promise<SignIn> {
  const name = email.trim().toLowerCase().slice(0, 254)
  const byEmail = { key: `email:${name}`, most: limits.email }
  const byAddress = { key: `address:${address.slice(0, 60)}`, most: limits.address }
  const attempt = await hub.work('system', work => countAttempt(work, [byEmail, byAddress]))
  if (!attempt) return { result: 'locked' }
  const [user] = await hub.orm
    .select({ id: users.id, passwordHash: users.passwordHash, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.email, name))
  const fits = await verifyPassword(user?.passwordHash, password)
  if (!user || !fits || user.disabledAt) {
    if (user && attempt.last) await tellLocked(hub, user.id, address)
    return { result: 'refused' }
  }
  await forget(hub, byEmail, attempt)
  return { result: 'signed-in', userId: user.id }
}

async function tellLocked(hub: HubDatabase, userId: string, address: string): Promise<void> {
  await hub.work('system', work => recordForPerson(work, userId, 'sign-in.locked', { details: { address } }))
}

async function forget(hub: HubDatabase, { key }: Limit, attempt: Attempt): Promise<void> {
  await hub.work('system', work => forgetAttempts(work, key, attempt))
}

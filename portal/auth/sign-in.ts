import { and, eq, gt, inArray, lte, or, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { signInAttempts, users } from '../../db/schema/index.ts'
import { lockKey } from '../../db/work.ts'
import { verifyPassword } from '../../partners/people/passwords.ts'

/** Failed sign-ins are remembered for this long. */
const windowMinutes = 15
/** After so many failures for one address, or from one place of the network, no password is tried until the window has passed. */
const limits = { email: 8, address: 60 }

/** What became of a sign-in: `locked` says nothing of whether the password was right. */
export type SignIn = { result: 'signed-in'; userId: string } | { result: 'refused' } | { result: 'locked' }

/**
 * Checks an e-mail address and password. The failure is counted before the password is tried and taken back when it fits, so that
 * many tries at the same moment cannot pass the limit together.
 * @param address whoever asks, as the network knows them
 */
export async function signIn(
  hub: HubDatabase,
  { email, password, address }: { email: string; password: string; address: string },
): Promise<SignIn> {
  const keys = {
    email: `email:${email.trim().toLowerCase().slice(0, 254)}`,
    address: `address:${address.slice(0, 60)}`,
  }
  const ids = await countAttempt(hub, keys)
  if (!ids) return { result: 'locked' }
  const [user] = await hub.orm
    .select({ id: users.id, passwordHash: users.passwordHash, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.email, email.trim().toLowerCase()))
  const fits = await verifyPassword(user?.passwordHash, password)
  if (!user || !fits || user.disabledAt) return { result: 'refused' }
  await hub.orm.delete(signInAttempts).where(or(eq(signInAttempts.key, keys.email), inArray(signInAttempts.id, ids)))
  return { result: 'signed-in', userId: user.id }
}

/** The ids of the attempt's rows, or nothing when the limit is reached: tries while locked do not lengthen the lock. */
async function countAttempt(hub: HubDatabase, keys: { email: string; address: string }): Promise<string[] | undefined> {
  return await hub.work('system', async work => {
    await lockKey(work.tx, `sign-in:${keys.email}`)
    const since = new Date(work.now.getTime() - windowMinutes * 60_000)
    await work.tx.delete(signInAttempts).where(lte(signInAttempts.at, since))
    if ((await count(work.tx, keys.email, since)) >= limits.email) return undefined
    if ((await count(work.tx, keys.address, since)) >= limits.address) return undefined
    const rows = [keys.email, keys.address].map(key => ({ key, at: work.now, id: work.newId() }))
    await work.tx.insert(signInAttempts).values(rows)
    return rows.map(row => row.id)
  })
}

async function count(orm: Orm, key: string, since: Date): Promise<number> {
  const [row] = await orm
    .select({ n: sql<number>`count(*)::int` })
    .from(signInAttempts)
    .where(and(eq(signInAttempts.key, key), gt(signInAttempts.at, since)))
  return row!.n
}

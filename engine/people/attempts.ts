import { and, eq, gt, inArray, lte, sql } from 'drizzle-orm'
import { signInAttempts } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'

/** Attempts are remembered for this long. */
const windowMinutes = 15

/** Something that may be tried only so often within 15 minutes, e.g. `email:ann@example.com` 8 times. The first key of an attempt is what it is for. */
export interface Limit {
  key: string
  most: number
}

/** An attempt that was let through: the rows by which it counts, and whether it was the last one that the first key allows. */
export interface Attempt {
  ids: string[]
  last: boolean
}

/**
 * Counts an attempt, or returns nothing when a limit is reached: tries while locked do not lengthen the lock. It is counted before what is
 * tried is looked at, one after the other, so that many at the same moment cannot pass the limit together.
 */
export async function countAttempt(work: Work, limits: [Limit, ...Limit[]]): Promise<Attempt | undefined> {
  await lockKey(work.tx, `attempt:${limits[0].key}`)
  const since = new Date(work.now.getTime() - windowMinutes * 60_000)
  await work.tx.delete(signInAttempts).where(lte(signInAttempts.at, since))
  const counts = []
  for (const { key, most } of limits) {
    const count = await countOf(work, key, since)
    if (count >= most) return undefined
    counts.push(count)
  }
  const rows = limits.map(({ key }) => ({ key, at: work.now, id: work.newId() }))
  await work.tx.insert(signInAttempts).values(rows)
  return { ids: rows.map(row => row.id), last: counts[0]! + 1 >= limits[0].most }
}

async function countOf(work: Work, key: string, since: Date): Promise<number> {
  const [row] = await work.tx
    .select({ n: sql<number>`count(*)::int` })
    .from(signInAttempts)
    .where(and(eq(signInAttempts.key, key), gt(signInAttempts.at, since)))
  return row!.n
}

/** Takes an attempt back that turned out right, and with it all that failed for its first key. */
export async function forgetAttempts(work: Work, key: string, { ids }: Attempt): Promise<void> {
  await work.tx.delete(signInAttempts).where(eq(signInAttempts.key, key))
  await work.tx.delete(signInAttempts).where(inArray(signInAttempts.id, ids))
}

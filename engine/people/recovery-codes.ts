import { randomInt } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { recoveryCodes } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { tokenHash } from './token.ts'

/** Letters and digits that are not taken for one another (Crockford's base 32). */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const codesAtOnce = 10

/** Makes a person's recovery codes anew: `9k2m-…`, four groups of four, 80 random bits each. Those before are dead. They can be shown this once. */
export async function newRecoveryCodes(work: Work, userId: string): Promise<string[]> {
  const codes = Array.from({ length: codesAtOnce }, newCode)
  await work.tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  const rows = codes.map(code => ({ userId, hash: tokenHash(plain(code)), createdAt: work.now }))
  await work.tx.insert(recoveryCodes).values(rows)
  return codes
}

function newCode(): string {
  const letters = Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)])
  return letters.join('').replace(/.{4}(?=.)/g, '$&-')
}

/** As it is kept: hyphens and spaces are for the eye, and letters that look like digits are those digits. */
const plain = (code: string) => code.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1')

/** Uses a recovery code up. Returns whether it was one of this person's that nobody had used. */
export async function takeRecoveryCode(work: Work, userId: string, code: string): Promise<boolean> {
  const taken = await work.tx
    .update(recoveryCodes)
    .set({ usedAt: work.now })
    .where(
      and(
        eq(recoveryCodes.userId, userId),
        eq(recoveryCodes.hash, tokenHash(plain(code))),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ hash: recoveryCodes.hash })
  return taken.length > 0
}

/** How many of a person's recovery codes are left. */
export async function recoveryCodesLeft(orm: Orm, userId: string): Promise<number> {
  const [row] = await orm
    .select({ n: sql<number>`count(*)::int` })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), isNull(recoveryCodes.usedAt)))
  return row!.n
}

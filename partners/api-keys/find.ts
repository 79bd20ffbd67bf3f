import { and, desc, eq, gt, isNull, lt, or } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { apiKeys } from '../../db/schema/index.ts'
import type { KeyOwner } from './scopes.ts'
import { hashToken, looksLikeToken } from './token.ts'

/** A key in force. */
export interface FoundApiKey {
  id: string
  name: string
  owner: KeyOwner
  scopes: readonly string[]
  lastUsedAt: Date | null
}

/** The key in force that this text is, or undefined for one that never was, has been revoked, or has ended by `now`. */
export async function findApiKey(orm: Orm, token: string, now: Date): Promise<FoundApiKey | undefined> {
  if (!looksLikeToken(token)) return undefined
  const [row] = await orm
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.hash, hashToken(token)),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
      ),
    )
  if (!row) return undefined
  const owner = row.retailerId ? { retailerId: row.retailerId } : { supplierId: row.supplierId! }
  return { id: row.id, name: row.name, owner, scopes: row.scopes, lastUsedAt: row.lastUsedAt }
}

/** When a key was last used is kept to the minute, so that not every request writes. */
const precision = 60_000

/** Notes that a key was used, at most once a minute. */
export async function noteUse(orm: Orm, key: FoundApiKey, now: Date): Promise<void> {
  const before = new Date(now.getTime() - precision)
  if (key.lastUsedAt && key.lastUsedAt > before) return
  await orm
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, key.id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, before))))
}

/** An owner's keys, newest first, with nothing in them that could be used. */
export async function apiKeysOf(orm: Orm, owner: KeyOwner) {
  const { id, name, prefix, scopes, createdAt, lastUsedAt, expiresAt, revokedAt } = apiKeys
  return await orm
    .select({ id, name, prefix, scopes, createdAt, lastUsedAt, expiresAt, revokedAt })
    .from(apiKeys)
    .where('retailerId' in owner ? eq(apiKeys.retailerId, owner.retailerId) : eq(apiKeys.supplierId, owner.supplierId))
    .orderBy(desc(apiKeys.id))
}

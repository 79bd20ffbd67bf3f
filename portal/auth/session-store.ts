import { createHash } from 'node:crypto'
import { DrizzlePostgreSQLAdapter } from '@lucia-auth/adapter-drizzle'
import type { Adapter, DatabaseSession } from 'lucia'
import type { Orm } from '../../db/connection.ts'
import { sessions, users } from '../../db/schema/index.ts'

/** What is kept of a session's secret: its SHA-256, so that whoever reads the database cannot use what stands there. */
export function sessionKey(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/**
 * lucia's adapter on the tables `sessions` and `users`, with every id replaced by its hash on the way in. A session found
 * by its secret carries that secret again; listed sessions carry the stored hash.
 */
export function sessionStore(orm: Orm): Adapter {
  const table = new DrizzlePostgreSQLAdapter(orm, sessions, users)
  return {
    async getSessionAndUser(secret) {
      const [session, user] = await table.getSessionAndUser(sessionKey(secret))
      return [session && ({ ...session, id: secret } satisfies DatabaseSession), user]
    },
    getUserSessions: userId => table.getUserSessions(userId),
    setSession: session => table.setSession({ ...session, id: sessionKey(session.id) }),
    updateSessionExpiration: (secret, expiresAt) => table.updateSessionExpiration(sessionKey(secret), expiresAt),
    deleteSession: secret => table.deleteSession(sessionKey(secret)),
    deleteUserSessions: userId => table.deleteUserSessions(userId),
    deleteExpiredSessions: () => table.deleteExpiredSessions(),
  }
}

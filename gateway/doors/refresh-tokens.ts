import { eq } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { installationKeys } from '../../db/schema/index.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import type { RefreshTokens } from '../transports/oauth.ts'

const nameOf = (key: string) => `oauth-refresh-token:${key}`

/** Refresh tokens that took the place of those that people entered, sealed among the installation's keys: every process uses the newest. */
export function storedRefreshTokens({ hub, box }: { hub: HubDatabase; box: SecretBox }): RefreshTokens {
  return {
    async newest(key) {
      const [row] = await hub.orm
        .select()
        .from(installationKeys)
        .where(eq(installationKeys.name, nameOf(key)))
      return row && box.open(row.sealed)
    },
    keep: (key, refreshToken) =>
      hub.work('system', async work => {
        const sealed = box.seal(refreshToken)
        await work.tx
          .insert(installationKeys)
          .values({ name: nameOf(key), sealed, createdAt: work.now })
          .onConflictDoUpdate({ target: installationKeys.name, set: { sealed, createdAt: work.now } })
      }),
  }
}

import type { HubDatabase } from '../../db/hub-database.ts'
import type { FoundApiKey } from '../../partners/api-keys/find.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import type { ApiLog } from './problem.ts'
import type { RateLimit } from './rate-limit.ts'

/** What the API needs from the process that mounts it. */
export interface ApiDeps {
  hub: HubDatabase
  box: SecretBox
  log: ApiLog
  /** How often one key may ask; by default 1,000 at once, refilled by 100 a second. */
  rateLimit?: RateLimit
  /** The largest body, in bytes; 4 MiB by default. */
  maxBody?: number
}

/** What a request carries once it has been admitted. */
export interface ApiEnv {
  Variables: { apiKey: FoundApiKey }
}

import type { Logger } from 'pino'
import type { HubDatabase } from '../../db/hub-database.ts'
import type { SecretBox } from '../../partners/secrets.ts'

/** What every door needs to bind its transport to the journal. */
export interface DoorContext {
  hub: HubDatabase
  box: SecretBox
  log: Logger
  allowPrivateAddresses: boolean
}

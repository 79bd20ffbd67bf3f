import type { HubDatabase } from '../../db/hub-database.ts'
import type { JobPayload } from '../../db/jobs.ts'
import type { Channel } from '../../partners/channels/channel.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import type { Content, Delivery, OutboundMessage } from '../transports/contract.ts'

/** Hands a message to the transport of its channel. Never throws for what a partner or the network does. */
export type Deliver = (message: OutboundMessage<Uint8Array | Content>, channel: Channel) => Promise<Delivery>

/** What the job handlers work with. */
export interface JobContext {
  hub: HubDatabase
  box: SecretBox
  /** Whether webhooks may go to private and loopback addresses; by default not. */
  allowPrivateAddresses?: boolean
  /** Where the hub is reached from outside, as set. */
  publicUrl?: string | undefined
  /** The domain of the hub's own mail addresses, where mail from outside can reach it. */
  mailDomain?: string | undefined
  /** Messages up to so many mebibytes are read in one piece; without it all are. Stock files are read piece by piece, whatever their size. */
  largestDocument?: number | undefined
  /** Writes a file that a person asked for in the portal; absent where no portal is mounted. */
  prepareFile?: (job: { retailerId: string; fileId: string }) => Promise<void>
  deliver: Deliver
  /** Sends a receipt that was asked for asynchronously. */
  deliverReceipt: (job: JobPayload<'deliver-receipt'>) => Promise<void>
}

import { and, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { channels, type messageFormats, type transports } from '../../db/schema/index.ts'
import type { SecretBox } from '../secrets.ts'
import { type ChannelSettings, channelSettings } from './settings.ts'

/** A partnership's way in and out, with its secrets opened. */
export interface Channel {
  retailerId: string
  id: string
  partnershipId: string
  transport: (typeof transports)[number]
  format: (typeof messageFormats)[number]
  /** X12 version, e.g. `004010`. */
  version: string | null
  settings: ChannelSettings
  /** The transport's settings and secrets together, as its zod schema takes them. */
  transportSettings: Record<string, unknown>
}

/** The channel in use between a retailer and a supplier, or undefined where none is set up. */
export async function activeChannel(
  orm: Orm,
  box: SecretBox,
  retailerId: string,
  partnershipId: string,
): Promise<Channel | undefined> {
  const [row] = await orm
    .select()
    .from(channels)
    .where(
      and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnershipId), eq(channels.active, true)),
    )
  if (!row) return undefined
  const settings = channelSettings.parse(row.settings)
  const secrets = row.secrets ? (JSON.parse(box.open(row.secrets)) as Record<string, unknown>) : {}
  return { ...row, settings, transportSettings: { ...settings.transport, ...secrets } }
}

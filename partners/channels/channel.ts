import { and, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { channels, type messageFormats, type transports } from '../../db/schema/index.ts'
import { credentialsFor } from '../certificates/credentials.ts'
import type { SecretBox } from '../secrets.ts'
import { type ChannelSettings, channelSettings } from './settings.ts'

/** What is known of a partnership's way in and out without opening its secrets. */
export interface ChannelFacts {
  retailerId: string
  id: string
  partnershipId: string
  transport: (typeof transports)[number]
  format: (typeof messageFormats)[number]
  /** X12 version, e.g. `004010`. */
  version: string | null
  settings: ChannelSettings
}

/** A partnership's way in and out, with its secrets opened. */
export interface Channel extends ChannelFacts {
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
  const row = await activeRow(orm, retailerId, partnershipId)
  if (!row) return undefined
  const settings = channelSettings.parse(row.settings)
  const secrets = row.secrets ? (JSON.parse(box.open(row.secrets)) as Record<string, unknown>) : {}
  const transportSettings = { ...settings.transport, ...secrets }
  if (row.transport !== 'as2') return { ...row, settings, transportSettings }
  return { ...row, settings, transportSettings: await withCredentials(orm, box, row, transportSettings) }
}

/** AS2 settings with the keys and certificates of the partnership, which have a table of their own. */
async function withCredentials(
  orm: Orm,
  box: SecretBox,
  { retailerId, partnershipId }: Pick<ChannelFacts, 'retailerId' | 'partnershipId'>,
  settings: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { tlsClient, ...credentials } = await credentialsFor(orm, box, retailerId, partnershipId, new Date())
  const tls = tlsClient && { tls: { ...(settings.tls as object | undefined), client: tlsClient } }
  return { ...settings, ...credentials, ...tls }
}

/** The same channel where its secrets are not needed. */
export async function channelFacts(
  orm: Orm,
  retailerId: string,
  partnershipId: string,
): Promise<ChannelFacts | undefined> {
  const row = await activeRow(orm, retailerId, partnershipId)
  return row && { ...row, settings: channelSettings.parse(row.settings) }
}

async function activeRow(orm: Orm, retailerId: string, partnershipId: string) {
  const [row] = await orm
    .select()
    .from(channels)
    .where(
      and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnershipId), eq(channels.active, true)),
    )
  return row
}

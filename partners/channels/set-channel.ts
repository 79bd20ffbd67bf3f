import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { channels, type identityKinds, type messageFormats, type transports } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import { lockPartnership } from '../onboarding/lock-partnership.ts'
import { keepProgress } from '../onboarding/progress.ts'
import type { SecretBox } from '../secrets.ts'
import { type PartnerName, renamePartner } from './rename-partner.ts'
import { type ChannelSettings, channelSettings, x12Name } from './settings.ts'

/** How messages are to travel from now on. */
export interface ChannelChange {
  retailerId: string
  partnershipId: string
  transport: (typeof transports)[number]
  format: (typeof messageFormats)[number]
  version?: string
  settings: ChannelSettings
  /** Passwords and keys by name: what is left out stays as it is, null takes it away. */
  secrets: Record<string, unknown>
  /** The names by which the transport recognises the partner; X12 names follow from the settings. */
  names: PartnerName[]
}

/**
 * Sets a partnership's channel. Another transport begins with new settings and secrets, and the channel before it is put away. Throws `conflict`
 * where one of the names belongs to another partner; `fields` is then keyed by the kind of name.
 */
export async function setChannel(work: Work, box: SecretBox, change: ChannelChange): Promise<void> {
  const { retailerId, partnershipId, transport, format, version = null } = change
  const partnership = await lockPartnership(work, change)
  const old = await activeRow(work, retailerId, partnershipId)
  // How the supplier wants to be reached is not the channel form's to forget.
  const { delivery } = old?.settings ?? {}
  const settings = channelSettings.parse({ ...(delivery !== undefined && { delivery }), ...change.settings })
  const same = old?.transport === transport
  const secrets = mergedSecrets(same && old.secrets ? openSecrets(box, old.secrets) : {}, change.secrets)
  const sealed = Object.keys(secrets).length > 0 ? box.seal(JSON.stringify(secrets)) : null
  const row = { transport, format, version, settings, secrets: sealed }
  if (same) await work.tx.update(channels).set(row).where(rowOf(retailerId, old.id))
  else {
    if (old) await work.tx.update(channels).set({ active: false }).where(rowOf(retailerId, old.id))
    const common = { retailerId, partnershipId, createdAt: work.now }
    await work.tx.insert(channels).values({ ...common, ...row, id: work.newId() })
  }
  await renamePartner(work, { retailerId, partnershipId }, old ? namesOf(old) : [], [
    ...change.names,
    ...x12Names(settings),
  ])
  await keepProgress(work, partnership, { connection: undefined, testing: undefined })
  const after = { transport, format, version, settings, secretsChanged: Object.keys(change.secrets).sort() }
  const before = old && { transport: old.transport, format: old.format, version: old.version, settings: old.settings }
  await recordChange(work, { retailerId, action: 'channel.changed', subject: partnershipId, before, after })
}

/** Adds a host key that a person has confirmed to those of a partner's SFTP server. Throws `wrong-state` for any other channel. */
export async function confirmHostKey(
  work: Work,
  { hostKey, ...whose }: { retailerId: string; partnershipId: string; hostKey: string },
): Promise<void> {
  const { retailerId, partnershipId } = whose
  const partnership = await lockPartnership(work, whose)
  const row = await activeRow(work, retailerId, partnershipId)
  const settings = channelSettings.parse(row?.settings ?? {})
  if (row?.transport !== 'sftp' || settings.transport.mode !== 'client')
    throw new ApplicationError('wrong-state', 'Only a channel to a partner’s SFTP server has host keys.')
  const known = Array.isArray(settings.transport.hostKeys) ? (settings.transport.hostKeys as string[]) : []
  const hostKeys = [...new Set([...known, hostKey])]
  await work.tx
    .update(channels)
    .set({ settings: { ...settings, transport: { ...settings.transport, hostKeys } } })
    .where(rowOf(retailerId, row.id))
  await keepProgress(work, partnership, { connection: undefined, testing: undefined })
  const what = { before: { hostKeys: known }, after: { hostKeys } }
  await recordChange(work, { retailerId, action: 'channel.host-key-confirmed', subject: partnershipId, ...what })
}

/** Which secrets a partnership's channel has, by name; never what they are. */
export async function secretNames(
  orm: Orm,
  box: SecretBox,
  retailerId: string,
  partnershipId: string,
): Promise<string[]> {
  const row = await activeRow({ tx: orm }, retailerId, partnershipId)
  return row?.secrets ? Object.keys(openSecrets(box, row.secrets)) : []
}

const rowOf = (retailerId: string, id: string) => and(eq(channels.retailerId, retailerId), eq(channels.id, id))

async function activeRow({ tx }: Pick<Work, 'tx'>, retailerId: string, partnershipId: string) {
  const mine = and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnershipId))
  const [row] = await tx
    .select()
    .from(channels)
    .where(and(mine, eq(channels.active, true)))
  return row
}

const openSecrets = (box: SecretBox, sealed: string) => JSON.parse(box.open(sealed)) as Record<string, unknown>

function mergedSecrets(kept: Record<string, unknown>, given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...kept, ...given }).filter(([, value]) => value !== null))
}

function x12Names({ x12 }: ChannelSettings): PartnerName[] {
  return x12 ? [{ kind: 'x12', own: x12Name(x12.own), partner: x12Name(x12.partner) }] : []
}

/** The kinds of name that follow from a transport's settings: all of the partner's own of these are put anew. */
const transportKinds: Partial<Record<string, (typeof identityKinds)[number]>> = { as2: 'as2', sftp: 'sftp' }

/** The names that the channel before had given the partner. Others, entered elsewhere, stay. */
function namesOf(old: typeof channels.$inferSelect): (PartnerName | { kind: PartnerName['kind'] })[] {
  const parsed = channelSettings.safeParse(old.settings)
  const kind = transportKinds[old.transport]
  return [...(kind ? [{ kind }] : []), ...(parsed.success ? x12Names(parsed.data) : [])]
}

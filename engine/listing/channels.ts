import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { salesChannels } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { positiveDecimal } from '../../translators/documents/index.ts'

/** What a person says of a sales channel. */
export const channelFields = z.object({
  /** Rules name the channel by it. */
  name: z.string().trim().min(1).max(60),
  active: z.boolean().default(true),
  /** What the channel is not told of: so many units, and a share of all there is, from 0 to 1. */
  buffer: z
    .strictObject({ units: positiveDecimal.default('0'), share: z.number().min(0).max(1).default(0) })
    .prefault({}),
})
export type ChannelFields = z.infer<typeof channelFields>

export type SalesChannel = typeof salesChannels.$inferSelect

/** The retailer's sales channels by name. */
export async function listSalesChannels(orm: Orm, retailerId: string): Promise<SalesChannel[]> {
  return await orm
    .select()
    .from(salesChannels)
    .where(eq(salesChannels.retailerId, retailerId))
    .orderBy(asc(salesChannels.name))
}

/** One of them. Throws `not-found`. */
export async function salesChannelById(orm: Orm, retailerId: string, id: string): Promise<SalesChannel> {
  const [row] = await orm
    .select()
    .from(salesChannels)
    .where(and(eq(salesChannels.retailerId, retailerId), eq(salesChannels.id, id)))
  if (!row) throw new ApplicationError('not-found', 'There is no such sales channel.')
  return row
}

/** Adds a sales channel; every product becomes a candidate on it. Throws `conflict` for a name that is taken. */
export async function addSalesChannel(
  work: Work,
  command: { retailerId: string; fields: ChannelFields },
): Promise<{ id: string }> {
  const { retailerId, fields } = command
  await refuseTaken(work, retailerId, fields.name)
  const id = work.newId()
  await work.tx.insert(salesChannels).values({ retailerId, id, ...fields, createdAt: work.now })
  await recordChange(work, { retailerId, action: 'sales-channel.added', subject: id, after: fields })
  await work.enqueue('refresh-listings', { retailerId, all: true })
  return { id }
}

/** Changes a sales channel; its listings are refreshed. Throws `not-found`, `conflict` for a name that is taken. */
export async function changeSalesChannel(
  work: Work,
  command: { retailerId: string; id: string; fields: ChannelFields },
): Promise<void> {
  const { retailerId, id, fields } = command
  const before = await salesChannelById(work.tx, retailerId, id)
  await refuseTaken(work, retailerId, fields.name, id)
  await work.tx
    .update(salesChannels)
    .set(fields)
    .where(and(eq(salesChannels.retailerId, retailerId), eq(salesChannels.id, id)))
  const { name, active, buffer } = before
  const change = { before: { name, active, buffer }, after: fields }
  await recordChange(work, { retailerId, action: 'sales-channel.changed', subject: id, ...change })
  await work.enqueue('refresh-listings', { retailerId, all: true })
}

async function refuseTaken(work: Work, retailerId: string, name: string, except?: string): Promise<void> {
  await lockKey(work.tx, `sales-channels:${retailerId}`)
  const known = await listSalesChannels(work.tx, retailerId)
  const taken = known.some(one => one.id !== except && one.name.toLowerCase() === name.toLowerCase())
  if (taken)
    throw new ApplicationError('conflict', `There is a sales channel “${name}” already.`, { name: 'This is taken.' })
}

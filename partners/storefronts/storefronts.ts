import { and, asc, eq, getTableColumns } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { salesChannels, storefronts } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import type { SecretBox } from '../secrets.ts'

/** A kind of shop, and what its connector would refuse of settings, secrets among them; it lives with the connectors. */
export interface StorefrontKind {
  title: string
  check: (settings: Record<string, unknown>) => { path: string; message: string }[]
}
export type StorefrontKinds = Readonly<Record<string, StorefrontKind>>

/** How often a shop is asked what changed, in minutes. */
export const everyMinutes = z.int().min(1).max(1440)

/** What a person says of a storefront. */
export interface StorefrontFields {
  settings: Record<string, unknown>
  /** What is not named stays, while the shop is the same. */
  secrets: Record<string, string>
  everyMinutes: number
}

export type ListedStorefront = Awaited<ReturnType<typeof listStorefronts>>[number]

/** Storefronts with their channels and how the last round went, by the channels’ names. Nothing secret is in it. */
export async function listStorefronts(orm: Orm, retailerId: string) {
  const { secrets: _, ...columns } = getTableColumns(storefronts)
  return await orm
    .select({ ...columns, channel: salesChannels.name, revision: salesChannels.revision })
    .from(storefronts)
    .innerJoin(
      salesChannels,
      and(eq(salesChannels.retailerId, storefronts.retailerId), eq(salesChannels.id, storefronts.channelId)),
    )
    .where(eq(storefronts.retailerId, retailerId))
    .orderBy(asc(salesChannels.name))
}

/** One of them. Throws `not-found`. */
export async function storefrontById(orm: Orm, retailerId: string, id: string): Promise<ListedStorefront> {
  const row = (await listStorefronts(orm, retailerId)).find(one => one.id === id)
  if (!row) throw new ApplicationError('not-found', 'There is no such storefront.')
  return row
}

/**
 * Connects a sales channel with a shop, which is asked at once; orders from before are not taken. Throws `invalid-input` for settings that cannot work, `not-found` without
 * such a channel, `conflict` where it has a shop already.
 */
export async function addStorefront(
  work: Work,
  box: SecretBox,
  kinds: StorefrontKinds,
  command: StorefrontFields & { retailerId: string; channelId: string; kind: string },
): Promise<{ id: string }> {
  const { retailerId, channelId, kind, settings, secrets } = command
  await refuseChannel(work, retailerId, channelId)
  refuseMisfits(kinds, kind, { ...settings, ...secrets })
  const id = work.newId()
  await work.tx.insert(storefronts).values({
    ...{ retailerId, id, channelId, kind, settings },
    ...{ secrets: box.seal(JSON.stringify(secrets)), everyMinutes: command.everyMinutes },
    ...{ dueAt: work.now, readUpTo: work.now, createdAt: work.now },
  })
  const after = { channelId, kind, settings, everyMinutes: command.everyMinutes }
  await recordChange(work, { retailerId, action: 'storefront.added', subject: id, after })
  return { id }
}

async function refuseChannel(work: Work, retailerId: string, channelId: string): Promise<void> {
  const [channel] = await work.tx
    .select({ name: salesChannels.name })
    .from(salesChannels)
    .where(and(eq(salesChannels.retailerId, retailerId), eq(salesChannels.id, channelId)))
  if (!channel)
    throw new ApplicationError('invalid-input', 'There is no such sales channel.', { channelId: 'Choose one.' })
  if (channel.name.length > mostOfName)
    throw new ApplicationError('invalid-input', 'The channel’s name is too long for orders.', {
      channelId: `Its name may have ${mostOfName} characters, since orders carry it.`,
    })
  const taken = (await listStorefronts(work.tx, retailerId)).some(one => one.channelId === channelId)
  if (taken)
    throw new ApplicationError('conflict', 'The channel has a storefront already.', { channelId: 'It has one.' })
}

/** An order's channel is a word of this length at most. */
const mostOfName = 40

/** Changes a storefront, which is asked at once. Throws `not-found`, `invalid-input`. */
export async function changeStorefront(
  work: Work,
  box: SecretBox,
  kinds: StorefrontKinds,
  command: StorefrontFields & { retailerId: string; id: string },
): Promise<void> {
  const { retailerId, id, settings } = command
  const before = await forUpdate(work, retailerId, id)
  // Whoever may change a shop but does not know its token could otherwise have it sent to a server of their own.
  const kept = whereTo(before.settings) === whereTo(settings) ? opened(box, before.secrets) : {}
  const secrets = { ...kept, ...command.secrets }
  refuseMisfits(kinds, before.kind, { ...settings, ...secrets })
  const after = { settings, everyMinutes: command.everyMinutes }
  await work.tx
    .update(storefronts)
    .set({
      ...{ ...after, secrets: box.seal(JSON.stringify(secrets)), dueAt: work.now },
      ...{ failures: 0, failureCode: null, failureDetail: null, webhooksAt: null, webhooksProblem: null },
    })
    .where(rowOf(retailerId, id))
  const was = { settings: before.settings, everyMinutes: before.everyMinutes }
  await recordChange(work, { retailerId, action: 'storefront.changed', subject: id, before: was, after })
}

/** Stops asking and telling a shop, or goes on from where it stopped: orders of the time between are read then. */
export async function setStorefrontActive(
  work: Work,
  { retailerId, id, active }: { retailerId: string; id: string; active: boolean },
): Promise<void> {
  await forUpdate(work, retailerId, id)
  await work.tx.update(storefronts).set({ active, dueAt: work.now }).where(rowOf(retailerId, id))
  await recordChange(work, { retailerId, action: active ? 'storefront.resumed' : 'storefront.paused', subject: id })
}

/** Has a shop asked and told with the next sweep. */
export async function syncNow(work: Work, { retailerId, id }: { retailerId: string; id: string }): Promise<void> {
  await forUpdate(work, retailerId, id)
  await work.tx.update(storefronts).set({ dueAt: work.now }).where(rowOf(retailerId, id))
}

/** Settings and secrets together, as the connector takes them. */
export function openedSettings(
  box: SecretBox,
  { settings, secrets }: Pick<typeof storefronts.$inferSelect, 'settings' | 'secrets'>,
): Record<string, unknown> {
  return { ...settings, ...opened(box, secrets) }
}

const opened = (box: SecretBox, sealed: string) => JSON.parse(box.open(sealed)) as Record<string, unknown>

const rowOf = (retailerId: string, id: string) => and(eq(storefronts.retailerId, retailerId), eq(storefronts.id, id))

async function forUpdate(work: Work, retailerId: string, id: string) {
  const [row] = await work.tx.select().from(storefronts).where(rowOf(retailerId, id)).for('update')
  if (!row) throw new ApplicationError('not-found', 'There is no such storefront.')
  return row
}

function refuseMisfits(kinds: StorefrontKinds, name: string, settings: Record<string, unknown>): void {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (!kind) throw new ApplicationError('invalid-input', `There is no connector ${name}.`, { kind: 'Choose one.' })
  const problems = kind.check(settings)
  if (problems.length === 0) return
  const fields = Object.fromEntries(problems.map(({ path, message }) => [path, message]))
  throw new ApplicationError('invalid-input', 'These settings cannot work.', fields)
}

/** To whom secrets are told. */
const whereTo = ({ shop, address }: Record<string, unknown>) => JSON.stringify([shop, address])

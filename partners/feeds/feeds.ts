import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { fetchSources, partnerships } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import type { SecretBox } from '../secrets.ts'
import {
  type CheckFeed,
  changedSecrets,
  type FeedKind,
  refuseMisfits,
  type SecretChange,
  sealed,
} from './feed-secrets.ts'
import { type FetchScheduleInput, fetchSchedule } from './schedule.ts'

/** A place to fetch from. What fits `settings` and `secrets` is said by the schema of the kind, which whoever looks into it holds them against (`CheckFeed`). */
export interface NewFeed {
  retailerId: string
  /** Left out only for a mailbox of the retailer's own. */
  partnershipId?: string
  name: string
  kind: FeedKind
  settings: Record<string, unknown>
  /** Passwords and the like: sealed before they are stored. */
  secrets?: SecretChange
  schedule: FetchScheduleInput
}

/** For callers that hold settings against no schema: what does not fit is told by the first look. */
const anything: CheckFeed = () => []

/**
 * Adds a feed, which is looked into at once. Fails with `invalid-input` where the schedule cannot be kept, the settings do not fit, or the partner is missing
 * or none of the retailer's.
 */
export async function addFeed(
  work: Work,
  box: SecretBox,
  feed: NewFeed,
  check: CheckFeed = anything,
): Promise<{ id: string }> {
  const { retailerId, partnershipId, name, kind, settings } = feed
  await refuseStranger(work, feed)
  const secrets = changedSecrets(box, undefined, settings, feed.secrets ?? {})
  refuseMisfits(check, kind, { ...settings, ...secrets })
  const id = work.newId()
  const schedule = scheduleOf(feed)
  await work.tx.insert(fetchSources).values({
    retailerId,
    id,
    partnershipId: partnershipId ?? null,
    name,
    kind,
    settings,
    secrets: sealed(box, secrets),
    schedule,
    dueAt: work.now,
    createdAt: work.now,
  })
  await recordChange(work, { retailerId, action: 'feed.added', subject: id, after: { name, kind, settings, schedule } })
  return { id }
}

/**
 * Changes a feed; secrets that are not given stay while its server and user are the same. It is looked into at once, since whoever changes something wants to see
 * whether it works. Fails like `addFeed`; its kind and its partner stay.
 */
export async function changeFeed(
  work: Work,
  box: SecretBox,
  { id, ...feed }: Pick<NewFeed, 'retailerId' | 'name' | 'settings' | 'secrets' | 'schedule'> & { id: string },
  check: CheckFeed = anything,
): Promise<void> {
  const { retailerId, name, settings } = feed
  const before = await feedForUpdate(work, retailerId, id)
  const schedule = scheduleOf(feed)
  const changed = { name, settings, schedule }
  const secrets = changedSecrets(box, before, settings, feed.secrets ?? {})
  refuseMisfits(check, before.kind, { ...settings, ...secrets })
  await work.tx
    .update(fetchSources)
    .set({
      ...{ ...changed, secrets: sealed(box, secrets), dueAt: work.now },
      ...{ failures: 0, failureCode: null, failureDetail: null },
    })
    .where(rowOf(retailerId, id))
  const was = { name: before.name, settings: before.settings, schedule: before.schedule }
  await recordChange(work, { retailerId, action: 'feed.changed', subject: id, before: was, after: changed })
}

/** Stops looking into a feed, or goes on with it. What it has brought stays. */
export async function setFeedActive(
  work: Work,
  { retailerId, id, active }: { retailerId: string; id: string; active: boolean },
): Promise<void> {
  await feedForUpdate(work, retailerId, id)
  await work.tx.update(fetchSources).set({ active, dueAt: work.now }).where(rowOf(retailerId, id))
  await recordChange(work, { retailerId, action: active ? 'feed.resumed' : 'feed.paused', subject: id })
}

/** Has a feed, or a channel's folder, looked into with the next sweep, whatever its schedule says. */
export async function lookNow(work: Work, { retailerId, id }: { retailerId: string; id: string }): Promise<void> {
  const [found] = await work.tx
    .update(fetchSources)
    .set({ dueAt: work.now })
    .where(rowOf(retailerId, id))
    .returning({ id: fetchSources.id })
  if (!found) throw new ApplicationError('not-found', 'There is no such feed.')
}

export type ListedFeed = Awaited<ReturnType<typeof listFeeds>>[number]

/** Feeds and polled channels with how their last look went, by name. Nothing secret is in it. */
export async function listFeeds(orm: Orm, retailerId: string, partnershipId?: string) {
  const { secrets, memory: _, ...columns } = getTableColumns(fetchSources)
  const mine = eq(fetchSources.retailerId, retailerId)
  return await orm
    .select({ ...columns, hasSecrets: sql<boolean>`${secrets} is not null` })
    .from(fetchSources)
    .where(partnershipId ? and(mine, eq(fetchSources.partnershipId, partnershipId)) : mine)
    .orderBy(asc(fetchSources.name), asc(fetchSources.id))
}

const rowOf = (retailerId: string, id: string) => and(eq(fetchSources.retailerId, retailerId), eq(fetchSources.id, id))

function scheduleOf({ schedule }: Pick<NewFeed, 'schedule'>) {
  const parsed = fetchSchedule.safeParse(schedule)
  if (parsed.success) return parsed.data
  throw new ApplicationError('invalid-input', 'The schedule cannot be kept.', { schedule: parsed.error.message })
}

async function refuseStranger(work: Work, { retailerId, partnershipId, kind }: NewFeed): Promise<void> {
  if (!partnershipId) {
    if (kind === 'imap') return
    const fields = { partnershipId: 'Choose the partner whose files these are.' }
    throw new ApplicationError('invalid-input', fields.partnershipId, fields)
  }
  const [partner] = await work.tx
    .select({ id: partnerships.id })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  const fields = { partnershipId: 'There is no such partner.' }
  if (!partner) throw new ApplicationError('invalid-input', fields.partnershipId, fields)
}

/** The feed, locked. What belongs to a channel is changed with the channel. */
async function feedForUpdate(work: Work, retailerId: string, id: string) {
  const [row] = await work.tx.select().from(fetchSources).where(rowOf(retailerId, id)).for('update')
  if (!row) throw new ApplicationError('not-found', 'There is no such feed.')
  if (row.kind === 'channel')
    throw new ApplicationError('wrong-state', 'This folder belongs to the channel: change it there.')
  return { ...row, kind: row.kind }
}

import { and, asc, eq, lte, sql } from 'drizzle-orm'
import { feedHealth, partnerships, sources } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { notify } from '../deadlines/notify.ts'
import { raiseException, resolveException } from '../exceptions/raise.ts'
import { markProducts } from '../listing/refresh/mark.ts'
import { refreshBuffers } from './buffers.ts'
import { type FeedSettings, feedSettingsOf } from './feed-settings.ts'
import { type Freshness, freshnessAt } from './freshness.ts'
import type { FeedRun } from './stage-feed.ts'

/** Notes that a source has told of its stock. What was held back while it was late is given free, and what was raised for it is closed. */
export async function noteTold(work: Work, run: FeedRun, settings: FeedSettings): Promise<void> {
  const { retailerId, sourceId, feedRunId } = run
  if (settings.freshBy === 'full' && run.scope !== 'full') return
  const { state, nextAt } = freshnessAt(work.now, work.now, settings)
  const [before] = await work.tx
    .select({ state: feedHealth.state, toldAt: feedHealth.toldAt })
    .from(feedHealth)
    .where(and(eq(feedHealth.retailerId, retailerId), eq(feedHealth.sourceId, sourceId)))
    .for('update')
  const told = { state, toldAt: work.now, feedRunId, nextAt }
  await work.tx
    .insert(feedHealth)
    .values({ retailerId, sourceId, ...told })
    .onConflictDoUpdate({ target: [feedHealth.retailerId, feedHealth.sourceId], set: told })
  if (!before || before.state === 'fresh') return
  await refreshBuffers(work, run, settings, 'fresh')
  await markSource(work, run)
  for (const late of ['stale', 'expired'] as const)
    await resolveException(work, retailerId, lateKey(sourceId, late, before.toldAt), 'feed-came')
}

/** Another share of all that the source has can be promised: its products' listings are refreshed. */
async function markSource(
  work: Work,
  { retailerId, sourceId }: { retailerId: string; sourceId: string },
): Promise<void> {
  await markProducts(
    work,
    retailerId,
    sql`select o.product_id from offers o where o.retailer_id = ${retailerId} and o.source_id = ${sourceId}`,
  )
}

/** One alert for each time that a source falls silent. */
const lateKey = (sourceId: string, state: Freshness, toldAt: Date) =>
  `feed-${state}:${sourceId}:${toldAt.toISOString()}`

/**
 * Does what is to be done about feeds that are late by now: widens what is held back, or holds all back, and tells people, each once. At most
 * `limit` sources in one transaction; returns how many there were. Several workers may do it at once.
 */
export async function sweepFeedHealth(work: Work, retailerId: string, limit = 20): Promise<number> {
  const due = await work.tx
    .select({ health: feedHealth, source: sources })
    .from(feedHealth)
    .innerJoin(sources, and(eq(sources.retailerId, feedHealth.retailerId), eq(sources.id, feedHealth.sourceId)))
    .where(and(eq(feedHealth.retailerId, retailerId), lte(feedHealth.nextAt, work.now)))
    .orderBy(asc(feedHealth.nextAt))
    .limit(limit)
    .for('update', { of: feedHealth, skipLocked: true })
  for (const { health, source } of due) await grow(work, health, source)
  return due.length
}

type Health = typeof feedHealth.$inferSelect
type Source = typeof sources.$inferSelect

/** Brings a source to the state in which it is by now. */
async function grow(work: Work, health: Health, source: Source): Promise<void> {
  const { retailerId, sourceId, toldAt } = health
  const settings = await settingsOf(work, source)
  const { state, nextAt } = freshnessAt(toldAt, work.now, settings)
  await work.tx
    .update(feedHealth)
    .set({ state, nextAt })
    .where(and(eq(feedHealth.retailerId, retailerId), eq(feedHealth.sourceId, sourceId)))
  if (state === health.state) return
  await refreshBuffers(work, health, settings, state)
  await markSource(work, health)
  if (state === 'fresh') return
  if (state === 'expired') await resolveException(work, retailerId, lateKey(sourceId, 'stale', toldAt), 'expired')
  await tellOfLateness(work, health, source, state)
}

async function settingsOf(work: Work, { retailerId, partnershipId }: Source): Promise<FeedSettings> {
  if (!partnershipId) return feedSettingsOf({})
  const [partnership] = await work.tx
    .select({ settings: partnerships.settings })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  return feedSettingsOf(partnership?.settings ?? {})
}

async function tellOfLateness(
  work: Work,
  { retailerId, sourceId, toldAt }: Health,
  { name, partnershipId }: Source,
  state: Exclude<Freshness, 'fresh'>,
): Promise<void> {
  const consequence =
    state === 'stale' ? 'More of its stock is held back.' : 'None of its stock can be promised until a feed comes.'
  const summary = `${name} last told of its stock on ${toldAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. ${consequence}`
  await raiseException(work, {
    retailerId,
    kind: `feed-${state}`,
    key: lateKey(sourceId, state, toldAt),
    partnershipId,
    actual: toldAt.toISOString(),
    summary,
  })
  await recordEvent(
    work,
    retailerId,
    `inventory.${state}`,
    { partnershipId },
    { sourceId, toldAt: toldAt.toISOString() },
  )
  for (const audience of partnershipId ? (['retailer', 'supplier'] as const) : (['retailer'] as const)) {
    const subject = state === 'stale' ? `Stock of ${name} is late` : `Stock of ${name} ran out of date`
    await notify(work, { retailerId, partnershipId, kind: 'stock', audience, subject, body: summary, rows: [] })
  }
}

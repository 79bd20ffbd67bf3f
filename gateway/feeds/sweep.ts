import { and, eq, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { channels, fetchSources, retailers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { usualSchedule } from '../../partners/feeds/schedule.ts'

/** After so many minutes whoever had a place in hand is taken to be gone. */
const claimedMinutes = 30

/** Claims every place that is due for one job each. What fails for one retailer keeps nothing from the others. */
export async function sweepPlaces(hub: HubDatabase): Promise<void> {
  const failures: unknown[] = []
  for (const { id } of await hub.orm.select({ id: retailers.id }).from(retailers)) {
    await hub.work('system', work => sweepRetailer(work, id)).catch(error => failures.push(error))
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} retailers’ places could not be looked for.`)
}

async function sweepRetailer(work: Work, retailerId: string): Promise<void> {
  await noticeChannels(work, retailerId)
  const { claimedUntil } = fetchSources
  const claimed = await work.tx
    .update(fetchSources)
    .set({ claimedUntil: new Date(work.now.getTime() + claimedMinutes * 60_000) })
    .where(
      and(
        eq(fetchSources.retailerId, retailerId),
        eq(fetchSources.active, true),
        lte(fetchSources.dueAt, work.now),
        or(isNull(claimedUntil), lt(claimedUntil, work.now)),
      ),
    )
    .returning({ id: fetchSources.id })
  for (const { id } of claimed) await work.enqueue('fetch-source', { retailerId, sourceId: id })
}

/** A channel that says to poll is a place too, from the first sweep on. */
async function noticeChannels(work: Work, retailerId: string): Promise<void> {
  const polling = await work.tx
    .select({ id: channels.id, partnershipId: channels.partnershipId, transport: channels.transport })
    .from(channels)
    .leftJoin(fetchSources, and(eq(fetchSources.retailerId, channels.retailerId), eq(fetchSources.id, channels.id)))
    .where(
      and(
        eq(channels.retailerId, retailerId),
        eq(channels.active, true),
        sql`${channels.settings} -> 'transport' -> 'poll' is not null`,
        isNull(fetchSources.id),
      ),
    )
  for (const { id, partnershipId, transport } of polling) {
    const name = `The channel’s own folder (${transport.toUpperCase()})`
    const timed = { schedule: usualSchedule, dueAt: work.now, createdAt: work.now }
    await work.tx
      .insert(fetchSources)
      .values({ retailerId, id, partnershipId, name, kind: 'channel', ...timed })
      .onConflictDoNothing()
  }
}

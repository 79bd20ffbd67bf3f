import { createHash } from 'node:crypto'
import { and, desc, eq, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import { feedRuns } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { CsvLayout } from '../../translators/csv/index.ts'
import type { FeedSettings } from './feed-settings.ts'
import type { FeedRun } from './stage-feed.ts'

/** Everything about a file that decides what it says. */
export interface FileInput {
  /** Of the exact bytes, hex. */
  sha256: string
  layout: CsvLayout
  scope: string | undefined
  settings: FeedSettings
}

type Source = Pick<FeedRun, 'retailerId' | 'sourceId'>

/**
 * The fingerprint of a run: what the file says, and the state of the catalogue that it is held against. A run of the same fingerprint right
 * after another finds every level where the first one put it, but for what has moved since.
 */
export async function fingerprintOf(work: Work, source: Source, input: FileInput): Promise<string> {
  const said = createHash('sha256').update(JSON.stringify([input.sha256, input.layout, input.scope, input.settings]))
  const [state] = await rowsOf<{ state: string }>(
    work.tx,
    sql`select concat_ws('/',
      (select count(*) || '@' || max(updated_at) from offers where retailer_id = ${source.retailerId} and source_id = ${source.sourceId}),
      (select count(*) || '@' || max(updated_at) from products where retailer_id = ${source.retailerId})) as state`,
  )
  return said.update(state!.state).digest('hex')
}

export type EarlierRun = typeof feedRuns.$inferSelect

/** The run that a source's stock is as it is by: the last one that took effect. */
export async function runInEffect(work: Work, { retailerId, sourceId }: Source): Promise<EarlierRun | undefined> {
  const [run] = await work.tx
    .select()
    .from(feedRuns)
    .where(
      and(
        eq(feedRuns.retailerId, retailerId),
        eq(feedRuns.sourceId, sourceId),
        eq(feedRuns.kind, 'inventory'),
        eq(feedRuns.status, 'applied'),
      ),
    )
    .orderBy(desc(feedRuns.id))
    .limit(1)
  return run
}

/** Sets back to the source's word what has moved since its last feed. Returns how many levels there were. */
export async function setBack(work: Work, { retailerId, sourceId, feedRunId }: FeedRun): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    work.tx,
    sql`with moved as (
      select s.offer_id, s.location from stock s
      join offers o on o.retailer_id = ${retailerId} and o.id = s.offer_id and o.source_id = ${sourceId}
      where s.retailer_id = ${retailerId} and s.quantity <> s.told
      order by s.offer_id, s.location for update of s),
    back as (
      update stock s set quantity = s.told, reported_at = ${work.now.toISOString()}::timestamptz, feed_run_id = ${feedRunId}::uuid
      from moved where s.retailer_id = ${retailerId} and s.offer_id = moved.offer_id and s.location = moved.location
      returning 1)
    select count(*)::int as n from back`,
  )
  return row!.n
}

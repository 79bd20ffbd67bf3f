import { and, eq, isNull, sql } from 'drizzle-orm'
import { feedRows, feedRuns } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Issue } from '../../translators/issue.ts'
import { raiseException } from '../exceptions/raise.ts'
import { businessIssue } from '../outcome.ts'
import { type Applied, applyRows } from './apply-rows.ts'
import type { Suspicion } from './quarantine.ts'
import { rerouteHeldOrders } from './reroute-held.ts'
import type { FeedRun } from './stage-feed.ts'

/** Applies a staged run, counts what it did, forgets the rows that took effect, and tries the orders again that waited for stock. */
export async function finishRun(work: Work, run: FeedRun, zeroing: boolean): Promise<Applied> {
  const counts = await applyRows(work, run, zeroing)
  await work.tx
    .update(feedRuns)
    .set({
      status: 'applied',
      rowsChanged: counts.changed,
      rowsUnchanged: sql`${feedRuns.rowsRead} - ${feedRuns.rowsRejected} - ${counts.changed}`,
      finishedAt: work.now,
    })
    .where(and(eq(feedRuns.retailerId, run.retailerId), eq(feedRuns.id, run.feedRunId)))
  await forgetRows(work, run)
  await rerouteHeldOrders(work, run)
  return counts
}

/** The rejected rows stay, with their reasons. */
export async function forgetRows(work: Work, run: FeedRun): Promise<void> {
  await work.tx
    .delete(feedRows)
    .where(and(eq(feedRows.retailerId, run.retailerId), eq(feedRows.feedRunId, run.feedRunId), isNull(feedRows.reason)))
}

/** Sets a staged run aside until a person has looked at it. Nothing of it takes effect. */
export async function quarantineRun(
  work: Work,
  run: FeedRun,
  partnershipId: string,
  { kind, share, limit }: Suspicion,
): Promise<Issue> {
  await work.tx
    .update(feedRuns)
    .set({ status: 'quarantined' })
    .where(and(eq(feedRuns.retailerId, run.retailerId), eq(feedRuns.id, run.feedRunId)))
  const what = kind === 'mass-drop' ? 'of the quantity' : 'of the items in stock'
  const message = `The feed would take away ${share} ${what}; more than ${limit} waits for a person.`
  await raiseException(work, {
    retailerId: run.retailerId,
    kind: 'feed-quarantined',
    key: quarantineKey(run.feedRunId),
    partnershipId,
    expected: limit,
    actual: share,
    summary: message,
  })
  return { ...businessIssue('quarantined', message, 'lines', share, limit), severity: 'warning' }
}

/** The key of the exception that a quarantined run raises. */
export const quarantineKey = (feedRunId: string) => `feed-quarantined:${feedRunId}`

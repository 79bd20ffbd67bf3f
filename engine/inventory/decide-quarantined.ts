import { and, eq, gt, inArray } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { feedRuns, partnerships, sources } from '../../db/schema/index.ts'
import { lockKey, recordEvent, type Work } from '../../db/work.ts'
import { releaseCatalog } from '../catalogue/apply-catalog.ts'
import { resolveException } from '../exceptions/raise.ts'
import { feedSettingsOf } from './feed-settings.ts'
import { type Applied, finishRun, forgetRows, quarantineKey } from './finish-run.ts'
import { type FeedRun, openStaging, stageKept } from './stage-feed.ts'

interface Quarantined {
  retailerId: string
  feedRunId: string
  /** The state of the run that whoever decides has seen ({@link runRevision}); undefined where that is not said. */
  seen?: number | undefined
}

/** Counts the states of a run: another number whenever something became of it. */
export function runRevision({ startedAt, finishedAt, fileRead }: RunState): number {
  return (finishedAt ?? startedAt).getTime() + (finishedAt ? 0 : fileRead)
}

type RunState = Pick<typeof feedRuns.$inferSelect, 'startedAt' | 'finishedAt' | 'fileRead'>

/**
 * Lets a quarantined feed take effect after all. Throws `changed-since` where somebody else was faster, `wrong-state` when it is not in
 * quarantine or a later feed of its source is in effect.
 */
export async function releaseFeed(work: Work, command: Quarantined): Promise<Applied> {
  const { run, kind, partnershipId, settings, documentId, rowsRead } = await lockRun(work, command)
  const { retailerId, feedRunId } = run
  const [later] = await work.tx
    .select({ id: feedRuns.id })
    .from(feedRuns)
    .where(
      and(
        eq(feedRuns.retailerId, retailerId),
        eq(feedRuns.sourceId, run.sourceId),
        eq(feedRuns.kind, kind),
        gt(feedRuns.id, feedRunId),
        inArray(feedRuns.status, ['applied']),
      ),
    )
    .limit(1)
  if (later) throw new ApplicationError('wrong-state', 'A later feed of this supplier is in effect: discard this one.')
  if (kind === 'product') {
    const held = { retailerId, id: feedRunId, sourceId: run.sourceId, documentId }
    const { changed, ended } = await releaseCatalog(work, { run: held, partnershipId, settings })
    await resolveException(work, retailerId, quarantineKey(feedRunId), 'released')
    return { changed, zeroed: ended }
  }
  await openStaging(work)
  await stageKept(work, run)
  await forgetRows(work, run)
  const staged = { run, partnershipId, documentId, settings: feedSettingsOf(settings), rowsRead, released: true }
  const { counts } = await finishRun(work, staged)
  await resolveException(work, retailerId, quarantineKey(feedRunId), 'released')
  return counts ?? { changed: 0, zeroed: 0 }
}

/** Drops a quarantined feed: nothing of it takes effect. Throws `changed-since` and `wrong-state` as {@link releaseFeed}. */
export async function discardFeed(work: Work, command: Quarantined): Promise<void> {
  const { run, partnershipId } = await lockRun(work, command)
  const { retailerId, feedRunId } = run
  await work.tx
    .update(feedRuns)
    .set({ status: 'discarded', finishedAt: work.now })
    .where(and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.id, feedRunId)))
  await forgetRows(work, run)
  await resolveException(work, retailerId, quarantineKey(feedRunId), 'discarded')
  await recordEvent(work, retailerId, 'inventory.discarded', { partnershipId }, { feedRunId })
}

async function lockRun(work: Work, { retailerId, feedRunId, seen }: Quarantined) {
  const [row] = await work.tx
    .select({ run: feedRuns, partnership: partnerships })
    .from(feedRuns)
    .innerJoin(sources, and(eq(sources.retailerId, feedRuns.retailerId), eq(sources.id, feedRuns.sourceId)))
    .leftJoin(
      partnerships,
      and(eq(partnerships.retailerId, sources.retailerId), eq(partnerships.id, sources.partnershipId)),
    )
    .where(and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.id, feedRunId)))
  if (!row) throw new ApplicationError('not-found', 'There is no such feed.')
  await lockKey(work.tx, `inventory:${row.run.sourceId}`)
  const [now] = await work.tx
    .select()
    .from(feedRuns)
    .where(and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.id, feedRunId)))
    .for('update')
  if (seen !== undefined && seen !== runRevision(now!))
    throw new ApplicationError('changed-since', `Somebody was faster: ${became[now!.status]}`)
  // A warehouse's own stock is nobody's feed, and never held back.
  if (now!.status !== 'quarantined' || !row.partnership)
    throw new ApplicationError('wrong-state', `Nothing is left to decide: ${became[now!.status]}`)
  const run: FeedRun = { retailerId, feedRunId, sourceId: row.run.sourceId, scope: row.run.scope }
  const { documentId, rowsRead, kind } = row.run
  return { run, kind, partnershipId: row.partnership.id, settings: row.partnership.settings, documentId, rowsRead }
}

/** What has become of a feed, as the end of a sentence. */
const became: Record<(typeof feedRuns.$inferSelect)['status'], string> = {
  received: 'the feed is still being read.',
  validated: 'the feed is still being read.',
  applied: 'the feed took effect.',
  quarantined: 'the feed waits for a decision.',
  discarded: 'the feed was discarded.',
  failed: 'not one row of the feed could be taken.',
}

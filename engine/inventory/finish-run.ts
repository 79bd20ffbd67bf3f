import { and, eq, sql } from 'drizzle-orm'
import { feedRows, feedRuns } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import type { Issue } from '../../translators/issue.ts'
import { raiseException } from '../exceptions/raise.ts'
import { applied, businessIssue, type Outcome, rejected } from '../outcome.ts'
import { applyRows } from './apply-rows.ts'
import { holdsBack, refreshBuffers } from './buffers.ts'
import { noteTold } from './feed-health.ts'
import type { FeedSettings } from './feed-settings.ts'
import { changedBy, itemsChanged } from './items-changed.ts'
import { type Suspicion, suspicionOf } from './quarantine.ts'
import { rejectedRowIssues } from './rejected-rows.ts'
import { effectOf, type Resolved, resolveRows } from './resolve-rows.ts'
import { type FeedRun, keepRejected, keepStaged } from './stage-feed.ts'

/** A run whose rows stand in the staging table. */
export interface StagedRun {
  run: FeedRun
  partnershipId: string | null
  documentId: string | null
  settings: FeedSettings
  rowsRead: number
  /** What shows that its file was cut off on its way. */
  cutOff?: Issue | undefined
  /** A person has looked at it: it takes effect however much it takes away. */
  released?: boolean
}

/** What a run changed. */
export interface Applied {
  /** Rows that changed a quantity, a date, a cost, or brought something new. */
  changed: number
  /** Items that a full feed left out and that had stock. */
  zeroed: number
}

/**
 * Takes a staged run to its end: finds what its rows mean, sets it aside when it is suspicious, otherwise applies it and what follows. The
 * rejected rows stay with the run.
 */
export async function finishRun(work: Work, staged: StagedRun): Promise<Outcome & { counts?: Applied }> {
  const { run, settings, rowsRead } = staged
  const zeroing = run.scope === 'full' && settings.missing === 'zero'
  const resolved = await resolveRows(work, run, zeroing)
  if (resolved.rejected === rowsRead) return await failRun(work, staged, resolved)
  const suspicion = staged.released ? undefined : (staged.cutOff ?? (await suspicionAbout(work, run, settings)))
  if (suspicion) return await quarantineRun(work, staged, resolved, suspicion)
  await keepRejected(work, run)
  const counts = { changed: resolved.changed, zeroed: await applyRows(work, run, zeroing) }
  await settle(work, staged, resolved, 'applied')
  if (staged.partnershipId) await noteTold(work, run, settings)
  if (holdsBack(settings)) await refreshBuffers(work, run, settings, 'fresh', sql`s.feed_run_id = ${run.feedRunId}`)
  if (counts.changed > 0) await itemsChanged(work, run.retailerId, changedBy(run))
  await recordApplied(work, staged, { ...counts, rejected: resolved.rejected })
  return { ...applied(run.feedRunId, await rejectedRowIssues(work, run, resolved.rejected)), counts }
}

/** Looks at all that the run speaks of only when what it changes, alone, would be suspicious: the rest can only make the shares smaller. */
async function suspicionAbout(work: Work, run: FeedRun, settings: FeedSettings): Promise<Suspicion | undefined> {
  const alone = suspicionOf(await effectOf(work, run, false), { ...settings, quarantineFrom: 1 })
  return alone && suspicionOf(await effectOf(work, run, true), settings)
}

/** Tells that a run took effect. */
export async function recordApplied(
  work: Work,
  { run, partnershipId, documentId, rowsRead, released }: StagedRun,
  counts: Applied & { rejected: number },
): Promise<void> {
  const data = { feedRunId: run.feedRunId, sourceId: run.sourceId, scope: run.scope, read: rowsRead, ...counts }
  await recordEvent(
    work,
    run.retailerId,
    'inventory.applied',
    { partnershipId, documentId },
    released ? { ...data, released } : data,
  )
}

/** Writes down what became of a run. */
async function settle(
  work: Work,
  { run, rowsRead }: StagedRun,
  { reasons, rejected: rowsRejected, changed }: Resolved,
  status: 'applied' | 'quarantined' | 'failed',
): Promise<void> {
  const counted = status === 'applied'
  await work.tx
    .update(feedRuns)
    .set({
      status,
      scope: run.scope,
      reasons,
      rowsRead,
      rowsRejected,
      rowsChanged: counted ? changed : 0,
      rowsUnchanged: counted ? rowsRead - rowsRejected - changed : 0,
      finishedAt: status === 'quarantined' ? null : work.now,
    })
    .where(ofRun(run))
}

const ofRun = (run: FeedRun) => and(eq(feedRuns.retailerId, run.retailerId), eq(feedRuns.id, run.feedRunId))

/** Forgets the rows of a run. */
export async function forgetRows(work: Work, run: FeedRun): Promise<void> {
  await work.tx
    .delete(feedRows)
    .where(and(eq(feedRows.retailerId, run.retailerId), eq(feedRows.feedRunId, run.feedRunId)))
}

/** Not one row counts: the wrong file, or the wrong layout. */
async function failRun(work: Work, staged: StagedRun, resolved: Resolved): Promise<Outcome> {
  const { run, rowsRead } = staged
  await keepRejected(work, run)
  await settle(work, staged, resolved, 'failed')
  const issues = await rejectedRowIssues(work, run, resolved.rejected)
  const message = `Nothing was changed: not one of the ${rowsRead} rows could be taken.${issues[0] ? ` The first: ${issues[0].message}` : ''}`
  return { ...rejected(businessIssue('nothing-recognised', message, 'lines'), ...issues), id: run.feedRunId }
}

/** Sets a staged run aside until a person has looked at it. Nothing of it takes effect. */
async function quarantineRun(
  work: Work,
  staged: StagedRun,
  resolved: Resolved,
  suspicion: Suspicion | Issue,
): Promise<Outcome> {
  const { run, partnershipId } = staged
  await keepStaged(work, run)
  await settle(work, staged, resolved, 'quarantined')
  const { message, actual, expected } = 'kind' in suspicion ? tooMuch(suspicion) : restUnknown(suspicion)
  await raiseException(work, {
    retailerId: run.retailerId,
    kind: 'feed-quarantined',
    key: quarantineKey(run.feedRunId),
    partnershipId,
    expected,
    actual,
    summary: message,
  })
  const issue: Issue = { ...businessIssue('quarantined', message, 'lines', actual, expected), severity: 'warning' }
  return applied(run.feedRunId, [issue, ...(await rejectedRowIssues(work, run, resolved.rejected))])
}

function tooMuch({ kind, share, limit }: Suspicion) {
  const what = kind === 'mass-drop' ? 'of the quantity' : 'of the items in stock'
  const message = `The feed would take away ${share} ${what}; more than ${limit} waits for a person.`
  return { message, actual: share, expected: limit }
}

function restUnknown({ at }: Issue) {
  const message = `The file ends in the middle of row ${at.row}: it was cut off, and nobody knows what it leaves out. It waits for a person.`
  return { message, actual: `row ${at.row}`, expected: 'a whole file' }
}

/** The key of the exception that a quarantined run raises. */
export const quarantineKey = (feedRunId: string) => `feed-quarantined:${feedRunId}`

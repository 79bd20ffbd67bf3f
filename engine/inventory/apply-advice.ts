import { and, eq } from 'drizzle-orm'
import { feedRuns, partnerships, sources } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import type { InventoryAdvice } from '../../translators/documents/index.ts'
import { businessIssue, duplicate, type Outcome, rejected } from '../outcome.ts'
import { feedSettingsOf } from './feed-settings.ts'
import { finishRun } from './finish-run.ts'
import { type FeedRun, openStaging, stageLines } from './stage-feed.ts'

export interface ApplyInventory {
  retailerId: string
  partnershipId: string
  advice: InventoryAdvice
  /** The document that it came in: the same again is a duplicate. */
  documentId?: string
}

/**
 * Applies a supplier's stock, by whatever way it came: a full feed replaces what is known (what it leaves out becomes zero, unless the partnership
 * keeps it), a delta changes what it names. Rows that cannot count are kept with their reasons and told as warnings. A feed that takes away
 * suspiciously much waits in quarantine for a person. One that names nothing known is refused.
 */
export async function applyInventory(work: Work, command: ApplyInventory): Promise<Outcome> {
  const { retailerId, partnershipId, advice, documentId } = command
  if (advice.lines.length === 0) return rejected(businessIssue('no-lines', 'The feed has no lines.', 'lines'))
  const [found] = await work.tx
    .select({ sourceId: sources.id, settings: partnerships.settings })
    .from(sources)
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, sources.retailerId), eq(partnerships.id, sources.partnershipId)),
    )
    .where(and(eq(sources.retailerId, retailerId), eq(sources.partnershipId, partnershipId)))
  if (!found) return rejected(businessIssue('unknown-source', 'This partner is no source of goods.', 'supplier'))
  // Two feeds of one source would undo each other's work: one after the other.
  await lockKey(work.tx, `inventory:${found.sourceId}`)
  const run: FeedRun = { retailerId, feedRunId: work.newId(), sourceId: found.sourceId, scope: advice.scope }
  const before = await startRun(work, run, documentId, advice.lines.length)
  if (before) return duplicate(before)
  await openStaging(work)
  await stageLines(work, advice.lines)
  const settings = feedSettingsOf(found.settings)
  const rowsRead = advice.lines.length
  const { counts: _, ...outcome } = await finishRun(work, {
    run,
    partnershipId,
    documentId: documentId ?? null,
    settings,
    rowsRead,
  })
  return outcome
}

/** Writes the run down. Returns the id of the run that this document had before, if it had one. */
async function startRun(
  work: Work,
  { retailerId, feedRunId, sourceId, scope }: FeedRun,
  documentId: string | undefined,
  rowsRead: number,
): Promise<string | undefined> {
  if (documentId) {
    const [before] = await work.tx
      .select({ id: feedRuns.id })
      .from(feedRuns)
      .where(and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.documentId, documentId)))
    if (before) return before.id
  }
  await work.tx.insert(feedRuns).values({
    retailerId,
    id: feedRunId,
    sourceId,
    documentId: documentId ?? null,
    kind: 'inventory',
    scope,
    status: 'received',
    rowsRead,
    startedAt: work.now,
  })
  return undefined
}

import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { feedRuns, sources } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import type { InventoryLine } from '../../translators/documents/index.ts'
import { refusalOf } from '../refusal.ts'
import { feedSettingsOf } from './feed-settings.ts'
import { finishRun } from './finish-run.ts'
import { type FeedRun, openStaging, stageLines } from './stage-feed.ts'
import { addWarehouseItems } from './warehouse-items.ts'

/** How much there is of an item, by the retailer's SKU. */
export type CountedLine = Omit<InventoryLine, 'ids'> & { sku: string }

/**
 * Sets the stock of a warehouse of the retailer's own, as a feed that changes what it names; orders that waited for it are tried again. All lines
 * or, when one cannot count, none. Throws `not-found` for what is no such warehouse, `invalid-input` for a line that cannot count.
 */
export async function countWarehouse(
  work: Work,
  command: { retailerId: string; sourceId: string; lines: readonly CountedLine[] },
): Promise<void> {
  const { retailerId, sourceId } = command
  await refuseUnlessWarehouse(work, retailerId, sourceId)
  await lockKey(work.tx, `inventory:${sourceId}`)
  await addWarehouseItems(work, command)
  const lines = command.lines.map(({ sku, ...line }) => ({ ...line, ids: { buyer: sku } }))
  const run: FeedRun = { retailerId, feedRunId: work.newId(), sourceId, scope: 'delta' }
  await work.tx.insert(feedRuns).values({
    retailerId,
    id: run.feedRunId,
    sourceId,
    kind: 'inventory',
    scope: run.scope,
    status: 'received',
    rowsRead: lines.length,
    startedAt: work.now,
  })
  await openStaging(work)
  await stageLines(work, lines)
  const settings = feedSettingsOf({})
  const staged = { run, partnershipId: null, documentId: null, settings, rowsRead: lines.length, released: true }
  const { result, issues } = await finishRun(work, staged)
  if (result === 'rejected' || issues.length > 0)
    throw refusalOf(issues.filter(issue => issue.code !== 'nothing-recognised'))
}

async function refuseUnlessWarehouse(work: Work, retailerId: string, sourceId: string): Promise<void> {
  const [source] = await work.tx
    .select({ kind: sources.kind })
    .from(sources)
    .where(and(eq(sources.retailerId, retailerId), eq(sources.id, sourceId)))
  if (source?.kind !== 'warehouse') throw new ApplicationError('not-found', 'There is no such warehouse.')
}

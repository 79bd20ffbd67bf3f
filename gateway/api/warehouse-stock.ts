import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { feedRuns, sources } from '../../db/schema/index.ts'
import { lockKey, recordEvent, type Work } from '../../db/work.ts'
import { finishRun } from '../../engine/inventory/finish-run.ts'
import { rejectedRowIssues } from '../../engine/inventory/rejected-rows.ts'
import { type FeedRun, resolveRows, stageLines } from '../../engine/inventory/stage-feed.ts'
import type { InventoryLine } from '../../translators/documents/index.ts'
import { refusalOf } from './rejections.ts'

/**
 * Sets the stock of a warehouse of the retailer's own, as a feed that changes what it names; orders that waited for it are tried again. All lines
 * or, when one cannot count, none. Throws `not-found` for what is no such warehouse, `invalid-input` for a line that cannot count.
 */
export async function putWarehouseStock(
  work: Work,
  command: { retailerId: string; sourceId: string; lines: readonly InventoryLine[] },
): Promise<void> {
  const { retailerId, sourceId, lines } = command
  await refuseUnlessWarehouse(work, retailerId, sourceId)
  await lockKey(work.tx, `inventory:${sourceId}`)
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
  await stageLines(work, run, lines)
  const refused = Object.values(await resolveRows(work, run)).reduce((total, rows) => total + rows, 0)
  if (refused > 0) throw refusalOf(await rejectedRowIssues(work, run, refused))
  const counts = await finishRun(work, run, false)
  const data = { feedRunId: run.feedRunId, sourceId, scope: run.scope, read: lines.length, ...counts }
  await recordEvent(work, retailerId, 'inventory.applied', {}, data)
}

async function refuseUnlessWarehouse(work: Work, retailerId: string, sourceId: string): Promise<void> {
  const [source] = await work.tx
    .select({ kind: sources.kind })
    .from(sources)
    .where(and(eq(sources.retailerId, retailerId), eq(sources.id, sourceId)))
  if (source?.kind !== 'warehouse') throw new ApplicationError('not-found', 'There is no such warehouse.')
}

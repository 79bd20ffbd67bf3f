import { and, eq, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import { feedRuns } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Issue } from '../../translators/issue.ts'
import { raiseException } from '../exceptions/raise.ts'
import type { FeedSettings } from '../inventory/feed-settings.ts'
import { quarantineKey } from '../inventory/finish-run.ts'
import { applied, businessIssue, type Outcome, rejected } from '../outcome.ts'

/** One run of a product feed. */
export interface CatalogRun {
  retailerId: string
  feedRunId: string
  sourceId: string
  currency: string
}

/** Offers `o` of the source that are on offer and that the staged products do not name. */
export const unnamed = ({ retailerId, sourceId }: CatalogRun) => sql`
  o.retailer_id = ${retailerId} and o.source_id = ${sourceId} and not o.discontinued
  and not exists (select 1 from staged_products r where r.supplier_sku = o.supplier_sku)`

/** A full feed that would end most of what the supplier offers is likely a wrong or cut-off file, not news. */
export async function tooManyGone(work: Work, run: CatalogRun, settings: FeedSettings): Promise<Issue | undefined> {
  const [row] = await rowsOf<{ offered: number; gone: number }>(
    work.tx,
    sql`select count(*)::int as offered, count(*) filter (where ${unnamed(run)})::int as gone
      from offers o where o.retailer_id = ${run.retailerId} and o.source_id = ${run.sourceId} and not o.discontinued`,
  )
  const { offered, gone } = row!
  if (offered < settings.quarantineFrom || gone <= offered * settings.maxZeroShare) return undefined
  const message = `The full feed leaves out ${gone} of the ${offered} items on offer, which would end them: it waits for a person.`
  const limit = `at most ${settings.maxZeroShare} of them`
  return businessIssue('quarantined', message, 'products', String(gone), limit)
}

/** Sets a feed aside until a person has looked at it. What has no document to be read from again is refused. */
export async function holdBack(
  work: Work,
  run: CatalogRun,
  { documentId, partnershipId }: { documentId?: string; partnershipId: string },
  suspicion: Issue,
  { reasons, rowsRejected, issues }: { reasons: Record<string, number>; rowsRejected: number; issues: Issue[] },
): Promise<Outcome> {
  if (!documentId) {
    await settleRun(work, run, { status: 'failed', reasons, rowsRejected, finishedAt: work.now })
    return { ...rejected({ ...suspicion, code: 'too-many-missing' }, ...issues), id: run.feedRunId }
  }
  await settleRun(work, run, { status: 'quarantined', reasons, rowsRejected })
  await raiseException(work, {
    ...{ retailerId: run.retailerId, kind: 'feed-quarantined', key: quarantineKey(run.feedRunId), partnershipId },
    ...{ expected: suspicion.expected ?? null, actual: suspicion.value ?? null, summary: suspicion.message },
  })
  return applied(run.feedRunId, [{ ...suspicion, severity: 'warning' }, ...issues])
}

/** Writes down what became of a run. */
export async function settleRun(
  work: Work,
  run: CatalogRun,
  set: Partial<typeof feedRuns.$inferInsert>,
): Promise<void> {
  await work.tx
    .update(feedRuns)
    .set(set)
    .where(and(eq(feedRuns.retailerId, run.retailerId), eq(feedRuns.id, run.feedRunId)))
}

import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { feedRows } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Issue } from '../../translators/issue.ts'
import { businessIssue } from '../outcome.ts'
import type { FeedRun } from './stage-feed.ts'

/** So many rows are told one by one; the others stand in the run. */
const told = 50

/** Why a row of a feed cannot count, as the end of a sentence that begins with its item. */
export const rejectionWords: Record<string, string> = {
  'no-quantity': 'has no quantity',
  'unknown-item': 'is no item that the supplier is known to offer',
  'other-currency': 'has a cost in another currency than the offer’s',
  'unit-of-measure': 'counts in a unit that cannot be told in the offer’s',
  'negative-cost': 'has a cost below zero',
  'repeated-item': 'stands in the feed again further down, which counts',
}

/** Warnings of the rows of a run that do not count: the first of them one by one, then how many more there are. */
export async function rejectedRowIssues(work: Work, run: FeedRun, count: number): Promise<Issue[]> {
  if (count === 0) return []
  const rows = await work.tx
    .select()
    .from(feedRows)
    .where(
      and(eq(feedRows.retailerId, run.retailerId), eq(feedRows.feedRunId, run.feedRunId), isNotNull(feedRows.reason)),
    )
    .orderBy(asc(feedRows.position))
    .limit(told)
  const issues = rows.map(({ position, supplierSku, sku, upc, reason, detail }) => {
    const item = supplierSku ?? sku ?? upc ?? 'A row without a known id'
    return warning(reason!, detail ?? `${item} ${rejectionWords[reason!] ?? reason}.`, `lines[${position - 1}]`, item)
  })
  const more = count - rows.length
  return more > 0 ? [...issues, warning('more-rejected', `${more} more rows were left out.`, 'lines')] : issues
}

function warning(code: string, message: string, path: string, value?: string): Issue {
  return { ...businessIssue(code, message, path, value), severity: 'warning' }
}

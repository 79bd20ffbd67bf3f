import type { Work } from '../../db/work.ts'
import type { Issue } from '../../translators/issue.ts'
import { businessIssue } from '../outcome.ts'
import { nameOfRow, rowsLeftOut, whyLeftOut } from './left-out.ts'
import type { FeedRun } from './stage-feed.ts'

/** So many rows are told one by one; the others stand in the run. */
const told = 50

/** Warnings of the rows of a run that do not count: the first of them one by one, then how many more there are. */
export async function rejectedRowIssues(work: Work, run: FeedRun, count: number): Promise<Issue[]> {
  if (count === 0) return []
  const { retailerId, feedRunId } = run
  const rows = await rowsLeftOut(work.tx, { retailerId, id: feedRunId, sameAs: null }, { most: told })
  const issues = rows.map(row => warning(row.reason!, whyLeftOut(row), `lines[${row.position - 1}]`, nameOfRow(row)))
  const more = count - rows.length
  return more > 0 ? [...issues, warning('more-rejected', `${more} more rows were left out.`, 'lines')] : issues
}

function warning(code: string, message: string, path: string, value?: string): Issue {
  return { ...businessIssue(code, message, path, value), severity: 'warning' }
}

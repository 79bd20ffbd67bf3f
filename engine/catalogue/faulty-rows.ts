import { and, count, eq, gt } from 'drizzle-orm'
import { feedRows } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Issue } from '../../translators/issue.ts'

/** A row of a file that became no product. */
interface FaultyRow {
  reason: string
  /** What is wrong in words, with its row. */
  detail: string
}

/** What of a row keeps it from being read, where a bad row is left out alone. */
const leavesOut: readonly string[] = [
  'wrong-value',
  'missing-value',
  'too-many-cells',
  'number-damaged',
  'unclosed-quote',
]

/** The rows that issues leave out, each once with all that is wrong with it, in the order of the file. Other issues are passed over. */
export function faultyRows(issues: readonly Issue[]): FaultyRow[] {
  const rows = new Map<number, FaultyRow>()
  for (const { at, code, message } of issues) {
    if (at.row === undefined || !leavesOut.includes(code)) continue
    const known = rows.get(at.row)
    if (known) known.detail += ` ${message}`
    else rows.set(at.row, { reason: code, detail: message })
  }
  return [...rows].toSorted(([one], [other]) => one - other).map(([, row]) => row)
}

interface Run {
  retailerId: string
  feedRunId: string
}

/** Keeps them with their run, behind the products: those are told apart by their places. */
export async function keepFaultyRows(
  work: Work,
  { retailerId, feedRunId }: Run,
  products: number,
  rows: readonly FaultyRow[],
): Promise<void> {
  const values = rows.map((row, index) => ({ ...{ retailerId, feedRunId, position: products + index + 1 }, ...row }))
  for (let from = 0; from < values.length; from += 1000)
    await work.tx.insert(feedRows).values(values.slice(from, from + 1000))
}

/** How many there are of each reason. */
export async function faultyReasons(
  work: Work,
  { retailerId, feedRunId }: Run,
  products: number,
): Promise<Record<string, number>> {
  const rows = await work.tx
    .select({ reason: feedRows.reason, n: count() })
    .from(feedRows)
    .where(and(eq(feedRows.retailerId, retailerId), eq(feedRows.feedRunId, feedRunId), gt(feedRows.position, products)))
    .groupBy(feedRows.reason)
  return Object.fromEntries(rows.map(({ reason, n }) => [reason ?? '', n]))
}

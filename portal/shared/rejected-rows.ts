import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { feedRows } from '../../db/schema/index.ts'

/** How many rows a page shows. */
const shown = 50

/** The rows of a run that were left out and that nobody has mended; all of them, or as many as a page shows. */
export async function rejectedRows(orm: Orm, retailerId: string, feedRunId: string, all: boolean) {
  const rows = orm
    .select()
    .from(feedRows)
    .where(and(eq(feedRows.retailerId, retailerId), eq(feedRows.feedRunId, feedRunId), isNotNull(feedRows.reason)))
    .orderBy(asc(feedRows.position))
  return all ? await rows : await rows.limit(shown)
}

export type RejectedRow = Awaited<ReturnType<typeof rejectedRows>>[number]

import { and, asc, desc, eq, ilike, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { feedHealth, feedRuns, products, sources } from '../../../db/schema/index.ts'
import { escapeLike, type ListQuery, onePage, pageSize } from '../../ui/request.ts'

/** What the page of feeds can be narrowed to: suppliers by how fresh their stock is, or runs by what became of them. */
export const feedFilters = ['all', 'suppliers', 'stale', 'expired', 'never', 'runs', 'held', 'failed'] as const
export type FeedFilter = (typeof feedFilters)[number]
export type FeedsQuery = ListQuery<FeedFilter>

/** The suppliers that a filter shows; nothing of them where it is about runs. */
const supplierConditions: Partial<Record<FeedFilter, SQL | undefined>> = {
  all: undefined,
  suppliers: undefined,
  stale: eq(feedHealth.state, 'stale'),
  expired: eq(feedHealth.state, 'expired'),
  never: isNull(feedHealth.sourceId),
}

/** One page of the suppliers whose goods are offered, by name, and how fresh what each told is; undefined where the filter is about runs. */
export async function listHealth(orm: Orm, retailerId: string, { filter, search, after }: FeedsQuery) {
  if (!(filter in supplierConditions)) return undefined
  const rows = await orm
    .select({ id: sources.id, health: feedHealth, name: sources.name, partnershipId: sources.partnershipId })
    .from(sources)
    .leftJoin(feedHealth, and(eq(feedHealth.retailerId, sources.retailerId), eq(feedHealth.sourceId, sources.id)))
    .where(
      and(
        eq(sources.retailerId, retailerId),
        isNotNull(sources.partnershipId),
        supplierConditions[filter],
        search === '' ? undefined : ilike(sources.name, `%${escapeLike(search)}%`),
        after
          ? sql`(${sources.name}, ${sources.id}) > (
              select name, id from ${sources} where retailer_id = ${retailerId} and id = ${after})`
          : undefined,
      ),
    )
    .orderBy(asc(sources.name), asc(sources.id))
    .limit(pageSize + 1)
  return onePage(rows)
}

/** The runs that a filter shows. */
const runConditions: Partial<Record<FeedFilter, SQL | undefined>> = {
  all: undefined,
  runs: undefined,
  held: eq(feedRuns.status, 'quarantined'),
  failed: eq(feedRuns.status, 'failed'),
}

/** One page of the runs, the latest first; undefined where the filter is about suppliers. */
export async function listRuns(orm: Orm, retailerId: string, { filter, search, after }: FeedsQuery) {
  if (!(filter in runConditions)) return undefined
  const like = `%${escapeLike(search)}%`
  const rows = await runsWhere(
    orm,
    and(
      eq(feedRuns.retailerId, retailerId),
      runConditions[filter],
      search === '' ? undefined : or(ilike(sources.name, like), ilike(feedRuns.fileName, like)),
      after ? lt(feedRuns.id, after) : undefined,
    ),
  )
  return onePage(rows.map(row => ({ ...row, id: row.run.id })))
}

/** One run. */
export async function loadRun(orm: Orm, retailerId: string, id: string) {
  const [listed] = await runsWhere(orm, and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.id, id)))
  return listed
}

async function runsWhere(orm: Orm, where: SQL | undefined) {
  return await orm
    .select({ run: feedRuns, name: sources.name, partnershipId: sources.partnershipId })
    .from(feedRuns)
    .innerJoin(sources, and(eq(sources.retailerId, feedRuns.retailerId), eq(sources.id, feedRuns.sourceId)))
    .where(where)
    .orderBy(desc(feedRuns.id))
    .limit(pageSize + 1)
}

export type ListedRun = Awaited<ReturnType<typeof runsWhere>>[number]
export type HealthPage = Awaited<ReturnType<typeof listHealth>>
export type RunsPage = Awaited<ReturnType<typeof listRuns>>

/** How many products were made of a feed's items by themselves and are sold. */
export async function productsMadeOf(orm: Orm, retailerId: string, feedRunId: string): Promise<number> {
  return await orm.$count(
    products,
    and(eq(products.retailerId, retailerId), eq(products.madeFromRunId, feedRunId), isNull(products.discontinuedAt)),
  )
}

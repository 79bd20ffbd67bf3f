import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { feedRuns, feedStatuses, sources } from '../../db/schema/index.ts'
import { leftOutFile, type RowLeftOut, rowsLeftOut, whyLeftOut } from '../../engine/inventory/left-out.ts'
import { amount, found, moment, momentFilter } from './fields.ts'
import { matching, notBefore } from './filters.ts'
import { olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

/** What has become of one feed. */
export const feedRunSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(['inventory', 'product']),
    scope: z.enum(['full', 'delta']),
    status: z
      .enum(feedStatuses)
      .describe('`received`: still being read. `quarantined`: waits for somebody at the retailer.'),
    sourceId: z.uuid(),
    partnershipId: z.uuid().nullable(),
    fileName: z.string().nullable(),
    fileSize: z.int().nullable().describe('Octets.'),
    fileRead: z.int().describe('How far the file has been read: octets.'),
    read: z.int().describe('Rows of the feed.'),
    changed: z.int(),
    unchanged: z.int(),
    rejected: z.int().describe('Rows that were left out.'),
    reasons: z.record(z.string(), z.int()).describe('How many rows were left out for which reason.'),
    documentId: z.uuid().nullable(),
    sameAs: z.uuid().nullable().describe('An earlier feed by the very same file.'),
    startedAt: moment,
    finishedAt: moment.nullable(),
  })
  .meta({ id: 'Feed', description: 'A stock or product feed that came, and what became of it.' })

/** How feeds are asked for; each filter alone or with the others. */
export const feedQuery = pageQuery.extend({
  kind: z.enum(['inventory', 'product']).optional(),
  status: z.enum(feedStatuses).optional(),
  since: momentFilter.optional().describe('Those that came at this moment or later.'),
})

interface Whose {
  retailerId: string
  partnershipId?: string | undefined
  sourceId?: string | undefined
}

type FeedRow = Awaited<ReturnType<typeof runsOf>>[number]

function runsOf(orm: Orm, { retailerId, partnershipId, sourceId }: Whose, id: string | undefined, query?: FeedQuery) {
  return orm
    .select({ id: feedRuns.id, run: feedRuns, partnershipId: sources.partnershipId })
    .from(feedRuns)
    .innerJoin(sources, and(eq(sources.retailerId, feedRuns.retailerId), eq(sources.id, feedRuns.sourceId)))
    .where(
      and(
        eq(feedRuns.retailerId, retailerId),
        matching(sources.partnershipId, partnershipId),
        matching(feedRuns.sourceId, sourceId),
        matching(feedRuns.id, id),
        matching(feedRuns.kind, query?.kind),
        matching(feedRuns.status, query?.status),
        notBefore(feedRuns.startedAt, query?.since),
        olderThan(feedRuns.id, query?.cursor),
      ),
    )
    .orderBy(desc(feedRuns.id))
    .limit(query ? oneMore(query) : 1)
}

type FeedQuery = z.output<typeof feedQuery>

/** A page of feeds, newest first. */
export async function presentFeeds(orm: Orm, whose: Whose, query: FeedQuery) {
  const { data, nextCursor } = pageOf(await runsOf(orm, whose, undefined, query), query)
  return { data: data.map(presentFeed), nextCursor }
}

/** One feed. Throws `not-found` for one of somebody else, too. */
export async function feedById(orm: Orm, whose: Whose, id: string): Promise<FeedRow> {
  const [row] = await runsOf(orm, whose, id)
  return found(row, 'feed')
}

/** A feed as the API tells it. */
export function presentFeed({ run, partnershipId }: FeedRow) {
  const { rowsRead: read, rowsChanged: changed, rowsUnchanged: unchanged, rowsRejected: rejected } = run
  return { ...run, partnershipId, read, changed, unchanged, rejected }
}

/** A row of a feed that was left out. */
export const rejectedRowSchema = z
  .object({
    position: z.int().describe('Its place in the feed, from 1.'),
    supplierSku: z.string().nullable(),
    sku: z.string().nullable().describe('The retailer’s.'),
    gtin: z.string().nullable(),
    location: z.string(),
    quantity: amount.nullable(),
    unit: z.string().nullable(),
    unitCost: amount.nullable(),
    currency: z.string().nullable(),
    reason: z.string().describe('Always the same for one kind of trouble.'),
    why: z.string().describe('The same in words.'),
  })
  .meta({ id: 'RejectedFeedRow', description: 'A row of a feed that was left out, and why.' })

/** How rows left out are asked for: their own pages, since a feed may have very many. */
export const rejectedRowQuery = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, 'expected the nextCursor of a page')
    .optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(200).describe('How many at most.'),
})

/** The other format of rows left out. */
export const rejectedRowFormats = { 'text/csv': 'The rows with their reasons, to be mended and sent again.' }

/** A page of the rows that a feed left out and that nobody has mended, in the order of the feed. */
export async function presentRejected(orm: Orm, { run }: FeedRow, query: z.output<typeof rejectedRowQuery>) {
  const rows = await rowsLeftOut(orm, run, { after: Number(query.cursor ?? 0), most: query.limit + 1 })
  const shown = rows.slice(0, query.limit)
  return { rows: shown, nextCursor: rows.length > query.limit ? String(shown.at(-1)!.position) : null }
}

/** A row left out as the API tells it. */
export function presentRow({ upc, reason, ...row }: RowLeftOut) {
  return { ...row, gtin: upc, reason: reason!, why: whyLeftOut({ ...row, upc, reason }) }
}

/** Rows left out as a file. */
export function rejectedRowsAsFile(rows: readonly RowLeftOut[], nextCursor: string | null) {
  const bytes = Buffer.from(leftOutFile(rows), 'utf8')
  return { bytes, fileName: 'rejected.csv', contentType: 'text/csv; charset=utf-8', nextCursor }
}

/** Rows as a person or program mended them. */
export const mendedRowsSchema = z
  .object({
    rows: z
      .array(
        z.object({
          position: z.int().min(1).describe('As in the rows left out.'),
          supplierSku: z.string().trim().min(1).max(80),
          quantity: z.string().regex(/^\d{1,15}(\.\d{1,6})?$/, 'expected a number such as 12'),
        }),
      )
      .min(1)
      .max(5000),
  })
  .meta({ id: 'MendedRows' })

/** A body of mended rows that works. */
export const mendedRowsExample = { rows: [{ position: 2, supplierSku: 'NO-LANTERN', quantity: '7' }] }

/** What came of mended rows. */
export const mendedSchema = z
  .object({
    result: z.enum(['applied', 'rejected']),
    feedId: z.uuid().nullable().describe('The feed that the mended rows made: what was left out again stands there.'),
    issues: z.array(z.object({ code: z.string(), message: z.string() })),
  })
  .meta({ id: 'MendedFeed', description: 'What came of rows that were mended.' })

/** What came of mended rows, as the API tells it. Two rows at one place would undo each other: throws `invalid-input`. */
export function refuseRepeatedPositions(rows: readonly { position: number }[]): void {
  const seen = new Set<number>()
  for (const [at, { position }] of rows.entries()) {
    if (seen.has(position))
      throw new ApplicationError('invalid-input', 'A row is mended twice.', {
        [`rows[${at}].position`]: `Row ${position} stands further up already.`,
      })
    seen.add(position)
  }
}

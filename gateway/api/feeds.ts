import { z } from 'zod'
import { discardFeed, releaseFeed, runRevision } from '../../engine/inventory/decide-quarantined.ts'
import { heldEffectOf } from '../../engine/inventory/held-effect.ts'
import { mendRows } from '../../engine/inventory/mend-rows.ts'
import {
  file,
  json,
  type RetailerTenant,
  retailerRead,
  retailerWrite,
  revised,
  supplierRead,
  supplierWrite,
} from './endpoint.ts'
import {
  feedById,
  feedQuery,
  feedRunSchema,
  mendedRowsExample,
  mendedRowsSchema,
  mendedSchema,
  presentFeed,
  presentFeeds,
  presentRejected,
  presentRow,
  refuseRepeatedPositions,
  rejectedRowFormats,
  rejectedRowQuery,
  rejectedRowSchema,
  rejectedRowsAsFile,
} from './feeds-present.ts'
import { amount, idParams } from './fields.ts'
import { listOf } from './pages.ts'

const tag = 'Feeds'
const [reading, writing] = ['inventory:read', 'inventory:write'] as const

const feedAnswer = { description: 'The feed; its ETag is for `If-Match`.', schema: feedRunSchema }
const rowsAnswer = { description: 'A page of rows, in the order of the feed.', schema: listOf(rejectedRowSchema) }
const mendedAnswer = { description: 'What came of them.', schema: mendedSchema }

const effectSchema = z
  .object({
    changes: z.int().describe('Stock levels that it would change.'),
    before: amount.describe('Units that they sum up to now.'),
    after: amount,
    emptied: z.int().describe('Levels that have stock and would have none.'),
    rows: z.array(
      z.object({
        supplierSku: z.string(),
        title: z.string().nullable(),
        location: z.string(),
        before: amount,
        after: amount,
        ends: z.boolean().describe('The item would no longer be on offer.'),
      }),
    ),
  })
  .meta({ id: 'FeedEffect', description: 'What a feed that waits would do to the stock as it stands now.' })

type Feed = Awaited<ReturnType<typeof feedById>>

const told = (row: Feed) => revised(200, presentFeed(row), runRevision(row.run))

const listFeeds = retailerRead({
  path: '/feeds',
  scope: reading,
  tag,
  summary: 'Stock and product feeds that came, newest first',
  query: feedQuery.extend({ partnershipId: z.uuid().optional(), sourceId: z.uuid().optional() }),
  answers: { 200: { description: 'A page of feeds.', schema: listOf(feedRunSchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const { partnershipId, sourceId } = query
    return json(200, await presentFeeds(orm, { retailerId, partnershipId, sourceId }, query))
  },
})

const readFeed = retailerRead({
  path: '/feeds/{id}',
  scope: reading,
  tag,
  summary: 'One feed: its counts, and where it stands',
  params: idParams,
  answers: { 200: feedAnswer },
  async run({ orm, tenant: { retailerId }, params: { id } }) {
    return told(await feedById(orm, { retailerId }, id))
  },
})

const readEffect = retailerRead({
  path: '/feeds/{id}/effect',
  scope: reading,
  tag,
  summary: 'What a feed that waits would do',
  description: 'The greatest losses first. Of a feed that does not wait nothing is left to do.',
  params: idParams,
  query: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(50).describe('How many rows at most.') }),
  answers: { 200: { description: 'Its effect on the stock as it stands now.', schema: effectSchema } },
  async run({ orm, tenant: { retailerId }, params: { id }, query }) {
    const { run } = await feedById(orm, { retailerId }, id)
    if (run.status !== 'quarantined') return json(200, { changes: 0, before: '0', after: '0', emptied: 0, rows: [] })
    return json(200, await heldEffectOf(orm, run, query.limit))
  },
})

const decide = (verb: 'release' | 'discard', summary: string, description: string) =>
  retailerWrite({
    method: 'post',
    path: `/feeds/{id}/${verb}`,
    scope: writing,
    tag,
    summary,
    description: `${description} What was decided before is answered with 409.`,
    params: idParams,
    revised: true,
    answers: { 200: feedAnswer },
    async run({ work, tenant: { retailerId }, params: { id }, seen }) {
      const command = { retailerId, feedRunId: id, seen }
      await (verb === 'release' ? releaseFeed(work, command) : discardFeed(work, command))
      return told(await feedById(work.tx, { retailerId }, id))
    },
  })

const listRejected = retailerRead({
  path: '/feeds/{id}/rejected-rows',
  scope: reading,
  tag,
  summary: 'The rows that a feed left out, and why',
  params: idParams,
  query: rejectedRowQuery,
  formats: rejectedRowFormats,
  answers: { 200: rowsAnswer },
  async run({ orm, tenant: { retailerId }, params: { id }, query, accept }) {
    const { rows, nextCursor } = await presentRejected(orm, await feedById(orm, { retailerId }, id), query)
    if (accept !== 'application/json') return file(rejectedRowsAsFile(rows, nextCursor))
    return json(200, { data: rows.map(presentRow), nextCursor })
  },
})

const mend = retailerWrite({
  method: 'post',
  path: '/feeds/{id}/mended-rows',
  scope: writing,
  tag,
  summary: 'Send rows that a stock feed left out again, mended',
  description: 'They take effect as a delta of their own; rows that were taken no longer stand among those left out.',
  params: idParams,
  body: mendedRowsSchema,
  example: mendedRowsExample,
  answers: { 200: mendedAnswer },
  async run({ work, tenant: { retailerId }, params: { id }, body }) {
    return json(200, await mended(work, { retailerId }, id, body.rows))
  },
})

async function mended(
  work: Parameters<typeof mendRows>[0],
  whose: RetailerTenant & { partnershipId?: string },
  id: string,
  rows: z.output<typeof mendedRowsSchema>['rows'],
) {
  refuseRepeatedPositions(rows)
  const { result, id: feedId = null, issues } = await mendRows(work, { ...whose, feedRunId: id, rows })
  const say = issues.map(({ code, message }) => ({ code, message }))
  return { result: result === 'applied' ? ('applied' as const) : ('rejected' as const), feedId, issues: say }
}

const forSuppliers = 'For suppliers'

const listOwnFeeds = supplierRead({
  path: '/supplier/feeds',
  scope: reading,
  tag: forSuppliers,
  summary: 'The feeds that you sent, newest first',
  query: feedQuery,
  answers: { 200: { description: 'A page of feeds.', schema: listOf(feedRunSchema) } },
  async run({ orm, tenant: { retailerId, partnershipId }, query }) {
    return json(200, await presentFeeds(orm, { retailerId, partnershipId }, query))
  },
})

const readOwnFeed = supplierRead({
  path: '/supplier/feeds/{id}',
  scope: reading,
  tag: forSuppliers,
  summary: 'One feed that you sent',
  params: idParams,
  answers: { 200: feedAnswer },
  async run({ orm, tenant: { retailerId, partnershipId }, params: { id } }) {
    return told(await feedById(orm, { retailerId, partnershipId }, id))
  },
})

const listOwnRejected = supplierRead({
  path: '/supplier/feeds/{id}/rejected-rows',
  scope: reading,
  tag: forSuppliers,
  summary: 'The rows of your feed that were left out, and why',
  params: idParams,
  query: rejectedRowQuery,
  formats: rejectedRowFormats,
  answers: { 200: rowsAnswer },
  async run({ orm, tenant: { retailerId, partnershipId }, params: { id }, query, accept }) {
    const feed = await feedById(orm, { retailerId, partnershipId }, id)
    const { rows, nextCursor } = await presentRejected(orm, feed, query)
    if (accept !== 'application/json') return file(rejectedRowsAsFile(rows, nextCursor))
    return json(200, { data: rows.map(presentRow), nextCursor })
  },
})

const mendOwn = supplierWrite({
  method: 'post',
  path: '/supplier/feeds/{id}/mended-rows',
  scope: writing,
  tag: forSuppliers,
  summary: 'Send rows that were left out again, mended',
  params: idParams,
  body: mendedRowsSchema,
  example: mendedRowsExample,
  answers: { 200: mendedAnswer },
  async run({ work, tenant: { retailerId, partnershipId }, params: { id }, body }) {
    return json(200, await mended(work, { retailerId, partnershipId }, id, body.rows))
  },
})

export const feedEndpoints = [
  listFeeds,
  readFeed,
  readEffect,
  listRejected,
  decide('release', 'Let a feed that waits take effect', 'Whatever it takes away.'),
  decide('discard', 'Drop a feed that waits', 'Nothing of it takes effect.'),
  mend,
  listOwnFeeds,
  readOwnFeed,
  listOwnRejected,
  mendOwn,
]

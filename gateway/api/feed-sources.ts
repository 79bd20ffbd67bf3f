import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { fetchKinds, fetchSources } from '../../db/schema/index.ts'
import { addFeed, changeFeed, type ListedFeed, listFeeds, lookNow, setFeedActive } from '../../partners/feeds/feeds.ts'
import { fetchSchedule } from '../../partners/feeds/schedule.ts'
import { checkFeed, feedKinds } from '../feeds/kinds.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { found, idParams, moment } from './fields.ts'

const tag = 'Feeds'
const [reading, writing] = ['inventory:read', 'inventory:write'] as const

const schedule = fetchSchedule.meta({
  id: 'FeedSchedule',
  description: 'Every so many minutes, or at times of the day in a zone, on some days of the week (1 is Monday).',
})

const common = { name: z.string().trim().min(1).max(100), schedule }
const secretsSaid =
  'Stored encrypted and never shown. What is not named stays, while server and user are the same; null takes away.'

/** What a place is told, by its kind, with more fields that do not depend on it. */
function byKind<Shape extends z.ZodRawShape>(shape: Shape) {
  const of = <Kind extends keyof typeof feedKinds>(kind: Kind) =>
    z.strictObject({
      kind: z.literal(kind),
      ...common,
      ...shape,
      settings: feedKinds[kind].settings as (typeof feedKinds)[Kind]['settings'],
      secrets: feedKinds[kind].secrets.describe(secretsSaid).optional() as z.ZodOptional<
        (typeof feedKinds)[Kind]['secrets']
      >,
    })
  return z.discriminatedUnion('kind', [of('sftp'), of('ftp'), of('http'), of('imap')])
}

const newFeed = byKind({
  partnershipId: z
    .uuid()
    .optional()
    .describe('Whose files these are. Left out only for a mailbox of the retailer’s own.'),
}).meta({ id: 'NewFeedSource' })

const feedChange = byKind({}).meta({ id: 'FeedSourceChange', description: 'The kind is the one that it has.' })

const feedSchema = z
  .object({
    id: z.uuid(),
    partnershipId: z.uuid().nullable(),
    name: z.string(),
    kind: z
      .enum(fetchKinds)
      .describe('`channel`: the folder that a partner’s own channel polls; changed with the channel.'),
    settings: z.record(z.string(), z.unknown()),
    hasSecrets: z.boolean(),
    schedule: z.record(z.string(), z.unknown()),
    active: z.boolean(),
    dueAt: moment.describe('When it is looked into next.'),
    triedAt: moment.nullable(),
    succeededAt: moment.nullable(),
    received: z.int().describe('Messages that came in at the last look that worked.'),
    failures: z.int().describe('Looks in a row that failed.'),
    failure: z.object({ code: z.string(), detail: z.string() }).nullable().describe('Why the last one did.'),
    problems: z
      .array(z.object({ path: z.string(), code: z.string(), detail: z.string() }))
      .describe('Single files that could not be taken at the last look.'),
  })
  .meta({ id: 'FeedSource', description: 'A place that is looked into by schedule, and how the last look went.' })

function present(row: ListedFeed) {
  const { id, partnershipId, name, kind, settings, hasSecrets, schedule: planned, active } = row
  const { dueAt, triedAt, succeededAt, received, failures, failureCode, failureDetail, problems } = row
  return {
    ...{ id, partnershipId, name, kind, settings, hasSecrets, schedule: planned, active },
    ...{ dueAt, triedAt, succeededAt, received, failures, problems },
    failure: failureCode === null ? null : { code: failureCode, detail: failureDetail ?? '' },
  }
}

async function feedById(orm: Orm, retailerId: string, id: string) {
  const rows = await listFeeds(orm, retailerId)
  return present(
    found(
      rows.find(row => row.id === id),
      'feed',
    ),
  )
}

const listSources = retailerRead({
  path: '/feed-sources',
  scope: reading,
  tag,
  summary: 'All places that are looked into by schedule',
  query: z.object({ partnershipId: z.uuid().optional() }),
  answers: {
    200: { description: 'By name.', schema: z.object({ data: z.array(feedSchema), nextCursor: z.null() }) },
  },
  async run({ orm, tenant: { retailerId }, query }) {
    const rows = await listFeeds(orm, retailerId, query.partnershipId)
    return json(200, { data: rows.map(present), nextCursor: null })
  },
})

const readSource = retailerRead({
  path: '/feed-sources/{id}',
  scope: reading,
  tag,
  summary: 'One place, and how the last look went',
  params: idParams,
  answers: { 200: { description: 'The place.', schema: feedSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    return json(200, await feedById(orm, retailerId, params.id))
  },
})

const settings = { url: 'https://supplier.example/stock.csv', username: 'shop' }
const example = { kind: 'http' as const, name: 'Stock file', schedule: { everyMinutes: 30 }, settings }

const addSource = retailerWrite({
  method: 'post',
  path: '/feed-sources',
  scope: writing,
  tag,
  summary: 'Add a place to look into',
  description:
    'It is looked into at once, and then by its schedule. What is found is taken like anything that a partner sends.',
  secret: true,
  body: newFeed,
  example: {
    kind: 'sftp',
    partnershipId: '01890000-0000-7000-8000-000000000002',
    name: 'Stock file',
    schedule: { at: ['06:30', '18:00'], zone: 'America/Chicago', days: [1, 2, 3, 4, 5] },
    settings: {
      host: 'files.supplier.example',
      username: 'shop',
      hostKeys: ['SHA256:uNiVztksCsDhcc0u9e8BrrJXVrZTdYOGFlk7mQ0kDDo'],
      poll: { folder: '/out', pattern: 'stock*.csv', after: { do: 'leave' } },
    },
    secrets: { password: 'correct horse battery' },
  },
  answers: { 201: { description: 'Added.', schema: feedSchema } },
  async run({ work, box, tenant: { retailerId }, body }) {
    const { partnershipId, secrets = {}, ...feed } = body
    const added = { ...feed, retailerId, secrets, ...(partnershipId && { partnershipId }) }
    const { id } = await addFeed(work, box, added, checkFeed)
    return json(201, await feedById(work.tx, retailerId, id), `/feed-sources/${id}`)
  },
})

const putSource = retailerWrite({
  method: 'put',
  path: '/feed-sources/{id}',
  scope: writing,
  tag,
  summary: 'Change a place',
  description: 'It is looked into at once. Its kind and its partner stay.',
  secret: true,
  params: idParams,
  body: feedChange,
  example: { ...example, secrets: { password: 'correct horse battery' } },
  answers: { 200: { description: 'Changed.', schema: feedSchema } },
  async run({ work, box, tenant: { retailerId }, params: { id }, body }) {
    const { kind, secrets = {}, ...feed } = body
    await refuseOtherKind(work.tx, { retailerId, id, kind })
    await changeFeed(work, box, { ...feed, retailerId, id, secrets }, checkFeed)
    return json(200, await feedById(work.tx, retailerId, id))
  },
})

async function refuseOtherKind(orm: Orm, { retailerId, id, kind }: { retailerId: string; id: string; kind: string }) {
  const [row] = await orm
    .select({ kind: fetchSources.kind })
    .from(fetchSources)
    .where(and(eq(fetchSources.retailerId, retailerId), eq(fetchSources.id, id)))
  const { kind: present } = found(row, 'feed')
  if (present === kind || present === 'channel') return
  throw new ApplicationError('invalid-input', 'A place keeps its kind.', { kind: `It is ${present}.` })
}

const look = retailerWrite({
  method: 'post',
  path: '/feed-sources/{id}/look',
  scope: writing,
  tag,
  summary: 'Look into a place now',
  description: 'Whatever its schedule says. Ask for the place again to see how it went: `triedAt` is then later.',
  params: idParams,
  answers: { 202: { description: 'It will be looked into within seconds.', schema: feedSchema } },
  async run({ work, tenant: { retailerId }, params: { id } }) {
    await lookNow(work, { retailerId, id })
    return json(202, await feedById(work.tx, retailerId, id))
  },
})

const switchTo = (active: boolean) =>
  retailerWrite({
    method: 'post',
    path: active ? '/feed-sources/{id}/resume' : '/feed-sources/{id}/pause',
    scope: writing,
    tag,
    summary: active ? 'Go on looking into a place' : 'Look into a place no more',
    ...(active ? {} : { description: 'What it has brought stays.' }),
    params: idParams,
    answers: { 200: { description: 'The place.', schema: feedSchema } },
    async run({ work, tenant: { retailerId }, params: { id } }) {
      await setFeedActive(work, { retailerId, id, active })
      return json(200, await feedById(work.tx, retailerId, id))
    },
  })

export const feedSourceEndpoints = [
  listSources,
  readSource,
  addSource,
  putSource,
  look,
  switchTo(false),
  switchTo(true),
]

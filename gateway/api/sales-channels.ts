import { z } from 'zod'
import {
  addSalesChannel,
  changeSalesChannel,
  channelFields,
  listSalesChannels,
  type SalesChannel,
  salesChannelById,
} from '../../engine/listing/channels.ts'
import { changesSince } from '../../engine/listing/feed.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { amount, idParams, moment } from './fields.ts'

const tag = 'Listings'
const [reading, writing] = ['listings:read', 'listings:write'] as const

const channelSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    active: z.boolean(),
    buffer: z.object({ units: amount, share: z.number() }).describe('What the channel is not told of.'),
    revision: z.int().describe('The number of the latest change of a listing.'),
    createdAt: moment,
  })
  .meta({ id: 'SalesChannel', description: 'Where the retailer sells: a shop of its own, a marketplace.' })

const present = ({ id, name, active, buffer, revision, createdAt }: SalesChannel) => ({
  ...{ id, name, active, buffer, revision, createdAt },
})

const fields = channelFields.meta({ id: 'SalesChannelFields' })
const example = { name: 'Amazon', buffer: { units: '2', share: 0.1 } }

const listingSchema = z
  .object({
    id: z.uuid(),
    sku: z.string(),
    revision: z.int().describe('The number of its latest change.'),
    status: z.enum(['listed', 'paused', 'delisted']),
    pauseReasons: z.array(z.string()).describe('The ids of the rules that pause it, or `incomplete`.'),
    price: amount.nullable(),
    currency: z.string(),
    quantity: amount.describe('What can be sold; 0 of what is not listed.'),
    gtin: z.string().nullable(),
    title: z.string(),
    description: z.string().nullable(),
    brand: z.string().nullable(),
    category: z.string().nullable().describe('By the channel’s own name.'),
    attributes: z.record(z.string(), z.string()),
    images: z.array(z.string()),
    updatedAt: moment,
  })
  .meta({ id: 'Listing', description: 'A product on a sales channel.' })

function presentListing({ content, ...row }: Awaited<ReturnType<typeof changesSince>>[number]) {
  const shown = 'title' in content ? content : { title: '', attributes: {}, images: [] }
  return {
    ...row,
    ...{ title: shown.title, description: shown.description ?? null, brand: shown.brand ?? null },
    ...{ category: shown.category ?? null, attributes: shown.attributes, images: shown.images },
  }
}

const listChannels = retailerRead({
  path: '/sales-channels',
  scope: reading,
  tag,
  summary: 'All sales channels',
  answers: {
    200: {
      description: 'By name.',
      schema: z.object({ data: z.array(channelSchema), nextCursor: z.null() }),
    },
  },
  async run({ orm, tenant: { retailerId } }) {
    const rows = await listSalesChannels(orm, retailerId)
    return json(200, { data: rows.map(present), nextCursor: null })
  },
})

const addChannel = retailerWrite({
  method: 'post',
  path: '/sales-channels',
  scope: writing,
  tag,
  summary: 'Add a sales channel',
  description: 'Every product becomes a candidate on it.',
  body: fields,
  example,
  answers: { 201: { description: 'Added.', schema: channelSchema } },
  async run({ work, tenant: { retailerId }, body }) {
    const { id } = await addSalesChannel(work, { retailerId, fields: body })
    return json(201, present(await salesChannelById(work.tx, retailerId, id)), `/sales-channels/${id}`)
  },
})

const readChannel = retailerRead({
  path: '/sales-channels/{id}',
  scope: reading,
  tag,
  summary: 'One sales channel',
  params: idParams,
  answers: { 200: { description: 'The channel.', schema: channelSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    return json(200, present(await salesChannelById(orm, retailerId, params.id)))
  },
})

const putChannel = retailerWrite({
  method: 'put',
  path: '/sales-channels/{id}',
  scope: writing,
  tag,
  summary: 'Change a sales channel',
  description: 'Its listings are refreshed.',
  params: idParams,
  body: fields,
  example,
  answers: { 200: { description: 'Changed.', schema: channelSchema } },
  async run({ work, tenant: { retailerId }, params: { id }, body }) {
    await changeSalesChannel(work, { retailerId, id, fields: body })
    return json(200, present(await salesChannelById(work.tx, retailerId, id)))
  },
})

const readChanges = retailerRead({
  path: '/sales-channels/{id}/listings',
  scope: reading,
  tag,
  summary: 'Listings that changed',
  description:
    'Each listing that changed after a change, as it is now, oldest change first. Begin with `after=0` for all of them, then go on from `upTo`; the event `listing.changed` says when there is more.',
  params: idParams,
  query: z.object({
    after: z.coerce
      .number()
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .default(0)
      .describe('The `upTo` of the answer before.'),
    limit: z.coerce.number().int().min(1).max(1000).default(200).describe('How many at most.'),
  }),
  answers: {
    200: {
      description: 'What changed.',
      schema: z.object({
        data: z.array(listingSchema),
        upTo: z.int().describe('Ask for what comes after it next time.'),
        more: z.boolean().describe('There is more now.'),
      }),
    },
  },
  async run({ orm, tenant: { retailerId }, params, query: { after, limit } }) {
    const { id } = await salesChannelById(orm, retailerId, params.id)
    const rows = await changesSince(orm, retailerId, id, after, limit + 1)
    const shown = rows.slice(0, limit)
    const upTo = shown.at(-1)?.revision ?? after
    return json(200, { data: shown.map(presentListing), upTo, more: rows.length > limit })
  },
})

export const salesChannelEndpoints = [listChannels, addChannel, readChannel, putChannel, readChanges]

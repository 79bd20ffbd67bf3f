import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import {
  addStorefront,
  changeStorefront,
  everyMinutes,
  type ListedStorefront,
  listStorefronts,
  setStorefrontActive,
  storefrontById,
  syncNow,
} from '../../partners/storefronts/storefronts.ts'
import { connectors } from '../connectors/registry.ts'
import { shopifySecrets, shopifyShown } from '../connectors/shopify/settings.ts'
import { webhookPath } from '../connectors/webhook-door.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { idParams, moment } from './fields.ts'

const tag = 'Storefronts'
const [reading, writing] = ['listings:read', 'listings:write'] as const

const fields = {
  kind: z.literal('shopify'),
  everyMinutes: everyMinutes.default(5).describe('How often the shop is asked what changed, webhooks aside.'),
  settings: shopifyShown,
}

const newStorefront = z
  .strictObject({
    channelId: z.uuid().describe('The sales channel that the shop is. Its orders carry the channel’s name.'),
    ...fields,
    secrets: shopifySecrets.describe('Stored encrypted and never shown.'),
  })
  .meta({ id: 'NewStorefront' })

const storefrontChange = z
  .strictObject({
    ...fields,
    secrets: shopifySecrets.default({}).describe('What is left out stays, while shop and address are the same.'),
  })
  .meta({ id: 'StorefrontChange', description: 'The kind and the channel are those that it has.' })

const storefrontSchema = z
  .object({
    id: z.uuid(),
    channelId: z.uuid(),
    channel: z.string(),
    kind: z.string(),
    settings: z.record(z.string(), z.unknown()),
    everyMinutes: z.int(),
    active: z.boolean(),
    webhookPath: z.string().describe('Where the shop’s webhooks go, below the hub’s own address.'),
    webhooksAt: moment
      .nullable()
      .describe('When the shop was last asked to post webhooks here; null where the hub has no public https address.'),
    webhooksProblem: z.string().nullable().describe('Why it would not. Polling finds all orders in any case.'),
    dueAt: moment.describe('When the shop is asked and told next.'),
    readUpTo: moment.describe('Orders that changed up to then have been read.'),
    readAt: moment.nullable().describe('When orders were last read.'),
    sentAt: moment.nullable().describe('When something was last sent.'),
    revision: z.int().describe('The number of the latest change of the channel’s listings.'),
    sentRevision: z.int().describe('Up to this change the shop was told.'),
    failures: z.int().describe('Rounds in a row that failed.'),
    failure: z.object({ code: z.string(), detail: z.string() }).nullable().describe('Why the last one did.'),
  })
  .meta({
    id: 'Storefront',
    description: 'A shop that orders come from, and that is told of products, stock and parcels.',
  })

function present(row: ListedStorefront) {
  const { id, channelId, channel, kind, settings, active, dueAt, readUpTo, readAt, sentAt, revision, sentRevision } =
    row
  return {
    ...{
      id,
      channelId,
      channel,
      kind,
      settings,
      everyMinutes: row.everyMinutes,
      active,
      dueAt,
      readUpTo,
      readAt,
      sentAt,
    },
    ...{ webhooksAt: row.webhooksAt, webhooksProblem: row.webhooksProblem },
    ...{ revision, sentRevision, failures: row.failures, webhookPath: webhookPath(row.retailerId, id) },
    failure: row.failureCode === null ? null : { code: row.failureCode, detail: row.failureDetail ?? '' },
  }
}

const one = async (orm: Orm, retailerId: string, id: string) => present(await storefrontById(orm, retailerId, id))

const given = (secrets: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(secrets).filter((entry): entry is [string, string] => entry[1] !== undefined))

const example = {
  kind: 'shopify' as const,
  everyMinutes: 5,
  settings: { shop: 'harbor-pine.myshopify.com', locationId: 'gid://shopify/Location/655441491' },
  secrets: { accessToken: 'shpat_0123456789abcdef', webhookSecret: '0123456789abcdef0123456789abcdef' },
}

const list = retailerRead({
  path: '/storefronts',
  scope: reading,
  tag,
  summary: 'All storefronts',
  answers: {
    200: {
      description: 'By their channels’ names.',
      schema: z.object({ data: z.array(storefrontSchema), nextCursor: z.null() }),
    },
  },
  async run({ orm, tenant: { retailerId } }) {
    return json(200, { data: (await listStorefronts(orm, retailerId)).map(present), nextCursor: null })
  },
})

const read = retailerRead({
  path: '/storefronts/{id}',
  scope: reading,
  tag,
  summary: 'One storefront, and how the last round went',
  params: idParams,
  answers: { 200: { description: 'The storefront.', schema: storefrontSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    return json(200, await one(orm, retailerId, params.id))
  },
})

const add = retailerWrite({
  method: 'post',
  path: '/storefronts',
  scope: writing,
  tag,
  summary: 'Connect a sales channel with a shop',
  description:
    'It is asked at once, and then over and over. Orders from before are not taken; every listing of the channel is told.',
  secret: true,
  body: newStorefront,
  example: { channelId: '01890000-0000-7000-8000-000000000006', ...example },
  answers: { 201: { description: 'Connected.', schema: storefrontSchema } },
  async run({ work, box, tenant: { retailerId }, body }) {
    const { secrets, ...rest } = body
    const { id } = await addStorefront(work, box, connectors, { ...rest, retailerId, secrets: given(secrets) })
    return json(201, await one(work.tx, retailerId, id), `/storefronts/${id}`)
  },
})

const put = retailerWrite({
  method: 'put',
  path: '/storefronts/{id}',
  scope: writing,
  tag,
  summary: 'Change a storefront',
  description: 'It is asked at once.',
  secret: true,
  params: idParams,
  body: storefrontChange,
  example,
  answers: { 200: { description: 'Changed.', schema: storefrontSchema } },
  async run({ work, box, tenant: { retailerId }, params: { id }, body }) {
    const { settings, secrets } = body
    const command = { retailerId, id, settings, secrets: given(secrets), everyMinutes: body.everyMinutes }
    await changeStorefront(work, box, connectors, command)
    return json(200, await one(work.tx, retailerId, id))
  },
})

const sync = retailerWrite({
  method: 'post',
  path: '/storefronts/{id}/sync',
  scope: writing,
  tag,
  summary: 'Ask and tell a shop now',
  description: 'Whenever it is due. Ask for the storefront again to see how it went: `dueAt` is then later.',
  params: idParams,
  answers: { 202: { description: 'It will be done within seconds.', schema: storefrontSchema } },
  async run({ work, tenant: { retailerId }, params: { id } }) {
    await syncNow(work, { retailerId, id })
    return json(202, await one(work.tx, retailerId, id))
  },
})

const switchTo = (active: boolean) =>
  retailerWrite({
    method: 'post',
    path: active ? '/storefronts/{id}/resume' : '/storefronts/{id}/pause',
    scope: writing,
    tag,
    summary: active ? 'Go on with a storefront' : 'Ask and tell a shop no more',
    description: active
      ? 'Orders of the time between are read.'
      : 'What it has brought stays. Its webhooks are taken and not acted on.',
    params: idParams,
    answers: { 200: { description: 'The storefront.', schema: storefrontSchema } },
    async run({ work, tenant: { retailerId }, params: { id } }) {
      await setStorefrontActive(work, { retailerId, id, active })
      return json(200, await one(work.tx, retailerId, id))
    },
  })

export const storefrontEndpoints = [list, read, add, put, sync, switchTo(false), switchTo(true)]

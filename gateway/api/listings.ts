import { and, desc, eq, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { listingStatuses, listings, products, retailers, salesChannels } from '../../db/schema/index.ts'
import { approvePrices, putOn, refusePrices, takeOff } from '../../engine/listing/decide.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { amount, found, idParams, moment } from './fields.ts'
import { matching } from './filters.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Listings'
const [reading, writing] = ['listings:read', 'listings:write'] as const

const standingSchema = z
  .object({
    id: z.uuid(),
    sku: z.string(),
    channelId: z.uuid(),
    channel: z.string(),
    status: z.enum(listingStatuses).describe('`candidate`: it was never on the channel.'),
    pauseReasons: z.array(z.string()).describe('The ids of the rules that pause it, or `incomplete`.'),
    keptOff: z.boolean().describe('A person took it off: no rule lists it again.'),
    missing: z.array(z.string()).describe('What the channel asks for and the product lacks.'),
    price: amount.nullable(),
    currency: z.string(),
    proposedPrice: amount
      .nullable()
      .describe('A price that waits for a person, since it is far from the one that stands.'),
    pricing: z
      .record(z.string(), z.unknown())
      .describe('How the price came about: the source value, the rules, the bounds.'),
    quantity: amount.describe('What can be promised on the channel.'),
    updatedAt: moment,
  })
  .meta({
    id: 'ListingStanding',
    description: 'A product on a sales channel as the retailer sees it, and why it is so.',
  })

/** Listings with their products, channels and currency; the newest first. */
function standingOf(orm: Orm, retailerId: string) {
  return orm
    .select({ listing: listings, sku: products.sku, channel: salesChannels.name, currency: retailers.currency })
    .from(listings)
    .innerJoin(products, and(eq(products.retailerId, retailerId), eq(products.id, listings.productId)))
    .innerJoin(salesChannels, and(eq(salesChannels.retailerId, retailerId), eq(salesChannels.id, listings.channelId)))
    .innerJoin(retailers, eq(retailers.id, listings.retailerId))
    .$dynamic()
}

function present({ listing, sku, channel, currency }: Awaited<ReturnType<typeof standingOf>>[number]) {
  const { id, channelId, status, pauseReasons, keptOff, missing, price, proposedPrice, pricing, quantity } = listing
  return {
    ...{ id, sku, channelId, channel, status, pauseReasons, keptOff, missing, price, currency, proposedPrice, pricing },
    ...{ quantity, updatedAt: listing.updatedAt },
  }
}

async function listingById(orm: Orm, retailerId: string, id: string) {
  const [row] = await standingOf(orm, retailerId).where(and(eq(listings.retailerId, retailerId), eq(listings.id, id)))
  return present(found(row, 'listing'))
}

const listAll = retailerRead({
  path: '/listings',
  scope: reading,
  tag,
  summary: 'Listings and why they are as they are, newest first',
  description:
    'For people and what they decide. A channel follows its listings by `GET /sales-channels/{id}/listings`.',
  query: pageQuery.extend({
    channelId: z.uuid().optional(),
    sku: z.string().max(80).optional(),
    status: z.enum(listingStatuses).optional(),
    waiting: z.enum(['true', 'false']).optional().describe('`true`: only those whose price waits for a person.'),
  }),
  answers: { 200: { description: 'A page of listings.', schema: listOf(standingSchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const rows = await standingOf(orm, retailerId)
      .where(
        and(
          eq(listings.retailerId, retailerId),
          matching(listings.channelId, query.channelId),
          matching(products.sku, query.sku),
          matching(listings.status, query.status),
          query.waiting === 'true' ? isNotNull(listings.proposedPrice) : undefined,
          olderThan(listings.id, query.cursor),
        ),
      )
      .orderBy(desc(listings.id))
      .limit(oneMore(query))
    return json(200, pageOf(rows.map(present), query))
  },
})

const readListing = retailerRead({
  path: '/listings/{id}',
  scope: reading,
  tag,
  summary: 'One listing, and why it is as it is',
  params: idParams,
  answers: { 200: { description: 'The listing.', schema: standingSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    return json(200, await listingById(orm, retailerId, params.id))
  },
})

const decidePrices = (approves: boolean) =>
  retailerWrite({
    method: 'post',
    path: approves ? '/listing-prices/approve' : '/listing-prices/refuse',
    scope: writing,
    tag,
    summary: approves ? 'Take prices that wait' : 'Refuse prices that wait',
    description: approves
      ? 'They stand from now on. Listings whose price does not wait stay as they are.'
      : 'What stood stays, and the same price is not proposed again.',
    body: z
      .object({ listingIds: z.array(z.uuid()).min(1).max(1000) })
      .meta({ id: approves ? 'PriceApproval' : 'PriceRefusal' }),
    example: { listingIds: ['01890000-0000-7000-8000-000000000003'] },
    answers: {
      200: { description: 'Decided.', schema: z.object({ decided: z.int().describe('So many waited.') }) },
    },
    async run({ work, tenant: { retailerId }, body: { listingIds } }) {
      const decide = approves ? approvePrices : refusePrices
      return json(200, { decided: await decide(work, { retailerId, listingIds }) })
    },
  })

const switchTo = (on: boolean) =>
  retailerWrite({
    method: 'post',
    path: on ? '/listings/{id}/put-on' : '/listings/{id}/take-off',
    scope: writing,
    tag,
    summary: on ? 'Put a product on a channel' : 'Take a product off a channel',
    description: on
      ? 'Whether or not a rule would; rules that pause it go on doing so. Refused while it lacks something or is discontinued.'
      : 'It stays off until somebody puts it on.',
    params: idParams,
    answers: { 200: { description: 'The listing.', schema: standingSchema } },
    async run({ work, tenant: { retailerId }, params: { id } }) {
      await (on ? putOn : takeOff)(work, { retailerId, listingId: id })
      return json(200, await listingById(work.tx, retailerId, id))
    },
  })

export const listingEndpoints = [
  listAll,
  readListing,
  decidePrices(true),
  decidePrices(false),
  switchTo(true),
  switchTo(false),
]

import { and, desc, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { offers } from '../../db/schema/index.ts'
import { adoptOffer } from '../../engine/catalogue/adopt-offer.ts'
import { acceptMatch } from '../../engine/catalogue/decide-match.ts'
import { type Taken, takenOf } from '../../engine/catalogue/new-products/taken.ts'
import { sku } from '../../engine/catalogue/put-products.ts'
import { askOfCandidates, type CandidateOffer, type ChannelAsks, wordsOf } from '../../engine/listing/candidates.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { amount, idParams } from './fields.ts'
import { matching } from './filters.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Products'

const candidateSchema = z
  .object({
    id: z.uuid().describe('Of the offer.'),
    sourceId: z.uuid(),
    supplierSku: z.string(),
    title: z.string(),
    brand: z.string().nullable(),
    category: z.string().nullable(),
    gtin: z.string().nullable(),
    damagedGtin: z.string().nullable().describe('A GTIN that cannot be right, as it came.'),
    manufacturerPart: z.string().nullable(),
    cost: amount,
    currency: z.string(),
    channels: z
      .array(z.object({ channel: z.string(), asked: z.array(z.string()), missing: z.array(z.string()) }))
      .describe('What each channel asks of it by the listing rules, and what it lacks.'),
    taken: z
      .object({ by: z.enum(['sku', 'gtin', 'part']), sku: z.string() })
      .nullable()
      .describe(
        'What keeps a complete item from becoming a product by itself: a product that has its SKU, GTIN or part number.',
      ),
  })
  .meta({ id: 'Candidate', description: 'A supplier’s item that no product of the catalogue is.' })

function present(offer: CandidateOffer, channels: ChannelAsks[], taken: Taken | undefined) {
  const { id, sourceId, supplierSku, brand, category, gtin, damagedGtin, manufacturerPart, cost, currency } = offer
  const { title } = wordsOf(offer)
  return {
    ...{ id, sourceId, supplierSku, title, brand, category, gtin, damagedGtin, manufacturerPart, cost, currency },
    channels,
    taken: taken ? { by: taken.by, sku: taken.sku } : null,
  }
}

async function pageOfCandidates(orm: Orm, retailerId: string, query: z.infer<typeof candidateQuery>, now: Date) {
  const rows = await orm
    .select()
    .from(offers)
    .where(
      and(
        eq(offers.retailerId, retailerId),
        isNull(offers.productId),
        eq(offers.discontinued, false),
        matching(offers.sourceId, query.sourceId),
        olderThan(offers.id, query.cursor),
      ),
    )
    .orderBy(desc(offers.id))
    .limit(oneMore(query))
  const { data, nextCursor } = pageOf(rows, query)
  const asks = await askOfCandidates(orm, retailerId, data, now)
  const taken = await takenOf(orm, retailerId, data, asks)
  return { data: data.map(offer => present(offer, asks.get(offer.id) ?? [], taken.get(offer.id))), nextCursor }
}

const candidateQuery = pageQuery.extend({ sourceId: z.uuid().optional() })

const isProduct = z.object({ productId: z.uuid() })

export const candidateEndpoints = [
  retailerRead({
    path: '/candidates',
    scope: 'products:read',
    tag,
    summary: 'Suppliers’ items that are no product yet, and how complete they are',
    query: candidateQuery,
    answers: { 200: { description: 'A page of candidates, newest first.', schema: listOf(candidateSchema) } },
    async run({ orm, tenant: { retailerId }, query, now }) {
      return json(200, await pageOfCandidates(orm, retailerId, query, now))
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/candidates/{id}/product',
    scope: 'products:write',
    tag,
    summary: 'Make a new product of a supplier’s item',
    description:
      'With all that the supplier says of it. Where rules list products by themselves, it is listed once it is complete.',
    params: idParams,
    body: z.object({ sku }).meta({ id: 'NewProductOfCandidate' }),
    example: { sku: 'NEW-TENT' },
    answers: { 201: { description: 'Made, and matched.', schema: isProduct } },
    async run({ work, tenant: { retailerId }, params: { id }, body }) {
      const { productId } = await adoptOffer(work, { retailerId, offerId: id, sku: body.sku })
      return json(201, { productId }, `/products/${encodeURIComponent(body.sku)}`)
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/candidates/{id}/match',
    scope: 'products:write',
    tag,
    summary: 'Say which product a supplier’s item is',
    params: idParams,
    body: isProduct.meta({ id: 'CandidateMatch' }),
    example: { productId: '01890000-0000-7000-8000-000000000004' },
    answers: { 204: { description: 'Matched.' } },
    async run({ work, tenant: { retailerId }, params: { id }, body: { productId } }) {
      await acceptMatch(work, { retailerId, offerId: id, productId })
      return { status: 204 as const }
    },
  }),
]

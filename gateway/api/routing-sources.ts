import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { sources } from '../../db/schema/index.ts'
import { addWarehouse } from '../../engine/routing/add-warehouse.ts'
import { setSourceTerms } from '../../engine/routing/set-source-terms.ts'
import { sourceTerms, sourceTermsOf } from '../../engine/routing/source-terms.ts'
import { positiveDecimal } from '../../translators/documents/index.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { amount, defined, found, idParams } from './fields.ts'

const tag = 'Routing'

const termsSchema = sourceTerms.meta({
  id: 'SourceTerms',
  description:
    'Tags, the minimum order, and what it takes a day of its own clocks: what routing goes by besides the price list.',
})

const sourceSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(['supplier', 'warehouse']),
    partnershipId: z.uuid().nullable(),
    active: z.boolean(),
    priority: z.int().describe('Lower goes first.'),
    orderFee: amount.describe('Charged once for each order.'),
    postalCode: z.string().nullable().describe('Where it ships from.'),
    terms: termsSchema,
  })
  .meta({
    id: 'RoutingSource',
    description: 'Where goods come from: a supplier, or a warehouse of the retailer’s own.',
  })

async function loadSource(orm: Orm, retailerId: string, sourceId: string) {
  const [row] = await orm
    .select()
    .from(sources)
    .where(and(eq(sources.retailerId, retailerId), eq(sources.id, sourceId)))
  const { id, name, kind, partnershipId, active, priority, orderFee, postalCode, routing } = found(row, 'source')
  const terms = sourceTermsOf(routing)
  return { id, name, kind, partnershipId, active, priority, orderFee, postalCode, terms }
}

const change = z.object({
  active: z.boolean(),
  priority: z.int().min(0).max(1_000_000),
  orderFee: positiveDecimal,
  postalCode: z.string().trim().min(1).max(15).nullable(),
  terms: termsSchema,
})

export const routingSourceEndpoints = [
  retailerWrite({
    method: 'post',
    path: '/warehouses',
    scope: 'routing:write',
    tag,
    summary: 'Add a warehouse of the retailer’s own',
    description: 'It has nothing yet: put its stock there. Suppliers become sources by themselves, as partners.',
    body: change
      .partial()
      .extend({ name: z.string().trim().min(1).max(120) })
      .meta({ id: 'NewWarehouse' }),
    example: { name: 'Reno', postalCode: '89502', priority: 10 },
    answers: { 201: { description: 'The source that it is for routing.', schema: sourceSchema } },
    async run({ work, tenant: { retailerId }, body: { name, ...settings } }) {
      const id = await addWarehouse(work, { retailerId, name, ...defined(settings) })
      return json(201, await loadSource(work.tx, retailerId, id), `/sources/${id}`)
    },
  }),
  retailerRead({
    path: '/sources/{id}',
    scope: 'routing:read',
    tag,
    summary: 'What routing goes by about a source',
    params: idParams,
    answers: { 200: { description: 'The source.', schema: sourceSchema } },
    async run({ orm, tenant: { retailerId }, params }) {
      return json(200, await loadSource(orm, retailerId, params.id))
    },
  }),
  retailerWrite({
    method: 'patch',
    path: '/sources/{id}',
    scope: 'routing:write',
    tag,
    summary: 'Change what routing goes by about a source',
    params: idParams,
    body: change.partial().meta({ id: 'SourceChange' }),
    example: { priority: 20, postalCode: '97205', terms: { tags: ['west'], minimumOrder: '50', ordersADay: 200 } },
    answers: { 200: { description: 'The source.', schema: sourceSchema } },
    async run({ work, tenant: { retailerId }, params: { id }, body }) {
      await setSourceTerms(work, { retailerId, sourceId: id, change: defined(body) })
      return json(200, await loadSource(work.tx, retailerId, id))
    },
  }),
]

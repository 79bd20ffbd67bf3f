import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import {
  channels,
  messageFormats,
  partnershipStatuses,
  partnerships,
  sources,
  suppliers,
  transports,
} from '../../db/schema/index.ts'
import { json, retailerRead } from './endpoint.ts'
import { amount, found, idParams, moment } from './fields.ts'
import { matching } from './filters.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Partners'

const partnerSchema = z
  .object({
    id: z.uuid().describe('Of the partnership.'),
    supplier: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
    sourceId: z.uuid().nullable().describe('Under which routing knows the supplier.'),
    status: z.enum(partnershipStatuses),
    currency: z.string(),
    terms: z
      .object({ netDays: z.int(), discountDays: z.int().optional(), discountPercent: amount.optional() })
      .describe('Days count from the invoice date.'),
    vendorNumber: z.string().nullable(),
    channel: z
      .object({ transport: z.enum(transports), format: z.enum(messageFormats), version: z.string().nullable() })
      .nullable()
      .describe('How messages travel; null where none is set up.'),
    createdAt: moment,
  })
  .meta({ id: 'Partner', description: 'A supplier that the retailer trades with.' })

const sourceSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(['supplier', 'warehouse']),
    name: z.string(),
    partnershipId: z.uuid().nullable(),
    postalCode: z.string().nullable(),
    priority: z.int().describe('Lower is preferred.'),
    orderFee: amount.describe('Charged for each order.'),
    active: z.boolean(),
  })
  .meta({ id: 'Source', description: 'Where goods come from.' })

function partnersOf(orm: Orm, retailerId: string) {
  const { id, status, currency, terms, vendorNumber, createdAt } = partnerships
  return orm
    .select({
      id,
      status,
      currency,
      terms,
      vendorNumber,
      createdAt,
      supplier: { id: suppliers.id, slug: suppliers.slug, name: suppliers.name },
      sourceId: sources.id,
    })
    .from(partnerships)
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .leftJoin(sources, and(eq(sources.retailerId, retailerId), eq(sources.partnershipId, partnerships.id)))
    .$dynamic()
}

/** Adds the way in use to each partner. */
async function withChannels<Row extends { id: string }>(orm: Orm, retailerId: string, rows: Row[]) {
  if (rows.length === 0) return []
  const ids = rows.map(row => row.id)
  const inUse = await orm
    .select()
    .from(channels)
    .where(and(eq(channels.retailerId, retailerId), inArray(channels.partnershipId, ids), eq(channels.active, true)))
  const byPartnership = new Map(inUse.map(channel => [channel.partnershipId, channel]))
  return rows.map(row => ({ ...row, channel: byPartnership.get(row.id) ?? null }))
}

const listPartners = retailerRead({
  path: '/partners',
  scope: 'partners:read',
  tag,
  summary: 'List partners, newest first',
  query: pageQuery.extend({ status: z.enum(partnershipStatuses).optional() }),
  answers: { 200: { description: 'A page of partners.', schema: listOf(partnerSchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const rows = await partnersOf(orm, retailerId)
      .where(
        and(
          eq(partnerships.retailerId, retailerId),
          matching(partnerships.status, query.status),
          olderThan(partnerships.id, query.cursor),
        ),
      )
      .orderBy(desc(partnerships.id))
      .limit(oneMore(query))
    const page = pageOf(rows, query)
    return json(200, { ...page, data: await withChannels(orm, retailerId, page.data) })
  },
})

const getPartner = retailerRead({
  path: '/partners/{id}',
  scope: 'partners:read',
  tag,
  summary: 'One partner',
  params: idParams,
  answers: { 200: { description: 'The partner.', schema: partnerSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    const rows = await partnersOf(orm, retailerId).where(
      and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, params.id)),
    )
    return json(200, found((await withChannels(orm, retailerId, rows))[0], 'partner'))
  },
})

const listSources = retailerRead({
  path: '/sources',
  scope: 'partners:read',
  tag,
  summary: 'All sources: suppliers and the retailer’s own warehouses',
  answers: {
    200: {
      description: 'All sources, the preferred first.',
      schema: z.object({ data: z.array(sourceSchema), nextCursor: z.null() }),
    },
  },
  async run({ orm, tenant: { retailerId } }) {
    const data = await orm
      .select()
      .from(sources)
      .where(eq(sources.retailerId, retailerId))
      .orderBy(asc(sources.priority), asc(sources.name))
    return json(200, { data, nextCursor: null })
  },
})

export const partnerEndpoints = [listPartners, getPartner, listSources]

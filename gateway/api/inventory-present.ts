import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { offers, products, sources, stock } from '../../db/schema/index.ts'
import { availableOf } from '../../engine/inventory/reserve.ts'
import { amount, day, moment } from './fields.ts'
import { matching } from './filters.ts'
import { olderThan, oneMore, type PageQuery, pageOf } from './pages.ts'
import { sourceReferenceSchema } from './purchase-orders-present.ts'

/** One product as one source sells it, with its stock. */
export const offerSchema = z
  .object({
    id: z.uuid(),
    sku: z.string().nullable().describe('The retailer’s SKU; null for an item that matches nothing in the catalogue.'),
    source: sourceReferenceSchema,
    supplierSku: z.string(),
    description: z.string().nullable(),
    cost: amount,
    currency: z.string(),
    unit: z.string(),
    packSize: z.int().describe('How many selling units one unit holds.'),
    leadDays: z.int(),
    discontinued: z.boolean(),
    updatedAt: moment,
    stock: z.array(
      z.object({
        location: z.string().describe('The source’s own name of the place; empty where it tells one number.'),
        quantity: amount,
        reserved: amount.describe('Held for purchase orders.'),
        buffer: amount,
        available: amount.describe('= max(0, quantity − reserved − buffer)'),
        nextAvailable: day.nullable(),
        reportedAt: moment,
      }),
    ),
  })
  .meta({ id: 'Offer', description: 'One product as one source sells it: cost and stock.' })

export interface OfferFilters {
  sku?: string | undefined
  supplierSku?: string | undefined
  sourceId?: string | undefined
}

/** A page of offers with their stock, newest first. */
export async function presentOffers(orm: Orm, retailerId: string, filters: OfferFilters, page: PageQuery) {
  const rows = await orm
    .select({
      offer: offers,
      id: offers.id,
      sku: products.sku,
      source: { id: sources.id, name: sources.name, kind: sources.kind },
    })
    .from(offers)
    .innerJoin(sources, and(eq(sources.retailerId, retailerId), eq(sources.id, offers.sourceId)))
    .leftJoin(products, and(eq(products.retailerId, retailerId), eq(products.id, offers.productId)))
    .where(
      and(
        eq(offers.retailerId, retailerId),
        matching(products.sku, filters.sku),
        matching(offers.supplierSku, filters.supplierSku),
        matching(offers.sourceId, filters.sourceId),
        olderThan(offers.id, page.cursor),
      ),
    )
    .orderBy(desc(offers.id))
    .limit(oneMore(page))
  const { data, nextCursor } = pageOf(rows, page)
  const stockOf = await stockByOffer(
    orm,
    retailerId,
    data.map(row => row.id),
  )
  const shown = data.map(({ offer, sku, source }) => ({ ...offer, sku, source, stock: stockOf.get(offer.id) ?? [] }))
  return { data: shown, nextCursor }
}

async function stockByOffer(orm: Orm, retailerId: string, offerIds: string[]) {
  if (offerIds.length === 0) return new Map()
  const rows = await orm
    .select()
    .from(stock)
    .where(and(eq(stock.retailerId, retailerId), inArray(stock.offerId, offerIds)))
    .orderBy(asc(stock.location))
  return Map.groupBy(
    rows.map(row => ({ ...row, available: availableOf(row).toFixed() })),
    row => row.offerId,
  )
}

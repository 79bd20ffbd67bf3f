import { and, asc, desc, eq, ilike, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { listings, offers, products, salesChannels, sources, stock } from '../../../db/schema/index.ts'
import { escapeLike, type ListQuery, onePage, pageSize } from '../../ui/request.ts'
import { subselect } from '../../ui/subselect.ts'

/** Quick filters of the products. */
export const productFilters = ['all', 'on-sale', 'paused', 'unlisted', 'without-source', 'discontinued'] as const
export type ProductFilter = (typeof productFilters)[number]

const has = (condition: SQL) => sql`exists (select 1 from ${listings}
  where ${listings.retailerId} = ${products.retailerId} and ${listings.productId} = ${products.id} and ${condition})`

const sold = sql`exists (select 1 from ${offers}
  where ${offers.retailerId} = ${products.retailerId} and ${offers.productId} = ${products.id})`

const conditions: Record<ProductFilter, SQL | undefined> = {
  all: undefined,
  'on-sale': has(sql`${listings.status} = 'listed'`),
  paused: has(sql`${listings.status} = 'paused'`),
  unlisted: sql`not ${has(sql`${listings.status} in ('listed', 'paused')`)}`,
  'without-source': sql`not ${sold}`,
  discontinued: sql`${products.discontinuedAt} is not null`,
}

/** One page of products, the newest first, each with the states of its listings. */
export async function listProducts(orm: Orm, retailerId: string, query: ListQuery<ProductFilter>, size = pageSize) {
  const like = `%${escapeLike(query.search)}%`
  const rows = await orm
    .select({
      ...{ id: products.id, sku: products.sku, title: products.title, brand: products.brand },
      ...{ category: products.category, gtin: products.gtin, ean: products.ean, upc: products.upc },
      sources: subselect<number>(sql`select count(*)::int from ${offers}
        where ${offers.retailerId} = ${products.retailerId} and ${offers.productId} = ${products.id}`),
      on: subselect<number>(sql`select count(*)::int from ${listings} where ${listings.retailerId} = ${products.retailerId}
        and ${listings.productId} = ${products.id} and ${listings.status} = 'listed'`),
      paused:
        subselect<number>(sql`select count(*)::int from ${listings} where ${listings.retailerId} = ${products.retailerId}
        and ${listings.productId} = ${products.id} and ${listings.status} = 'paused'`),
    })
    .from(products)
    .where(
      and(
        eq(products.retailerId, retailerId),
        query.filter === 'discontinued' ? undefined : isNull(products.discontinuedAt),
        conditions[query.filter],
        query.search
          ? or(
              ilike(products.sku, like),
              ilike(products.title, like),
              ilike(products.brand, like),
              ilike(products.category, like),
            )
          : undefined,
        query.after ? lt(products.id, query.after) : undefined,
      ),
    )
    .orderBy(desc(products.id))
    .limit(size + 1)
  return onePage(rows, size)
}

export type ListedProductRow = Awaited<ReturnType<typeof listProducts>>['rows'][number]

/** A product with who sells it, the stock by location, and its listings. Throws `not-found`. */
export async function loadProduct(orm: Orm, retailerId: string, id: string) {
  const [product] = await orm
    .select()
    .from(products)
    .where(and(eq(products.retailerId, retailerId), eq(products.id, id)))
  if (!product) throw new ApplicationError('not-found', 'There is no such product.')
  return {
    product,
    levels: await orm
      .select({ offer: offers, source: sources, stock })
      .from(offers)
      .innerJoin(sources, and(eq(sources.retailerId, retailerId), eq(sources.id, offers.sourceId)))
      .leftJoin(stock, and(eq(stock.retailerId, retailerId), eq(stock.offerId, offers.id)))
      .where(and(eq(offers.retailerId, retailerId), eq(offers.productId, id)))
      .orderBy(asc(sources.name), asc(offers.supplierSku), asc(stock.location)),
    listings: await orm
      .select({ listing: listings, channel: salesChannels.name })
      .from(listings)
      .innerJoin(salesChannels, and(eq(salesChannels.retailerId, retailerId), eq(salesChannels.id, listings.channelId)))
      .where(and(eq(listings.retailerId, retailerId), eq(listings.productId, id)))
      .orderBy(asc(salesChannels.name)),
  }
}

export type LoadedProduct = Awaited<ReturnType<typeof loadProduct>>

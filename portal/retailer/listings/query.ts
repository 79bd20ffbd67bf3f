import { and, desc, eq, ilike, isNotNull, lt, or, type SQL } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { listings, products, salesChannels } from '../../../db/schema/index.ts'
import { listingBook } from '../../../engine/listing/books.ts'
import { loadInEffect } from '../../../engine/rule-sets/book.ts'
import { namesOf, type RuleNames } from '../../../engine/rule-sets/names.ts'
import { escapeLike, type ListQuery, onePage, pageSize } from '../../ui/request.ts'

/** Quick filters of the listings. `waiting` are those whose new price a person has to take or refuse. */
export const listingFilters = ['all', 'waiting', 'paused', 'listed', 'candidate', 'delisted'] as const
export type ListingFilter = (typeof listingFilters)[number]

/** One page of listings, the newest first. */
export async function listListings(orm: Orm, retailerId: string, query: ListQuery<ListingFilter>) {
  const like = `%${escapeLike(query.search)}%`
  const rows = await orm
    .select({
      id: listings.id,
      listing: listings,
      sku: products.sku,
      title: products.title,
      channel: salesChannels.name,
    })
    .from(listings)
    .innerJoin(products, and(eq(products.retailerId, retailerId), eq(products.id, listings.productId)))
    .innerJoin(salesChannels, and(eq(salesChannels.retailerId, retailerId), eq(salesChannels.id, listings.channelId)))
    .where(
      and(
        eq(listings.retailerId, retailerId),
        conditionOf(query.filter),
        query.search
          ? or(ilike(products.sku, like), ilike(products.title, like), ilike(salesChannels.name, like))
          : undefined,
        query.after ? lt(listings.id, query.after) : undefined,
      ),
    )
    .orderBy(desc(listings.id))
    .limit(pageSize + 1)
  return onePage(rows)
}

export type ListedListing = Awaited<ReturnType<typeof listListings>>['rows'][number]

function conditionOf(filter: ListingFilter): SQL | undefined {
  if (filter === 'all') return undefined
  return filter === 'waiting' ? isNotNull(listings.proposedPrice) : eq(listings.status, filter)
}

/** What the listing rules in effect are called, by their ids. */
export async function ruleNamesOf(orm: Orm, retailerId: string, now: Date): Promise<RuleNames> {
  const { rules } = await loadInEffect(listingBook, orm, retailerId, now)
  return namesOf(rules)
}

import { and, asc, desc, eq, gt, ilike, inArray, or } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { feedRuns, offers, products, stock } from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { escapeLike } from '../ui/request.ts'

/** How many items are shown, and can be edited, at once. */
const itemsShown = 60

/** What the list of items asks for; `offerIds` are the only ones wanted, where they are given. */
interface StockQuery {
  search: string
  after: string | undefined
  offerIds?: string[]
}

/** A supplier's items with their stock, by the supplier's number; `after` is the number that the page before ended with. */
export async function listStock(orm: Orm, scope: SupplierScope, query: StockQuery) {
  if (!scope.sourceId) return { rows: [], older: undefined }
  const like = `%${escapeLike(query.search)}%`
  const rows = await orm
    .select({
      offerId: offers.id,
      supplierSku: offers.supplierSku,
      description: offers.description,
      title: products.title,
      sku: products.sku,
      unit: offers.unit,
      cost: offers.cost,
      currency: offers.currency,
      discontinued: offers.discontinued,
      location: stock.location,
      quantity: stock.quantity,
      reserved: stock.reserved,
      reportedAt: stock.reportedAt,
    })
    .from(offers)
    .leftJoin(stock, and(eq(stock.retailerId, offers.retailerId), eq(stock.offerId, offers.id)))
    .leftJoin(products, and(eq(products.retailerId, offers.retailerId), eq(products.id, offers.productId)))
    .where(
      and(
        eq(offers.retailerId, scope.retailerId),
        eq(offers.sourceId, scope.sourceId),
        query.search ? or(ilike(offers.supplierSku, like), ilike(products.title, like)) : undefined,
        query.after ? gt(offers.supplierSku, query.after) : undefined,
        query.offerIds ? inArray(offers.id, query.offerIds) : undefined,
      ),
    )
    .orderBy(asc(offers.supplierSku), asc(stock.location))
    .limit(itemsShown + 1)
  const shown = rows.slice(0, itemsShown)
  return { rows: shown, older: rows.length > itemsShown ? shown.at(-1)!.supplierSku : undefined }
}

export type StockRow = Awaited<ReturnType<typeof listStock>>['rows'][number]

/** Every item's number, for the template. */
export async function itemNumbers(orm: Orm, scope: SupplierScope) {
  if (!scope.sourceId) return []
  return await orm
    .select({ supplierSku: offers.supplierSku, quantity: stock.quantity, title: products.title })
    .from(offers)
    .leftJoin(stock, and(eq(stock.retailerId, offers.retailerId), eq(stock.offerId, offers.id)))
    .leftJoin(products, and(eq(products.retailerId, offers.retailerId), eq(products.id, offers.productId)))
    .where(and(eq(offers.retailerId, scope.retailerId), eq(offers.sourceId, scope.sourceId)))
    .orderBy(asc(offers.supplierSku))
}

/** The latest stock updates by whatever way. */
export async function recentFeeds(orm: Orm, scope: SupplierScope) {
  if (!scope.sourceId) return []
  return await orm
    .select()
    .from(feedRuns)
    .where(and(eq(feedRuns.retailerId, scope.retailerId), eq(feedRuns.sourceId, scope.sourceId)))
    .orderBy(desc(feedRuns.id))
    .limit(10)
}

export type FeedRow = Awaited<ReturnType<typeof recentFeeds>>[number]

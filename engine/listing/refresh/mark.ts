import { type SQL, sql } from 'drizzle-orm'
import { rowsOf } from '../../../db/connection.ts'
import type { Work } from '../../../db/work.ts'

/** Whether the retailer sells on any channel: otherwise there is nothing to refresh. */
const sells = (retailerId: string) =>
  sql`exists (select 1 from sales_channels c where c.retailer_id = ${retailerId} and c.active)`

/**
 * Notes that something changed that these products' listings depend on, and asks for their refresh. It commits with the change; the refresh itself comes after, so
 * that nothing that changes stock waits for it.
 * @param productIds a query that gives one column of ids of products, `product_id`
 */
export async function markProducts(work: Work, retailerId: string, productIds: SQL): Promise<void> {
  const [marked] = await rowsOf<{ any: boolean }>(
    work.tx,
    sql`with marked as (
      insert into listing_marks (retailer_id, product_id, mark_id)
      select distinct ${retailerId}::uuid, w.product_id, ${work.newId()}::uuid from (${productIds}) w
      where w.product_id is not null and ${sells(retailerId)}
      returning 1)
    select exists (select 1 from marked) as any`,
  )
  if (marked?.any) await work.enqueue('refresh-listings', { retailerId })
}

/** The same for the products of offers. @param offerIds a subquery that gives the ids of offers */
export async function markOffers(work: Work, retailerId: string, offerIds: SQL): Promise<void> {
  await markProducts(
    work,
    retailerId,
    sql`select o.product_id from offers o where o.retailer_id = ${retailerId} and o.id in ${offerIds}`,
  )
}

/** The same for every product: rules or a channel changed. */
export async function markAll(work: Work, retailerId: string): Promise<void> {
  await markProducts(
    work,
    retailerId,
    sql`select p.id as product_id from products p where p.retailer_id = ${retailerId}`,
  )
}

/** Takes some of the marked products off the list, in the transaction that refreshes them. */
export async function takeMarked(work: Work, retailerId: string, most: number): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    work.tx,
    sql`with due as (
      select distinct product_id from listing_marks where retailer_id = ${retailerId} order by product_id limit ${most}),
    taken as (
      delete from listing_marks m using due where m.retailer_id = ${retailerId} and m.product_id = due.product_id
      returning m.product_id)
    select distinct product_id as id from taken`,
  )
  return rows.map(({ id }) => id)
}

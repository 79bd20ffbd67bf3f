import { type SQL, sql } from 'drizzle-orm'
import type { Work } from '../../db/work.ts'
import { markOffers } from '../listing/refresh/mark.ts'
import { rerouteHeldOrders } from './reroute-held.ts'
import type { FeedRun } from './stage-feed.ts'

type Run = Pick<FeedRun, 'retailerId' | 'feedRunId'>

/** The items whose levels a run changed: a subquery that gives the ids of offers. */
export function changedStock({ retailerId, feedRunId }: Run): SQL {
  return sql`(select s.offer_id from stock s where s.retailer_id = ${retailerId} and s.feed_run_id = ${feedRunId})`
}

/** The items that a staged run changed: their levels, or their costs. */
export function changedBy(run: Run): SQL {
  return sql`(${changedStock(run)} union select r.offer_id from resolved_feed r where r.reason is null and r.reprices)`
}

/**
 * What follows from changed items, in the transaction that changed them and in set-based steps: held orders that wait for them are tried
 * again, and prices and listings of their products are refreshed.
 * @param offerIds a subquery that gives the ids of the changed offers
 */
export async function itemsChanged(work: Work, retailerId: string, offerIds: SQL): Promise<void> {
  await rerouteHeldOrders(work, retailerId, offerIds)
  await markOffers(work, retailerId, offerIds)
}

import { type SQL, sql } from 'drizzle-orm'
import { documents } from '../../db/schema/index.ts'

/** A stock file has ten thousand documents that nothing relates to: the first few tell. */
const [mostCompared, mostRelated] = [50, 30]

/**
 * Other messages about the same business: whose documents are about the same purchase orders or have the same numbers, or answer one of these. A subquery that
 * gives up to 30 ids.
 */
export function relatedMessages(retailerId: string, messageId: string): SQL {
  return sql`(select distinct other.message_id from ${documents} as own join ${documents} as other
    on other.retailer_id = own.retailer_id and (other.purchase_order_id = own.purchase_order_id
      or (lower(other.number) collate "C") = (lower(own.number) collate "C"))
    where own.retailer_id = ${retailerId} and own.message_id = ${messageId} and other.message_id <> ${messageId}
      and own.position <= ${mostCompared} limit ${mostRelated})`
}

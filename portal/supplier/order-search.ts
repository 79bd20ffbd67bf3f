import { eq, or, type SQL, sql } from 'drizzle-orm'
import { type Orm, rowsOf } from '../../db/connection.ts'
import { words } from '../../db/schema/columns.ts'
import {
  offers,
  orders,
  products,
  purchaseOrderLines,
  purchaseOrders,
  shipmentLines,
  shipmentPackages,
} from '../../db/schema/index.ts'
import { anyText, isAnyOf } from '../../engine/records.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { type Sought, soughtIn, ssccIn } from '../ui/search-terms.ts'
import { endsWith, isOneOf, named, wordsQuery } from '../ui/text-search.ts'

const po = purchaseOrders
const lines = purchaseOrderLines

/**
 * What a supplier looks for among its purchase orders, for a query that joins `orders`: a number of the order or of the customer’s, by its beginning or its end; the
 * recipient; an item, by either side’s number; a tracking number or an SSCC; several numbers at once.
 * @param few so many orders are looked up by their ids; of more, a page is met soon by walking along the list
 */
export async function searchCondition(
  orm: Orm,
  scope: SupplierScope,
  search: string,
  few = 1000,
): Promise<SQL | undefined> {
  const sought = soughtIn(search)
  if (!sought) return undefined
  // A tracking number or SSCC as it is printed has spaces in it.
  const packed = packedAs(scope, [...textsOf(sought), search])
  const ways = [...waysTo(scope, sought), packed].map(way => sql`(${way} limit ${few + 1})`)
  const found = await rowsOf<{ id: string }>(
    orm,
    sql`select distinct id from (${sql.join(ways, sql` union all `)}) as found`,
  )
  const ids = found.map(({ id }) => id)
  return ids.length <= few ? isAnyOf(po.id, ids) : or(isAnyOf(po.id, ids), ...fits(sought))
}

/** Queries for the ids of orders, each with an index of its own. */
function waysTo(scope: SupplierScope, sought: Sought): SQL[] {
  const { retailerId } = scope
  const own = sql`${po.retailerId} = ${retailerId} and ${po.partnershipId} = ${scope.partnershipId}`
  const ofOrders = (condition: SQL) =>
    sql`select ${po.id} as id from ${orders} join ${po} on ${po.retailerId} = ${orders.retailerId} and ${po.orderId} = ${orders.id}
      where ${orders.retailerId} = ${retailerId} and ${own} and ${condition}`
  const numbered = (condition: SQL) => sql`select ${po.id} as id from ${po} where ${own} and ${condition}`
  const recipient = recipientIn(sought)
  return [
    numbered(named(po.number, sought)),
    ...('one' in sought ? [numbered(endsWith(po.number, sought.one))] : []),
    ofOrders(named(orders.number, sought)),
    ...(recipient ? [ofOrders(recipient)] : []),
    holding(scope, textsOf(sought)),
  ]
}

/** What is asked of an order that is met on the way. */
function fits(sought: Sought): SQL[] {
  const texts = textsOf(sought)
  const recipient = recipientIn(sought)
  return [
    named(po.number, sought),
    ...('one' in sought ? [endsWith(po.number, sought.one)] : []),
    named(orders.number, sought),
    ...(recipient ? [recipient] : []),
    sql`exists (select 1 from ${lines} where ${lines.retailerId} = ${po.retailerId} and ${lines.purchaseOrderId} = ${po.id}
      and (${isOneOf(lines.supplierSku, texts)} or ${isOneOf(lines.sku, texts)}))`,
  ]
}

const textsOf = (sought: Sought) => ('one' in sought ? [sought.one] : sought.many)

/** A name has letters, and of one or two of them very many begin so. */
function recipientIn(sought: Sought): SQL | undefined {
  if (!('one' in sought) || sought.one.length < 3 || !/\p{L}/u.test(sought.one)) return undefined
  const query = wordsQuery(sought.one)
  return query ? sql`${words(sql`${orders.shipTo}->>'name'`)} @@ to_tsquery('simple', ${query})` : undefined
}

/** Orders with a line of such an item, by the supplier’s number or by the retailer’s. */
function holding({ retailerId, sourceId }: SupplierScope, texts: string[]): SQL {
  const known = sql`select ${offers.id} from ${offers} where ${offers.retailerId} = ${retailerId} and ${eq(offers.sourceId, sourceId ?? sql`null`)}
    and (${isOneOf(offers.supplierSku, texts)} or ${offers.productId} = any(array(
      select ${products.id} from ${products} where ${products.retailerId} = ${retailerId} and ${isOneOf(products.sku, texts)})))`
  return sql`select ${lines.purchaseOrderId} as id from ${lines} where ${lines.retailerId} = ${retailerId} and ${lines.offerId} = any(array(${known}))`
}

/** Orders of which a package bears one of these as its tracking number or SSCC, whole. */
function packedAs({ retailerId }: SupplierScope, texts: string[]): SQL {
  const tracking = texts.flatMap(text => {
    const solid = text.replaceAll(/\s/g, '')
    return [text, solid, solid.toUpperCase()]
  })
  const ssccs = texts.flatMap(text => ssccIn(text) ?? [])
  return sql`select ${lines.purchaseOrderId} as id from ${shipmentPackages}
    join ${shipmentLines} on ${shipmentLines.retailerId} = ${shipmentPackages.retailerId}
      and ${shipmentLines.packageId} = ${shipmentPackages.id} and ${shipmentLines.shipmentId} = ${shipmentPackages.shipmentId}
    join ${lines} on ${lines.retailerId} = ${shipmentLines.retailerId} and ${lines.id} = ${shipmentLines.purchaseOrderLineId}
    where ${shipmentPackages.retailerId} = ${retailerId}
      and (${shipmentPackages.trackingNumber} = ${anyText(tracking)} or ${shipmentPackages.sscc} = ${anyText(ssccs)})`
}

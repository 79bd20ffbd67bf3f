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
  const ways = waysTo(scope, sought, search, few)
  const found = await rowsOf<{ way: number; ids: string[] | null }>(
    orm,
    sql.join(
      ways.map(({ ids }, at) => sql`select ${sql.raw(String(at))} as way, (${ids}) as ids`),
      sql` union all `,
    ),
  )
  const isFew = (ids: string[] | null) => ids !== null && ids.length <= few
  const looked = found.flatMap(({ ids }) => (isFew(ids) ? ids! : []))
  const walked = found.flatMap(({ ids, way }) => (isFew(ids) ? [] : ways[way]!.fits))
  return or(isAnyOf(po.id, [...new Set(looked)]), ...walked)
}

/**
 * One way of knowing an order: the ids of such, one more than are few or null where they are surely many, by an index of its own; and what is asked of an order that is met on
 * the way.
 */
interface Way {
  ids: SQL
  fits: SQL
}

/** Customers' orders of all partners that are looked through for those of one, as multiples of what is few. */
const othersToo = 8

function waysTo(scope: SupplierScope, sought: Sought, search: string, few: number): Way[] {
  const { retailerId } = scope
  const own = sql`${po.retailerId} = ${retailerId} and ${po.partnershipId} = ${scope.partnershipId}`
  const most = few * othersToo
  const ofOrders = (fits: SQL): Way => ({
    ids: sql`with fitting as materialized (select id from ${orders} where ${orders.retailerId} = ${retailerId} and ${fits} limit ${most + 1})
      select case when (select count(*) from fitting) <= ${most} then array(
        select ${po.id} from fitting join ${po} on ${po.orderId} = fitting.id where ${own} limit ${few + 1}) end`,
    fits,
  })
  const atMost = (ids: SQL) => sql`select array(${ids} limit ${few + 1})`
  const numbered = (fits: SQL): Way => ({ ids: atMost(sql`select ${po.id} from ${po} where ${own} and ${fits}`), fits })
  const recipient = recipientIn(sought)
  const texts = textsOf(sought)
  return [
    numbered(named(po.number, sought)),
    ...('one' in sought ? [numbered(endsWith(po.number, sought.one))] : []),
    ofOrders(named(orders.number, sought)),
    ...(recipient ? [ofOrders(recipient)] : []),
    // As it is printed, a tracking number or SSCC has spaces in it.
    ...[holding(scope, texts), packedAs(scope, [...texts, search])].map(way => ({ ...way, ids: atMost(way.ids) })),
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
function holding({ retailerId, sourceId }: SupplierScope, texts: string[]): Way {
  const known = sql`select ${offers.id} from ${offers} where ${offers.retailerId} = ${retailerId} and ${eq(offers.sourceId, sourceId ?? sql`null`)}
    and (${isOneOf(offers.supplierSku, texts)} or ${offers.productId} = any(array(
      select ${products.id} from ${products} where ${products.retailerId} = ${retailerId} and ${isOneOf(products.sku, texts)})))`
  return {
    ids: sql`select ${lines.purchaseOrderId} from ${lines} where ${lines.retailerId} = ${retailerId} and ${lines.offerId} = any(array(${known}))`,
    fits: sql`exists (select 1 from ${lines} where ${lines.retailerId} = ${po.retailerId} and ${lines.purchaseOrderId} = ${po.id}
      and (${isOneOf(lines.supplierSku, texts)} or ${isOneOf(lines.sku, texts)}))`,
  }
}

/** Orders of which a package bears one of these as its tracking number or SSCC, whole. */
function packedAs({ retailerId }: SupplierScope, texts: string[]): Way {
  const tracking = texts.flatMap(text => {
    const solid = text.replaceAll(/\s/g, '')
    return [text, solid, solid.toUpperCase()]
  })
  const ssccs = texts.flatMap(text => ssccIn(text) ?? [])
  const ids = sql`select ${lines.purchaseOrderId} from ${shipmentPackages}
    join ${shipmentLines} on ${shipmentLines.retailerId} = ${shipmentPackages.retailerId}
      and ${shipmentLines.packageId} = ${shipmentPackages.id} and ${shipmentLines.shipmentId} = ${shipmentPackages.shipmentId}
    join ${lines} on ${lines.retailerId} = ${shipmentLines.retailerId} and ${lines.id} = ${shipmentLines.purchaseOrderLineId}
    where ${shipmentPackages.retailerId} = ${retailerId}
      and (${shipmentPackages.trackingNumber} = ${anyText(tracking)} or ${shipmentPackages.sscc} = ${anyText(ssccs)})`
  return { ids, fits: sql`${po.id} in (${ids})` }
}

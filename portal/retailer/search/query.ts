import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { beginning, ending } from '../../../db/schema/columns.ts'
import { invoices, offers, orders, products, purchaseOrders, sources } from '../../../db/schema/index.ts'
import { anyText } from '../../../engine/records.ts'
import type { Sought } from '../../ui/search-terms.ts'
import { endsWith, named, wordsQuery } from '../../ui/text-search.ts'
import { allNamed, namedLately } from '../customer-search.ts'
import type { Hit } from './hit.ts'
import { mostOf, mostOfKind } from './match.ts'
import { findMessages } from './messages-query.ts'
import { findTracking } from './tracking-query.ts'

/**
 * Everything that is known by a number or a name, by kind, what fits best first.
 * @param may what the person may see besides the console: invoices are for those who may see accounts
 */
export async function findAll(
  orm: Orm,
  retailerId: string,
  sought: Sought,
  may: { seeAccounts: boolean },
): Promise<Hit[]> {
  const found = await Promise.all([
    findOrders(orm, retailerId, sought),
    findPurchaseOrders(orm, retailerId, sought),
    may.seeAccounts ? findInvoices(orm, retailerId, sought) : [],
    findItems(orm, retailerId, sought),
    findTracking(orm, retailerId, sought),
    findMessages(orm, retailerId, sought),
  ])
  return found.flat()
}

async function findOrders(orm: Orm, retailerId: string, sought: Sought): Promise<Hit[]> {
  const select = () =>
    orm
      .select({
        id: orders.id,
        number: orders.number,
        status: orders.status,
        customer: orders.customer,
        channel: orders.channel,
      })
      .from(orders)
  const own = eq(orders.retailerId, retailerId)
  const rows = await select()
    .where(and(own, named(orders.number, sought)))
    .orderBy(asc(beginning(orders.number)))
    .limit(mostOf(sought))
  if ('one' in sought && rows.length < mostOfKind) {
    const query = sought.one.length > 2 && /\p{L}/u.test(sought.one) ? wordsQuery(sought.one) : undefined
    const others = await select()
      .where(and(own, endsWith(orders.number, sought.one)))
      .orderBy(asc(ending(orders.number)))
      .limit(mostOfKind)
    if (query) {
      const newest = await namedLately(orm, retailerId, query, mostOfKind)
      const isFull = newest.length === mostOfKind
      const named = isFull ? inArray(orders.id, newest) : sql`${orders.id} in (${allNamed(retailerId, query)})`
      others.push(...(await select().where(and(own, named)).limit(mostOfKind)))
    }
    for (const other of others) {
      if (rows.length < mostOfKind && rows.every(row => row.id !== other.id)) rows.push(other)
    }
  }
  return rows.map(({ id, number, status, customer, channel }) => ({
    kind: 'order',
    keys: [number],
    href: `/retailer/orders/${id}`,
    word: number,
    about: `${customer.name}, ${channel}`,
    status: { of: 'order', status },
  }))
}

async function findPurchaseOrders(orm: Orm, retailerId: string, sought: Sought): Promise<Hit[]> {
  const select = () =>
    orm
      .select({
        id: purchaseOrders.id,
        number: purchaseOrders.number,
        status: purchaseOrders.status,
        source: sources.name,
      })
      .from(purchaseOrders)
      .innerJoin(
        sources,
        and(eq(sources.retailerId, purchaseOrders.retailerId), eq(sources.id, purchaseOrders.sourceId)),
      )
  const own = eq(purchaseOrders.retailerId, retailerId)
  const rows = await select()
    .where(and(own, named(purchaseOrders.number, sought)))
    .orderBy(asc(beginning(purchaseOrders.number)))
    .limit(mostOf(sought))
  if ('one' in sought && rows.length < mostOfKind) {
    const others = await select()
      .where(and(own, endsWith(purchaseOrders.number, sought.one)))
      .orderBy(asc(ending(purchaseOrders.number)))
      .limit(mostOfKind)
    const known = new Set(rows.map(row => row.id))
    rows.push(...others.filter(row => !known.has(row.id)).slice(0, mostOfKind - rows.length))
  }
  return rows.map(({ number, status, source }) => ({
    kind: 'purchase-order',
    keys: [number],
    href: `/retailer/purchase-orders/${encodeURIComponent(number)}`,
    word: number,
    about: source,
    status: { of: 'purchase-order', status },
  }))
}

async function findInvoices(orm: Orm, retailerId: string, sought: Sought): Promise<Hit[]> {
  const rows = await orm
    .select({ id: invoices.id, number: invoices.number, status: invoices.status, order: invoices.purchaseOrderNumber })
    .from(invoices)
    .where(and(eq(invoices.retailerId, retailerId), named(invoices.number, sought)))
    .orderBy(asc(beginning(invoices.number)), desc(invoices.id))
    .limit(mostOf(sought))
  return rows.map(({ id, number, status, order }) => ({
    kind: 'invoice',
    keys: [number],
    href: `/accounting/invoices/${id}`,
    word: number,
    about: order ? `for ${order}` : '',
    status: { of: 'invoice', status },
  }))
}

/** Products by the retailer's own SKU and GTIN, and by what their suppliers call them. */
async function findItems(orm: Orm, retailerId: string, sought: Sought): Promise<Hit[]> {
  const select = { id: products.id, sku: products.sku, title: products.title, upc: products.upc, gtin: products.gtin }
  const own = await orm
    .select(select)
    .from(products)
    .where(and(eq(products.retailerId, retailerId), sql`${products.id} in (${itemsNamed(retailerId, sought)})`))
    .orderBy(asc(beginning(products.sku)))
    .limit(mostOf(sought))
  const theirs = await orm
    .select({ ...select, supplierSku: offers.supplierSku })
    .from(offers)
    .innerJoin(products, and(eq(products.retailerId, offers.retailerId), eq(products.id, offers.productId)))
    .where(and(eq(offers.retailerId, retailerId), named(offers.supplierSku, sought)))
    .orderBy(asc(beginning(offers.supplierSku)))
    .limit(mostOf(sought))
  const hits = new Map<string, Hit>()
  for (const row of [...own, ...theirs]) {
    const theirSku = 'supplierSku' in row && row.supplierSku !== row.sku ? (row.supplierSku as string) : undefined
    const known = hits.get(row.id)
    const keys = [row.sku, row.upc, row.gtin, theirSku].filter(key => key !== null && key !== undefined)
    hits.set(row.id, {
      kind: 'item',
      keys: [...(known?.keys ?? []), ...keys],
      href: `/retailer/search/items/${row.id}`,
      word: row.sku,
      about: theirSku ? `${row.title}, ${theirSku} at a supplier` : row.title,
    })
  }
  return [...hits.values()].slice(0, mostOf(sought))
}

/** The ids of products by their SKU, UPC or GTIN, each from its own index: with `or` between them the server would rather read the whole catalogue. */
function itemsNamed(retailerId: string, sought: Sought): SQL {
  const texts = 'one' in sought ? [sought.one] : sought.many
  const byNumber = [sql`${products.upc} = ${anyText(texts)}`, sql`${gtin14} = ${anyText(texts.map(filled))}`]
  const from = sql`select ${products.id} from ${products} where ${products.retailerId} = ${retailerId}`
  const bySku = sql`(${from} and ${named(products.sku, sought)} order by ${beginning(products.sku)} limit ${mostOf(sought)})`
  return sql.join([bySku, ...byNumber.map(condition => sql`${from} and ${condition}`)], sql` union all `)
}

/** As the index on products has it. */
const gtin14 = sql`lpad(coalesce(${products.gtin}, ${products.ean}, ${products.upc}), 14, '0')`

const filled = (text: string) => text.padStart(14, '0')

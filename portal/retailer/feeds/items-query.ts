import { and, asc, eq, ilike, inArray, isNotNull, isNull, notInArray, or, sql } from 'drizzle-orm'
import { type Orm, rowsOf } from '../../../db/connection.ts'
import { offers, products, sources } from '../../../db/schema/index.ts'
import { readGtin } from '../../../engine/catalogue/gtin.ts'
import { draftOf } from '../../../engine/catalogue/new-products/draft.ts'
import { type SourceOfNews, sourcesOfNews } from '../../../engine/catalogue/new-products/settings.ts'
import { takenOf } from '../../../engine/catalogue/new-products/taken.ts'
import { askOfCandidates, type ChannelAsks } from '../../../engine/listing/candidates.ts'
import { escapeLike, onePage, pageSize } from '../../ui/request.ts'

/** Which items: by number, title or supplier, those after one or from one on. */
interface WhichItems {
  search: string
  after?: string | undefined
  from?: string | undefined
}

/** Items of suppliers that wait for a person: no product matches, unless that is of no interest, or their GTIN cannot be right. */
export async function listOpenItems(orm: Orm, retailerId: string, now: Date, { search, after, from }: WhichItems) {
  const suppliers = await sourcesOfNews(orm, retailerId)
  const ignored = suppliers.filter(one => one.mode === 'off').map(one => one.sourceId)
  const like = `%${escapeLike(search)}%`
  const found = await orm
    .select({ offer: offers, source: sources.name })
    .from(offers)
    .innerJoin(sources, and(eq(sources.retailerId, offers.retailerId), eq(sources.id, offers.sourceId)))
    .where(
      and(
        eq(offers.retailerId, retailerId),
        or(and(isNull(offers.productId), notInArray(offers.sourceId, ignored)), isNotNull(offers.damagedGtin)),
        search === ''
          ? undefined
          : or(...[offers.supplierSku, offers.description, sources.name].map(column => ilike(column, like))),
        after ? sql`(${offers.sourceId}, ${offers.supplierSku}) > ${placeOf(retailerId, after)}` : undefined,
        from ? sql`(${offers.sourceId}, ${offers.supplierSku}) >= ${placeOf(retailerId, from)}` : undefined,
      ),
    )
    .orderBy(asc(offers.sourceId), asc(offers.supplierSku))
    .limit(pageSize + 1)
  const { rows, older } = onePage(found.map(row => ({ ...row, id: row.offer.id })))
  const candidates = await candidatesFor(
    orm,
    retailerId,
    rows.map(row => row.offer),
  )
  const unmatched = rows.map(row => row.offer).filter(offer => offer.productId === null)
  const asks = await askOfCandidates(orm, retailerId, unmatched, now)
  const taken = await takenOf(orm, retailerId, unmatched, asks)
  const items = rows.map(({ offer, source }) => {
    const reading = offer.damagedGtin ? readGtin(offer.damagedGtin) : undefined
    const repairs = reading && 'repairs' in reading ? reading.repairs : []
    return {
      offer,
      source,
      repairs,
      asks: asks.get(offer.id) ?? [],
      taken: taken.get(offer.id),
      lacks: lacksOf(offer, asks.get(offer.id) ?? [], suppliers),
      candidates: candidates.filter(one => one.offerId === offer.id),
    }
  })
  return { items, older }
}

/** Where an item stands in the list. */
const placeOf = (retailerId: string, offerId: string) =>
  sql`(select source_id, supplier_sku from ${offers} where retailer_id = ${retailerId} and id = ${offerId})`

/** What an item lacks to be a product, on the channel that asks least. */
function lacksOf(offer: typeof offers.$inferSelect, asks: readonly ChannelAsks[], suppliers: readonly SourceOfNews[]) {
  const source = suppliers.find(one => one.sourceId === offer.sourceId)
  const draft = source && draftOf(offer, asks, source)
  return draft && 'lacks' in draft ? draft.lacks : []
}

export type OpenItem = Awaited<ReturnType<typeof listOpenItems>>['items'][number]

interface Candidate {
  offerId: string
  productId: string
  sku: string
  title: string
  why: string
}

/** Products that an item may be: by a repaired GTIN, by the part number without the brand, or by the same title. */
async function candidatesFor(
  orm: Orm,
  retailerId: string,
  items: (typeof offers.$inferSelect)[],
): Promise<Candidate[]> {
  const keys = items.map(offer => {
    const reading = offer.damagedGtin ? readGtin(offer.damagedGtin) : undefined
    const gtins = [...(offer.gtin ? [offer.gtin] : []), ...(reading && 'repairs' in reading ? reading.repairs : [])]
    return {
      offer: offer.id,
      gtins,
      part: offer.manufacturerPart?.toLowerCase(),
      title: offer.description?.toLowerCase(),
      refused: offer.refusedProducts,
    }
  })
  if (keys.length === 0) return []
  return await rowsOf<Candidate>(
    orm,
    sql`with keys as (
      select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(offer uuid, gtins jsonb, part text, title text, refused jsonb))
    select k.offer as "offerId", p.id as "productId", p.sku, p.title, case
      when k.gtins ? lpad(coalesce(p.gtin, p.ean, p.upc), 14, '0') then 'GTIN'
      when lower(p.manufacturer_part) = k.part then 'part number' else 'title' end as why
    from keys k join ${products} p on p.retailer_id = ${retailerId} and (
      k.gtins ? lpad(coalesce(p.gtin, p.ean, p.upc), 14, '0') or lower(p.manufacturer_part) = k.part or lower(p.title) = k.title)
    where not k.refused ? p.id::text
    order by k.offer, p.sku limit 200`,
  )
}

/** The id of a product by the retailer's SKU. */
export async function productBySku(orm: Orm, retailerId: string, sku: string): Promise<string | undefined> {
  const [product] = await orm
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.retailerId, retailerId), inArray(products.sku, [sku])))
  return product?.id
}

/** Whether an offer is one of this retailer's sources. */
export async function isItem(orm: Orm, retailerId: string, offerId: string): Promise<boolean> {
  const rows = await orm
    .select({ id: offers.id })
    .from(offers)
    .where(and(eq(offers.retailerId, retailerId), eq(offers.id, offerId)))
  return rows.length > 0
}

import { sql } from 'drizzle-orm'
import { type Orm, rowsOf } from '../../../db/connection.ts'
import type { CandidateOffer, ChannelAsks } from '../../listing/candidates.ts'
import type { NewProduct } from '../put-products.ts'
import { draftOf } from './draft.ts'
import { sourcesOfNews } from './settings.ts'

/** A product that keeps an item from becoming one of its own: it has the SKU, the GTIN, or the part number and brand that the new one would have. */
export interface Taken {
  offerId: string
  by: 'sku' | 'gtin' | 'part'
  productId: string
  /** Of the product that has it. */
  sku: string
}

/** An item and the product that it would be. */
export interface Drafted {
  offerId: string
  product: NewProduct
}

/** The items whose products would be second ones of something that the catalogue has, retired or not. */
export async function takenBy(orm: Orm, retailerId: string, drafts: readonly Drafted[]): Promise<Map<string, Taken>> {
  if (drafts.length === 0) return new Map()
  const keys = drafts.map(({ offerId, product: { sku, gtin, manufacturerPart, brand } }) => ({
    ...{ id: offerId, sku, gtin: gtin ?? null },
    ...{ part: brand ? (manufacturerPart?.toLowerCase() ?? null) : null, brand: brand?.toLowerCase() ?? null },
  }))
  const rows = await rowsOf<Taken>(
    orm,
    sql`with d as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k(id uuid, sku text, gtin text, part text, brand text))
    select d.id as "offerId", 'part' as by, p.id as "productId", p.sku from d
      join products p on p.retailer_id = ${retailerId} and lower(p.manufacturer_part) = d.part and lower(p.brand) = d.brand
    union all select d.id, 'sku', p.id, p.sku from d join products p on p.retailer_id = ${retailerId} and p.sku = d.sku
    union all select d.id, 'gtin', p.id, p.sku from d
      join products p on p.retailer_id = ${retailerId} and lpad(coalesce(p.gtin, p.ean, p.upc), 14, '0') = d.gtin`,
  )
  return new Map(rows.map(row => [row.offerId, row]))
}

/** The same of items as their suppliers' settings would make products of them; incomplete ones are passed over. */
export async function takenOf(
  orm: Orm,
  retailerId: string,
  items: readonly CandidateOffer[],
  asks: ReadonlyMap<string, ChannelAsks[]>,
): Promise<Map<string, Taken>> {
  const bySource = new Map((await sourcesOfNews(orm, retailerId)).map(source => [source.sourceId, source]))
  const drafts = items.flatMap(offer => {
    const source = bySource.get(offer.sourceId)
    const draft = source && draftOf(offer, asks.get(offer.id) ?? [], source)
    return draft && 'product' in draft ? [{ offerId: offer.id, product: draft.product }] : []
  })
  return await takenBy(orm, retailerId, drafts)
}

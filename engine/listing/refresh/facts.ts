import { sql } from 'drizzle-orm'
import { type Orm, rowsOf } from '../../../db/connection.ts'
import { trimDecimal } from '../../../db/schema/columns.ts'
import type { CostChoice } from '../price-rules.ts'

/** All that the listings of a product follow from, with amounts as decimals in text. */
export interface ProductFacts {
  id: string
  sku: string
  title: string
  description: string | undefined
  brand: string | undefined
  category: string | undefined
  gtin: string | undefined
  manufacturerPart: string | undefined
  weight: string | undefined
  attributes: Record<string, string>
  images: string[]
  retailPrice: string | undefined
  cost: string | undefined
  msrp: string | undefined
  map: string | undefined
  discontinued: boolean
  /** Selling units that can be promised: from the retailer's own warehouses, and from suppliers. */
  ownQuantity: string
  supplierQuantity: string
}

type Raw = Record<Exclude<keyof ProductFacts, 'attributes' | 'images' | 'discontinued'>, string | null> & {
  attributes: unknown
  images: unknown
  discontinued: boolean
}

const costs: Record<CostChoice, string> = {
  'lowest-in-stock': 'coalesce(l.lowest_in_stock, l.lowest)',
  lowest: 'l.lowest',
  highest: 'l.highest',
}

/**
 * Reads the facts of these products, in one statement. Only sources count that trade: active, and of suppliers those with a live partnership. Costs, MSRP and MAP
 * count in the retailer's currency, by selling unit, and not where they are zero, which says that nobody knows; where the catalogue has no MSRP the lowest that a source names holds, of MAP the highest. Words that the
 * catalogue lacks come from the earliest offer that has them.
 */
export async function loadFacts(
  orm: Orm,
  retailerId: string,
  productIds: readonly string[],
  cost: CostChoice,
): Promise<ProductFacts[]> {
  const rows = await rowsOf<Raw>(
    orm,
    sql`with wanted as materialized (
      select value::uuid as id from jsonb_array_elements_text(${JSON.stringify(productIds)}::jsonb)),
    offered as (
      select o.product_id, src.kind, nullif(o.cost, 0) / o.pack_size as cost, o.currency = r.currency as comparable, o.pack_size, nullif(o.msrp, 0) as msrp, nullif(o.map, 0) as map,
        o.discontinued, coalesce(sum(greatest(0, s.quantity - s.reserved - s.buffer)), 0) * o.pack_size as available
      from wanted w
      join offers o on o.retailer_id = ${retailerId} and o.product_id = w.id
      join retailers r on r.id = o.retailer_id
      join sources src on src.retailer_id = ${retailerId} and src.id = o.source_id and src.active
      left join partnerships ps on ps.retailer_id = ${retailerId} and ps.id = src.partnership_id
      left join stock s on s.retailer_id = ${retailerId} and s.offer_id = o.id
      where src.partnership_id is null or ps.status = 'live'
      group by o.retailer_id, o.id, src.retailer_id, src.id, r.id),
    levels as (
      select product_id,
        sum(available) filter (where kind = 'warehouse') as own,
        sum(available) filter (where kind <> 'warehouse') as others,
        min(cost) filter (where comparable and available > 0) as lowest_in_stock,
        min(cost) filter (where comparable and not discontinued) as lowest,
        max(cost) filter (where comparable and not discontinued) as highest,
        min(msrp) filter (where comparable and pack_size = 1) as msrp,
        max(map) filter (where comparable and pack_size = 1) as map
      from offered group by product_id)
    select p.id, p.sku, p.title, d.description, coalesce(p.brand, d.brand) as brand, coalesce(p.category, d.category) as category,
      coalesce(p.gtin, p.ean, p.upc) as gtin, p.manufacturer_part as "manufacturerPart", p.weight::text, p.attributes,
      coalesce(d.images, '[]'::jsonb) as images, nullif(p.retail_price, 0)::text as "retailPrice",
      round(${sql.raw(costs[cost])}, 6)::text as cost, coalesce(nullif(p.msrp, 0), l.msrp)::text as msrp,
      coalesce(nullif(p.map, 0), l.map)::text as map,
      p.discontinued_at is not null as discontinued, coalesce(l.own, 0)::text as "ownQuantity",
      coalesce(l.others, 0)::text as "supplierQuantity"
    from wanted w
    join products p on p.retailer_id = ${retailerId} and p.id = w.id
    left join levels l on l.product_id = p.id
    left join lateral (
      select o.catalog ->> 'description' as description, o.catalog -> 'images' as images, o.brand, o.category
      from offers o where o.retailer_id = ${retailerId} and o.product_id = p.id and o.catalog <> '{}'::jsonb
      order by o.id limit 1) d on true
    order by p.id`,
  )
  return rows.map(factsOf)
}

const given = (text: string | null) => text?.trim() || undefined
const amount = (text: string | null) => (text === null ? undefined : trimDecimal(text))
/** JSON comes as text from one driver and read from the other. */
const parsed = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value)

function factsOf(raw: Raw): ProductFacts {
  return {
    id: raw.id!,
    sku: raw.sku!,
    title: raw.title!,
    description: given(raw.description),
    brand: given(raw.brand),
    category: given(raw.category),
    gtin: given(raw.gtin),
    manufacturerPart: given(raw.manufacturerPart),
    weight: amount(raw.weight),
    attributes: parsed(raw.attributes) as Record<string, string>,
    images: parsed(raw.images) as string[],
    retailPrice: amount(raw.retailPrice),
    cost: amount(raw.cost),
    msrp: amount(raw.msrp),
    map: amount(raw.map),
    discontinued: raw.discontinued,
    ownQuantity: trimDecimal(raw.ownQuantity!),
    supplierQuantity: trimDecimal(raw.supplierQuantity!),
  }
}

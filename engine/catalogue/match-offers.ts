import { type SQL, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import type { Work } from '../../db/work.ts'

/**
 * Matches offers that have no product yet with the retailer's catalogue, in a statement for each way: by GTIN, then by the manufacturer's part
 * number and brand. Only what fits one product alone is matched, and never what a person refused; what is left is a candidate for listing.
 * Returns how many were matched.
 */
export async function matchOffers(
  work: Work,
  { retailerId, sourceId }: { retailerId: string; sourceId: string },
  only: SQL = sql`true`,
): Promise<number> {
  const byGtin = await matchBy(
    work,
    { retailerId, sourceId, only },
    'gtin',
    sql`
    o.gtin is not null and lpad(coalesce(p.gtin, p.ean, p.upc), 14, '0') = o.gtin`,
  )
  const byPart = await matchBy(
    work,
    { retailerId, sourceId, only },
    'part',
    sql`
    o.manufacturer_part is not null and lower(p.manufacturer_part) = lower(o.manufacturer_part) and lower(p.brand) = lower(o.brand)`,
  )
  return byGtin + byPart
}

interface Where {
  retailerId: string
  sourceId: string
  only: SQL
}

async function matchBy(
  work: Work,
  { retailerId, sourceId, only }: Where,
  kind: 'gtin' | 'part',
  same: SQL,
): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(
    work.tx,
    sql`with found as (
      select o.id, min(p.id::text)::uuid as product_id
      from offers o join products p on p.retailer_id = ${retailerId} and ${same}
      where o.retailer_id = ${retailerId} and o.source_id = ${sourceId} and o.product_id is null and ${only}
        and p.id <> all (o.refused_products)
      group by o.id having count(*) = 1),
    matched as (
      update offers o set product_id = f.product_id, matched_by = ${kind}, updated_at = ${work.now.toISOString()}::timestamptz
      from found f where o.retailer_id = ${retailerId} and o.id = f.id and o.product_id is null
      returning 1)
    select count(*)::int as n from matched`,
  )
  return row!.n
}

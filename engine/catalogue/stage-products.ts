import { sql } from 'drizzle-orm'
import { copyInto, copyLine } from '../../db/copy.ts'
import type { Work } from '../../db/work.ts'
import type { CatalogProduct } from '../../translators/documents/index.ts'
import { readGtin } from './gtin.ts'
import { unlessZero } from './known-amount.ts'

/** So many products go to the database at a time. */
const chunk = 2_000

/** Puts the products of a feed into a temporary table, gone when the transaction ends. The last row of an item counts. */
export async function stageProducts(work: Work, products: readonly CatalogProduct[]): Promise<void> {
  await work.tx.execute(sql`drop table if exists staged_products`)
  await work.tx.execute(sql`create temp table staged_products (
    position int, id uuid, supplier_sku text, sku text, gtin text, damaged_gtin text, manufacturer_part text, brand text, category text,
    description text, cost numeric(24, 6), unit text, lead_days int, discontinued boolean, msrp numeric(24, 6), map numeric(24, 6),
    catalog jsonb, reason text) on commit drop`)
  for (let from = 0; from < products.length; from += chunk) {
    const lines = products.slice(from, from + chunk).map((product, at) => staged(product, from + at + 1, work.newId()))
    await copyInto(work.tx, 'staged_products', lines.join(''))
  }
  await work.tx.execute(sql`
    update staged_products r set reason = 'repeated-item'
    from (select supplier_sku, max(position) as last from staged_products group by supplier_sku having count(*) > 1) again
    where r.supplier_sku = again.supplier_sku and r.position < again.last`)
  await work.tx.execute(sql`analyze staged_products`)
}

function staged(product: CatalogProduct, position: number, id: string): string {
  const { ids, brand, category, cost, msrp, map, unit, leadDays, discontinued, ...catalog } = product
  const given = ids.gtin ?? ids.ean ?? ids.upc ?? ids.unproven
  const read = given === undefined ? undefined : readGtin(given)
  return copyLine([
    position,
    id,
    ids.supplier ?? ids.manufacturer ?? (read && 'gtin' in read ? read.gtin : undefined),
    ids.buyer,
    read && 'gtin' in read ? read.gtin : undefined,
    read && 'damaged' in read ? read.damaged : undefined,
    ids.manufacturer,
    brand,
    category,
    catalog.title,
    unlessZero(cost),
    unit?.toUpperCase(),
    leadDays,
    discontinued,
    unlessZero(msrp),
    unlessZero(map),
    JSON.stringify(catalog),
    undefined,
  ])
}

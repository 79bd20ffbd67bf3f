import { sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { rowsOf } from '../../db/connection.ts'
import type { Work } from '../../db/work.ts'
import { lockNewProducts } from './new-products/make.ts'
import type { NewProduct } from './put-products.ts'

/** The GTIN of a product in 14 digits, by which it is compared. */
const gtin14 = ({ gtin, ean, upc }: NewProduct) => (gtin ?? ean ?? upc)?.padStart(14, '0')

/**
 * Which of these products have the GTIN of another one: of the catalogue, unless that is retired or replaced with them, or of one further up. By SKU the
 * SKU of the other. Nobody else makes products until the transaction ends.
 */
export async function gtinClashes(
  work: Work,
  retailerId: string,
  given: readonly NewProduct[],
): Promise<Map<string, string>> {
  const named = given.flatMap(product => {
    const gtin = gtin14(product)
    return gtin ? [{ sku: product.sku, gtin }] : []
  })
  if (named.length === 0) return new Map()
  await lockNewProducts(work, retailerId)
  const known = await rowsOf<{ sku: string; gtin: string }>(
    work.tx,
    sql`select p.sku, lpad(coalesce(p.gtin, p.ean, p.upc), 14, '0') as gtin from products p
      where p.retailer_id = ${retailerId} and p.discontinued_at is null
        and lpad(coalesce(p.gtin, p.ean, p.upc), 14, '0') in (
          select jsonb_array_elements_text(${JSON.stringify(named.map(({ gtin }) => gtin))}::jsonb))
        and p.sku not in (select jsonb_array_elements_text(${JSON.stringify(given.map(({ sku }) => sku))}::jsonb))`,
  )
  const owners = new Map(known.map(({ sku, gtin }) => [gtin, sku]))
  const clashes = new Map<string, string>()
  for (const { sku, gtin } of named) {
    const owner = owners.get(gtin)
    if (owner === undefined) owners.set(gtin, sku)
    else clashes.set(sku, owner)
  }
  return clashes
}

/** Tells whose GTIN a product would have. */
export const clashWords = (sku: string, other: string) =>
  `${sku} has the GTIN of the product ${other}: two products cannot have one.`

/**
 * Throws `conflict` where a product has the GTIN of another.
 * @param fieldOf how the GTIN of the product at a place is named in the request
 */
export async function refuseGtinClashes(
  work: Work,
  retailerId: string,
  given: readonly NewProduct[],
  fieldOf: (at: number) => string,
): Promise<void> {
  const clashes = await gtinClashes(work, retailerId, given)
  const told = given.flatMap(({ sku }, at) => {
    const other = clashes.get(sku)
    return other === undefined ? [] : [[fieldOf(at), clashWords(sku, other)] as const]
  })
  if (told[0]) throw new ApplicationError('conflict', told[0][1], Object.fromEntries(told))
}

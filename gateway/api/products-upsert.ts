import { type AnyColumn, sql } from 'drizzle-orm'
import { z } from 'zod'
import { products } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { markProducts } from '../../engine/listing/refresh/mark.ts'
import { isGtin } from '../../translators/check-digits.ts'
import { positiveDecimal } from '../../translators/documents/index.ts'

const text = (max: number) => z.string().trim().min(1).max(max)
const gtin = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^\\d{${digits}}$`), `expected ${digits} digits`)
    .refine(isGtin, 'the check digit is wrong')

export const sku = text(80)

/** What the catalogue says of a product, without its SKU. What is left out is not known. */
export const productFields = z.object({
  title: text(264),
  brand: text(120).optional(),
  category: text(120).optional(),
  upc: gtin(12).optional().describe('GTIN-12.'),
  ean: gtin(13).optional().describe('GTIN-13.'),
  gtin: gtin(14).optional().describe('GTIN-14.'),
  manufacturerPart: text(80).optional(),
  retailPrice: positiveDecimal.optional(),
  msrp: positiveDecimal.optional(),
  map: positiveDecimal.optional().describe('Minimum advertised price.'),
  weight: positiveDecimal.optional().describe('Pounds.'),
  attributes: z.record(text(80), z.string().max(2000)).default({}),
})

/** A product as the retailer's systems give it: all that is known of it. */
export const newProduct = productFields.extend({ sku })
export type NewProduct = z.infer<typeof newProduct>

/** What became of one product. */
export interface PutProduct {
  id: string
  sku: string
  created: boolean
}

/**
 * Makes the catalogue say this of these products: new ones are made, known ones replaced, others left alone. SKUs have to be different.
 * What was discontinued comes back.
 */
export async function putProducts(work: Work, retailerId: string, given: readonly NewProduct[]): Promise<PutProduct[]> {
  // In one sequence for everybody, so that two who write the same products wait for each other.
  const sorted = [...given].sort((one, other) => (one.sku < other.sku ? -1 : 1))
  const rows = await work.tx
    .insert(products)
    .values(sorted.map(product => rowOf(work, retailerId, product)))
    .onConflictDoUpdate({ target: [products.retailerId, products.sku], set: replacement })
    .returning({ id: products.id, sku: products.sku, created: sql<boolean>`xmax = 0` })
  const ids = JSON.stringify(rows.map(({ id }) => id))
  await markProducts(
    work,
    retailerId,
    sql`select value::uuid as product_id from jsonb_array_elements_text(${ids}::jsonb)`,
  )
  const bySku = new Map(rows.map(row => [row.sku, row]))
  return given.map(({ sku }) => bySku.get(sku)!)
}

function rowOf(work: Work, retailerId: string, product: NewProduct) {
  return { ...product, retailerId, id: work.newId(), createdAt: work.now, updatedAt: work.now }
}

const given = (column: AnyColumn) => sql`excluded.${sql.identifier(column.name)}`

/** Everything but the id and the day on which it was first known. */
const replacement = {
  title: given(products.title),
  brand: given(products.brand),
  category: given(products.category),
  upc: given(products.upc),
  ean: given(products.ean),
  gtin: given(products.gtin),
  manufacturerPart: given(products.manufacturerPart),
  retailPrice: given(products.retailPrice),
  msrp: given(products.msrp),
  map: given(products.map),
  weight: given(products.weight),
  attributes: given(products.attributes),
  updatedAt: given(products.updatedAt),
  discontinuedAt: null,
}

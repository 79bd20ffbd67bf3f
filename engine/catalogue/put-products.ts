import { type AnyColumn, and, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { products } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { isGtin } from '../../translators/check-digits.ts'
import { positiveDecimal } from '../../translators/documents/index.ts'
import { markProducts } from '../listing/refresh/mark.ts'
import { isAnyText } from '../records.ts'

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

/** What became of one product. `changed` is false where the catalogue said this of it already. */
export interface PutProduct {
  id: string
  sku: string
  created: boolean
  changed: boolean
}

/**
 * Makes the catalogue say this of these products: new ones are made, known ones replaced, others left alone. SKUs have to be different.
 * What was discontinued comes back. The answers stand in the order given.
 */
export async function putProducts(work: Work, retailerId: string, given: readonly NewProduct[]): Promise<PutProduct[]> {
  // In one sequence for everybody, so that two who write the same products wait for each other.
  const sorted = [...given].sort((one, other) => (one.sku < other.sku ? -1 : 1))
  const rows = await work.tx
    .insert(products)
    .values(sorted.map(product => rowOf(work, retailerId, product)))
    .onConflictDoUpdate({
      target: [products.retailerId, products.sku],
      set: { ...replacement, updatedAt: replacing(products.updatedAt), discontinuedAt: null },
      setWhere: saysOtherwise,
    })
    .returning({ id: products.id, sku: products.sku, created: sql<boolean>`xmax = 0` })
  const ids = JSON.stringify(rows.map(({ id }) => id))
  await markProducts(
    work,
    retailerId,
    sql`select value::uuid as product_id from jsonb_array_elements_text(${ids}::jsonb)`,
  )
  const written = new Map(rows.map(row => [row.sku, { ...row, changed: true }]))
  const same = await unchanged(
    work,
    retailerId,
    given.map(({ sku }) => sku).filter(sku => !written.has(sku)),
  )
  return given.map(({ sku }) => written.get(sku) ?? same.get(sku)!)
}

/** Those that the insert left as they were. */
async function unchanged(work: Work, retailerId: string, skus: string[]): Promise<Map<string, PutProduct>> {
  if (skus.length === 0) return new Map()
  const rows = await work.tx
    .select({ id: products.id, sku: products.sku })
    .from(products)
    .where(and(eq(products.retailerId, retailerId), isAnyText(products.sku, skus)))
  return new Map(rows.map(row => [row.sku, { ...row, created: false, changed: false }]))
}

function rowOf(work: Work, retailerId: string, product: NewProduct) {
  return { ...product, retailerId, id: work.newId(), createdAt: work.now, updatedAt: work.now }
}

const replacing = (column: AnyColumn) => sql`excluded.${sql.identifier(column.name)}`

const said = [
  ...(['title', 'brand', 'category', 'upc', 'ean', 'gtin', 'manufacturerPart'] as const),
  ...(['retailPrice', 'msrp', 'map', 'weight', 'attributes'] as const),
] as const

/** What is said of a product: everything but the id and when it was first known and last changed. */
const replacement = Object.fromEntries(said.map(name => [name, replacing(products[name])])) as Record<
  (typeof said)[number],
  SQL
>

const those = (sides: SQL[]) => sql.join(sides, sql`, `)
const saysOtherwise = sql`${products.discontinuedAt} is not null or
  (${those(said.map(name => sql`${products[name]}`))}) is distinct from (${those(said.map(name => replacement[name]))})`

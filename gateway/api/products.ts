import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { products } from '../../db/schema/index.ts'
import { refuseGtinClashes } from '../../engine/catalogue/gtin-clashes.ts'
import { newProduct, productFields, putProducts, sku } from '../../engine/catalogue/put-products.ts'
import { restoreProduct, retireProduct } from '../../engine/catalogue/retire-products.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { amount, found, moment } from './fields.ts'
import { matching, notBefore, updatedSince } from './filters.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Products'

/** A product by its SKU. */
const skuParams = z.object({ sku })

const productSchema = z
  .object({
    id: z.uuid(),
    sku: z.string(),
    title: z.string(),
    brand: z.string().nullable(),
    category: z.string().nullable(),
    upc: z.string().nullable(),
    ean: z.string().nullable(),
    gtin: z.string().nullable(),
    manufacturerPart: z.string().nullable(),
    retailPrice: amount.nullable(),
    msrp: amount.nullable(),
    map: amount.nullable().describe('Minimum advertised price.'),
    weight: amount.nullable().describe('Pounds.'),
    attributes: z.record(z.string(), z.string()),
    discontinuedAt: moment.nullable().describe('Retired: sold no more.'),
    madeFromFeedId: z.uuid().nullable().describe('The feed of whose items it was made without a person.'),
    createdAt: moment,
    updatedAt: moment,
  })
  .meta({ id: 'Product', description: 'Something that the retailer sells.' })

const example = {
  title: 'Trailhead 2-person tent',
  brand: 'Trailhead',
  category: 'Camping',
  upc: '952000000019',
  retailPrice: '189.00',
  weight: '4.2',
  attributes: { color: 'moss' },
}

/** Where a product names its GTIN. */
const gtinField = ({ gtin, ean }: z.infer<typeof newProduct>) => (gtin ? 'gtin' : ean ? 'ean' : 'upc')

const putProduct = retailerWrite({
  method: 'put',
  path: '/products/{sku}',
  scope: 'products:write',
  tag,
  summary: 'Make or replace a product',
  description:
    'The body is all that is known of the product: what it leaves out is forgotten. The GTIN of another product is refused with 409.',
  params: skuParams,
  body: productFields.meta({ id: 'ProductFields', description: 'What the catalogue says of a product.' }),
  example,
  answers: {
    201: { description: 'Made.', schema: productSchema },
    200: { description: 'Replaced.', schema: productSchema },
  },
  async run({ work, tenant: { retailerId }, params, body }) {
    const product = { ...body, sku: params.sku }
    await refuseGtinClashes(work, retailerId, [product], () => gtinField(product))
    const [put] = await putProducts(work, retailerId, [product])
    const [row] = await work.tx
      .select()
      .from(products)
      .where(and(eq(products.retailerId, retailerId), eq(products.id, put!.id)))
    return json(put!.created ? 201 : 200, present(row!), `/products/${encodeURIComponent(params.sku)}`)
  },
})

const putMany = retailerWrite({
  method: 'put',
  path: '/products',
  scope: 'products:write',
  tag,
  summary: 'Make or replace up to 1,000 products',
  description:
    'All of them or, when one is wrong or has the GTIN of another, none. Products that are not named stay as they are.',
  body: z
    .object({
      products: z
        .array(newProduct.meta({ id: 'NewProduct' }))
        .min(1)
        .max(1000),
    })
    .refine(({ products }) => new Set(products.map(product => product.sku)).size === products.length, {
      path: ['products'],
      message: 'two products have the same SKU',
    })
    .meta({ id: 'NewProducts' }),
  example: { products: [{ ...example, sku: 'TENT-2P' }] },
  answers: {
    200: {
      description: 'What became of each, in the order given.',
      schema: z.object({
        data: z.array(z.object({ id: z.uuid(), sku: z.string(), created: z.boolean() })),
      }),
    },
  },
  async run({ work, tenant: { retailerId }, body: { products: given } }) {
    await refuseGtinClashes(work, retailerId, given, at => `products[${at}].${gtinField(given[at]!)}`)
    return json(200, { data: await putProducts(work, retailerId, given) })
  },
})

const listProducts = retailerRead({
  path: '/products',
  scope: 'products:read',
  tag,
  summary: 'List products, newest first',
  query: pageQuery.extend({
    brand: z.string().max(120).optional(),
    category: z.string().max(120).optional(),
    upc: z.string().max(12).optional(),
    updatedSince,
  }),
  answers: { 200: { description: 'A page of products.', schema: listOf(productSchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const rows = await orm
      .select()
      .from(products)
      .where(
        and(
          eq(products.retailerId, retailerId),
          matching(products.brand, query.brand),
          matching(products.category, query.category),
          matching(products.upc, query.upc),
          notBefore(products.updatedAt, query.updatedSince),
          olderThan(products.id, query.cursor),
        ),
      )
      .orderBy(desc(products.id))
      .limit(oneMore(query))
    const { data, nextCursor } = pageOf(rows, query)
    return json(200, { data: data.map(present), nextCursor })
  },
})

const getProduct = retailerRead({
  path: '/products/{sku}',
  scope: 'products:read',
  tag,
  summary: 'One product',
  params: skuParams,
  answers: { 200: { description: 'The product.', schema: productSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    return json(200, await bySku(orm, retailerId, params.sku))
  },
})

/** Throws `not-found`. */
async function bySku(orm: Orm, retailerId: string, sku: string) {
  const [row] = await orm
    .select()
    .from(products)
    .where(and(eq(products.retailerId, retailerId), eq(products.sku, sku)))
  return present(found(row, 'product'))
}

const present = (row: typeof products.$inferSelect) => ({ ...row, madeFromFeedId: row.madeFromRunId })

const retire = retailerWrite({
  method: 'post',
  path: '/products/{sku}/retire',
  scope: 'products:write',
  tag,
  summary: 'Retire a product',
  description:
    'It is sold no more and its listings end. Suppliers’ items stay matched with it, so that no feed makes it again.',
  params: skuParams,
  answers: { 200: { description: 'The product.', schema: productSchema } },
  async run({ work, tenant: { retailerId }, params: { sku } }) {
    await retireProduct(work, { retailerId, sku })
    return json(200, await bySku(work.tx, retailerId, sku))
  },
})

const restore = retailerWrite({
  method: 'post',
  path: '/products/{sku}/restore',
  scope: 'products:write',
  tag,
  summary: 'Take a retired product back into the catalogue',
  params: skuParams,
  answers: { 200: { description: 'The product.', schema: productSchema } },
  async run({ work, tenant: { retailerId }, params: { sku } }) {
    await restoreProduct(work, { retailerId, sku })
    return json(200, await bySku(work.tx, retailerId, sku))
  },
})

export const productEndpoints = [putProduct, putMany, listProducts, getProduct, retire, restore]

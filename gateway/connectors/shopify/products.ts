import { z } from 'zod'
import type { Answer, RemoteProduct, ShopProduct } from '../contract.ts'
import { type Ask, errorsText, type Operation, refused, userErrors } from './client.ts'
import type { ShopifySettings } from './settings.ts'

/** How the hub knows a product at Shopify. `own`: the hub made it, so the whole of it is the hub's. */
export const remoteProduct = z.object({
  productId: z.string(),
  variantId: z.string(),
  inventoryItemId: z.string(),
  own: z.boolean(),
  /** Whether it is the only variant of its product: then the product's status is its own. */
  alone: z.boolean(),
})
type Remote = z.infer<typeof remoteProduct>

const variant = z.object({
  id: z.string(),
  sku: z.string().nullish(),
  inventoryItem: z.object({ id: z.string() }),
  product: z.object({ id: z.string(), handle: z.string(), variantsCount: z.object({ count: z.number() }).nullish() }),
})
const found = z.object({ productVariants: z.object({ nodes: z.array(variant) }) })
const findOperation: Operation<z.infer<typeof found>> = {
  query: `query FindVariant($query: String!) {
    productVariants(first: 10, query: $query) {
      nodes { id sku inventoryItem { id } product { id handle variantsCount { count } } }
    }
  }`,
  data: found,
}

const set = z.object({
  productSet: z.object({
    product: z
      .object({
        id: z.string(),
        variants: z.object({
          nodes: z.array(z.object({ id: z.string(), inventoryItem: z.object({ id: z.string() }) })),
        }),
      })
      .nullish(),
    userErrors,
  }),
})
const setOperation: Operation<z.infer<typeof set>> = {
  query: `mutation SetProduct($input: ProductSetInput!, $identifier: ProductSetIdentifiers) {
    productSet(synchronous: true, input: $input, identifier: $identifier) {
      product { id variants(first: 1) { nodes { id inventoryItem { id } } } }
      userErrors { field message code }
    }
  }`,
  data: set,
}

const updated = z.object({ productUpdate: z.object({ userErrors }) })
const updateOperation: Operation<z.infer<typeof updated>> = {
  query: `mutation UpdateProduct($product: ProductUpdateInput!) {
    productUpdate(product: $product) { userErrors { field message } }
  }`,
  data: updated,
}

const priced = z.object({ productVariantsBulkUpdate: z.object({ userErrors }) })
const variantOperation: Operation<z.infer<typeof priced>> = {
  query: `mutation UpdateVariant($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
    productVariantsBulkUpdate(productId: $productId, variants: $variants) { userErrors { field message code } }
  }`,
  data: priced,
}

/**
 * Creates a product or changes it. A variant that the shop has by this SKU is taken over, and then only its price, its stock, and its status where it stands alone, are the
 * hub's: `productSet` would delete its product's other variants. What is not to be shown and is not there is not made.
 */
export async function putProduct(
  ask: Ask,
  settings: ShopifySettings,
  product: ShopProduct,
  remote?: RemoteProduct,
): Promise<Answer<{ remote?: Remote }>> {
  let known: Remote | undefined = remoteProduct.safeParse(remote).data
  if (!known) {
    const lookup = await findBySku(ask, product.sku)
    if (!lookup.ok) return lookup
    known = lookup.remote
  }
  if (!known && !product.shown) return { ok: true }
  const put =
    known && !known.own ? await changeTakenOver(ask, product, known) : await setProduct(ask, settings, product, known)
  if (put !== 'gone') return put
  return remote ? await putProduct(ask, settings, product) : refused(`${product.sku} was deleted at the shop just now.`)
}

/** `gone`: the shop has deleted the product since. */
type Put = Answer<{ remote: Remote }> | 'gone'

const isGone = (errors: z.infer<typeof userErrors>) => errors.some(({ code }) => code === 'PRODUCT_DOES_NOT_EXIST')

async function findBySku(ask: Ask, sku: string): Promise<Answer<{ remote?: Remote }>> {
  const answer = await ask(findOperation, { query: `sku:"${sku.replaceAll(/["\\]/g, '\\$&')}"` })
  if (!answer.ok) return answer
  // The search matches beginnings and other cases too.
  const same = answer.data.productVariants.nodes.filter(node => node.sku === sku)
  const [first] = same
  if (!first) return { ok: true }
  if (same.length > 1) return refused(`The shop has ${same.length} variants with the SKU ${sku}: give each its own.`)
  const { id: variantId, inventoryItem, product } = first
  const [own, alone] = [product.handle === handleOf(sku), product.variantsCount?.count === 1]
  return { ok: true, remote: { productId: product.id, variantId, inventoryItemId: inventoryItem.id, own, alone } }
}

async function changeTakenOver(ask: Ask, product: ShopProduct, remote: Remote): Promise<Put> {
  const { productId, variantId, alone } = remote
  const variant = {
    id: variantId,
    ...(product.price !== undefined && { price: product.price }),
    // Without these stock that is told limits nothing: what is not counted, or sold beyond what there is, is always for sale.
    inventoryItem: { tracked: true },
    ...(!product.shown && { inventoryPolicy: 'DENY' }),
  }
  const changed = await ask(variantOperation, { productId, variants: [variant] })
  if (!changed.ok) return changed
  const wrong = changed.data.productVariantsBulkUpdate.userErrors
  if (isGone(wrong)) return 'gone'
  if (wrong.length > 0) return refused(errorsText(wrong))
  if (alone) {
    const answer = await ask(updateOperation, { product: { id: productId, status: statusOf(product) } })
    if (!answer.ok) return answer
    const errors = answer.data.productUpdate.userErrors
    if (errors.length > 0) return refused(errorsText(errors))
  }
  return { ok: true, remote }
}

const statusOf = ({ shown }: ShopProduct) => (shown ? 'ACTIVE' : 'DRAFT')

/** The same product gets the same handle whenever it is made: made twice, since an answer was lost, it is there once. */
const handleOf = (sku: string) => {
  const slug = sku.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  // Two SKUs that differ in signs only must not share a handle.
  return `${slug.replaceAll(/^-|-$/g, '').slice(0, 150)}-${Buffer.from(sku).toString('hex').slice(-40)}`
}

async function setProduct(
  ask: Ask,
  { locationId }: ShopifySettings,
  product: ShopProduct,
  known: Remote | undefined,
): Promise<Put> {
  const { sku, price, gtin, quantity } = product
  const option = { optionName: 'Title', name: 'Default Title' }
  const input = {
    ...wordsOf(product),
    status: statusOf(product),
    productOptions: [{ name: option.optionName, values: [{ name: option.name }] }],
    variants: [
      {
        ...(known && { id: known.variantId }),
        optionValues: [option],
        sku,
        ...(price !== undefined && { price }),
        ...(gtin && { barcode: gtin }),
        inventoryItem: { tracked: true },
        // A new item is stocked nowhere: this is what has it stocked at the location.
        ...(!known && { inventoryQuantities: [{ locationId, name: 'available', quantity }] }),
      },
    ],
    ...(!known && { handle: handleOf(sku), ...filesOf(product) }),
  }
  const identifier = known ? { id: known.productId } : { handle: handleOf(sku) }
  const answer = await ask(setOperation, { input, identifier })
  if (!answer.ok) return answer
  const { product: made, userErrors: errors } = answer.data.productSet
  const [only] = made?.variants.nodes ?? []
  if (isGone(errors)) return 'gone'
  if (!made || !only) return refused(errorsText(errors))
  const ids = { productId: made.id, variantId: only.id, inventoryItemId: only.inventoryItem.id }
  return { ok: true, remote: { ...ids, own: true, alone: true } }
}

function wordsOf({ sku, title, description, brand, category }: ShopProduct) {
  return {
    title: title || sku,
    ...(description !== undefined && { descriptionHtml: htmlOf(description) }),
    ...(brand && { vendor: brand }),
    ...(category && { productType: category }),
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Texts of suppliers are text: nothing in them is markup in the shop. */
const htmlOf = (text: string) =>
  text
    .split(/\n\s*\n/)
    .map(
      paragraph =>
        `<p>${paragraph
          .trim()
          .replaceAll(/[&<>"']/g, sign => entities[sign]!)
          .replaceAll('\n', '<br>')}</p>`,
    )
    .join('')

function filesOf({ images }: ShopProduct) {
  if (images.length === 0) return {}
  return { files: images.slice(0, 20).map(originalSource => ({ originalSource, contentType: 'IMAGE' })) }
}

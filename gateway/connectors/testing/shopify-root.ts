import { type Args, Refusal, type Resolver } from './graphql-execute.ts'
import { inventoryActivate, inventorySetQuantities } from './shopify-inventory.ts'
import { mainLocation, otherLocation, type ShopifyShop } from './shopify-shop.ts'

type Order = ShopifyShop['orders'][number]
type Product = ShopifyShop['products'][number]

const moneyOf = (amount: string) => ({ shopMoney: { amount, currencyCode: 'USD' } })

/** A page of a list, as connections give it. */
function pageOf<Item>(items: Item[], { first, after }: Args, show: (item: Item) => object) {
  if (typeof first !== 'number') throw new Refusal('you must provide one of first or last')
  if (first > 250) throw new Refusal('first cannot exceed 250')
  const begin = after ? Number(after) : 0
  const nodes = items.slice(begin, begin + first).map(show)
  const end = begin + nodes.length
  return { nodes, pageInfo: { hasNextPage: end < items.length, endCursor: nodes.length > 0 ? String(end) : null } }
}

const page =
  <Item>(items: Item[], show: (item: Item) => object): Resolver =>
  args =>
    pageOf(items, args, show)

const shownLine = ({ price, ...line }: Order['lines'][number]) => ({
  ...{ ...line, name: line.sku, title: line.sku },
  discountedUnitPriceAfterAllDiscountsSet: moneyOf(price),
})

const taxesOf = (rate?: number) => (rate === undefined ? [] : [{ title: 'VAT', rate, priceSet: moneyOf('0') }])

function statusOf({ fulfillmentOrders }: Order): string {
  if (fulfillmentOrders.every(({ status }) => status === 'CLOSED')) return 'FULFILLED'
  if (fulfillmentOrders.some(({ status }) => status === 'ON_HOLD')) return 'ON_HOLD'
  const items = fulfillmentOrders.flatMap(one => one.items)
  const isPart = items.some(({ totalQuantity, remainingQuantity }) => remainingQuantity < totalQuantity)
  return isPart ? 'PARTIALLY_FULFILLED' : 'UNFULFILLED'
}

function shownOrder(order: Order): Record<string, unknown> {
  const { id, name, createdAt, updatedAt, cancelledAt, financial, lines, address } = order
  return {
    ...{ id, name, test: false, currencyCode: 'USD', email: 'dana.reyes@example.com', shippingAddress: address },
    ...{ createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() },
    ...(cancelledAt && { cancelledAt: cancelledAt.toISOString(), cancelReason: 'CUSTOMER' }),
    ...{ displayFinancialStatus: financial, displayFulfillmentStatus: statusOf(order) },
    ...{ taxesIncluded: order.taxRate !== undefined, currentShippingPriceSet: moneyOf(order.shipping ?? '9.95') },
    totalShippingPriceSet: moneyOf('9.95'),
    shippingLines: page([order], ({ taxRate }) => ({ title: 'Standard', taxLines: taxesOf(taxRate) })),
    lineItems: page(lines, line => ({ ...shownLine(line), taxLines: taxesOf(order.taxRate) })),
    fulfillments: () => order.fulfillments.map(shownFulfillment),
    fulfillmentOrders: page(order.fulfillmentOrders, shownFulfillmentOrder),
  }
}

const shownFulfillmentOrder = ({ id, status, locationId, items }: Order['fulfillmentOrders'][number]) => ({
  ...{ id, status },
  assignedLocation: { name: locationId, location: { id: locationId, name: locationId, isActive: true } },
  lineItems: page(items, item => ({ ...item, lineItem: shownLine(item.lineItem) })),
})

const shownFulfillment = ({ id, status, tracking, items }: Order['fulfillments'][number]) => ({
  ...{ id, status, trackingInfo: tracking ? [tracking] : [] },
  fulfillmentLineItems: page(items, ({ quantity, lineItem }) => ({ id, quantity, lineItem: shownLine(lineItem) })),
})

function shownProduct(product: Product): Record<string, unknown> {
  const { id, handle, title, status, variants } = product
  const count = { count: variants.length }
  return {
    id,
    handle,
    title,
    status,
    variantsCount: count,
    variants: page(variants, one => shownVariant(product, one)),
  }
}

const shownVariant = (
  product: Product,
  { itemId, ...variant }: Product['variants'][number],
): Record<string, unknown> => ({
  ...{ id: variant.id, sku: variant.sku, price: variant.price, inventoryItem: shownItem(itemId, variant.available) },
  get product() {
    return shownProduct(product)
  },
})

const shownItem = (id: string, available: Map<string, number>) => ({
  ...{ __type: 'InventoryItem', id, tracked: true },
  inventoryLevel: ({ locationId }: Args) => {
    const quantity = available.get(String(locationId))
    return quantity === undefined ? null : { id, quantities: [{ id, name: 'available', quantity }] }
  },
})

/** Mutations that have to carry `@idempotent`, since 2026-04. */
const idempotent = new Set(['inventorySetQuantities', 'inventoryActivate'])

/** What queries and mutations come to at a shop. */
export function rootOf(
  shop: ShopifyShop,
  { domain, scopes }: { domain: string; scopes: string[] },
): Record<string, unknown> {
  const answers = new Map<string, unknown>()
  const mutation =
    (name: string, run: (args: Args) => object): Resolver =>
    (args, directives) => {
      const key = directives.get('idempotent')?.key
      if (idempotent.has(name) && typeof key !== 'string') throw new Refusal(`${name} needs @idempotent(key:)`)
      const before = key === undefined ? undefined : answers.get(`${name} ${String(key)}`)
      if (before) return before
      const made = run(args) as { userErrors: unknown[] }
      if (made.userErrors.length === 0) shop.done.push({ name, args })
      if (key !== undefined) answers.set(`${name} ${String(key)}`, made)
      return made
    }
  const withProduct = (made: object) =>
    'product' in made ? { ...made, product: shownProduct(made.product as Product) } : made
  return {
    shop: { name: 'Harbor & Pine', myshopifyDomain: domain, currencyCode: 'USD' },
    currentAppInstallation: { accessScopes: scopes.map(handle => ({ handle, description: handle })) },
    location: ({ id }: Args) =>
      [mainLocation, otherLocation].includes(String(id)) ? { id, name: 'Main', isActive: true } : null,
    orders: ({ query, sortKey, ...args }: Args) => {
      const since = /^updated_at:>='([^']+)'$/.exec(String(query))?.[1]
      if (!since || sortKey !== 'UPDATED_AT') throw new Refusal('the stand-in lists orders by updated_at only')
      const found = shop.orders.filter(({ updatedAt }) => updatedAt >= new Date(since))
      return pageOf(
        found.toSorted((a, b) => a.updatedAt.getTime() - b.updatedAt.getTime()),
        args,
        shownOrder,
      )
    },
    order: ({ id }: Args) => {
      const order = shop.orders.find(one => one.id === id)
      return order ? shownOrder(order) : null
    },
    fulfillmentOrder: ({ id }: Args) => {
      const found = shop.orders.flatMap(one => one.fulfillmentOrders).find(one => one.id === id)
      return found ? shownFulfillmentOrder(found) : null
    },
    productVariants: ({ query, ...args }: Args) => {
      const sku = /^sku:"(.*)"$/.exec(String(query))?.[1]?.replaceAll('\\', '')
      if (sku === undefined) throw new Refusal('the stand-in finds variants by sku only')
      const found = shop.products.flatMap(product => product.variants.map(variant => ({ product, variant })))
      const like = found.filter(({ variant }) => variant.sku.toLowerCase().startsWith(sku.toLowerCase()))
      return pageOf(like, args, ({ product, variant }) => shownVariant(product, variant))
    },
    nodes: ({ ids }: Args) =>
      (ids as string[]).map(id => {
        const variant = shop.variants().find(({ itemId }) => itemId === id)
        return variant ? shownItem(id, variant.available) : null
      }),
    fulfillmentCreate: mutation('fulfillmentCreate', args => {
      const made = shop.fulfillmentCreate(args)
      return 'fulfillment' in made ? { ...made, fulfillment: shownFulfillment(made.fulfillment) } : made
    }),
    fulfillment: ({ id }: Args) => {
      const found = shop.orders.flatMap(one => one.fulfillments).find(one => one.id === id)
      return found ? shownFulfillment(found) : null
    },
    fulfillmentCancel: mutation('fulfillmentCancel', args => {
      const made = shop.fulfillmentCancel(args)
      return 'fulfillment' in made ? { ...made, fulfillment: shownFulfillment(made.fulfillment) } : made
    }),
    webhookSubscriptions: ({ uri, ...args }: Args) =>
      pageOf(
        shop.subscriptions.filter(one => uri === undefined || one.uri === uri),
        args,
        one => one,
      ),
    webhookSubscriptionCreate: mutation('webhookSubscriptionCreate', args => shop.webhookSubscriptionCreate(args)),
    inventorySetQuantities: mutation('inventorySetQuantities', args => inventorySetQuantities(shop, args)),
    inventoryActivate: mutation('inventoryActivate', args => inventoryActivate(shop, args)),
    productSet: mutation('productSet', args => withProduct(shop.productSet(args))),
    productUpdate: mutation('productUpdate', args => withProduct(shop.productUpdate(args))),
    productVariantsBulkUpdate: mutation('productVariantsBulkUpdate', args =>
      withProduct(shop.productVariantsBulkUpdate(args)),
    ),
  }
}

import type { Args } from './graphql-execute.ts'
import { type Fulfillment, type Order, type Product, type StandInLine, type Variant, wrong } from './shopify-records.ts'

const gid = (type: string, number: number) => `gid://shopify/${type}/${number}`
export const mainLocation = gid('Location', 1)
export const otherLocation = gid('Location', 2)

/** What a shop holds, and how its mutations change it. */
export class ShopifyShop {
  readonly orders: Order[] = []
  readonly products: Product[] = []
  readonly subscriptions: { id: string; topic: string; uri: string; format: string }[] = []
  /** Mutations that took effect, by name. */
  readonly done: { name: string; args: Args }[] = []
  readonly #now: () => Date
  #next = 100

  constructor(now: () => Date) {
    this.#now = now
  }

  #id(type: string): string {
    return gid(type, this.#next++)
  }

  /** A customer buys: paid, and waiting to be shipped. */
  addOrder(name: string, lines: StandInLine[], change: Partial<Order> = {}): Order {
    const made = lines.map(({ sku, quantity, price, requiresShipping = true }) => ({
      ...{ id: this.#id('LineItem'), sku, quantity, currentQuantity: quantity, price, requiresShipping },
    }))
    const byLocation = Map.groupBy(made, (_, at) => lines[at]!.location ?? mainLocation)
    const order: Order = {
      ...{
        id: this.#id('Order'),
        name,
        createdAt: this.#now(),
        updatedAt: this.#now(),
        financial: 'PAID',
        lines: made,
      },
      address: {
        name: 'Dana Reyes',
        address1: '418 Alder Street',
        city: 'Portland',
        provinceCode: 'OR',
        zip: '97205',
        countryCodeV2: 'US',
      },
      fulfillments: [],
      fulfillmentOrders: [...byLocation].map(([locationId, items]) => ({
        ...{ id: this.#id('FulfillmentOrder'), status: 'OPEN', locationId },
        items: items.map(lineItem => ({
          ...{ id: this.#id('FulfillmentOrderLineItem'), lineItem },
          ...{ totalQuantity: lineItem.quantity, remainingQuantity: lineItem.quantity },
        })),
      })),
      ...change,
    }
    this.orders.push(order)
    return order
  }

  /** Something of an order changes, and with it when it was updated. */
  touch(order: Order, change: Partial<Order> = {}): void {
    Object.assign(order, change, {
      updatedAt: new Date(Math.max(this.#now().getTime(), order.updatedAt.getTime() + 1000)),
    })
  }

  /** A product that the shop had before the hub came. */
  addProduct(handle: string, skus: string[], price = '10.00'): Product {
    const product: Product = {
      id: this.#id('Product'),
      handle,
      title: handle,
      status: 'ACTIVE',
      variants: skus.map(sku => this.#variant(sku, price)),
    }
    this.products.push(product)
    return product
  }

  #variant(sku: string, price: string): Variant {
    return { id: this.#id('ProductVariant'), sku, price, itemId: this.#id('InventoryItem'), available: new Map() }
  }

  variants(): Variant[] {
    return this.products.flatMap(({ variants }) => variants)
  }

  variantOf(sku: string): Variant {
    return this.variants().find(variant => variant.sku === sku)!
  }

  productOf(sku: string): Product {
    return this.products.find(({ variants }) => variants.some(variant => variant.sku === sku))!
  }

  fulfillmentCreate({ fulfillment }: Args) {
    const {
      lineItemsByFulfillmentOrder: groups,
      trackingInfo,
      notifyCustomer,
    } = fulfillment as {
      lineItemsByFulfillmentOrder: {
        fulfillmentOrderId: string
        fulfillmentOrderLineItems?: { id: string; quantity: number }[]
      }[]
      trackingInfo?: { number?: string; company?: string }
      notifyCustomer?: boolean
    }
    const picked = groups.map(group => {
      const order = this.orders.find(one => one.fulfillmentOrders.some(({ id }) => id === group.fulfillmentOrderId))
      return {
        group,
        order,
        fulfillmentOrder: order?.fulfillmentOrders.find(({ id }) => id === group.fulfillmentOrderId),
      }
    })
    if (picked.some(({ fulfillmentOrder }) => !fulfillmentOrder))
      return wrong(['fulfillment'], 'Fulfillment order does not exist.')
    if (new Set(picked.map(({ fulfillmentOrder }) => fulfillmentOrder!.locationId)).size > 1)
      return wrong(['fulfillment'], 'All fulfillment orders must be assigned to the same location.')
    const items: Fulfillment['items'] = []
    for (const { group, fulfillmentOrder } of picked) {
      if (!['OPEN', 'IN_PROGRESS'].includes(fulfillmentOrder!.status))
        return wrong(
          ['fulfillment'],
          `Fulfillment order ${fulfillmentOrder!.id} has an unfulfillable status= ${fulfillmentOrder!.status.toLowerCase()}.`,
        )
      for (const { id, quantity } of group.fulfillmentOrderLineItems ?? []) {
        const item = fulfillmentOrder!.items.find(one => one.id === id)
        if (!item || quantity > item.remainingQuantity || quantity < 1)
          return wrong(['fulfillment'], 'Invalid fulfillment order line item quantity requested.')
        item.remainingQuantity -= quantity
        items.push({ quantity, lineItem: item.lineItem })
      }
      if (fulfillmentOrder!.items.every(({ remainingQuantity }) => remainingQuantity === 0))
        fulfillmentOrder!.status = 'CLOSED'
    }
    const order = picked[0]!.order!
    const made: Fulfillment = {
      id: this.#id('Fulfillment'),
      status: 'SUCCESS',
      notifyCustomer: notifyCustomer === true,
      items,
      ...(trackingInfo && { tracking: trackingInfo }),
    }
    order.fulfillments.push(made)
    this.touch(order)
    return { fulfillment: made, userErrors: [] }
  }

  /** What it held waits again, in a fulfillment order of its own. */
  fulfillmentCancel({ id }: Args) {
    const order = this.orders.find(({ fulfillments }) => fulfillments.some(one => one.id === id))
    const fulfillment = order?.fulfillments.find(one => one.id === id)
    if (!order || !fulfillment) return wrong(['id'], 'Fulfillment not found.')
    if (fulfillment.status === 'CANCELLED') return wrong(['id'], 'Fulfillment is already cancelled.')
    fulfillment.status = 'CANCELLED'
    order.fulfillmentOrders.push({
      ...{ id: this.#id('FulfillmentOrder'), status: 'OPEN', locationId: mainLocation },
      items: fulfillment.items.map(({ quantity, lineItem }) => ({
        ...{ id: this.#id('FulfillmentOrderLineItem'), lineItem, totalQuantity: quantity, remainingQuantity: quantity },
      })),
    })
    this.touch(order)
    return { fulfillment, userErrors: [] }
  }

  webhookSubscriptionCreate({ topic, webhookSubscription }: Args) {
    const { uri, format } = webhookSubscription as { uri?: string; format?: string }
    const field = ['webhookSubscription', 'uri']
    if (!uri?.startsWith('https://')) return wrong(field, 'Address protocol http:// is not supported')
    if (this.subscriptions.some(one => one.topic === topic && one.uri === uri))
      return wrong(field, 'Address for this topic has already been taken')
    const made = { id: this.#id('WebhookSubscription'), topic: String(topic), uri, format: format ?? 'JSON' }
    this.subscriptions.push(made)
    return { webhookSubscription: made, userErrors: [] }
  }

  productSet({ input, identifier }: Args) {
    const {
      variants = [],
      title,
      status,
      handle,
      descriptionHtml,
    } = input as {
      variants?: {
        id?: string
        sku?: string
        price?: string
        barcode?: string
        inventoryQuantities?: { locationId: string; name: string; quantity: number }[]
      }[]
    } & Partial<Pick<Product, 'title' | 'status' | 'handle' | 'descriptionHtml'>>
    const { id, handle: byHandle } = (identifier ?? {}) as { id?: string; handle?: string }
    let product = this.products.find(one => (id ? one.id === id : byHandle !== undefined && one.handle === byHandle))
    if (id && !product) return wrong(['identifier', 'id'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')
    if (!product && !title) return wrong(['input', 'title'], "Title can't be blank", 'INVALID_INPUT')
    if (variants.some(({ price }) => Number(price) > 1_000_000))
      return wrong(['input', 'variants', '0', 'price'], 'Price must be less than 1000000', 'INVALID_INPUT')
    if (!product) {
      product = {
        id: this.#id('Product'),
        handle: handle ?? byHandle ?? title!,
        title: title!,
        status: 'ACTIVE',
        variants: [],
      }
      this.products.push(product)
    }
    Object.assign(product, {
      ...(title && { title }),
      ...(status && { status }),
      ...(descriptionHtml && { descriptionHtml }),
    })
    // A list is replaced: variants that are not named are deleted.
    const had = product.variants
    product.variants = variants.map((given, at) => {
      const variant = had.find(one => one.id === given.id) ?? had[at] ?? this.#variant(given.sku ?? '', '0.00')
      Object.assign(variant, {
        ...(given.sku && { sku: given.sku }),
        ...(given.price && { price: given.price }),
        ...(given.barcode && { barcode: given.barcode }),
      })
      for (const { locationId, quantity } of given.inventoryQuantities ?? [])
        variant.available.set(locationId, quantity)
      return variant
    })
    return { product, userErrors: [] }
  }

  productUpdate({ product: given }: Args) {
    const { id, ...change } = given as { id?: string }
    const product = this.products.find(one => one.id === id)
    if (!product) return wrong(['id'], 'Product does not exist')
    Object.assign(product, change)
    return { product, userErrors: [] }
  }

  productVariantsBulkUpdate({ productId, variants }: Args) {
    const product = this.products.find(one => one.id === productId)
    if (!product) return wrong(['productId'], 'Product does not exist', 'PRODUCT_DOES_NOT_EXIST')
    for (const { id, ...change } of variants as { id: string }[])
      Object.assign(product.variants.find(one => one.id === id) ?? {}, change)
    return { product, userErrors: [] }
  }
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ShopPackage } from '../../../engine/storefronts/order.ts'
import { guardedCallOut } from '../../doors/call-out.ts'
import type { ShopProduct, Storefront } from '../contract.ts'
import { ShopifyStandIn } from '../testing/shopify-server.ts'
import { mainLocation, otherLocation } from '../testing/shopify-shop.ts'
import { shopify } from './connector.ts'

let clock: number
let paused: number[]
let standIn: ShopifyStandIn
let shop: Storefront

const now = () => new Date(clock)

beforeEach(async () => {
  clock = Date.UTC(2026, 10, 2, 9)
  paused = []
  standIn = await ShopifyStandIn.start(now)
  shop = open()
})

afterEach(() => standIn.stop())

function open(change: object = {}): Storefront {
  return shopify.open(
    { ...standIn.settings, ...standIn.secrets, ...change },
    {
      call: guardedCallOut({ allowPrivateAddresses: true }),
      now,
      // Waiting passes time at the stand-in too, which restores its points.
      pause: async milliseconds => {
        paused.push(milliseconds)
        clock += milliseconds
      },
    },
  )
}

const product: ShopProduct = {
  sku: 'TENT-2P',
  title: 'Tent',
  description: 'For <two>',
  price: '189.00',
  images: [],
  shown: true,
  quantity: 7,
}

describe('settings', () => {
  it('name what is wrong', () => {
    const paths = shopify.check({ shop: 'example.com', apiVersion: '2025-10', locationId: '7' }).map(({ path }) => path)
    expect(paths).toEqual(['shop', 'apiVersion', 'locationId', 'accessToken', 'webhookSecret'])
  })
})

describe('orders', () => {
  it('come in pages, by when they changed, with all their lines', async () => {
    for (let at = 0; at < 130; at++) {
      clock += 1000
      standIn.shop.addOrder(`#${1000 + at}`, [{ sku: 'TENT-2P', quantity: 1, price: '10.00' }])
    }
    const lines = Array.from({ length: 230 }, (_, at) => ({ sku: `S-${at}`, quantity: 1, price: '1.00' }))
    standIn.shop.addOrder('#2000', [
      ...lines,
      { sku: 'GIFT-CARD', quantity: 1, price: '5.00', requiresShipping: false },
    ])
    const first = await shop.changedOrders(new Date(0))
    if (!first.ok) throw new Error(first.failure.detail)
    expect(first.orders).toHaveLength(100)
    const second = await shop.changedOrders(new Date(0), first.next)
    if (!second.ok) throw new Error(second.failure.detail)
    expect(second).toMatchObject({ ok: true, orders: { length: 31 } })
    expect(second.next).toBeUndefined()
    const read = await shop.readOrder(second.orders.at(-1)!.remoteId)
    expect(read).toMatchObject({ ok: true, order: { number: '2000', ready: true, lines: { length: 230 } } })
    expect(await shop.readOrder('gid://shopify/Order/999999')).toEqual({ ok: true, order: undefined })
  })

  it('are ready when they are paid, or when they are placed', async () => {
    const { id } = standIn.shop.addOrder('#1', [{ sku: 'A', quantity: 1, price: '1' }], { financial: 'PENDING' })
    expect(await shop.readOrder(id)).toMatchObject({ order: { ready: false } })
    expect(await open({ takeOrders: 'placed' }).readOrder(id)).toMatchObject({ order: { ready: true } })
  })
})

describe('what of an order is the hub’s', () => {
  const sharesOf = async (id: string, change: object = {}) => {
    const read = await open(change).readOrder(id)
    if (!read.ok) throw new Error(read.failure.detail)
    return read.order!.lines.map(({ sku, quantity, waiting }) => [sku, quantity, waiting])
  }

  it('is what has not shipped from elsewhere, however many lines there are', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => ({ sku: `S-${at}`, quantity: 3, price: '1.00' }))
    const order = standIn.shop.addOrder('#1', lines)
    order.fulfillmentOrders[0]!.items[59]!.remainingQuantity = 1
    order.fulfillmentOrders[0]!.items[58]!.remainingQuantity = 0
    expect((await sharesOf(order.id)).slice(-3)).toEqual([
      ['S-57', 3, 3],
      ['S-58', 3, 0],
      ['S-59', 3, 1],
    ])
  })

  it('is what the shop assigns to the hub’s location, where that is set', async () => {
    const order = standIn.shop.addOrder('#1', [
      { sku: 'OURS', quantity: 2, price: '1' },
      { sku: 'THEIRS', quantity: 5, price: '1', location: otherLocation },
    ])
    expect(await sharesOf(order.id)).toEqual([
      ['OURS', 2, 2],
      ['THEIRS', 5, 5],
    ])
    expect(await sharesOf(order.id, { takeLines: 'location' })).toEqual([['OURS', 2, 2]])
    Object.assign(order.fulfillmentOrders[0]!, { status: 'CLOSED' })
    order.fulfillmentOrders[0]!.items[0]!.remainingQuantity = 0
    expect(await sharesOf(order.id, { takeLines: 'location' })).toEqual([['OURS', 2, 0]])
  })

  it('is shipped from the hub’s location first', async () => {
    const order = standIn.shop.addOrder('#1', [{ sku: 'A', quantity: 2, price: '1' }])
    const [here] = order.fulfillmentOrders
    const there = { ...here!, id: 'gid://shopify/FulfillmentOrder/9', locationId: otherLocation }
    const item = here!.items[0]!
    there.items = [{ ...item, id: 'gid://shopify/FulfillmentOrderLineItem/9', totalQuantity: 1, remainingQuantity: 1 }]
    Object.assign(item, { totalQuantity: 1, remainingQuantity: 1 })
    order.fulfillmentOrders.unshift(there)
    const lines = [{ remoteLineId: order.lines[0]!.id, quantity: '1' }]
    await shop.sendPackage({ packageId: 'p', orderId: 'o', remoteOrderId: order.id, told: [], lines })
    expect([item.remainingQuantity, there.items[0]!.remainingQuantity]).toEqual([0, 1])
  })

  it('is held while the shop holds it', async () => {
    const order = standIn.shop.addOrder('#1', [{ sku: 'A', quantity: 1, price: '1' }])
    order.fulfillmentOrders[0]!.status = 'ON_HOLD'
    expect(await shop.readOrder(order.id)).toMatchObject({ order: { held: true } })
    order.fulfillmentOrders[0]!.status = 'OPEN'
    expect(await shop.readOrder(order.id)).toMatchObject({ order: { held: false } })
  })

  it('costs what the customer paid, without taxes', async () => {
    const line = { sku: 'A', quantity: 2, price: '119.00' }
    const pricesOf = async (change: object) => {
      const read = await shop.readOrder(standIn.shop.addOrder('#1', [line], change).id)
      return read.ok && [read.order!.lines[0]!.unitPrice, read.order!.head.shippingPrice]
    }
    expect(await pricesOf({ shipping: '0.00' })).toEqual(['119.00', '0.00'])
    expect(await pricesOf({ shipping: '5.95', taxRate: 0.19 })).toEqual(['100', '5'])
  })

  it('goes to a company where no person is named', async () => {
    const { id, address } = standIn.shop.addOrder('#1', [{ sku: 'A', quantity: 1, price: '1' }])
    Object.assign(address, { name: ' ', company: 'Alder Works' })
    expect(await shop.readOrder(id)).toMatchObject({ order: { head: { shipTo: { name: 'Alder Works' } } } })
  })
})

describe('limits', () => {
  it('are waited for by what an operation cost before, and THROTTLED is tried again', async () => {
    const { id } = standIn.shop.addOrder('#1', [{ sku: 'A', quantity: 1, price: '1' }])
    await shop.readOrder(id)
    standIn.drain(10_000)
    expect(await shop.readOrder(id)).toMatchObject({ ok: false, failure: { code: 'partner-busy' } })
    expect(standIn.throttled).toBeGreaterThan(1)
    clock += 300_000
    for (let at = 0; at < 100; at++) expect(await shop.readOrder(id)).toMatchObject({ ok: true })
    expect(paused.length).toBeGreaterThan(5)
  })

  it('of requests are kept: 429 says how long', async () => {
    standIn.troubles.push({ status: 429, headers: { 'retry-after': '2' } })
    expect(await shop.changedOrders(now())).toMatchObject({ ok: true })
    expect(paused).toEqual([2000])
  })

  it.each([
    [{ status: 401 }, 'authentication-failed'],
    [{ status: 503 }, 'partner-busy'],
    [{ status: 423 }, 'partner-busy'],
    [{ status: 200, body: '<html>' }, 'connection-lost'],
  ])('and troubles have their names: %j', async (trouble, code) => {
    standIn.troubles.push(trouble)
    expect(await shop.changedOrders(now())).toMatchObject({ ok: false, failure: { code } })
  })

  it('a token that is wrong, a version that is gone, a private address', async () => {
    const failing = async (change: object) => await open(change).changedOrders(now())
    expect(await failing({ accessToken: 'shpat_another' })).toMatchObject({
      failure: { code: 'authentication-failed' },
    })
    expect(await failing({ apiVersion: '2027-01' })).toMatchObject({ failure: { code: 'settings-incomplete' } })
    const deps = { call: guardedCallOut({ allowPrivateAddresses: false }), now, pause: async () => undefined }
    const closed = shopify.open({ ...standIn.settings, ...standIn.secrets }, deps)
    expect(await closed.changedOrders(now())).toMatchObject({ failure: { code: 'address-not-allowed' } })
  })
})

describe('parcels', () => {
  const parcel = (
    order: { id: string; lines: { id: string }[] },
    quantities: number[],
    number?: string,
  ): ShopPackage => ({
    ...{ packageId: 'p', orderId: 'o', remoteOrderId: order.id, told: [] },
    lines: quantities.map((quantity, at) => ({ remoteLineId: order.lines[at]!.id, quantity: String(quantity) })),
    ...(number && { tracking: { number, carrier: 'UPSN' } }),
  })

  it('fulfil in part, at several locations, each by its own fulfillment', async () => {
    const order = standIn.shop.addOrder('#1', [
      { sku: 'A', quantity: 3, price: '1' },
      { sku: 'B', quantity: 1, price: '1', location: otherLocation },
    ])
    const sent = await shop.sendPackage(parcel(order, [2, 1], '1Z999AA10123456784'))
    expect(sent).toMatchObject({ ok: true, remoteIds: { length: 2 } })
    expect(order.fulfillments).toMatchObject([
      { tracking: { number: '1Z999AA10123456784', company: 'UPS' }, notifyCustomer: true, items: [{ quantity: 2 }] },
      { items: [{ quantity: 1 }] },
    ])
    expect(order.fulfillmentOrders.map(({ status }) => status)).toEqual(['OPEN', 'CLOSED'])
  })

  it('are told once when the answer was lost, and two alike are two', async () => {
    const order = standIn.shop.addOrder('#1', [{ sku: 'A', quantity: 3, price: '1' }])
    standIn.troubles.push(null, 'answer-lost')
    const one = parcel(order, [1])
    expect(await shop.sendPackage(one)).toMatchObject({ ok: false, failure: { code: 'connection-lost' } })
    const again = await shop.sendPackage(one)
    expect(again).toMatchObject({ ok: true, remoteIds: { length: 1 } })
    expect(order.fulfillments).toHaveLength(1)
    const told = order.fulfillments.map(({ id }) => id)
    expect(await shop.sendPackage({ ...one, told })).toMatchObject({ ok: true })
    expect(order.fulfillments).toHaveLength(2)
  })

  it('are told whatever line they are of, however many the order has', async () => {
    const lines = Array.from({ length: 300 }, (_, at) => ({ sku: `S-${at}`, quantity: 2, price: '1' }))
    const order = standIn.shop.addOrder('#1', lines)
    const last = { remoteLineId: order.lines[299]!.id, quantity: '2' }
    expect(await shop.sendPackage({ ...parcel(order, [1]), lines: [last] })).toMatchObject({ ok: true })
    expect(order.fulfillments).toMatchObject([{ items: [{ quantity: 2, lineItem: { sku: 'S-299' } }] }])
  })

  it('are taken back once, and what they held can ship again', async () => {
    const order = standIn.shop.addOrder('#1', [{ sku: 'A', quantity: 2, price: '1' }])
    const made = await shop.sendPackage(parcel(order, [2], 'T-1'))
    if (!made.ok) throw new Error(made.failure.detail)
    standIn.troubles.push(null, 'answer-lost')
    expect(await shop.takeBackPackage(made.remoteIds)).toMatchObject({ failure: { code: 'connection-lost' } })
    expect(await shop.takeBackPackage(made.remoteIds)).toEqual({ ok: true })
    expect(order.fulfillments.map(({ status }) => status)).toEqual(['CANCELLED'])
    const again = { ...parcel(order, [2], 'T-1'), told: made.remoteIds }
    expect(await shop.sendPackage(again)).toMatchObject({ ok: true, remoteIds: { length: 1 } })
    expect(order.fulfillments.map(({ status }) => status)).toEqual(['CANCELLED', 'SUCCESS'])
  })

  it('that the shop does not wait for are refused, and nothing is fulfilled', async () => {
    const order = standIn.shop.addOrder('#1', [{ sku: 'A', quantity: 1, price: '1' }])
    expect(await shop.sendPackage(parcel(order, [2], 'X'))).toMatchObject({
      ok: false,
      failure: { code: 'partner-refused' },
    })
    expect(order.fulfillments).toEqual([])
  })
})

describe('products', () => {
  it('are made with their stock, changed, and made once when the answer was lost', async () => {
    standIn.troubles.push(null, 'answer-lost')
    expect(await shop.putProduct(product)).toMatchObject({ ok: false })
    const made = await shop.putProduct(product)
    if (!made.ok || !made.remote) throw new Error('not made')
    expect(standIn.shop.products).toMatchObject([
      { title: 'Tent', status: 'ACTIVE', descriptionHtml: '<p>For &lt;two&gt;</p>' },
    ])
    expect(standIn.shop.variantOf('TENT-2P')).toMatchObject({ price: '189.00' })
    expect(standIn.shop.variantOf('TENT-2P').available.get(mainLocation)).toBe(7)
    await shop.putProduct({ ...product, shown: false, price: '199.00' }, made.remote)
    expect(standIn.shop.products).toMatchObject([{ status: 'DRAFT', variants: [{ price: '199.00' }] }])
  })

  it('are made anew when the shop has deleted them', async () => {
    const made = await shop.putProduct(product)
    const other = standIn.shop.addProduct('mug', ['MUG'])
    const taken = await shop.putProduct({ ...product, sku: 'MUG' })
    if (!made.ok || !taken.ok) throw new Error('not made')
    standIn.shop.products.length = 0
    const again = await shop.putProduct(product, made.remote)
    expect(again).toMatchObject({ ok: true, remote: { own: true } })
    expect(await shop.putProduct({ ...product, sku: 'MUG' }, taken.remote)).toMatchObject({ remote: { own: true } })
    expect(standIn.shop.products).toHaveLength(2)
    expect(standIn.shop.products).not.toContain(other)
  })

  it('that are not to be shown are not made', async () => {
    expect(await shop.putProduct({ ...product, shown: false })).toEqual({ ok: true })
    expect(standIn.shop.products).toEqual([])
  })

  it('of the shop are taken over by their SKU, and keep their other variants', async () => {
    const shirt = standIn.shop.addProduct('shirt', ['TENT-2P', 'TENT-2P-XL'])
    expect(await shop.putProduct({ ...product, shown: false })).toMatchObject({
      ok: true,
      remote: { own: false, alone: false },
    })
    expect(shirt).toMatchObject({ status: 'ACTIVE', variants: [{ price: '189.00' }, { price: '10.00' }] })
    // The shop counts it from now on, and sells none of what is paused.
    expect(standIn.shop.done.at(-1)?.args.variants).toMatchObject([
      { inventoryItem: { tracked: true }, inventoryPolicy: 'DENY' },
    ])
    const mug = standIn.shop.addProduct('mug', ['MUG'])
    await shop.putProduct({ ...product, sku: 'MUG', shown: false })
    expect(mug).toMatchObject({ status: 'DRAFT', title: 'mug' })
  })

  it('are refused by what the shop says', async () => {
    const refusal = await shop.putProduct({ ...product, price: '9000000.00' })
    expect(refusal).toMatchObject({
      failure: { code: 'partner-refused', detail: expect.stringContaining('less than') },
    })
    standIn.shop.addProduct('a', ['TENT-2P'])
    standIn.shop.addProduct('b', ['TENT-2P'])
    expect(await shop.putProduct(product)).toMatchObject({ failure: { code: 'partner-refused' } })
  })
})

describe('stock', () => {
  async function levels(count: number) {
    const made = []
    for (let at = 0; at < count; at++) {
      standIn.shop.addProduct(`p-${at}`, [`S-${at}`])
      const answer = await shop.putProduct({ ...product, sku: `S-${at}` })
      if (answer.ok && answer.remote) made.push({ remote: answer.remote, quantity: at + 1 })
    }
    return made
  }

  it('is set where it differs, in one call; what is not stocked at the location yet is', async () => {
    const wanted = await levels(60)
    for (const at of [0, 1, 2]) standIn.shop.variantOf(`S-${at}`).available.set(mainLocation, 1)
    standIn.asked.length = 0
    expect(await shop.sendInventory(wanted, 'k')).toEqual({ ok: true, stale: [] })
    expect(standIn.asked.filter(name => name === 'SetQuantities')).toHaveLength(1)
    expect(standIn.asked.filter(name => name === 'Activate')).toHaveLength(57)
    for (const at of [0, 2, 59]) expect(standIn.shop.variantOf(`S-${at}`).available.get(mainLocation)).toBe(at + 1)
    const [last] = standIn.shop.done.filter(({ name }) => name === 'inventorySetQuantities')
    expect((last!.args.input as { quantities: object[] }).quantities).toHaveLength(2)
  })

  it('that was sold meanwhile is left, and the rest is set', async () => {
    const wanted = await levels(3)
    for (const at of [0, 1, 2]) standIn.shop.variantOf(`S-${at}`).available.set(mainLocation, 50)
    const selling = shopify.open(
      { ...standIn.settings, ...standIn.secrets },
      {
        now,
        pause: async () => undefined,
        call: async (url, options) => {
          // A customer buys between reading and setting.
          if (String(options.body).includes('SetQuantities'))
            standIn.shop.variantOf('S-1').available.set(mainLocation, 49)
          return await guardedCallOut({ allowPrivateAddresses: true })(url, options)
        },
      },
    )
    expect(await selling.sendInventory(wanted, 'k')).toMatchObject({ ok: true, stale: [{ quantity: 2 }] })
    const now_ = [0, 1, 2].map(at => standIn.shop.variantOf(`S-${at}`).available.get(mainLocation))
    expect(now_).toEqual([1, 49, 3])
  })
})

describe('webhooks', () => {
  const read = (headers: Record<string, string>, body: string) =>
    shopify.readWebhook(
      { ...standIn.settings, ...standIn.secrets },
      { header: name => headers[name], body: new TextEncoder().encode(body) },
    )

  it('are believed when they are signed by the shop, and name the order', () => {
    const { headers, body } = standIn.webhook('orders/create', { admin_graphql_api_id: 'gid://shopify/Order/7' }, 'w-1')
    expect(read(headers, body)).toEqual({
      ok: true,
      webhookId: 'w-1',
      topic: 'orders/create',
      changed: ['gid://shopify/Order/7'],
    })
    expect(read(headers, `${body} `)).toMatchObject({ ok: false, because: 'forged' })
    expect(read({ ...headers, 'x-shopify-shop-domain': 'other.myshopify.com' }, body)).toMatchObject({
      because: 'forged',
    })
    expect(read({ ...headers, 'x-shopify-hmac-sha256': '' }, body)).toMatchObject({ because: 'forged' })
    const edit = standIn.webhook('orders/edited', { order_edit: { order_id: 7 } }, 'w-2')
    expect(read(edit.headers, edit.body)).toMatchObject({ changed: ['gid://shopify/Order/7'] })
    const odd = standIn.webhook('orders/create', { id: 7 }, 'w-3')
    expect(read(odd.headers, odd.body)).toMatchObject({ because: 'malformed' })
  })
})

describe('trying a shop', () => {
  it('says step by step what works and what the token lacks', async () => {
    expect((await shop.test()).map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed'])
    standIn.scopes = ['read_orders']
    const steps = await open({ locationId: 'gid://shopify/Location/77' }).test()
    expect(steps).toMatchObject([
      { outcome: 'passed' },
      { outcome: 'failed', says: expect.stringContaining('write_products') },
      { outcome: 'failed' },
    ])
    expect((await open({ accessToken: 'shpat_another' }).test()).map(({ outcome }) => outcome)).toEqual([
      'failed',
      'skipped',
      'skipped',
    ])
  })
})

describe('subscriptions', () => {
  const at = 'https://hub.example/shops/1/2/webhooks'

  it('are asked for once, and again where the shop has dropped one', async () => {
    expect(await shop.subscribe(at)).toEqual({ ok: true })
    expect(await shop.subscribe(at)).toEqual({ ok: true })
    expect(standIn.shop.subscriptions.map(({ topic }) => topic)).toEqual([
      'ORDERS_CREATE',
      'ORDERS_UPDATED',
      'ORDERS_EDITED',
      'ORDERS_CANCELLED',
      'REFUNDS_CREATE',
    ])
    standIn.shop.subscriptions.splice(1, 1)
    await shop.subscribe(at)
    expect(standIn.shop.subscriptions).toHaveLength(5)
    expect(await shop.subscribe('http://hub.example/')).toMatchObject({ failure: { code: 'partner-refused' } })
  })

  it('of a refund name its order', () => {
    const { headers, body } = standIn.webhook('refunds/create', { id: 7, order_id: 42 }, 'w-1')
    const read = shopify.readWebhook(
      { ...standIn.settings, ...standIn.secrets },
      { header: name => headers[name], body: Buffer.from(body) },
    )
    expect(read).toMatchObject({ ok: true, changed: ['gid://shopify/Order/42'] })
  })
})

import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import {
  exceptions,
  orders,
  purchaseOrderChanges,
  purchaseOrderLines,
  purchaseOrders,
  storefrontListings,
  storefrontOrders,
  storefronts,
} from '../../db/schema/index.ts'
import { applyInventory } from '../../engine/inventory/apply-advice.ts'
import { listingBook } from '../../engine/listing/books.ts'
import { addSalesChannel, channelFields } from '../../engine/listing/channels.ts'
import { listingRules } from '../../engine/listing/listing-rules.ts'
import { beginDraft } from '../../engine/rule-sets/drafts.ts'
import { publishVersion } from '../../engine/rule-sets/publish.ts'
import { ship } from '../../engine/shipments/ship.ts'
import { shipNoticeOf } from '../../engine/testing/documents.ts'
import { type Seeded, seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import { addStorefront, setStorefrontActive, syncNow } from '../../partners/storefronts/storefronts.ts'
import { runJobs } from '../api/testing/run-jobs.ts'
import { refreshListings } from '../jobs/refresh-listings.ts'
import { connectors } from './registry.ts'
import { sweepStorefronts } from './sweep.ts'
import { syncStorefront } from './sync.ts'
import { wrong } from './testing/shopify-records.ts'
import { ShopifyStandIn } from './testing/shopify-server.ts'
import { mainLocation } from './testing/shopify-shop.ts'
import { tryStorefront } from './try.ts'
import { createWebhookDoor, webhookPath } from './webhook-door.ts'

const open = freshDatabases()
const box = secretBox('a secret for tests only')
let hub: HubDatabase
let seeded: Seeded
let standIn: ShopifyStandIn
let id: string

beforeEach(async () => {
  hub = await open()
  standIn = await ShopifyStandIn.start()
  seeded = await seedRetailer(hub, {
    suppliers: [
      {
        name: 'Northwind',
        offers: [
          { sku: 'TENT', supplierSku: 'NO-TENT', cost: '20', stock: '5' },
          { sku: 'LAMP', supplierSku: 'NO-LAMP', cost: '8', stock: '9' },
        ],
      },
    ],
  })
  const { retailerId } = seeded
  await publish([{ id: 'all', effect: { action: 'list' } }])
  id = await hub.work('user:ann', async work => {
    const { id: channelId } = await addSalesChannel(work, { retailerId, fields: channelFields.parse({ name: 'Shop' }) })
    const { settings, secrets } = standIn
    const fields = { settings, secrets, everyMinutes: 5, kind: 'shopify' }
    return (await addStorefront(work, box, connectors, { retailerId, channelId, ...fields })).id
  })
  await runJobs(hub)
})

afterEach(() => standIn.stop())

async function publish(rules: object[]): Promise<void> {
  const { retailerId } = seeded
  await hub.work('user:ann', async work => {
    const content = listingRules.parse({ version: 0, rules })
    const draft = await beginDraft(listingBook, work, { retailerId, content })
    await publishVersion(listingBook, work, { retailerId, id: draft.id, reason: 'For the test.' })
  })
  await refreshListings(hub, { retailerId, all: true })
}

/** A round with the shop, and all that follows from it. */
async function sync(): Promise<void> {
  await hub.work('user:ann', work => syncNow(work, { retailerId: seeded.retailerId, id }))
  await sweepStorefronts(hub)
  await runJobs(hub, { allowPrivateAddresses: true })
}

async function post(topic: string, orderId: string, webhookId: string, change: Record<string, string> = {}) {
  const { headers, body } = standIn.webhook(topic, { admin_graphql_api_id: orderId }, webhookId)
  const door = createWebhookDoor({ hub, box, allowPrivateAddresses: true })
  const init = { method: 'POST', headers: { ...headers, ...change }, body }
  const { status } = await door.request(webhookPath(seeded.retailerId, id), init)
  await runJobs(hub, { allowPrivateAddresses: true })
  return status
}

const imported = () => hub.orm.select().from(orders)
const raised = () => hub.orm.select().from(exceptions)
const state = async () => (await hub.orm.select().from(storefronts))[0]!
const purchased = async () => (await hub.orm.select().from(purchaseOrders))[0]!

async function shipIt(number: string, quantity: string, trackingNumber: string): Promise<void> {
  const { retailerId, suppliers } = seeded
  const { partnershipId } = suppliers.Northwind!
  const its = (await purchased()).number
  const notice = shipNoticeOf(number, [[[its, '1', quantity]]], { package: { trackingNumber } })
  const outcome = await hub.work('partner', work =>
    ship(work, { retailerId, partnershipId, notice: { ...notice, carrier: { scac: 'UPSN' } } }),
  )
  expect(outcome).toMatchObject({ result: 'applied' })
}

it('takes an order by webhook, and tells of what its supplier ships, once', async () => {
  const order = standIn.shop.addOrder('#1001', [{ sku: 'TENT', quantity: 3, price: '50.00' }])
  expect(await post('orders/create', order.id, 'w-1')).toBe(200)
  expect(await post('orders/create', order.id, 'w-1')).toBe(200)
  expect(await post('orders/updated', order.id, 'w-2')).toBe(200)
  await sync()
  expect(await imported()).toMatchObject([{ number: '1001', channel: 'Shop', status: 'routed', shippingPrice: '9.95' }])
  expect(await purchased()).toMatchObject({ partnershipId: seeded.suppliers.Northwind!.partnershipId })
  await shipIt('S-1', '2', '1Z999AA10123456784')
  await sync()
  await sync()
  expect(order.fulfillments).toMatchObject([
    { tracking: { number: '1Z999AA10123456784', company: 'UPS' }, items: [{ quantity: 2 }] },
  ])
  await shipIt('S-2', '1', '1Z999AA10123456784')
  standIn.troubles.push(null, null, 'answer-lost')
  await sync()
  expect(await state()).toMatchObject({ failureCode: 'connection-lost' })
  await sync()
  await sync()
  expect(order.fulfillments).toMatchObject([{ items: [{ quantity: 2 }] }, { items: [{ quantity: 1 }] }])
  expect(await imported()).toMatchObject([{ status: 'shipped' }])
  expect(await state()).toMatchObject({ failures: 0, claimedUntil: null })
  expect(await raised()).toEqual([])
})

it('takes no order from before, holds what the shop holds, and buys no more than what has not shipped', async () => {
  const lines = [
    { sku: 'TENT', quantity: 3, price: '50.00' },
    { sku: 'LAMP', quantity: 1, price: '5.00' },
  ]
  const before = (await state()).createdAt.getTime() - 1
  standIn.shop.touch(standIn.shop.addOrder('#0', lines, { createdAt: new Date(before) }))
  const order = standIn.shop.addOrder('#1', lines)
  const [waiting] = order.fulfillmentOrders
  waiting!.items[0]!.remainingQuantity = 2
  waiting!.items[1]!.remainingQuantity = 0
  waiting!.status = 'ON_HOLD'
  await sync()
  await sync()
  expect(await imported()).toEqual([])
  waiting!.status = 'IN_PROGRESS'
  await sync()
  expect(await imported()).toMatchObject([{ number: '1' }])
  expect(await hub.orm.select().from(purchaseOrderLines)).toMatchObject([{ supplierSku: 'NO-TENT', ordered: '2' }])
  await shipIt('S-1', '2', '1Z999AA10123456784')
  await sync()
  expect(order.fulfillments).toMatchObject([{ items: [{ quantity: 2, lineItem: { sku: 'TENT' } }] }])
  expect(await raised()).toEqual([])
})

it('takes back at the shop what its supplier takes back, and tells of what ships instead', async () => {
  const order = standIn.shop.addOrder('#1001', [{ sku: 'TENT', quantity: 2, price: '50.00' }])
  await sync()
  await shipIt('S-1', '2', '1Z999AA10123456784')
  await sync()
  const { retailerId, suppliers } = seeded
  const { partnershipId } = suppliers.Northwind!
  const notice = shipNoticeOf('S-1', [], { purpose: 'cancellation' })
  await hub.work('partner', work => ship(work, { retailerId, partnershipId, notice }))
  await shipIt('S-2', '2', '1Z999AA10123456784')
  await sync()
  await sync()
  expect(order.fulfillments.map(({ status }) => status)).toEqual(['CANCELLED', 'SUCCESS'])
  expect(await raised()).toEqual([])
})

it('has the shop post webhooks to its public address, once a day', async () => {
  const context = { hub, box, allowPrivateAddresses: true, publicUrl: 'https://hub.example' }
  const round = async () => {
    await hub.work('user:ann', work => syncNow(work, { retailerId: seeded.retailerId, id }))
    await sweepStorefronts(hub)
    await syncStorefront(context, { retailerId: seeded.retailerId, storefrontId: id })
  }
  await round()
  await round()
  expect(standIn.asked.filter(name => name === 'Subscriptions')).toHaveLength(1)
  const uri = `https://hub.example${webhookPath(seeded.retailerId, id)}`
  expect(new Set(standIn.shop.subscriptions.map(one => one.uri))).toEqual(new Set([uri]))
  expect(await state()).toMatchObject({ webhooksProblem: null, failures: 0 })
})

it('says so when the shop does not take a parcel back', async () => {
  const order = standIn.shop.addOrder('#1001', [{ sku: 'TENT', quantity: 2, price: '50.00' }])
  await sync()
  await shipIt('S-1', '2', '1Z999AA10123456784')
  await sync()
  const { retailerId, suppliers } = seeded
  const { partnershipId } = suppliers.Northwind!
  const notice = shipNoticeOf('S-1', [], { purpose: 'cancellation' })
  await hub.work('partner', work => ship(work, { retailerId, partnershipId, notice }))
  standIn.shop.fulfillmentCancel = () => wrong(['id'], 'The fulfillment was delivered.')
  await sync()
  await sync()
  expect(order.fulfillments).toMatchObject([{ status: 'SUCCESS' }])
  expect(await raised()).toMatchObject([
    { kind: 'storefront-order', actual: 'taken back', summary: expect.stringContaining('was delivered') },
  ])
})

it('tries a shop in steps', async () => {
  const context = { hub, box, allowPrivateAddresses: true }
  expect(await tryStorefront(context, seeded.retailerId, id)).toMatchObject({ passed: true, steps: { length: 3 } })
  const inside = await tryStorefront({ hub, box }, seeded.retailerId, id)
  expect(inside).toMatchObject({ passed: false, steps: [{ says: expect.stringContaining('private') }, {}, {}] })
  expect(await tryStorefront(context, seeded.retailerId, seeded.retailerId)).toBeUndefined()
})

it('believes no webhook that the shop did not sign, and says nothing of what there is', async () => {
  const order = standIn.shop.addOrder('#1001', [{ sku: 'TENT', quantity: 1, price: '50.00' }])
  expect(await post('orders/create', order.id, 'w-1', { 'x-shopify-hmac-sha256': 'bm8=' })).toBe(401)
  const door = createWebhookDoor({ hub, box })
  const nowhere = await door.request(webhookPath(seeded.retailerId, seeded.retailerId), { method: 'POST', body: '{}' })
  expect(nowhere.status).toBe(401)
  expect(await imported()).toEqual([])
})

it('finds by polling what no webhook told, and goes on after a pause', async () => {
  await hub.work('user:ann', work => setStorefrontActive(work, { retailerId: seeded.retailerId, id, active: false }))
  const order = standIn.shop.addOrder('#1', [{ sku: 'TENT', quantity: 1, price: '50.00' }])
  standIn.shop.addOrder('#2', [{ sku: 'LAMP', quantity: 1, price: '5.00' }], { financial: 'PENDING' })
  expect(await post('orders/create', order.id, 'w-1')).toBe(200)
  await sync()
  expect(await imported()).toEqual([])
  await hub.work('user:ann', work => setStorefrontActive(work, { retailerId: seeded.retailerId, id, active: true }))
  await sync()
  expect(await imported()).toMatchObject([{ number: '1' }])
  standIn.shop.touch(standIn.shop.orders[1]!, { financial: 'PAID' })
  await sync()
  expect((await imported()).map(({ number }) => number).sort()).toEqual(['1', '2'])
})

it('cancels what the shop cancels, and puts other changes before a person', async () => {
  const [first, second] = ['#1', '#2'].map(name =>
    standIn.shop.addOrder(name, [{ sku: 'LAMP', quantity: 2, price: '5.00' }]),
  )
  await sync()
  standIn.shop.touch(second!, { lines: [{ ...second!.lines[0]!, currentQuantity: 1 }] })
  standIn.shop.touch(first!, { cancelledAt: new Date() })
  await sync()
  await sync()
  expect(await raised()).toMatchObject([
    {
      kind: 'storefront-order',
      summary: 'Order 2 of Shop was changed at the shop.',
      actual: expect.stringMatching(/^1 × LAMP/),
    },
  ])
  const [cancelled] = await hub.orm.select().from(orders).where(eq(orders.number, '1'))
  const [its] = await hub.orm.select().from(purchaseOrders).where(eq(purchaseOrders.orderId, cancelled!.id))
  // Its supplier has it already, and is asked.
  expect(await hub.orm.select().from(purchaseOrderChanges)).toMatchObject([
    { purchaseOrderId: its!.id, status: 'requested', request: { afterwards: 'cancel' } },
  ])
})

it('puts an order that it cannot take before a person, and takes it once that is mended', async () => {
  const order = standIn.shop.addOrder('#1', [{ sku: 'UNKNOWN', quantity: 1, price: '5.00' }])
  await sync()
  expect(await raised()).toMatchObject([
    { kind: 'storefront-order', summary: expect.stringContaining('UNKNOWN'), resolvedAt: null },
  ])
  order.lines[0]!.sku = 'TENT'
  await sync()
  expect(await imported()).toMatchObject([{ number: '1' }])
  expect(await raised()).toMatchObject([{ resolution: 'imported' }])
  expect(await hub.orm.select().from(storefrontOrders)).toMatchObject([{ remoteId: order.id, number: '1' }])
})

it('tells of products and stock, only what changed, and hides what is paused', async () => {
  await sync()
  expect(standIn.shop.products.map(({ title, status }) => [title, status])).toEqual([
    ['Product TENT', 'ACTIVE'],
    ['Product LAMP', 'ACTIVE'],
  ])
  const available = (sku: string) => standIn.shop.variantOf(sku).available.get(mainLocation)
  expect([available('TENT'), available('LAMP')]).toEqual([5, 9])
  const before = standIn.shop.done.length
  await sync()
  expect(standIn.shop.done).toHaveLength(before)
  await hub.work('partner', work =>
    applyInventory(work, {
      retailerId: seeded.retailerId,
      partnershipId: seeded.suppliers.Northwind!.partnershipId,
      advice: {
        ...{ kind: 'inventory-advice', scope: 'delta', number: 'F-1', date: '2026-03-02' },
        lines: [{ ids: { supplier: 'NO-TENT' }, quantity: '3' }],
      },
    }),
  )
  await runJobs(hub)
  await sync()
  expect([available('TENT'), available('LAMP')]).toEqual([3, 9])
  expect(standIn.shop.done.slice(before).map(({ name }) => name)).toEqual(['inventorySetQuantities'])
  await publish([
    { id: 'all', effect: { action: 'list' } },
    { id: 'no-tents', when: { skus: ['TENT'] }, effect: { action: 'pause' } },
  ])
  await sync()
  expect(standIn.shop.productOf('TENT').status).toBe('DRAFT')
  expect(standIn.shop.productOf('LAMP').status).toBe('ACTIVE')
  expect(available('TENT')).toBe(0)
})

it('puts a product that the shop refuses before a person, and tells of the others', async () => {
  for (const handle of ['a', 'b']) standIn.shop.addProduct(handle, ['TENT'])
  await sync()
  expect(standIn.shop.productOf('LAMP').status).toBe('ACTIVE')
  expect(await raised()).toMatchObject([{ kind: 'listings-not-sent', summary: expect.stringContaining('TENT') }])
  expect(await hub.orm.select().from(storefrontListings)).toHaveLength(2)
  expect(await state()).toMatchObject({ failures: 0 })
})

it('says why a shop cannot be talked to, and settles that when it can', async () => {
  const unauthorised = { status: 401 }
  standIn.troubles.push(unauthorised)
  await sync()
  expect(await state()).toMatchObject({ failures: 1, failureCode: 'authentication-failed' })
  expect(await raised()).toMatchObject([{ kind: 'not-fetched', actual: 'authentication-failed', resolvedAt: null }])
  await sync()
  expect(await state()).toMatchObject({ failures: 0 })
  expect(await raised()).toMatchObject([{ resolution: 'fetched' }])
})

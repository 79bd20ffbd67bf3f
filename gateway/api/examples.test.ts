import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { storeBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { exceptions, exportBatches, imports, messages, offers, products, sources } from '../../db/schema/index.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { receiveInvoice } from '../../engine/invoices/receive.ts'
import { requestChange } from '../../engine/purchase-orders/request-change.ts'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './registry.ts'
import { ApiClient } from './testing/client.ts'
import { connectMailPartner } from './testing/connected.ts'
import { heldFeed, tellStock } from './testing/feeds.ts'
import { headersFor } from './testing/headers.ts'
import { orderOf } from './testing/order.ts'
import { runJobs } from './testing/run-jobs.ts'
import { seedTrade, type Trade } from './testing/trade.ts'
import { type SeededWebhooks, seedWebhooks } from './testing/webhooks.ts'

let hub: HubDatabase
let client: ApiClient
let trade: Trade
let webhooks: SeededWebhooks
let keys: Record<Endpoint['side'], string>
/** An order that no source can fill. */
let heldOrderId: string
let productId: string
let channelId: string
let mailPartnershipId: string

beforeAll(async () => {
  hub = await emptyHub()
  trade = await seedTrade(hub)
  webhooks = await seedWebhooks(hub, trade)
  mailPartnershipId = (await connectMailPartner(hub, trade.retailerId, 'Cascade')).partnershipId
  client = new ApiClient(hub)
  keys = {
    retailer: await client.keyFor({ retailerId: trade.retailerId }),
    supplier: await client.keyFor({ supplierId: trade.supplierId }),
  }
  const lines = [{ sku: 'STOVE', quantity: '900', unitPrice: '50' }]
  const body = orderOf({ number: 'W-HELD', lines })
  heldOrderId = (await client.ask<{ id: string }>('POST', '/orders', { key: keys.retailer, body })).body.id
  await runJobs(hub)
  const [tent] = await hub.orm.select({ id: products.id }).from(products).where(eq(products.sku, 'TENT-2P'))
  productId = tent!.id
  const channel = { key: keys.retailer, body: { name: 'Shop' } }
  channelId = (await client.ask<{ id: string }>('POST', '/sales-channels', channel)).body.id
})

afterAll(() => hub.close())

/** The example with the numbers and ids that this retailer has instead of those that the documentation shows. */
function inPlace(example: unknown): unknown {
  const text = JSON.stringify(example)
  if (text === undefined) return undefined
  const isWarehouse = text.includes('sourceId')
  return JSON.parse(
    text
      .replace('"PO-1"', JSON.stringify(isWarehouse ? trade.warehouseOrder.number : trade.supplierOrder.number))
      .replace('01890000-0000-7000-8000-000000000001', trade.warehouseId)
      .replace('01890000-0000-7000-8000-000000000002', trade.partnershipId)
      .replace('01890000-0000-7000-8000-000000000004', productId)
      .replace('01890000-0000-7000-8000-000000000006', channelId),
  )
}

/** A partner that is not live yet, with a channel. */
async function testedPartner(): Promise<string> {
  const partner = { name: `Tested ${hub.newId()}`, currency: 'USD', terms: { netDays: 30 } }
  const made = await client.ask('POST', '/partners', { key: keys.retailer, body: partner })
  const id = made.headers.get('location')!.split('/').at(-2)!
  const transport = { mode: 'host' }
  const secrets = { password: 'a long enough password' }
  const body = { transport: 'sftp', format: 'csv', settings: { transport }, secrets, userName: id }
  await client.ask('PUT', `/partners/${id}/channel`, { key: keys.retailer, body, headers: { 'If-Match': '*' } })
  return id
}

/** An import that was given up. */
async function failedImport(): Promise<string> {
  const sent = { key: keys.retailer, body: [{ sku: 'STOVE', title: 'Stove' }] }
  const { id } = (await client.ask<{ id: string }>('POST', '/products/imports', sent)).body
  await hub.orm.update(imports).set({ status: 'failed', failure: 'No disk.' }).where(eq(imports.id, id))
  return id
}

/** A batch with a file of credits. */
async function batchWithCredits(): Promise<string> {
  const [batch] = await hub.orm.select().from(exportBatches)
  const { id, blobId: creditsBlobId } = batch!
  await hub.orm
    .update(exportBatches)
    .set({ creditsFileName: 'credits.csv', creditsBlobId })
    .where(eq(exportBatches.id, id))
  return id
}

/** Somebody to call at the supplier. */
async function contact(): Promise<{ partnershipId: string; id: string }> {
  const { partnershipId } = trade
  const sent = { key: keys.retailer, body: { name: 'Ann Weber' } }
  const { body } = await client.ask<{ contacts: { id: string }[] }>('POST', `/partners/${partnershipId}/contacts`, sent)
  return { partnershipId, id: body.contacts.at(-1)!.id }
}

/** A supplier's item that no product is. */
async function candidate(): Promise<string> {
  const { retailerId } = trade
  const [source] = await hub.orm.select().from(sources).where(eq(sources.partnershipId, trade.partnershipId))
  const id = hub.newId()
  const said = { supplierSku: id, cost: '1', currency: 'USD', catalog: { title: 'Something new' } }
  const times = { createdAt: hub.now(), updatedAt: hub.now() }
  await hub.orm.insert(offers).values({ ...{ retailerId, id, sourceId: source!.id }, ...said, ...times })
  return id
}

/** Something that a note of what was done settles. */
async function notedException(): Promise<string> {
  const { retailerId, partnershipId } = trade
  const key = `over-shipped:${hub.newId()}`
  const summary = 'Three shipped, two ordered.'
  await hub.work('test', work =>
    raiseException(work, { retailerId, partnershipId, key, kind: 'over-shipped', summary }),
  )
  const [raised] = await hub.orm.select().from(exceptions).where(eq(exceptions.key, key))
  return raised!.id
}

/** A message that its partner has refused. */
async function failed(id: string): Promise<string> {
  await hub.orm.update(messages).set({ status: 'failed', failureCode: 'partner-refused' }).where(eq(messages.id, id))
  return id
}

/** A message that left, with what is in it. */
async function outbound() {
  const list = await client.ask<{ data: { id: string }[] }>('GET', '/messages?direction=out', { key: keys.retailer })
  const one = { key: keys.retailer }
  return (
    await client.ask<{ id: string; documents: { id: string }[] }>('GET', `/messages/${list.body.data[0]!.id}`, one)
  ).body
}

/** A message that came and could not be read, for which a receipt was given. */
async function rejected(): Promise<string> {
  const { retailerId, partnershipId } = trade
  const id = hub.newId()
  await hub.work('test', async work => {
    const { blobId } = await storeBlob(work, retailerId, Buffer.from('no X12'))
    const row = { retailerId, id, partnershipId, direction: 'in' as const, transport: 'rest' as const, wireId: id }
    await work.tx
      .insert(messages)
      .values({ ...row, blobId, receiptBlobId: blobId, size: 6, status: 'rejected', createdAt: work.now })
  })
  return id
}

/** A version of a map that nobody works on; what else is drafted goes first. */
async function draftMap(): Promise<string> {
  const { partnershipId } = trade
  const open = await client.ask<{ data: { id: string }[] }>('GET', '/maps?status=draft', { key: keys.retailer })
  for (const { id } of open.body.data) await client.ask('DELETE', `/maps/${id}`, { key: keys.retailer })
  const body = { partnershipId, format: 'x12', documentKind: 'purchase-order' }
  return (await client.ask<{ id: string }>('POST', '/maps', { key: keys.retailer, body })).body.id
}

/** A version of a map that had been in use. */
async function publishedMap(): Promise<string> {
  const id = await draftMap()
  await client.ask('POST', `/maps/${id}/publish`, { key: keys.retailer, body: { reason: 'To be restored' } })
  return id
}

/** A version of some rules that is not published. */
async function draftRules(path: string): Promise<string> {
  return (await client.ask<{ id: string }>('POST', path, { key: keys.retailer, body: {} })).body.id
}

/** A place that has been added. */
async function httpFeed(): Promise<string> {
  const settings = { url: 'https://supplier.example/stock.csv' }
  const body = {
    kind: 'http',
    partnershipId: trade.partnershipId,
    name: 'Stock',
    schedule: { everyMinutes: 5 },
    settings,
  }
  return (await client.ask<{ id: string }>('POST', '/feed-sources', { key: keys.retailer, body })).body.id
}

/** A feed of which a row was left out. */
function spoiltFeed(): Promise<string> {
  return tellStock(hub, trade, [
    ['LANTERN', '30'],
    ['NO-SUCH', '5'],
  ])
}

/** An invoice of which something is billed back. */
async function billedBack(): Promise<string> {
  const { retailerId, partnershipId } = trade
  const allowance = { kind: 'allowance', reason: 'B720', amount: '1', handling: 'bill-back' } as const
  const outcome = await hub.work('test', work =>
    receiveInvoice(work, {
      retailerId,
      partnershipId,
      invoice: {
        ...{ kind: 'invoice', type: 'invoice', number: 'INV-BB', date: '2026-05-06', currency: 'USD', total: '10' },
        lines: [{ quantity: '1', unitPrice: '10' }],
        allowancesAndCharges: [allowance],
      },
    }),
  )
  return outcome.id!
}

/** A purchase order that the supplier has still to ship. */
async function openPurchaseOrder(): Promise<string> {
  const body = orderOf({ number: `W-${hub.newId()}`, lines: [{ sku: 'LANTERN', quantity: '2', unitPrice: '50' }] })
  const { id } = (await client.ask<{ id: string }>('POST', '/orders', { key: keys.retailer, body })).body
  await runJobs(hub)
  const path = `/purchase-orders?orderId=${id}&partnershipId=${trade.partnershipId}`
  return (await client.ask<{ data: { id: string }[] }>('GET', path, { key: keys.retailer })).body.data[0]!.id
}

/** The same when the supplier asks to be rid of a part of it. */
async function askedPurchaseOrder(): Promise<string> {
  const purchaseOrderId = await openPurchaseOrder()
  const wishes = [{ lineNumber: '1', cancel: '1' }]
  const asked = { retailerId: trade.retailerId, purchaseOrderId, askedBy: 'supplier', wishes, reason: '' } as const
  await hub.work('test', work => requestChange(work, { ...asked, afterwards: 'reroute' }))
  return purchaseOrderId
}

async function pathOf(endpoint: Endpoint): Promise<string> {
  const first = async (path: string) =>
    (await client.ask<{ data: { id: string }[] }>('GET', path, { key: keys.retailer })).body.data[0]!.id
  const ids: Record<string, () => Promise<string>> = {
    '/orders/{id}/release': async () => heldOrderId,
    '/orders/{id}/cancel': async () => heldOrderId,
    '/orders': async () => trade.orderId,
    '/warehouses': async () => trade.warehouseId,
    '/partners/{id}/connection-tests': async () => mailPartnershipId,
    '/partners/{id}/moves': async () => mailPartnershipId,
    '/partners/{id}/channel': () => testedPartner(),
    '/partners/{id}/settings': () => testedPartner(),
    '/partners/{id}/onboarding': () => testedPartner(),
    '/partners/{id}/test-orders': () => testedPartner(),
    '/partners/{id}/contacts/{contactId}': async () => (await contact()).partnershipId,
    '/certificates': () => first('/certificates'),
    '/partners': async () => trade.partnershipId,
    '/purchase-orders/{id}/changes/{sequence}/answer': () => askedPurchaseOrder(),
    '/purchase-orders/{id}/c': () => openPurchaseOrder(),
    '/purchase-orders': async () => trade.supplierOrder.id,
    '/supplier/messages': () => first('/messages?direction=in'),
    '/reports': async () => trade.partnershipId,
    '/messages/{id}/reprocess': () => rejected(),
    '/messages/{id}/receipt': () => rejected(),
    '/messages/{id}/documents': async () => (await outbound()).id,
    '/messages/{id}/resend': async () => await failed(await first('/messages?direction=out')),
    '/messages': () => first('/messages'),
    '/imports/{id}/resume': () => failedImport(),
    '/imports': () => first('/imports'),
    '/shipments': () => first('/shipments'),
    '/invoices/{id}/bill-backs': () => billedBack(),
    '/invoices': () => first('/invoices'),
    '/exceptions/{id}/assign': () => first('/exceptions?state=open'),
    '/exceptions/{id}/resolution': () => notedException(),
    '/exceptions': () => first('/exceptions'),
    '/exports/{id}/credits': () => batchWithCredits(),
    '/exports': () => first('/exports'),
    '/webhooks': async () => webhooks.ids.retailer,
    '/routing-rules': () => (endpoint.method === 'delete' ? draftRules('/routing-rules') : first('/routing-rules')),
    '/pricing-rules': () => (endpoint.method === 'delete' ? draftRules('/pricing-rules') : first('/pricing-rules')),
    '/listing-rules': () => (endpoint.method === 'delete' ? draftRules('/listing-rules') : first('/listing-rules')),
    '/maps/{id}/restore': () => publishedMap(),
    '/maps': () => draftMap(),
    '/sales-channels': () => first('/sales-channels'),
    '/sources': async () => trade.warehouseId,
    '/feed-sources': () => httpFeed(),
    '/feeds/{id}/mended-rows': () => spoiltFeed(),
    '/feeds/{id}/retire-products': () => spoiltFeed(),
    '/feeds': () => heldFeed(hub, trade),
    '/supplier/feeds': () => spoiltFeed(),
    '/storefronts': () => first('/storefronts'),
    '/candidates': () => candidate(),
    '/listings': () => first('/listings?sku=TENT-2P'),
    '/supplier/webhooks': async () => webhooks.ids.supplier,
  }
  const about = Object.keys(ids).find(path => endpoint.path.startsWith(path))
  return endpoint.path
    .replace('{id}', endpoint.path.includes('{id}') ? await ids[about!]!() : '')
    .replace('{documentId}', endpoint.path.includes('{documentId}') ? (await outbound()).documents[0]!.id : '')
    .replace('{contactId}', endpoint.path.includes('{contactId}') ? (await contact()).id : '')
    .replace('{eventId}', webhooks.eventId)
    .replace('{sequence}', '1')
    .replace('{sku}', 'TENT-2P')
    .replace('{number}', trade.supplierOrder.number)
}

/** What makes things comes before what shows them, and what cancels comes last. */
const inOrder = [...endpoints].sort((one, other) => rank(one) - rank(other))

function rank({ method, path }: Endpoint): number {
  if (path.endsWith('/cancel') || path.endsWith('/void') || method === 'delete') return 3
  if (path === '/exports' && method === 'post') return 1
  return method === 'get' ? 2 : 0
}

describe('the example of', () => {
  it.each(inOrder.map(endpoint => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    '%s works',
    async (_name, endpoint) => {
      const { method, side } = endpoint
      const body = method === 'get' ? undefined : inPlace(endpoint.example)
      const came = await client.ask(method, await pathOf(endpoint), {
        key: keys[side],
        body,
        headers: headersFor(endpoint),
      })
      expect(Object.keys(endpoint.answers).map(Number), JSON.stringify(came.body)).toContain(came.status)
      expect(client.logged).toEqual([])
      await runJobs(hub)
    },
  )

  it('every body is there', () => {
    for (const endpoint of endpoints) expect(endpoint.body === undefined).toBe(endpoint.example === undefined)
  })
})

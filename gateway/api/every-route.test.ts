import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './registry.ts'
import { ApiClient } from './testing/client.ts'
import { connectMailPartner } from './testing/connected.ts'
import { tellStock } from './testing/feeds.ts'
import { headersFor } from './testing/headers.ts'
import { seedTrade, type Trade } from './testing/trade.ts'
import { type SeededWebhooks, seedWebhooks } from './testing/webhooks.ts'

let hub: HubDatabase
let client: ApiClient
let trade: Trade
let webhooks: SeededWebhooks
let owner: Record<Endpoint['side'], string>
let stranger: Record<Endpoint['side'], string>
/** Every id that the owner sees anywhere, and names that nobody else has. */
let secrets: Set<string>

beforeAll(async () => {
  hub = await emptyHub()
  trade = await seedTrade(hub)
  webhooks = await seedWebhooks(hub, trade)
  await connectMailPartner(hub, trade.retailerId, 'Cascade')
  await tellStock(hub, trade, [
    ['LANTERN', '30'],
    ['NO-SUCH', '5'],
  ])
  client = new ApiClient(hub)
  const other = await seedRetailer(hub, { suppliers: [{ name: 'Other supplier', offers: [] }] })
  const otherSupplier = other.suppliers['Other supplier']!
  owner = {
    retailer: await client.keyFor({ retailerId: trade.retailerId }),
    supplier: await client.keyFor({ supplierId: trade.supplierId }),
  }
  stranger = {
    retailer: await client.keyFor({ retailerId: other.retailerId }),
    supplier: await client.keyFor({ supplierId: otherSupplier.supplierId }),
  }
  await client.ask('POST', '/products/imports', { key: owner.retailer, body: [{ sku: 'STOVE', title: 'Stove' }] })
  const map = { partnershipId: trade.partnershipId, format: 'x12', documentKind: 'purchase-order' }
  await client.ask('POST', '/maps', { key: owner.retailer, body: map })
  secrets = new Set([trade.retailerId, 'Northwind', 'W-500', 'NW-I-1'])
  for (const endpoint of endpoints.filter(({ method }) => method === 'get')) {
    const { status, body } = await client.ask('GET', await paths(endpoint), { key: owner[endpoint.side] })
    if (status !== 200) continue
    for (const id of JSON.stringify(body).match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []) secrets.add(id)
  }
  expect(secrets.size).toBeGreaterThan(20)
})

afterAll(() => hub.close())

/** Paths with the ids of things that exist, by what the path is about. */
async function paths(endpoint: Endpoint): Promise<string> {
  const first = async (path: string) =>
    (await client.ask<{ data: { id: string }[] }>('GET', path, { key: owner.retailer })).body.data[0]?.id
  const ids: Record<string, () => Promise<string | undefined>> = {
    orders: async () => trade.orderId,
    warehouses: async () => trade.warehouseId,
    partners: async () => trade.partnershipId,
    reports: async () => trade.partnershipId,
    maps: () => first('/maps'),
    certificates: () => first('/certificates'),
    messages: () => first('/messages'),
    'purchase-orders': async () => trade.supplierOrder.id,
    imports: () => first('/imports'),
    shipments: () => first('/shipments'),
    invoices: () => first('/invoices'),
    exceptions: () => first('/exceptions'),
    exports: () => first('/exports'),
    webhooks: async () => webhooks.ids[endpoint.side],
    'routing-rules': () => first('/routing-rules'),
    'pricing-rules': () => first('/pricing-rules'),
    'listing-rules': () => first('/listing-rules'),
    'sales-channels': () => first('/sales-channels'),
    sources: () => first('/sources'),
    feeds: () => first('/feeds'),
    'feed-sources': () => first('/feed-sources'),
    storefronts: () => first('/storefronts'),
    listings: () => first('/listings'),
    candidates: () => first('/candidates'),
  }
  const [, subject] = endpoint.path.replace('/supplier/', '/').split('/')
  const id = endpoint.path.includes('{id}') ? await ids[subject!]!() : ''
  return endpoint.path
    .replace('{id}', id ?? '01890000-0000-7000-8000-000000000000')
    .replace(/{(contactId|documentId)}/, trade.partnershipId)
    .replace('{eventId}', webhooks.eventId)
    .replace('{sku}', 'TENT-2P')
    .replace('{sequence}', '1')
    .replace('{number}', trade.supplierOrder.number)
}

const named = endpoints.map(endpoint => [`${endpoint.method} ${endpoint.path}`, endpoint] as const)

describe('every route', () => {
  it.each(named)('%s asks for a key', async (_name, endpoint) => {
    const { method } = endpoint
    const path = await paths(endpoint)
    const without = await client.ask(method, path, { body: method === 'get' ? undefined : endpoint.example })
    expect(without.status).toBe(401)
  })

  it.each(named)('%s asks for the right side and scope', async (_name, endpoint) => {
    const { method, side } = endpoint
    const path = await paths(endpoint)
    const body = method === 'get' ? undefined : endpoint.example
    const otherSide = side === 'retailer' ? owner.supplier : owner.retailer
    expect((await client.ask(method, path, { key: otherSide, body })).status).toBe(403)
    const owned = side === 'retailer' ? { retailerId: trade.retailerId } : { supplierId: trade.supplierId }
    const scopes = side === 'retailer' ? (['partners:read', 'reports:read'] as const) : (['messages:read'] as const)
    const allowed: readonly string[] = scopes
    const poor = await client.keyFor(owned, scopes)
    const { status } = await client.ask(method, path, { key: poor, body, headers: headersFor(endpoint) })
    if (!allowed.includes(endpoint.scope)) expect(status).toBe(403)
    else expect(status).not.toBe(403)
  })

  it.each(named)('%s shows a stranger nothing', async (_name, endpoint) => {
    const { method, side } = endpoint
    const path = await paths(endpoint)
    const body = method === 'get' ? undefined : endpoint.example
    const { status, body: came } = await client.ask(method, path, {
      key: stranger[side],
      body,
      headers: headersFor(endpoint),
    })
    const text = JSON.stringify(came ?? '')
    expect([...secrets].filter(secret => text.includes(secret))).toEqual([])
    if (endpoint.path.includes('{id}') || endpoint.path.includes('{number}')) expect(status).toBe(404)
  })

  it.each(named.filter(([, endpoint]) => endpoint.path.includes('{id}')))(
    '%s knows nothing under an unknown id',
    async (_name, endpoint) => {
      const path = endpoint.path
        .replace('{id}', '01890000-0000-7000-8000-000000000000')
        .replace(/{(contactId|documentId)}/, trade.partnershipId)
        .replace('{eventId}', webhooks.eventId)
        .replace('{sequence}', '1')
      const body = endpoint.method === 'get' ? undefined : endpoint.example
      const { status } = await client.ask(endpoint.method, path, {
        key: owner[endpoint.side],
        body,
        headers: headersFor(endpoint),
      })
      expect(status).toBe(404)
    },
  )
})

describe('what is read', () => {
  const written = named.filter(([, { method }]) => method === 'put' || method === 'patch')
  const both = written.filter(([, { path }]) => endpoints.some(one => one.method === 'get' && one.path === path))
  // A list is not what its PUT takes, and a channel is one field of its answer.
  const apart = ['put /products', 'put /partners/{id}/channel']
  it.each(both.filter(([name]) => !apart.includes(name)))('can be sent back: %s', async (_name, endpoint) => {
    const path = await paths(endpoint)
    const read = await client.ask('GET', path, { key: owner[endpoint.side] })
    if (read.status === 404) return
    const headers = { ...headersFor(endpoint), 'If-Match': '*' }
    const { status, body } = await client.ask(endpoint.method, path, {
      key: owner[endpoint.side],
      body: read.body,
      headers,
    })
    expect({ status, body }).toMatchObject({ status: 200 })
  })
})

it('has every resource that has a file', async () => {
  const files = readdirSync(import.meta.dirname).filter(name => name.endsWith('.ts') && !name.includes('.test.'))
  const found: Endpoint[] = []
  for (const file of files) {
    const exported = (await import(/* @vite-ignore */ `./${file}`)) as Record<string, unknown>
    for (const [name, value] of Object.entries(exported))
      if (/.Endpoints$/.test(name)) found.push(...(value as Endpoint[]))
  }
  expect(new Set(endpoints)).toEqual(new Set(found))
  expect(new Set(named.map(([name]) => name)).size).toBe(endpoints.length)
})

import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { ruleSets } from '../../db/schema/index.ts'
import { routeOrder } from '../../engine/routing/route.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { ApiClient } from './testing/client.ts'
import { orderOf } from './testing/order.ts'

const open = freshDatabases()

async function shop() {
  const hub = await open()
  const seeded = await seedRetailer(hub, {
    suppliers: [{ name: 'Northwind', offers: [{ sku: 'TENT-2P', cost: '90', stock: '10' }] }],
  })
  const client = new ApiClient(hub)
  return { hub, seeded, client, key: await client.keyFor({ retailerId: seeded.retailerId }) }
}

interface Order {
  id: string
  number: string
  status: string
}
interface Page {
  data: Order[]
  nextCursor: string | null
}

it('stores an order with the job that routes it, and tells where it is', async () => {
  const { hub, client, key } = await shop()
  const made = await client.ask<Order>('POST', '/orders', { key, body: orderOf() })
  expect(made).toMatchObject({ status: 201, body: { number: 'W-1', status: 'imported' } })
  expect(await hub.pendingJobs()).toBe(1)
  const location = made.headers.get('location')!
  expect(location).toBe(`/api/v1/orders/${made.body.id}`)
  const seen = await client.ask('GET', location.replace('/api/v1', ''), { key })
  expect(seen.body).toMatchObject({
    lines: [{ lineNumber: '1', sku: 'TENT-2P', quantity: '1', open: '1', unitPrice: '189' }],
    purchaseOrders: [],
    routingDecisions: [],
  })
})

it('takes the same order again without effect, and refuses another under its number', async () => {
  const { hub, client, key } = await shop()
  const first = await client.ask<Order>('POST', '/orders', { key, body: orderOf() })
  const again = await client.ask<Order>('POST', '/orders', { key, body: orderOf() })
  expect(again).toMatchObject({ status: 200, body: { id: first.body.id } })
  const other = await client.ask('POST', '/orders', { key, body: orderOf({ currency: 'EUR' }) })
  expect(other).toMatchObject({ status: 409, body: { fields: { number: expect.any(String) } } })
  expect(await hub.pendingJobs()).toBe(1)
})

it('names every field that is wrong', async () => {
  const { client, key } = await shop()
  const body = {
    ...orderOf({ placedAt: '0000-02-01T00:00:00Z' }),
    currency: 'dollars',
    lines: [{ sku: 'TENT-2P', quantity: '0', unitPrice: '-1' }, { quantity: 1 }],
    notes: ['fine', ''],
  }
  const refused = await client.ask<{ fields: object }>('POST', '/orders', { key, body })
  expect(refused.status).toBe(422)
  expect(Object.keys(refused.body.fields).sort()).toEqual([
    'currency',
    'lines[0].quantity',
    'lines[0].unitPrice',
    'lines[1].quantity',
    'lines[1].sku',
    'lines[1].unitPrice',
    'notes[1]',
  ])
  const ancient = await client.ask('POST', '/orders', { key, body: orderOf({ placedAt: '0000-12-31T23:00:00Z' }) })
  expect(ancient).toMatchObject({ status: 422, body: { fields: { placedAt: expect.any(String) } } })
  const unknown = await client.ask('POST', '/orders', {
    key,
    body: orderOf({ lines: [{ sku: 'TENT-9P', quantity: '1', unitPrice: '1' }] }),
  })
  expect(unknown).toMatchObject({
    status: 422,
    body: { fields: { 'lines[0].sku': expect.stringContaining('TENT-9P') } },
  })
  expect((await client.ask<Page>('GET', '/orders', { key })).body.data).toEqual([])
})

it('refuses text that cannot be stored', async () => {
  const { client, key } = await shop()
  for (const name of ['Dana\0', 'Dana \ud83d']) {
    const refused = await client.ask('POST', '/orders', { key, body: orderOf({ customer: { name } }) })
    expect(refused).toMatchObject({ status: 422, body: { fields: { 'customer.name': expect.any(String) } } })
  }
  expect(await client.ask('GET', '/orders?channel=%00', { key })).toMatchObject({ status: 422 })
})

it('lists page by page without gap or repeat, and filters', async () => {
  const { client, key } = await shop()
  for (let number = 1; number <= 5; number++) {
    const channel = number % 2 === 0 ? 'market' : 'web'
    await client.ask('POST', '/orders', { key, body: orderOf({ number: `W-${number}`, channel }) })
  }
  const seen: string[] = []
  let cursor = ''
  do {
    const { body } = await client.ask<Page>('GET', `/orders?limit=2${cursor}`, { key })
    seen.push(...body.data.map(order => order.number))
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : ''
  } while (cursor)
  expect(seen).toEqual(['W-5', 'W-4', 'W-3', 'W-2', 'W-1'])
  const market = await client.ask<Page>('GET', '/orders?channel=market&status=imported', { key })
  expect(market.body).toMatchObject({ data: [{ number: 'W-4' }, { number: 'W-2' }], nextCursor: null })
  for (const query of [
    'cursor=zzz',
    'cursor=AAAAAAAAAAAAAAAAAAAAA!',
    'limit=0',
    'limit=201',
    'limit=',
    'status=gone',
  ]) {
    const refused = await client.ask('GET', `/orders?${query}`, { key })
    expect(refused).toMatchObject({ status: 422, body: { fields: { [query.split('=')[0]!]: expect.any(String) } } })
  }
})

it('answers a new order as it will be read, however its numbers and moments are spelled', async () => {
  const { client, key } = await shop()
  const lines = [
    { sku: 'TENT-2P', quantity: '0001.500', unitPrice: '0189.000010' },
    { lineNumber: '7', sku: 'TENT-2P', quantity: '2', unitPrice: '0' },
  ]
  const body = orderOf({
    ...{ lines, shippingPrice: '9.90', notes: ['Leave it', 'at the door'] },
    placedAt: '2026-05-04T09:30:00.123999+02:00',
  })
  const made = await client.ask<Order>('POST', '/orders', { key, body })
  expect(made.status).toBe(201)
  const { purchaseOrders, routingDecisions, ...read } = (
    await client.ask<Order & { purchaseOrders: []; routingDecisions: [] }>('GET', `/orders/${made.body.id}`, { key })
  ).body
  expect(made.body).toEqual(read)
  expect(made.body).toMatchObject({
    placedAt: '2026-05-04T07:30:00.123Z',
    lines: [{ quantity: '1.5', unitPrice: '189.00001' }, { lineNumber: '7' }],
  })
  expect((await client.ask('POST', '/orders', { key, body })).status).toBe(200)
})

it('names the rules of a decision, and the version that they are of', async () => {
  const { hub, seeded, client, key } = await shop()
  const { retailerId } = seeded
  const rulesId = hub.newId()
  const rules = [
    { id: 'big', name: 'Large orders', when: { quantityFrom: '1' }, effect: { action: 'hold', reason: 'Call first' } },
    { id: 'nameless', when: { sources: ['Northwind'] }, effect: { action: 'exclude' } },
    { id: 'other', name: 'Never met', when: { quantityFrom: '100' }, effect: { action: 'exclude' } },
  ]
  await hub.orm.insert(ruleSets).values({
    ...{ retailerId, id: rulesId, kind: 'routing', version: 1, status: 'published', rules, settings: {} },
    effectiveFrom: new Date('2026-01-01'),
    createdAt: hub.now(),
  })
  const { body } = await client.ask<Order>('POST', '/orders', { key, body: orderOf() })
  await hub.work('test', work => routeOrder(work, { retailerId, orderId: body.id, cause: 'imported' }))
  const decided = { ruleVersion: 1, rulesId, ruleNames: { big: 'Large orders', nameless: 'nameless' } }
  const { body: list } = await client.ask('GET', `/orders/${body.id}/routing-decisions`, { key })
  expect(list).toMatchObject({ data: [decided] })
  expect((list as unknown as { data: { ruleNames: object }[] }).data[0]!.ruleNames).toEqual(decided.ruleNames)
  const { body: order } = await client.ask('GET', `/orders/${body.id}`, { key })
  expect(order).toMatchObject({ routingDecisions: [decided] })
})

import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { apiKeysOf } from '../../partners/api-keys/find.ts'
import { revokeApiKey } from '../../partners/api-keys/revoke.ts'
import type { ApiDeps } from './deps.ts'
import { ApiClient } from './testing/client.ts'
import { orderOf } from './testing/order.ts'

const open = freshDatabases()

async function shop(settings: Partial<ApiDeps> = {}, now?: () => Date) {
  const hub = await open(now ? { now } : {})
  const seeded = await seedRetailer(hub, {
    suppliers: [{ name: 'Northwind', offers: [{ sku: 'TENT-2P', cost: '90', stock: '10' }] }],
  })
  const client = new ApiClient(hub, settings)
  const { retailerId } = seeded
  const { supplierId } = seeded.suppliers.Northwind!
  return { hub, client, retailerId, supplierId, key: await client.keyFor({ retailerId }) }
}

it('asks for a key that is in force', async () => {
  const { hub, client, retailerId, key } = await shop()
  const without = await client.ask('GET', '/orders')
  expect(without).toMatchObject({ status: 401, body: { title: 'Not signed in', status: 401 } })
  expect(without.headers.get('www-authenticate')).toBe('Bearer')
  expect(without.headers.get('content-type')).toBe('application/problem+json')
  for (const wrong of ['nonsense', `cdk_${'x'.repeat(43)}`]) {
    expect((await client.ask('GET', '/orders', { key: wrong })).status).toBe(401)
  }
  expect((await client.ask('GET', '/orders', { headers: { Authorization: `Basic ${key}` } })).status).toBe(401)
  expect((await client.ask('GET', '/orders', { headers: { Authorization: `bearer  ${key}` } })).status).toBe(200)
  const [made] = await apiKeysOf(hub.orm, { retailerId })
  await hub.work('user:ann', work => revokeApiKey(work, { retailerId, id: made!.id }))
  expect((await client.ask('GET', '/orders', { key })).status).toBe(401)
})

it('asks for the scope and the side', async () => {
  const { client, retailerId, supplierId } = await shop()
  const reader = await client.keyFor({ retailerId }, ['orders:read'])
  expect((await client.ask('GET', '/orders', { key: reader })).status).toBe(200)
  const refused = await client.ask('POST', '/orders', { key: reader, body: orderOf() })
  expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining('orders:write') } })
  const supplier = await client.keyFor({ supplierId })
  expect((await client.ask('GET', '/orders', { key: supplier })).status).toBe(403)
})

it('tells malformed, foreign, oversized and wrongly encoded bodies apart', async () => {
  const { client, key, hub } = await shop({ maxBody: 2000 })
  const send = (body: unknown, type = 'application/json') =>
    client.ask('POST', '/orders', { key, body, headers: { 'Content-Type': type } })
  expect((await send('{"number":')).status).toBe(400)
  expect((await send('')).status).toBe(400)
  expect((await send(Buffer.from('{"number":"\xff"}', 'latin1'))).status).toBe(400)
  expect((await send('number=1', 'application/x-www-form-urlencoded')).status).toBe(415)
  expect((await send('<order/>', 'application/xml')).status).toBe(415)
  expect((await send(orderOf(), 'application/json; charset=utf-8')).status).toBe(201)
  expect((await send(orderOf({ notes: 'x'.repeat(2000) }))).status).toBe(413)
  const chunked = new ReadableStream<Uint8Array>({
    pull: controller => controller.enqueue(new Uint8Array(500).fill(32)),
  })
  const init = {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: chunked,
    duplex: 'half',
  }
  const request = new Request('http://hub/orders', init)
  expect((await client.api.request(request)).status).toBe(413)
  expect((await client.ask('POST', '/orders', { key })).status).toBe(422)
  expect((await send('[]')).status).toBe(422)
  expect((await send('null')).status).toBe(422)
  expect(client.logged).toEqual([])
  expect(await hub.pendingJobs()).toBe(1)
})

it('knows what exists, and how it may be asked', async () => {
  const { client, key } = await shop()
  expect(await client.ask('GET', '/nothing', { key })).toMatchObject({ status: 404, body: { title: 'Not found' } })
  const wrong = await client.ask('DELETE', '/orders', { key })
  expect(wrong.status).toBe(405)
  expect(wrong.headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS')
  const missing = await client.ask('GET', '/orders/01890000-0000-7000-8000-000000000000', { key })
  expect(missing).toMatchObject({ status: 404, body: { detail: 'There is no such order.' } })
  expect(await client.ask('GET', '/orders/W-1', { key })).toMatchObject({
    status: 422,
    body: { fields: { id: expect.stringContaining('GET /orders?number=') } },
  })
})

it('gives a repeated write its first answer, byte for byte', async () => {
  const { hub, client, key } = await shop()
  const headers = { 'Idempotency-Key': 'a-1' }
  const first = await client.ask<{ id: string }>('POST', '/orders', { key, body: orderOf(), headers })
  const again = await client.ask('POST', '/orders', { key, body: orderOf(), headers })
  expect(again).toMatchObject({ status: 201, body: first.body })
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect(again.headers.get('location')).toBe(first.headers.get('location'))
  const other = await client.ask('POST', '/orders', { key, body: orderOf({ number: 'W-2' }), headers })
  expect(other).toMatchObject({ status: 422, body: { fields: { 'Idempotency-Key': expect.any(String) } } })
  const elsewhere = await client.ask('POST', `/orders/${first.body.id}/release`, { key, headers })
  expect(elsewhere.status).toBe(422)
  const empty = await client.ask('POST', '/orders', { key, body: orderOf(), headers: { 'Idempotency-Key': '' } })
  expect(empty.status).toBe(422)
  expect(await hub.pendingJobs()).toBe(1)
})

it('lets a failed write be tried again under its idempotency key', async () => {
  const { client, key } = await shop()
  const headers = { 'Idempotency-Key': 'b-1' }
  const lines = [{ sku: 'TENT-9P', quantity: '1', unitPrice: '1' }]
  expect((await client.ask('POST', '/orders', { key, body: orderOf({ lines }), headers })).status).toBe(422)
  expect((await client.ask('POST', '/orders', { key, body: orderOf(), headers })).status).toBe(201)
})

it('runs two writes at once under one idempotency key as one', async () => {
  const { hub, client, key } = await shop()
  const send = () => client.ask('POST', '/orders', { key, body: orderOf(), headers: { 'Idempotency-Key': 'c-1' } })
  const came = await Promise.all([send(), send(), send(), send()])
  expect(came.map(answer => answer.status)).toEqual([201, 201, 201, 201])
  expect(new Set(came.map(answer => JSON.stringify(answer.body))).size).toBe(1)
  expect(await hub.pendingJobs()).toBe(1)
})

it('gives each of many orders at once its own answer', async () => {
  const { hub, client, key } = await shop()
  const unknown = [{ sku: 'TENT-9P', quantity: '1', unitPrice: '1' }]
  const bodies = [
    ...Array.from({ length: 12 }, (_, i) => orderOf({ number: `W-${i}` })),
    orderOf({ number: 'W-3' }),
    orderOf({ number: 'W-4', currency: 'CAD' }),
    orderOf({ number: 'W-20', lines: unknown }),
    orderOf({ number: 'W-21' }),
  ]
  const answers = await Promise.all(
    bodies.map(body => client.ask<{ number: string }>('POST', '/orders', { key, body })),
  )
  const statuses = answers.map(({ status }) => status)
  expect([statuses[3], statuses[12]].sort()).toEqual([200, 201])
  expect([statuses[4], statuses[13]].sort()).toEqual([201, 409])
  expect(statuses.filter(status => status === 201)).toHaveLength(13)
  expect(answers[14]).toMatchObject({ status: 422, body: { fields: { 'lines[0].sku': expect.any(String) } } })
  const stored = answers.filter(({ status }) => status < 300)
  expect(
    stored.every(
      ({ body }, at) => body.number === (bodies.filter((_, i) => statuses[i]! < 300)[at] as { number: string }).number,
    ),
  ).toBe(true)
  expect(await hub.pendingJobs()).toBe(13)
})

it('limits how often a key asks, each key for itself', async () => {
  let time = Date.UTC(2026, 4, 4)
  const { client, key, retailerId } = await shop({ rateLimit: { burst: 3, perSecond: 0.5 } }, () => new Date(time))
  const other = await client.keyFor({ retailerId })
  const ask = () => client.ask('GET', '/orders', { key })
  const first = await ask()
  expect(first.headers.get('ratelimit-policy')).toBe('"key";q=3;w=6')
  expect(first.headers.get('ratelimit')).toBe('"key";r=2;t=2')
  await ask()
  await ask()
  const refused = await ask()
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('2')
  expect((await client.ask('GET', '/orders', { key: other })).status).toBe(200)
  time += 2000
  expect((await ask()).status).toBe(200)
  expect((await ask()).status).toBe(429)
})

it('hides what went wrong inside, and logs it under the id that it gives', async () => {
  const { hub, client, key } = await shop()
  const broken = new ApiClient(Object.assign(Object.create(hub), { work: () => Promise.reject(new Error('secret')) }))
  const came = await broken.ask<{ id: string }>('POST', '/orders', { key, body: orderOf() })
  expect(came.status).toBe(500)
  expect(JSON.stringify(came.body)).not.toContain('secret')
  expect(broken.logged).toMatchObject([{ id: came.body.id, path: '/orders', error: { message: 'secret' } }])
  expect(client.logged).toEqual([])
})

it('names parameters that it does not know, and says in plain words what is missing', async () => {
  const { client, key } = await shop()
  const misspelt = await client.ask('GET', '/orders?statsu=held', { key })
  expect(misspelt).toMatchObject({ status: 422, body: { fields: { statsu: expect.stringContaining('status') } } })
  const number = await client.ask('GET', '/orders?limit=many', { key })
  expect(number).toMatchObject({ status: 422, body: { fields: { limit: 'Expected a number.' } } })
  const missing = await client.ask('POST', '/orders', { key, body: { number: 'W-1' } })
  expect(missing).toMatchObject({ status: 422, body: { fields: { lines: 'Missing.' } } })
})

it('names fields of a body that it does not know, but for those of its own answers', async () => {
  const { client, key } = await shop()
  const put = (body: object) => client.ask('PUT', '/products/TENT-2P', { key, body })
  const misspelt = await put({ title: 'Tent', price: '189.00' })
  expect(misspelt).toMatchObject({ status: 422, body: { fields: { price: expect.stringContaining('Unknown here') } } })
  const { lines, ...order } = orderOf()
  const sent = { ...order, shippingprice: '9.95', lines: [{ ...lines[0], unitprice: '1.00' }] }
  const { body } = await client.ask('POST', '/orders', { key, body: sent })
  expect(Object.keys(body.fields as object)).toEqual(['shippingprice', 'lines[0].unitprice'])
  const { body: product } = await client.ask('GET', '/products/TENT-2P', { key })
  const known = Object.entries(product).filter(([, value]) => value !== null)
  expect((await put({ ...Object.fromEntries(known), title: 'Tent for two' })).status).toBe(200)
  expect((await put({ title: 'Tent', price: null })).status).toBe(200)
})

it('takes back what it gave: null for what may be left out, and what only answers hold', async () => {
  const { client, key } = await shop()
  const { body: product } = await client.ask('GET', '/products/TENT-2P', { key })
  expect(Object.values(product)).toContain(null)
  const put = await client.ask('PUT', '/products/TENT-2P', { key, body: product })
  expect(put).toMatchObject({ status: 200, body: { ...product, updatedAt: expect.anything() } })
  const order = orderOf()
  const [line] = order.lines
  const nulls = { ...order, notes: null, lines: [{ ...line, lineNumber: null }] }
  expect((await client.ask('POST', '/orders', { key, body: nulls })).status).toBe(201)
  const missing = await client.ask('POST', '/orders', { key, body: { ...order, lines: null, currency: null } })
  expect(missing.body.fields).toEqual({ lines: 'Missing.', currency: 'Missing.' })
  const unclear = await client.ask('PATCH', '/webhooks/01890f3e-7c1a-7000-8000-4b5d1c2a9e10', {
    key,
    body: { url: null },
  })
  expect(unclear).toMatchObject({ status: 422, body: { fields: { url: 'Expected text.' } } })
})

it('refuses JSON in which a name stands twice, or that is too deep, and says where', async () => {
  const { client, key } = await shop()
  const send = (body: string) => client.ask('POST', '/orders', { key, body })
  const text = JSON.stringify(orderOf())
  for (const [body, says] of [
    [text.replace('"quantity"', '"quantity":"100","quantity"'), 'lines[0].quantity is given twice.'],
    [text.replace('{', '{"\\u006eumber":"W-2",'), 'number is given twice.'],
    [`{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 'it is more than 100 levels deep.'],
    ['', 'it is empty.'],
    [text.slice(0, -1), 'position'],
  ] as const)
    expect(await send(body)).toMatchObject({ status: 400, body: { detail: expect.stringContaining(says) } })
  expect((await send(text.replace('W-1', 'a \\\\\\"quantity\\" \\\\'))).status).toBe(201)
})

it('says of a value of the wrong type how to write it', async () => {
  const { client, key } = await shop()
  const [line] = orderOf().lines
  const body = {
    ...orderOf(),
    lines: [{ ...line, quantity: 2, unitPrice: 1e25, tags: [] }],
    shipping_price: '1',
    chanel: 'web',
  }
  const wrong = await client.ask('POST', '/orders', { key, body })
  expect(wrong.body.fields).toEqual({
    'lines[0].quantity': 'Expected text: put it in quotes, as "2".',
    'lines[0].unitPrice': 'Expected text: put it in quotes.',
  })
  const decimals = [
    { ...line!, quantity: '1.0000001', unitPrice: '-1' },
    { ...line!, quantity: `${10n ** 18n}`, unitPrice: '1,5' },
  ]
  expect((await client.ask('POST', '/orders', { key, body: orderOf({ lines: decimals }) })).body.fields).toEqual({
    'lines[0].quantity': 'Expected at most 6 decimals.',
    'lines[0].unitPrice': 'Expected a decimal number of zero or more.',
    'lines[1].quantity': 'Expected at most 18 digits before the point.',
    'lines[1].unitPrice': 'Expected a decimal number of zero or more.',
  })
  const right = { ...body, lines: [{ ...line, tags: [] }] }
  expect(await client.ask('POST', '/orders', { key, body: right })).toMatchObject({
    status: 422,
    body: {
      detail: '3 fields are wrong: lines[0].tags, shipping_price, chanel.',
      fields: {
        'lines[0].tags': 'Unknown here: look up its name.',
        shipping_price: 'Unknown here. Is shippingPrice meant?',
        chanel: 'Unknown here. Is channel meant?',
      },
    },
  })
  const query = await client.ask('GET', '/orders?limit=0&cursor=x&status=odd&placedSince=yesterday&number=1&number=2', {
    key,
  })
  expect(query.body.fields).toMatchObject({
    limit: 'Expected 1 or more.',
    status: expect.stringMatching(/^Expected one of imported, /),
    placedSince: 'Expected a moment such as 2026-05-04T09:30:00Z.',
    number: 'Given more than once.',
  })
  const terms = await client.ask('POST', '/partners', {
    key,
    body: { name: 'X', currency: 'USD', terms: { netDays: '30' } },
  })
  expect(terms.body).toMatchObject({ detail: 'terms.netDays: Expected a number: leave the quotes out.' })
})

it('says what can be done, compresses what is large, and takes no compressed body', async () => {
  const { client, key } = await shop()
  const options = await client.api.request('/orders', { method: 'OPTIONS' })
  expect(options.status).toBe(204)
  expect(options.headers.get('allow')).toBe('POST, GET, HEAD, OPTIONS')
  for (let n = 0; n < 5; n += 1) await client.ask('POST', '/orders', { key, body: orderOf({ number: `W-${n}` }) })
  const headers = { Authorization: `Bearer ${key}`, 'Accept-Encoding': 'gzip' }
  const large = await client.api.request('/orders', { headers })
  expect(large.headers.get('content-encoding')).toBe('gzip')
  const text = gunzipSync(Buffer.from(await large.arrayBuffer())).toString()
  expect((JSON.parse(text) as { data: object[] }).data).toHaveLength(5)
  const body = gzipSync(JSON.stringify(orderOf({ number: 'W-9' })))
  const refused = await client.ask('POST', '/orders', { key, body, headers: { 'Content-Encoding': 'gzip' } })
  expect(refused).toMatchObject({ status: 415, body: { detail: expect.stringContaining('Content-Encoding') } })
})

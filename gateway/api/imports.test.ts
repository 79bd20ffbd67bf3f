import { count, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { orders, products } from '../../db/schema/index.ts'
import { runImport } from '../../engine/imports/run-import.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { ApiClient } from './testing/client.ts'
import { orderOf } from './testing/order.ts'
import { runJobs } from './testing/run-jobs.ts'

const open = freshDatabases()
type Row = { id: string; read: number; refused: number }

async function shop() {
  const hub = await open()
  const offers = [{ sku: 'TENT-2P', cost: '90', stock: '1000' }]
  const { retailerId } = await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers }] })
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId })
  const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    client.ask<Row>('POST', path, { key, body, headers })
  const seen = async (id: string) => (await client.ask<Row>('GET', `/imports/${id}`, { key })).body
  return { hub, client, key, retailerId, send, seen }
}

const header = 'Number,SKU,Quantity,Unit price,Currency,Customer name,Ship to name,Address 1,City,Postal code,Country'
const rowOf = (number: string, sku: string, quantity = '1') =>
  `${number},${sku},${quantity},189.00,USD,Dana,Dana,"418 Alder, rear",Portland,97205,US`
const csv = { 'Content-Type': 'text/csv' }

it('takes in orders as CSV, tells by row what it refused, and changes nothing the second time', async () => {
  const { hub, client, key, send, seen } = await shop()
  const more = 'W-1,TENT-2P,3,189.00,,,,,,,'
  const file = [header, rowOf('W-1', 'TENT-2P'), more, rowOf('W-2', '=NO()'), rowOf('W-3', 'TENT-2P', 'two')].join(
    '\r\n',
  )
  const made = await send('/orders/imports', file, csv)
  expect(made.status).toBe(202)
  expect(made.headers.get('Location')).toBe(`/api/v1/imports/${made.body.id}`)
  expect(made.body).toMatchObject({ status: 'waiting', total: 3, read: 0 })
  await runJobs(hub)
  expect(await seen(made.body.id)).toMatchObject({ status: 'done', read: 3, created: 1, same: 0, refused: 2 })
  const first = await client.ask('GET', `/imports/${made.body.id}/refusals?limit=1`, { key })
  expect(first.body).toMatchObject({
    data: [{ row: 4, reference: 'W-2', fields: { 'lines[0].sku': 'The catalogue has no SKU =NO().' } }],
    nextCursor: '1',
  })
  const next = await client.ask('GET', `/imports/${made.body.id}/refusals?cursor=1`, { key })
  expect(next.body).toMatchObject({ data: [{ row: 5, reference: 'W-3' }], nextCursor: null })
  const download = await client.ask<Uint8Array>('GET', `/imports/${made.body.id}/refusals.csv`, { key })
  expect(Buffer.from(download.body).toString()).toContain('5,W-3,lines[0].quantity,')
  const listed = await client.ask('GET', '/orders?number=W-1', { key })
  expect(listed.body).toMatchObject({ data: [{ number: 'W-1' }] })

  const again = await send('/orders/imports', file, csv)
  await runJobs(hub)
  expect(await seen(again.body.id)).toMatchObject({ created: 0, same: 1, refused: 2 })
  expect(await hub.orm.select({ count: count() }).from(orders)).toEqual([{ count: 1 }])
})

it('goes on where it was cut off, and stores each order once', async () => {
  const { hub, retailerId, send, seen } = await shop()
  const many = Array.from({ length: 250 }, (_, at) => orderOf({ number: `M-${at}` }))
  const { body } = await send('/orders/imports', { orders: many })
  const ref = { retailerId, importId: body.id }
  let units = 0
  const cut = Object.assign(Object.create(hub) as typeof hub, {
    work: ((...asked) => {
      units += 1
      if (units > 1) throw new Error('cut off')
      return hub.work(...asked)
    }) as typeof hub.work,
  })
  await expect(runImport(cut, ref)).rejects.toThrow('cut off')
  expect(await seen(body.id)).toMatchObject({ status: 'running', read: 200, created: 200 })
  await Promise.all([runImport(hub, ref), runImport(hub, ref)])
  expect(await seen(body.id)).toMatchObject({ status: 'done', read: 250, created: 250, same: 0, refused: 0 })
  expect(await hub.orm.select({ count: count() }).from(orders)).toEqual([{ count: 250 }])
})

it('takes in products, and tells new, changed and unchanged ones apart', async () => {
  const { hub, retailerId, send, seen } = await shop()
  const lamp = { sku: 'LAMP', title: 'Lamp', upc: '952000007773' }
  const given = [lamp, { sku: 'STOVE', title: 'Stove' }, { sku: 'STOVE', title: 'Gas stove' }, { sku: 'X', upc: '1' }]
  const first = await send('/products/imports', given)
  await runJobs(hub)
  expect(await seen(first.body.id)).toMatchObject({ total: 4, created: 2, changed: 0, same: 0, refused: 2 })
  const second = await send('/products/imports', 'sku;title;upc\nLAMP;Lamp;952000007773\nSTOVE;Stove;\n', csv)
  await runJobs(hub)
  expect(await seen(second.body.id)).toMatchObject({ created: 0, changed: 1, same: 1, refused: 0 })
  const stored = await hub.orm
    .select({ sku: products.sku, title: products.title })
    .from(products)
    .where(eq(products.retailerId, retailerId))
  expect(stored).toContainEqual({ sku: 'STOVE', title: 'Stove' })
  const third = await send('/products/imports', 'sku;title;gtin\nLANTERN;Lantern;00952000007773\nROPE;Rope;\n', csv)
  await runJobs(hub)
  expect(await seen(third.body.id)).toMatchObject({ created: 1, refused: 1 })
})

it('is started once under an idempotency key, and refuses at once what cannot be read', async () => {
  const { send } = await shop()
  const headers = { ...csv, 'Idempotency-Key': 'one' }
  const file = `${header}\n${rowOf('W-1', 'TENT-2P')}`
  const made = await send('/orders/imports', file, headers)
  expect((await send('/orders/imports', file, headers)).body).toEqual(made.body)
  expect((await send('/orders/imports', `${file}\n`, headers)).status).toBe(422)
  expect((await send('/orders/imports', 'Nonsense\n1', csv)).status).toBe(422)
  expect((await send('/orders/imports', new Uint8Array([0xff, 0xfe, 0xff]), csv)).status).toBe(422)
  expect((await send('/orders/imports', header, csv)).status).toBe(422)
  expect((await send('/orders/imports', '[')).status).toBe(400)
  expect((await send('/orders/imports', { orders: 1 })).status).toBe(422)
  expect((await send('/orders/imports', '<a/>', { 'Content-Type': 'application/xml' })).status).toBe(415)
})

it('gives up after the last try, says so, and goes on when told to', async () => {
  const { hub, client, key, retailerId, send, seen } = await shop()
  const many = Array.from({ length: 250 }, (_, at) => orderOf({ number: `M-${at}` }))
  const { body } = await send('/orders/imports', many)
  const ref = { retailerId, importId: body.id }
  let units = 0
  const broken = Object.assign(Object.create(hub) as typeof hub, {
    work: ((...asked) => {
      units += 1
      // The first chunk is taken in; of every try after that the chunk fails, and the note of it is kept.
      if (units > 1 && units % 2 === 0) throw new Error('no disk')
      return hub.work(...asked)
    }) as typeof hub.work,
  })
  const resume = () => client.ask('POST', `/imports/${body.id}/resume`, { key })
  expect((await resume()).status).toBe(409)
  for (let tries = 0; tries < 6; tries += 1) {
    expect(await seen(body.id)).not.toMatchObject({ status: 'failed' })
    await expect(runImport(broken, ref)).rejects.toThrow('no disk')
    if (tries === 0) units = 1
  }
  expect(await seen(body.id)).toMatchObject({ status: 'failed', read: 200, failure: expect.stringContaining('stays') })
  await runImport(hub, ref)
  expect(await seen(body.id)).toMatchObject({ status: 'failed', read: 200 })
  const jobs = await hub.pendingJobs()
  expect(await resume()).toMatchObject({ status: 202, body: { status: 'running', failure: null } })
  expect(await hub.pendingJobs()).toBe(jobs + 1)
  await runImport(hub, ref)
  expect(await seen(body.id)).toMatchObject({ status: 'done', read: 250, created: 250, same: 0 })
})

it('shows a key only the kinds that it may see', async () => {
  const { client, retailerId, send } = await shop()
  const orders = await send('/orders/imports', [orderOf()])
  const products = await send('/products/imports', [{ sku: 'LAMP', title: 'Lamp' }])
  const key = await client.keyFor({ retailerId }, ['products:read', 'products:write'])
  const list = await client.ask<{ data: Row[] }>('GET', '/imports', { key })
  expect(list.body.data.map(({ id }) => id)).toEqual([products.body.id])
  expect((await client.ask('GET', `/imports/${products.body.id}`, { key })).status).toBe(200)
  for (const path of ['', '/refusals', '/refusals.csv'])
    expect((await client.ask('GET', `/imports/${orders.body.id}${path}`, { key })).status).toBe(404)
  expect((await client.ask('POST', `/imports/${orders.body.id}/resume`, { key })).status).toBe(404)
  const other = await client.keyFor({ retailerId }, ['listings:read'])
  expect(await client.ask('GET', '/imports', { key: other })).toMatchObject({
    status: 403,
    body: { detail: 'This key lacks the scope orders:read or products:read.' },
  })
})

it('gives back what it refused as a file that can be mended and handed in again', async () => {
  const { hub, client, key, send, seen } = await shop()
  const refused = async (id: string) =>
    Buffer.from((await client.ask<Uint8Array>('GET', `/imports/${id}/refused-items`, { key })).body).toString()
  const second = 'W-2,LAMP,1,5.00,,,,,,,'
  const file = [header, rowOf('W-1', 'TENT-2P'), rowOf('W-2', 'TENT-2P', 'two'), second].join('\r\n')
  const made = await send('/orders/imports', file, csv)
  await runJobs(hub)
  const wrong = await refused(made.body.id)
  expect(wrong.trim().split('\r\n')).toHaveLength(3)
  const mended = wrong.replace(/^W-2,(.*)two/m, 'W-2,$1 2').replace('LAMP', 'TENT-2P')
  expect(mended).not.toBe(wrong)
  const again = await send('/orders/imports', mended, csv)
  await runJobs(hub)
  expect(await seen(again.body.id)).toMatchObject({ total: 1, created: 1, refused: 0 })
  const json = await send('/products/imports', [
    { sku: 'LAMP', title: 'Lamp' },
    { sku: 'X', upc: '1' },
  ])
  await runJobs(hub)
  expect(JSON.parse(await refused(json.body.id))).toEqual([{ sku: 'X', upc: '1' }])
})

it('takes and refuses items as one alone would be: nulls, misspelt names, numbers, what answers hold', async () => {
  const { hub, client, key, send, seen } = await shop()
  const order = orderOf({ number: 'W-1' })
  const [line] = order.lines
  const file = [
    { ...order, notes: null, id: 'x', status: 'routed', lines: [{ ...line, open: '1' }] },
    { ...order, number: 'W-2', shipping_price: '9.95' },
    { ...order, number: 'W-3', lines: [{ ...line, quantity: 2 }] },
    { number: 'W-4' },
  ]
  const { body: made } = await send('/orders/imports', file)
  await runJobs(hub)
  expect(await seen(made.id)).toMatchObject({ status: 'done', created: 1, refused: 3 })
  expect((await client.ask('GET', `/imports/${made.id}/refusals`, { key })).body.data).toMatchObject([
    { reference: 'W-2', fields: { shipping_price: 'Unknown here. Is shippingPrice meant?' } },
    { reference: 'W-3', fields: { 'lines[0].quantity': 'Expected text: put it in quotes, as "2".' } },
    { reference: 'W-4', message: expect.stringContaining('lines'), fields: { lines: 'Missing.' } },
  ])
  const { body: product } = await client.ask('GET', '/products/TENT-2P', { key })
  const products = await send('/products/imports', [product])
  await runJobs(hub)
  expect(await seen(products.body.id)).toMatchObject({ same: 1, refused: 0 })
})

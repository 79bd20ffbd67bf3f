import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { channels } from '../../db/schema/index.ts'
import { importOrder } from '../../engine/orders/import.ts'
import { orderOf } from '../../engine/testing/orders.ts'
import { readX12 } from '../../translators/x12/index.ts'
import { ApiClient } from './testing/client.ts'
import { runJobs } from './testing/run-jobs.ts'
import { seedShop } from './testing/trade.ts'

const open = freshDatabases()

/** A supplier that fetches its orders by the API, with two of them. */
async function fetching(channel: Partial<typeof channels.$inferInsert> = { format: 'json' }) {
  const hub = await open()
  const { retailerId, suppliers } = await seedShop(hub)
  await hub.orm.update(channels).set({ transport: 'rest', ...channel })
  for (const number of ['W-1', 'W-2'])
    await hub.work('test', work => importOrder(work, retailerId, orderOf(number, [['TENT-2P', '2']])))
  await runJobs(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ supplierId: suppliers.Northwind!.supplierId })
  const list = await client.ask<List>('GET', '/supplier/purchase-orders', { key })
  const fetch = (path: string, accept: string) =>
    client.ask<Uint8Array>('GET', path, { key, headers: { Accept: accept } })
  return { client, key, fetch, numbers: list.body.data.map(order => order.number), retailerId }
}

interface List {
  data: { number: string; messageId: string; receivedAt: string | null }[]
  nextCursor: string | null
}

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')

it('gives a supplier its orders as CSV, one or a page of them', async () => {
  const { fetch, numbers } = await fetching()
  const one = await fetch(`/supplier/purchase-orders/${numbers[0]}`, 'text/csv')
  expect(one.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(one.headers.get('vary')).toBe('Accept, Accept-Encoding')
  const [header, row, ...rest] = text(one.body).trim().split('\r\n')
  expect(header).toContain('PO Number')
  expect(row).toContain(numbers[0])
  expect(rest).toEqual([])
  const page = await fetch('/supplier/purchase-orders?limit=1', 'application/xml, text/*;q=0.5')
  expect(text(page.body)).toContain(numbers[0])
  expect(text(page.body)).not.toContain(numbers[1])
  const [, next] = /^<(?:\/api\/v1)?(\/supplier[^>]+)>; rel="next"$/.exec(page.headers.get('link')!)!
  const second = await fetch(next!, 'text/csv')
  expect(text(second.body)).toContain(numbers[1])
  expect(second.headers.get('link')).toBeNull()
})

it('gives X12 byte for byte as it left, and refuses it where the channel does not speak it', async () => {
  const x12 = { own: { qualifier: 'ZZ', id: 'SHOP' }, partner: { qualifier: 'ZZ', id: 'NORTHWIND' } }
  const { client, fetch, numbers, retailerId } = await fetching({ format: 'x12', version: '004010', settings: { x12 } })
  const one = await fetch(`/supplier/purchase-orders/${numbers[0]}`, 'application/edi-x12')
  expect(one.headers.get('content-type')).toBe('application/edi-x12')
  const again = await fetch(`/supplier/purchase-orders/${numbers[0]}`, 'application/edi-x12')
  expect(text(again.body)).toBe(text(one.body))
  const { interchanges } = readX12(one.body)
  expect(interchanges.map(({ receiver }) => receiver)).toEqual(['NORTHWIND'])
  const all = await fetch('/supplier/purchase-orders', 'application/edi-x12')
  expect(readX12(all.body).interchanges).toHaveLength(2)
  const own = await client.keyFor({ retailerId })
  const left = await client.ask<{ data: { id: string }[] }>('GET', '/messages?direction=out', { key: own })
  const bytes = await Promise.all(
    left.body.data.map(({ id }) => client.ask<Uint8Array>('GET', `/messages/${id}/bytes`, { key: own })),
  )
  expect(bytes.map(({ body }) => text(body))).toContain(text(one.body))
  const json = await fetching()
  const refused = await json.fetch(`/supplier/purchase-orders/${json.numbers[0]}`, 'application/edi-x12')
  expect(refused).toMatchObject({ status: 406, body: { detail: expect.stringContaining('X12') } })
  expect((await fetch(`/supplier/purchase-orders/${numbers[0]}`, 'image/png')).status).toBe(406)
})

it('lists what is new until its receipt is confirmed, which its message then shows', async () => {
  const { client, key, numbers, retailerId } = await fetching()
  const fresh = async () => {
    const list = await client.ask<List>('GET', '/supplier/purchase-orders?received=false', { key })
    return list.body.data.map(({ number }) => number)
  }
  expect(await fresh()).toEqual(numbers)
  const path = `/supplier/purchase-orders/${numbers[0]}/receipt`
  const received = await client.ask<List['data'][0]>('POST', path, { key })
  expect(received).toMatchObject({ status: 200, body: { receivedAt: expect.any(String), status: 'sent' } })
  expect(await fresh()).toEqual([numbers[1]])
  expect((await client.ask('POST', path, { key })).body).toEqual(received.body)
  const numbered = async (query: string) =>
    (await client.ask<List>('GET', `/supplier/purchase-orders?${query}`, { key })).body.data.map(({ number }) => number)
  expect(await numbered('received=true')).toEqual([numbers[0]])
  expect(await numbered('open=false')).toEqual([])
  expect(await numbered('open=true&asked=false&status=sent')).toEqual(numbers)
  expect(await numbered('asked=true')).toEqual([])
  expect(await numbered(`updatedSince=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([])
  const own = await client.keyFor({ retailerId })
  const message = await client.ask('GET', `/messages/${received.body.messageId}`, { key: own })
  expect(message.body).toMatchObject({ status: 'confirmed' })
  expect(message.body.timeline).toContainEqual(
    expect.objectContaining({ kind: 'confirmed', detail: { apiKey: 'Test' } }),
  )
})

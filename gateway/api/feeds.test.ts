import { beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { ApiClient } from './testing/client.ts'
import { heldFeed, stockOf, tellStock } from './testing/feeds.ts'
import { seedShop } from './testing/trade.ts'

interface Feed {
  id: string
  status: string
}
interface Page<Item> {
  data: Item[]
  nextCursor: string | null
}

let hub: HubDatabase
let client: ApiClient
let whose: { retailerId: string; partnershipId: string }
let key: string
let supplierKey: string

beforeAll(async () => {
  hub = await emptyHub()
  const { retailerId, suppliers } = await seedShop(hub)
  const { partnershipId, supplierId } = suppliers.Northwind!
  whose = { retailerId, partnershipId }
  client = new ApiClient(hub)
  key = await client.keyFor({ retailerId })
  supplierKey = await client.keyFor({ supplierId })
  return () => hub.close()
})

const ask = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown, headers = {}) =>
  client.ask<Body>(method, path, { key, body, headers })

it('lists feeds with their counts, by page and by what is asked for', async () => {
  const ids: string[] = []
  for (const quantity of ['11', '12', '13']) ids.push(await tellStock(hub, whose, [['LANTERN', quantity]]))
  const first = await ask<Page<Feed>>('GET', '/feeds?limit=2&kind=inventory')
  expect(first.body.data).toMatchObject([
    { id: ids[2], status: 'applied', scope: 'delta', read: 1, changed: 1, rejected: 0, reasons: {} },
    { id: ids[1], partnershipId: whose.partnershipId },
  ])
  const second = await ask<Page<Feed>>('GET', `/feeds?limit=2&kind=inventory&cursor=${first.body.nextCursor}`)
  expect(second.body).toMatchObject({ data: [{ id: ids[0] }], nextCursor: null })
  expect((await ask<Page<Feed>>('GET', '/feeds?kind=product')).body.data).toEqual([])
  expect((await ask<Page<Feed>>('GET', '/feeds?status=quarantined')).body.data).toEqual([])
  const own = await client.ask<Page<Feed>>('GET', '/supplier/feeds', { key: supplierKey })
  expect(own.body.data.map(({ id }) => id)).toEqual(ids.toReversed())
})

it('tells what a feed that waits would do, and takes one decision only', async () => {
  const id = await heldFeed(hub, whose)
  const seen = await ask('GET', `/feeds/${id}`)
  expect(seen.body).toMatchObject({ status: 'quarantined', changed: 0, finishedAt: null })
  const etag = seen.headers.get('etag')!
  expect((await ask('GET', `/feeds/${id}/effect`)).body).toMatchObject({
    ...{ changes: 1, before: '40', after: '1', emptied: 0 },
    rows: [{ title: 'Product LANTERN', before: '40', after: '1', ends: false }],
  })
  const other = await ask('POST', `/feeds/${id}/release`, undefined, { 'If-Match': '"1"' })
  expect([other.status, other.body.detail]).toEqual([412, 'Somebody was faster: the feed waits for a decision.'])
  const both = await Promise.all([ask('POST', `/feeds/${id}/release`), ask('POST', `/feeds/${id}/discard`)])
  const won = both.find(({ status }) => status === 200)!
  const lost = both.find(({ status }) => status !== 200)!
  const became = won.body.status === 'applied' ? 'took effect' : 'was discarded'
  expect([lost.status, lost.body.detail]).toEqual([409, `Nothing is left to decide: the feed ${became}.`])
  expect(won.headers.get('etag')).not.toBe(etag)
  const late = await ask('POST', `/feeds/${id}/release`, undefined, { 'If-Match': etag })
  expect([late.status, late.body.detail]).toEqual([412, `Somebody was faster: the feed ${became}.`])
  expect((await stockOf(hub, whose.partnershipId, 'LANTERN'))?.quantity).toBe(
    won.body.status === 'applied' ? '1' : '40',
  )
  expect((await ask('GET', `/feeds/${id}/effect`)).body).toMatchObject({ changes: 0, rows: [] })
})

it('gives the rows left out as JSON and CSV by page, and takes them mended from either side', async () => {
  const { supplierSku } = (await stockOf(hub, whose.partnershipId, 'LANTERN'))!
  const id = await tellStock(hub, whose, [
    ['LANTERN', '20'],
    ['=NO-SUCH()', '5'],
    ['NOR-THIS', '6'],
  ])
  const at = `/feeds/${id}/rejected-rows`
  const first = await ask<Page<object>>('GET', `${at}?limit=1`)
  expect(first.body).toMatchObject({
    data: [{ position: 2, sku: '=NO-SUCH()', reason: 'unknown-item', quantity: '5' }],
    nextCursor: '2',
  })
  const second = await ask<Page<{ why: string }>>('GET', `${at}?limit=1&cursor=2`)
  expect(second.body).toMatchObject({ data: [{ position: 3 }], nextCursor: null })
  expect(second.body.data[0]!.why).toBe('NOR-THIS is no item that the supplier is known to offer.')
  const csv = await ask<Uint8Array>('GET', `${at}?limit=1`, undefined, { Accept: 'text/csv' })
  expect(csv.headers.get('link')).toMatch(/cursor=2.*rel="next"/)
  expect(Buffer.from(csv.body).toString().split('\r\n')[1]).toMatch(/^2,,'=NO-SUCH\(\),/)
  const twice = await ask('POST', `/feeds/${id}/mended-rows`, {
    rows: [
      { position: 2, supplierSku, quantity: '1' },
      { position: 2, supplierSku, quantity: '2' },
    ],
  })
  expect(twice).toMatchObject({ status: 422, body: { fields: { 'rows[1].position': expect.any(String) } } })
  const mended = await ask('POST', `/feeds/${id}/mended-rows`, { rows: [{ position: 2, supplierSku, quantity: '5' }] })
  expect(mended).toMatchObject({ status: 200, body: { result: 'applied', issues: [] } })
  expect((await stockOf(hub, whose.partnershipId, 'LANTERN'))?.quantity).toBe('5')
  const own = { key: supplierKey }
  const left = await client.ask<Page<object>>('GET', `/supplier${at}`, own)
  expect(left.body.data).toMatchObject([{ position: 3 }])
  const rows = [{ position: 3, supplierSku, quantity: '6' }]
  const sent = await client.ask('POST', `/supplier/feeds/${id}/mended-rows`, { ...own, body: { rows } })
  expect(sent.body).toMatchObject({ result: 'applied' })
  const made = await client.ask('GET', `/supplier/feeds/${sent.body.feedId}`, own)
  expect(made.body).toMatchObject({ scope: 'delta', read: 1, changed: 1 })
  const again = await client.ask('POST', `/supplier/feeds/${id}/mended-rows`, { ...own, body: { rows } })
  expect(again).toMatchObject({ status: 409, body: { detail: 'These rows were mended already.' } })
})

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { partnerships, retailers } from '../../db/schema/index.ts'
import { importOrder } from '../../engine/orders/import.ts'
import { orderOf } from '../../engine/testing/orders.ts'
import { ApiClient } from './testing/client.ts'
import { runJobs } from './testing/run-jobs.ts'
import { seedShop } from './testing/trade.ts'

const open = freshDatabases()

/** A supplier with one purchase order for two tents, its key, and a way to ask. */
async function supplying() {
  const hub = await open()
  const { retailerId, suppliers } = await seedShop(hub)
  const { supplierId } = suppliers.Northwind!
  await hub.work('test', work => importOrder(work, retailerId, orderOf('W-7', [['TENT-2P', '2']])))
  await runJobs(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ supplierId })
  const list = await client.ask<{ data: { number: string }[] }>('GET', '/supplier/purchase-orders?open=true', { key })
  return { hub, client, key, retailerId, supplierId, list: list.body, number: list.body.data[0]!.number }
}

it('answers, ships, bills and counts its stock through the same pipeline as any other channel', async () => {
  const { hub, client, key, number, list, retailerId } = await supplying()
  expect(list).toMatchObject({ data: [{ status: 'sent', document: { lines: [{ quantity: '2', unitPrice: '90' }] } }] })
  const send = async (path: string, body: object) => {
    const sent = await client.ask<{ messageId: string }>('POST', path, { key, body })
    expect(sent.status).toBe(202)
    expect(sent.headers.get('location')).toBe(`/api/v1/supplier/messages/${sent.body.messageId}`)
    await runJobs(hub)
    const became = await client.ask('GET', `/supplier/messages/${sent.body.messageId}`, { key })
    expect(became.body).toMatchObject({ status: 'processed', documents: [{ status: 'applied' }] })
  }
  await send(`/supplier/purchase-orders/${number}/acknowledgments`, {
    type: 'detail',
    supplierOrderNumber: 'SO-1',
    lines: [{ lineNumber: '1', answers: [{ status: 'accepted', quantity: '2' }] }],
  })
  const packages = [{ lines: [{ purchaseOrderNumber: number, lineNumber: '1', quantity: '2' }] }]
  await send('/supplier/shipments', { number: 'SH-1', date: '2026-05-06', shippedOn: '2026-05-06', packages })
  await send('/supplier/invoices', {
    number: 'I-1',
    date: '2026-05-07',
    purchaseOrderNumber: number,
    currency: 'USD',
    lines: [{ lineNumber: '1', quantity: '2', unitPrice: '90' }],
    total: '180',
  })
  const lines = [{ ids: { buyer: 'LANTERN' }, quantity: '7' }]
  await send('/supplier/products', {
    scope: 'delta',
    number: 'P-1',
    currency: 'USD',
    products: [{ ids: { supplier: 'NO-LAMP' }, title: 'Camp lamp', cost: '7.5' }],
  })
  await send('/supplier/inventory', {
    scope: 'delta',
    number: 'S-1',
    date: '2026-05-07',
    lines: [...lines, { ids: { supplier: 'NO-LAMP' }, quantity: '4' }],
  })
  const seen = await client.ask('GET', `/supplier/purchase-orders/${number}`, { key })
  expect(seen.body).toMatchObject({ status: 'invoiced', answer: 'accepted' })
  const none = await client.ask('GET', '/supplier/purchase-orders?open=true', { key })
  expect(none.body).toEqual({ data: [], nextCursor: null })
  const own = await client.keyFor({ retailerId })
  const offers = await client.ask('GET', '/offers?sku=LANTERN', { key: own })
  expect(offers.body).toMatchObject({ data: [{ stock: [{ quantity: '7' }] }] })
})

it('stores what is sent twice under one idempotency key once', async () => {
  const { client, key, retailerId } = await supplying()
  const headers = { 'Idempotency-Key': 's-1' }
  const body = {
    scope: 'delta',
    number: 'S-1',
    date: '2026-05-07',
    lines: [{ ids: { buyer: 'LANTERN' }, quantity: '7' }],
  }
  const first = await client.ask('POST', '/supplier/inventory', { key, body, headers })
  expect(await client.ask('POST', '/supplier/inventory', { key, body, headers })).toMatchObject({ body: first.body })
  const own = await client.keyFor({ retailerId })
  const messages = await client.ask<{ data: object[] }>('GET', '/messages?direction=in&transport=rest', { key: own })
  expect(messages.body.data).toHaveLength(1)
})

it('tells what could not be applied, and refuses at once what cannot be read', async () => {
  const { hub, client, key, number } = await supplying()
  const packages = [{ lines: [{ purchaseOrderNumber: 'NONE', quantity: '1' }] }]
  const notice = { number: 'SH-9', date: '2026-05-06', shippedOn: '2026-05-06', packages }
  const sent = await client.ask<{ messageId: string }>('POST', '/supplier/shipments', { key, body: notice })
  await runJobs(hub)
  const became = await client.ask('GET', `/supplier/messages/${sent.body.messageId}`, { key })
  expect(became.body).toMatchObject({ documents: [{ status: 'rejected', issues: [{ severity: 'error' }] }] })
  const wrong = await client.ask('POST', '/supplier/shipments', { key, body: { ...notice, shippedOn: '2026-02-30' } })
  expect(wrong).toMatchObject({ status: 422, body: { fields: { shippedOn: expect.any(String) } } })
  const acknowledgments = `/supplier/purchase-orders/${number}/acknowledgments`
  const other = { type: 'accepted', purchaseOrderNumber: 'PO-OTHER', lines: [] }
  expect(await client.ask('POST', acknowledgments, { key, body: other })).toMatchObject({ status: 422 })
  const unknown = '/supplier/purchase-orders/PO-OTHER/acknowledgments'
  expect(await client.ask('POST', unknown, { key, body: { type: 'accepted', lines: [] } })).toMatchObject({
    status: 404,
  })
})

it('asks a supplier of several retailers which one it means, and shows it no other', async () => {
  const { hub, client, key, supplierId, number } = await supplying()
  await hub.work('system', async work => {
    for (const [slug, status] of [
      ['second', 'live'],
      ['ended', 'ended'],
    ] as const) {
      const retailerId = work.newId()
      await work.tx.insert(retailers).values({ id: retailerId, slug, name: slug, createdAt: work.now })
      await work.tx.insert(partnerships).values({
        retailerId,
        id: work.newId(),
        supplierId,
        status,
        currency: 'USD',
        terms: { netDays: 30 },
        createdAt: work.now,
      })
    }
  })
  const ask = (query: string) => client.ask('GET', `/supplier/purchase-orders/${number}${query}`, { key })
  expect(await ask('')).toMatchObject({
    status: 422,
    body: { fields: { retailer: expect.stringContaining('second') } },
  })
  expect((await ask('?retailer=second')).status).toBe(404)
  expect((await ask('?retailer=ended')).status).toBe(404)
  const [slug] = (await hub.orm.select().from(retailers))
    .map(row => row.slug)
    .filter(one => one.startsWith('retailer-'))
  expect((await ask(`?retailer=${slug}`)).status).toBe(200)
})

it('takes CSV and X12 by their content types, and keeps the exact bytes', async () => {
  const { hub, client, key, number, retailerId } = await supplying()
  const send = async (path: string, body: string, type: string) => {
    const headers = { 'Content-Type': type }
    const sent = await client.ask<{ messageId: string }>('POST', path, { key, body, headers })
    expect(sent.status).toBe(202)
    await runJobs(hub)
    return sent.body.messageId
  }
  const answer = `PO Number,Line,Status,Quantity\r\n${number},1,Accepted,2\r\n`
  const csv = await send('/supplier/acknowledgments', answer, 'text/csv; charset=utf-8')
  expect((await client.ask('GET', `/supplier/messages/${csv}`, { key })).body).toMatchObject({
    status: 'processed',
    documents: [{ kind: 'purchase-order-acknowledgment', status: 'applied' }],
  })
  const order = await client.ask('GET', `/supplier/purchase-orders/${number}`, { key })
  expect(order.body).toMatchObject({ status: 'acknowledged', answer: 'accepted' })
  const interchange = readFileSync(new URL('../../fixtures/x12/846/acme-delta.edi', import.meta.url), 'utf8')
  const x12 = await send('/supplier/inventory', interchange, 'application/edi-x12')
  const own = await client.keyFor({ retailerId })
  const bytes = await client.ask<Uint8Array>('GET', `/messages/${x12}/bytes`, { key: own })
  expect(Buffer.from(bytes.body).toString()).toBe(interchange)
  const refused = await client.ask('POST', '/supplier/inventory', {
    key,
    body: 'stock',
    headers: { 'Content-Type': 'text/plain' },
  })
  expect(refused.status).toBe(415)
})

it('takes nothing in a file that its key may not send, whatever the file is handed in as', async () => {
  const { hub, client, supplierId, number, retailerId } = await supplying()
  const key = await client.keyFor({ supplierId }, ['inventory:write', 'messages:read'])
  const headers = { 'Content-Type': 'text/csv' }
  const send = async (body: string) => {
    const sent = await client.ask<{ messageId: string }>('POST', '/supplier/inventory', { key, body, headers })
    await runJobs(hub)
    return (await client.ask('GET', `/supplier/messages/${sent.body.messageId}`, { key })).body
  }
  const invoice = `Invoice Number,Invoice Date,PO Number,Line,Quantity,Unit Price,Invoice Total\r\nI-1,2026-05-07,${number},1,2,90,180\r\n`
  const came = await send(invoice)
  expect(came).toMatchObject({ status: 'rejected', documents: [{ kind: 'invoice', status: 'rejected' }] })
  expect(JSON.stringify(came)).toContain('lacks the scope invoices:write')
  const own = await client.keyFor({ retailerId })
  expect((await client.ask('GET', '/invoices', { key: own })).body).toMatchObject({ data: [] })
  const stock = await send('Retailer SKU,Quantity Available\r\nLANTERN,7\r\n')
  expect(stock).toMatchObject({ status: 'processed', documents: [{ kind: 'inventory-advice', status: 'applied' }] })
})

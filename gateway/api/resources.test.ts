import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { createUser } from '../../partners/people/create-user.ts'
import { withGs1CheckDigit } from '../../translators/check-digits.ts'
import { lineExplanation } from './routing-explanation.ts'
import { ApiClient } from './testing/client.ts'
import { orderOf } from './testing/order.ts'
import { runJobs } from './testing/run-jobs.ts'
import { seedShop, seedTrade } from './testing/trade.ts'

const open = freshDatabases()

async function trading() {
  const hub = await open()
  const trade = await seedTrade(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId: trade.retailerId })
  const see = async (path: string) => (await client.ask(`GET`, path, { key })).body
  return { hub, client, key, see, ...trade }
}

it('shows a purchase order with its lines, documents, messages and history', async () => {
  const { see, orderId, supplierOrder, warehouseOrder, warehouseId, partnershipId } = await trading()
  expect(await see(`/purchase-orders?partnershipId=${partnershipId}`)).toMatchObject({
    data: [{ number: supplierOrder.number, source: { name: 'Northwind', kind: 'supplier' }, answer: 'accepted' }],
  })
  expect(await see(`/purchase-orders?orderId=${orderId}&sourceId=${warehouseId}`)).toMatchObject({
    data: [{ number: warehouseOrder.number, partnershipId: null }],
  })
  const one = await see(`/purchase-orders/${supplierOrder.id}`)
  expect(one).toMatchObject({
    lines: [{ sku: 'TENT-2P', ordered: '2', accepted: '2', shipped: '2', invoiced: '2', open: '0', unitCost: '90' }],
    documents: [{ kind: 'purchase-order', direction: 'out', content: { number: supplierOrder.number } }],
    messages: [{ direction: 'out', transport: 'portal', status: 'confirmed' }],
  })
  const history = (one.history as { type: string }[]).map(event => event.type)
  expect(history).toEqual(expect.arrayContaining(['purchase-order.acknowledged', 'purchase-order.shipped']))
  const order = await see(`/orders/${orderId}`)
  expect(order).toMatchObject({ status: 'partly-shipped', purchaseOrders: expect.any(Array) })
  expect(order.purchaseOrders).toHaveLength(2)
  const decisions = await see(`/orders/${orderId}/routing-decisions`)
  expect(decisions).toMatchObject({ data: [{ sequence: 1, cause: 'imported', rulesId: null, ruleNames: {} }] })
  const { explanation } = (decisions.data as { explanation: unknown[] }[])[0]!
  expect(explanation.length).toBeGreaterThan(0)
  expect(explanation.map(line => lineExplanation.parse(line))).toEqual(explanation)
})

it('shows messages, their timeline and their exact bytes', async () => {
  const { client, key, see, supplierOrder } = await trading()
  const list = (await see('/messages?direction=out&transport=portal&status=confirmed')) as { data: { id: string }[] }
  const { id } = list.data[0]!
  expect(await see(`/messages/${id}`)).toMatchObject({
    timeline: [{ kind: 'rendered' }, { kind: 'confirmed' }],
    documents: [{ number: supplierOrder.number }],
  })
  const file = await client.ask<Uint8Array>('GET', `/messages/${id}/bytes`, { key })
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="purchase-order-.*\.json"$/)
  expect(JSON.parse(Buffer.from(file.body).toString())).toMatchObject({ number: supplierOrder.number })
  expect(await see('/messages?direction=in')).toMatchObject({ data: [], nextCursor: null })
})

it('takes shipments of the retailer’s own warehouse, once', async () => {
  const { client, key, see, warehouseId, warehouseOrder, orderId, seeded } = await trading()
  const body = {
    sourceId: warehouseId,
    number: 'WH-1',
    date: '2026-03-05',
    shippedOn: '2026-03-05',
    carrier: { scac: 'FDEG' },
    packages: [
      {
        trackingNumber: '986578788855',
        lines: [{ purchaseOrderNumber: warehouseOrder.number, lineNumber: '1', quantity: '1' }],
      },
    ],
  }
  const made = await client.ask<{ shipment: { id: string } }>('POST', '/shipments', { key, body })
  expect(made).toMatchObject({
    status: 201,
    body: { shipment: { number: 'WH-1', packages: [{ lines: [{ sku: 'STOVE', quantity: '1', orderId }] }] } },
  })
  const again = await client.ask('POST', '/shipments', { key, body })
  expect(again).toMatchObject({ status: 200, body: { shipment: { id: made.body.shipment.id } } })
  expect(await see(`/shipments?orderId=${orderId}`)).toMatchObject({ data: [{ number: 'WH-1' }, { number: 'NW-1' }] })
  expect(await see(`/shipments?purchaseOrderId=${warehouseOrder.id}`)).toMatchObject({ data: [{ number: 'WH-1' }] })
  expect(await see(`/orders/${orderId}`)).toMatchObject({ status: 'shipped' })
  const [since, before] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)].map(at => at.toISOString())
  expect(await see(`/shipments?trackingNumber=986578788855&receivedSince=${since}`)).toMatchObject({
    data: [{ number: 'WH-1', carrier: { scac: 'FDEG', name: null, service: null }, shipFrom: null }],
  })
  expect(await see('/shipments?trackingNumber=98657878885')).toMatchObject({ data: [] })
  expect(await see(`/shipments?receivedSince=${before}`)).toMatchObject({ data: [] })
  const shipFrom = { name: 'Dock 4', city: 'Reno', state: 'NV' }
  const mended = { ...body, purpose: 'replacement', carrier: { scac: 'UPSN' }, shipFrom }
  const replaced = await client.ask<{ shipment: { id: string } }>('POST', '/shipments', { key, body: mended })
  expect(replaced).toMatchObject({ status: 201, body: { shipment: { carrier: { scac: 'UPSN' }, shipFrom } } })
  expect(await see(`/shipments/${made.body.shipment.id}`)).toMatchObject({
    replacedById: replaced.body.shipment.id,
    takenBackAt: expect.any(String),
  })
  expect(await see(`/orders/${orderId}`)).toMatchObject({ lines: [{ shipped: '2' }, { shipped: '1' }] })
  const foreign = { ...body, sourceId: seeded.suppliers.Northwind!.sourceId }
  expect(await client.ask('POST', '/shipments', { key, body: foreign })).toMatchObject({
    status: 422,
    body: { fields: { sourceId: expect.any(String) } },
  })
  const unknown = { ...body, number: 'WH-2', packages: [{ lines: [{ purchaseOrderNumber: 'NONE', quantity: '1' }] }] }
  const refused = await client.ask<{ fields: object }>('POST', '/shipments', { key, body: unknown })
  expect(refused.status).toBe(422)
  expect(Object.keys(refused.body.fields)[0]).toContain('packages[0].lines[0]')
})

it('approves invoices and exports them once, with bytes that stay', async () => {
  const { client, key, see } = await trading()
  const { data } = (await see('/invoices?number=NW-I-1')) as { data: { id: string; status: string }[] }
  const { id, status } = data[0]!
  expect(await see(`/invoices/${id}`)).toMatchObject({
    total: '180',
    lines: [{ sku: null, quantity: '2', counted: '2' }],
    exceptions: [],
  })
  expect(status).toBe('matched')
  const approved = await client.ask('POST', `/invoices/${id}/approve`, { key })
  expect(approved).toMatchObject({ status: 200, body: { status: 'approved', payable: '180' } })
  const body = { format: 'quickbooks-online' }
  const headers = { 'Idempotency-Key': 'export-1' }
  const batch = await client.ask<{ id: string }>('POST', '/exports', { key, body, headers })
  expect(batch).toMatchObject({ status: 201, body: { number: 1, total: '180', invoices: 1, currency: 'USD' } })
  expect((await client.ask('POST', '/exports', { key, body, headers })).body).toEqual(batch.body)
  const none = await client.ask('POST', '/exports', { key, body, headers: { 'Idempotency-Key': 'export-2' } })
  expect(none).toMatchObject({ status: 204, body: undefined })
  const repeated = await client.ask('POST', '/exports', { key, body, headers: { 'Idempotency-Key': 'export-2' } })
  expect(repeated.status).toBe(204)
  expect(await see('/exports')).toMatchObject({ data: [{ id: batch.body.id }], nextCursor: null })
  expect(await see(`/exports/${batch.body.id}`)).toMatchObject({ items: [{ number: 'NW-I-1', amount: '180' }] })
  const file = await client.ask<Uint8Array>('GET', `/exports/${batch.body.id}/file`, { key })
  expect(file.headers.get('content-type')).toContain('text/csv')
  expect(Buffer.from(file.body).toString()).toContain('NW-I-1')
  const refused = await client.ask('POST', `/invoices/${id}/approve`, { key })
  expect(refused).toMatchObject({ status: 409, body: { title: 'Wrong state' } })
})

it('reports how things stand and what was earned', async () => {
  const { see, orderId } = await trading()
  expect(await see('/reports/summary')).toMatchObject({
    orders: [{ status: 'partly-shipped', count: 1 }],
    invoices: [{ count: 1, total: '180.00' }],
  })
  expect(await see(`/reports/profit?orderId=${orderId}`)).toMatchObject({ data: [{ number: 'W-500', profit: /./ }] })
})

it('shows partners without their secrets, and sources', async () => {
  const { see, partnershipId } = await trading()
  expect(await see('/partners?status=live')).toMatchObject({
    data: [{ id: partnershipId, supplier: { name: 'Northwind' }, channel: { transport: 'portal', format: 'form' } }],
  })
  expect(await see(`/partners/${partnershipId}`)).toMatchObject({ terms: { netDays: 30 } })
  expect(await see('/sources')).toMatchObject({ data: [{ kind: 'supplier' }, { kind: 'warehouse' }] })
})

it('puts products one by one and in bulk', async () => {
  const { client, key, see } = await trading()
  const put = (path: string, body: unknown) => client.ask('PUT', path, { key, body })
  const path = `/products/${encodeURIComponent('POT/24 cm')}`
  const made = await put(path, { title: 'Pot', upc: withGs1CheckDigit('95200009999'), attributes: { color: 'red' } })
  expect(made).toMatchObject({ status: 201, body: { sku: 'POT/24 cm', attributes: { color: 'red' } } })
  expect(made.headers.get('location')).toBe(`/api/v1${path}`)
  expect(await put(path, { title: 'Pot, large', retailPrice: '30.00' })).toMatchObject({
    status: 200,
    body: { id: made.body.id, title: 'Pot, large', upc: null, retailPrice: '30', attributes: {} },
  })
  const products = [
    { sku: 'PAN', title: 'Pan' },
    { sku: 'POT/24 cm', title: 'Pot' },
    { sku: 'LID', title: 'Lid' },
  ]
  expect(await put('/products', { products })).toMatchObject({
    status: 200,
    body: {
      data: [
        { sku: 'PAN', created: true },
        { sku: 'POT/24 cm', created: false },
        { sku: 'LID', created: true },
      ],
    },
  })
  expect(await put('/products', { products: [...products, products[0]] })).toMatchObject({ status: 422 })
  expect(await put(path, { title: 'Pot', upc: '952000000018' })).toMatchObject({
    status: 422,
    body: { fields: { upc: 'The check digit is wrong.' } },
  })
  expect(await see(`/products?upc=${withGs1CheckDigit('95200009999')}`)).toMatchObject({ data: [] })
  expect(await see(path)).toMatchObject({ title: 'Pot' })
  // The same number in another of its lengths is the same item, in the catalogue or within one request.
  expect((await put('/products/MUG', { title: 'Mug', upc: '952000007773' })).status).toBe(201)
  expect(await put('/products/CUP', { title: 'Cup', gtin: '00952000007773' })).toMatchObject({
    status: 409,
    body: { fields: { gtin: 'CUP has the GTIN of the product MUG: two products cannot have one.' } },
  })
  const alike = ['95200000003', '95200000003'].map((digits, at) => ({
    sku: `B-${at}`,
    title: 'Bowl',
    upc: withGs1CheckDigit(digits),
  }))
  expect(await put('/products', { products: alike })).toMatchObject({
    status: 409,
    body: { fields: { 'products[1].upc': expect.any(String) } },
  })
  const swapped = [
    { sku: 'MUG', title: 'Mug' },
    { sku: 'CUP', title: 'Cup', upc: '952000007773' },
  ]
  expect((await put('/products', { products: swapped })).status).toBe(200)
})

it('sets the stock of a warehouse, and sends orders that waited to routing', async () => {
  const hub = await open()
  const { retailerId, warehouseId, suppliers } = await seedShop(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId })
  const lines = [{ sku: 'STOVE', quantity: '25', unitPrice: '50' }]
  const order = await client.ask<{ id: string }>('POST', '/orders', { key, body: orderOf({ lines }) })
  await runJobs(hub)
  expect((await client.ask('GET', `/orders/${order.body.id}`, { key })).body.status).toBe('held')
  const put = (id: string, lines: object[]) => client.ask('PUT', `/warehouses/${id}/stock`, { key, body: { lines } })
  expect((await put(warehouseId!, [{ sku: 'STOVE', quantity: '30' }])).status).toBe(204)
  await runJobs(hub)
  expect((await client.ask('GET', `/orders/${order.body.id}`, { key })).body.status).toBe('routed')
  expect((await client.ask('GET', '/offers?sku=STOVE', { key })).body).toMatchObject({
    data: [{ sku: 'STOVE', stock: [{ quantity: '30', reserved: '25', available: '5' }] }],
  })
  const refused = await put(warehouseId!, [
    { sku: 'STOVE', quantity: '7' },
    { sku: 'TENT-2P', quantity: '1' },
  ])
  expect(refused).toMatchObject({
    status: 422,
    body: { fields: { 'lines[1].unitCost': expect.stringContaining('TENT-2P') } },
  })
  expect((await put(suppliers.Northwind!.sourceId, [{ sku: 'TENT-2P', quantity: '1' }])).status).toBe(404)
  expect((await client.ask('GET', '/offers?sku=STOVE', { key })).body).toMatchObject({
    data: [{ stock: [{ quantity: '30' }] }],
  })
  // The warehouse's own count is a feed that was never held back, and not one that nobody knows.
  const { data } = (await client.ask<{ data: { id: string; sourceId: string }[] }>('GET', '/feeds', { key })).body
  const own = data.find(feed => feed.sourceId === warehouseId)!
  expect(await client.ask('POST', `/feeds/${own.id}/release`, { key })).toMatchObject({
    status: 409,
    body: { detail: 'Nothing is left to decide: the feed took effect.' },
  })
})

it('adds a warehouse and gives it products that it has not had', async () => {
  const hub = await open()
  const { retailerId } = await seedShop(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId })
  const add = (body: object) => client.ask<{ id: string }>('POST', '/warehouses', { key, body })
  const made = await add({ name: 'Reno', postalCode: '89502', priority: 10, terms: { tags: ['west'] } })
  expect(made).toMatchObject({ status: 201, body: { kind: 'warehouse', active: true, orderFee: '0' } })
  expect(made.headers.get('location')).toBe(`/api/v1/sources/${made.body.id}`)
  expect(await add({ name: 'reno' })).toMatchObject({ status: 409, body: { fields: { name: /./ } } })
  const put = (lines: object[]) => client.ask('PUT', `/warehouses/${made.body.id}/stock`, { key, body: { lines } })
  const unknown = await put([{ sku: 'NO-SUCH', quantity: '1', unitCost: '1' }])
  expect(unknown).toMatchObject({
    status: 422,
    body: { fields: { 'lines[0].sku': expect.stringContaining('NO-SUCH') } },
  })
  expect((await put([{ sku: 'STOVE', quantity: '5', unitCost: '19.5' }])).status).toBe(204)
  expect((await put([{ sku: 'STOVE', quantity: '6' }])).status).toBe(204)
  expect((await put([{ sku: 'STOVE', quantity: '6', unitCost: '21' }])).status).toBe(204)
  expect((await client.ask('GET', `/offers?sourceId=${made.body.id}`, { key })).body).toMatchObject({
    data: [{ sku: 'STOVE', cost: '21', currency: 'USD', stock: [{ quantity: '6' }] }],
  })
  const lines = [{ sku: 'STOVE', quantity: '6', unitPrice: '50' }]
  const order = await client.ask<{ id: string }>('POST', '/orders', { key, body: orderOf({ lines }) })
  await runJobs(hub)
  expect((await client.ask('GET', `/orders/${order.body.id}`, { key })).body).toMatchObject({
    purchaseOrders: [{ source: { name: 'Reno' } }],
  })
})

it('assigns an exception to a colleague by id or by address, and to nobody else', async () => {
  const hub = await open()
  const { retailerId } = await seedShop(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId })
  await hub.work('test', work =>
    raiseException(work, { retailerId, key: 'over:1', kind: 'over-shipped', summary: 'Three shipped, two ordered.' }),
  )
  const { retailerId: elsewhere } = await seedShop(hub)
  const person = (email: string, at: string) =>
    hub.work('system', work =>
      createUser(work, {
        email,
        name: email,
        password: 'a long enough password',
        memberships: [{ retailerId: at, role: 'admin' }],
      }),
    )
  await person('bob@beta.example', elsewhere)
  await person('ann@acme.example', retailerId)
  const list = await client.ask<{ data: { id: string }[] }>('GET', '/exceptions', { key })
  const assign = (body: object) => client.ask('POST', `/exceptions/${list.body.data[0]!.id}/assign`, { key, body })
  const foreign = await assign({ email: 'bob@beta.example' })
  expect(foreign).toMatchObject({ status: 422, body: { fields: { email: 'Choose somebody who works here.' } } })
  const given = await assign({ email: 'Ann@acme.example' })
  expect(given).toMatchObject({ status: 200, body: { assignedTo: expect.any(String) } })
  expect(await assign({ userId: null })).toMatchObject({ status: 200, body: { assignedTo: null } })
  const userId = given.body.assignedTo
  expect(await assign({ userId })).toMatchObject({ status: 200, body: { assignedTo: userId } })
  expect(await assign({ userId, email: 'ann@acme.example' })).toMatchObject({
    status: 422,
    body: { fields: { userId: /./ } },
  })
  expect((await assign({})).status).toBe(422)
})

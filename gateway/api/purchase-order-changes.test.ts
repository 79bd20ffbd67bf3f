import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { notifications } from '../../db/schema/index.ts'
import { importOrder } from '../../engine/orders/import.ts'
import { orderOf } from '../../engine/testing/orders.ts'
import { ApiClient } from './testing/client.ts'
import { runJobs } from './testing/run-jobs.ts'
import { seedShop } from './testing/trade.ts'

const open = freshDatabases()

/** A purchase order for ten tents, and the keys of both sides. */
async function ordered() {
  const hub = await open()
  const { retailerId, suppliers } = await seedShop(hub)
  const { orderId } = await hub.work('test', work => importOrder(work, retailerId, orderOf('W-7', [['TENT-2P', '10']])))
  await runJobs(hub)
  const client = new ApiClient(hub)
  const retailer = await client.keyFor({ retailerId })
  const supplier = await client.keyFor({ supplierId: suppliers.Northwind!.supplierId })
  const list = await client.ask<{ data: { id: string; number: string }[] }>(
    'GET',
    `/purchase-orders?orderId=${orderId}`,
    {
      key: retailer,
    },
  )
  const { id, number } = list.body.data[0]!
  const path = `/purchase-orders/${id}`
  const ask = (body: object) => client.ask('POST', `${path}/changes`, { key: retailer, body })
  /** What the supplier sends, and what became of it. */
  const send = async (body: object | string) => {
    const sent = await client.ask<{ messageId: string }>('POST', '/supplier/change-acknowledgments', {
      key: supplier,
      body,
      ...(typeof body === 'string' && { headers: { 'Content-Type': 'text/csv' } }),
    })
    expect(sent.status).toBe(202)
    await runJobs(hub)
    return (await client.ask('GET', `/supplier/messages/${sent.body.messageId}`, { key: supplier })).body
  }
  const see = async () => (await client.ask('GET', path, { key: retailer })).body
  const seenBySupplier = async (query = '') =>
    (await client.ask('GET', `/supplier/purchase-orders${query}`, { key: supplier })).body
  return { hub, client, retailer, number, path, ask, send, see, seenBySupplier }
}

it('carries a change from the retailer to the supplier and its answer back', async () => {
  const { hub, number, ask, send, see, seenBySupplier } = await ordered()
  const wishes = [{ lineNumber: '1', cancel: '4', unitPrice: '85' }]
  const change = { sequence: 1, kind: 'change', askedBy: 'retailer', status: 'requested', wishes, reason: 'Fewer' }
  expect(await ask({ wishes, reason: 'Fewer' })).toMatchObject({
    status: 201,
    body: { ...change, afterwards: 'cancel' },
  })
  expect(await ask({ wishes, reason: 'Again' })).toMatchObject({ status: 409 })
  await runJobs(hub)
  const told = await hub.orm.select().from(notifications)
  expect(told.filter(({ subject }) => subject === `Change of purchase order ${number}`)).toMatchObject([
    { audience: 'supplier', rows: [{ Order: number, Change: '1', Note: 'Fewer' }] },
  ])
  expect(await seenBySupplier('?asked=true')).toMatchObject({ data: [{ number, changes: [change] }] })
  const lines = [
    { lineNumber: '1', action: 'cancel', answers: [{ status: 'accepted', quantity: '3' }] },
    { lineNumber: '1', action: 'change', answers: [{ status: 'rejected' }] },
  ]
  const answer = { purchaseOrderNumber: number, sequence: 1, type: 'detail', lines }
  expect(await send(answer)).toMatchObject({ documents: [{ status: 'applied' }] })
  expect(await send(answer)).toMatchObject({ documents: [{ status: 'duplicate' }] })
  expect(await see()).toMatchObject({
    lines: [{ cancelled: '3', unitCost: '90' }],
    changes: [{ status: 'accepted', answer: { lines: [{ part: 'cancel', quantity: '3' }, { outcome: 'refused' }] } }],
    documents: expect.arrayContaining([expect.objectContaining({ kind: 'purchase-order-change', direction: 'out' })]),
  })
  expect(await seenBySupplier('?asked=true')).toMatchObject({ data: [] })
})

it('carries what a supplier asks for to the retailer, by JSON and as a file, and the answer back', async () => {
  const { client, retailer, number, path, send, see, seenBySupplier } = await ordered()
  const asked = await send({
    purpose: 'request',
    type: 'detail',
    purchaseOrderNumber: number,
    notes: ['Two broke.'],
    lines: [{ lineNumber: '1', action: 'cancel', quantity: '2', answers: [] }],
  })
  expect(asked).toMatchObject({ documents: [{ status: 'applied' }] })
  const answer = (sequence: number, body: object) =>
    client.ask('POST', `${path}/changes/${sequence}/answer`, { key: retailer, body })
  const partly = { outcome: 'accepted', lines: [{ lineNumber: '1', outcome: 'accepted', quantity: '1' }] }
  expect(await answer(1, partly)).toMatchObject({ status: 200, body: { status: 'accepted', askedBy: 'supplier' } })
  expect(await answer(1, { outcome: 'refused' })).toMatchObject({ status: 409 })
  expect(await answer(2, { outcome: 'refused' })).toMatchObject({ status: 404 })
  expect(await see()).toMatchObject({ lines: [{ cancelled: '1' }] })
  const header = 'PO Number,Purpose,Line,Action,New Price,New Ship Date,Order Note'
  const file = await send(`${header}\n${number},Request,1,Change,95,,Dearer\n`)
  expect(file).toMatchObject({ documents: [{ status: 'applied' }] })
  expect(await answer(2, { outcome: 'refused', note: 'As agreed.' })).toMatchObject({ body: { status: 'refused' } })
  expect(await see()).toMatchObject({ lines: [{ unitCost: '90' }] })
  expect(await seenBySupplier()).toMatchObject({
    data: [{ changes: [{ askedBy: 'supplier' }, { status: 'refused', answer: { note: 'As agreed.' } }] }],
  })
})

it('asks for the cancellation of all that has not shipped', async () => {
  const { client, retailer, number, path, send, see } = await ordered()
  const cancel = () => client.ask('POST', `${path}/cancel`, { key: retailer, body: { reason: 'Not wanted any more' } })
  expect(await cancel()).toMatchObject({
    status: 200,
    body: { changes: [{ kind: 'cancellation', wishes: [{ lineNumber: '1', cancel: '10' }] }] },
  })
  expect(await cancel()).toMatchObject({ status: 409 })
  const refused = { purchaseOrderNumber: number, type: 'rejected', lines: [], notes: ['It is on the truck.'] }
  expect(await send(refused)).toMatchObject({ documents: [{ status: 'applied' }] })
  expect(await see()).toMatchObject({ lines: [{ cancelled: '0' }], changes: [{ status: 'refused' }] })
  await cancel()
  await send({ purchaseOrderNumber: number, type: 'accepted', lines: [] })
  expect(await see()).toMatchObject({ status: 'cancelled', lines: [{ cancelled: '10' }] })
})

it('says what cannot be asked for', async () => {
  const { ask } = await ordered()
  const fields = async (wish: object) =>
    (await ask({ wishes: [{ lineNumber: '1', ...wish }], reason: 'So' })).body.fields
  expect(await fields({ cancel: '11' })).toHaveProperty(['wishes[0].cancel'])
  expect(await fields({ lineNumber: '9', cancel: '1' })).toHaveProperty(['wishes[0].lineNumber'])
  expect(await fields({})).toHaveProperty(['wishes[0]'])
  expect(await fields({ cancel: '-1' })).toBeTruthy()
})

it('asks for more of a line and for another item, told and answered in documents and files', async () => {
  const { ask, send, see, number, seenBySupplier, hub } = await ordered()
  const wishes = [
    { lineNumber: '1', add: '2' },
    { lineNumber: '2', sku: 'LANTERN', add: '3', retailPrice: '40' },
  ]
  const asked = await ask({ wishes, reason: 'More came' })
  expect(asked).toMatchObject({ status: 201, body: { kind: 'change', wishes: [{ add: '2' }, { sku: 'LANTERN' }] } })
  expect(JSON.stringify(await seenBySupplier('?asked=true'))).not.toContain('offerId')
  await runJobs(hub)
  const header = 'PO Number,Change Number,Line,Action,New Quantity,Answer,Answer Quantity,Acknowledgment Type'
  const rows = [`${number},1,1,Change,12,Accepted,12,detail`, `${number},1,2,Add,3,Accepted,2,detail`]
  const file = [header, ...rows, ''].join('\n')
  expect(await send(file)).toMatchObject({ documents: [{ status: 'applied' }] })
  expect(await send(`${file}\n`)).toMatchObject({ documents: [{ status: 'duplicate' }] })
  expect(await see()).toMatchObject({
    lines: [
      { ordered: '12', accepted: '2' },
      { sku: 'LANTERN', ordered: '2', accepted: '2' },
    ],
    changes: [{ status: 'accepted' }],
  })
})

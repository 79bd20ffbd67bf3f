import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { idempotencyKeys } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import { deliverWebhooks } from '../webhooks/deliver.ts'
import { Receiver } from '../webhooks/testing/receiver.ts'
import { ApiClient } from './testing/client.ts'
import { orderOf } from './testing/order.ts'

const open = freshDatabases()
type Row = { id: string; secret: string; pausedAt: string | null }

async function shop() {
  const hub = await open()
  const offers = [{ sku: 'TENT-2P', cost: '90', stock: '10' }]
  const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers }] })
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId })
  const supplierKey = await client.keyFor({ supplierId: suppliers.Northwind!.supplierId })
  return { hub, client, retailerId, key, supplierKey }
}

it('is told of an order that came in, sees the call and its answer, and is told again', async () => {
  const { hub, client, retailerId, key } = await shop()
  const receiver = await Receiver.open()
  receiver.answer = response => void response.writeHead(500).end('not today')
  const body = { url: receiver.url, eventTypes: ['order.*'] }
  const made = await client.ask<Row>('POST', '/webhooks', { key, body })
  expect(made.body.secret).toMatch(/^whsec_.{44}$/)
  expect(JSON.stringify((await client.ask('GET', '/webhooks', { key })).body)).not.toContain('whsec_')
  await client.ask('POST', '/orders', { key, body: orderOf() })
  const deliver = () =>
    deliverWebhooks(
      { hub, box: secretBox('a secret for tests only'), limits: { refuses: () => false } },
      { retailerId, endpointId: made.body.id },
    )
  await deliver()
  const at = `/webhooks/${made.body.id}/deliveries`
  const listed = await client.ask<{ data: { eventId: string }[] }>('GET', `${at}?status=retrying`, { key })
  const { eventId } = listed.body.data[0]!
  const seen = await client.ask('GET', `${at}/${eventId}`, { key })
  expect(seen.body).toMatchObject({
    status: 'retrying',
    calls: [{ failureCode: 'partner-refused', answer: { status: 500, body: 'not today' } }],
  })
  receiver.answer = response => void response.writeHead(200).end()
  expect((await client.ask('POST', `${at}/${eventId}/replay`, { key })).status).toBe(204)
  await deliver()
  expect((await client.ask('GET', `${at}/${eventId}`, { key })).body).toMatchObject({
    status: 'delivered',
    dueAt: null,
  })
  expect(receiver.got.map(got => got.event.type)).toEqual(['order.imported', 'order.imported'])
  await receiver.close()
})

it('lets nobody overwrite what somebody else has changed since', async () => {
  const { client, key } = await shop()
  const body = { url: 'https://shop.example/hooks', eventTypes: ['*'] }
  const made = await client.ask<Row>('POST', '/webhooks', { key, body })
  const path = `/webhooks/${made.body.id}`
  const tag = made.headers.get('etag')!
  const change = (description: string, ifMatch: string) =>
    client.ask('PATCH', path, { key, body: { description }, headers: { 'If-Match': ifMatch } })
  const first = await change('one', tag)
  expect(first.status).toBe(200)
  expect((await change('two', tag)).status).toBe(412)
  expect((await change('two', 'W/"1"')).status).toBe(412)
  expect((await client.ask('GET', path, { key })).headers.get('etag')).toBe(first.headers.get('etag'))
  expect((await change('three', first.headers.get('etag')!)).body).toMatchObject({ description: 'three' })
  expect((await change('four', '*')).status).toBe(200)
})

it('keeps the sides apart, and says which field is wrong', async () => {
  const { client, key, supplierKey } = await shop()
  const post = (path: string, by: string, url: string, eventTypes: string[]) =>
    client.ask<Row & { fields: object }>('POST', path, { key: by, body: { url, eventTypes } })
  const ours = await post('/webhooks', key, 'https://shop.example/hooks', ['*'])
  const theirs = await post('/supplier/webhooks', supplierKey, 'https://mill.example/hooks', ['purchase-order.sent'])
  expect([ours.status, theirs.status]).toEqual([201, 201])
  expect((await client.ask('GET', `/webhooks/${theirs.body.id}`, { key })).status).toBe(404)
  expect((await client.ask('DELETE', `/supplier/webhooks/${ours.body.id}`, { key: supplierKey })).status).toBe(404)
  expect((await client.ask('GET', `/supplier/webhooks/${theirs.body.id}`, { key: supplierKey })).status).toBe(200)
  const wrong = await post('/supplier/webhooks', supplierKey, 'https://mill.example/', ['order.imported'])
  expect(wrong).toMatchObject({ status: 422, body: { fields: { 'eventTypes[0]': /./ } } })
  for (const url of ['ftp://shop.example/', 'https://ann:pw@shop.example/', 'not an address'])
    expect(await post('/webhooks', key, url, ['*'])).toMatchObject({ status: 422, body: { fields: { url: /./ } } })
  expect((await post('/webhooks', key, 'https://shop.example/', ['nonsense.happened'])).status).toBe(422)
  expect((await client.ask('DELETE', `/webhooks/${ours.body.id}`, { key })).status).toBe(204)
  expect((await client.ask('GET', `/webhooks/${ours.body.id}`, { key })).status).toBe(404)
})

it('gives a secret again to the same request, and keeps it sealed until then', async () => {
  const { hub, client, key } = await shop()
  const sent = {
    key,
    body: { url: 'https://shop.example/hooks', eventTypes: ['*'] },
    headers: { 'Idempotency-Key': 'a' },
  }
  const made = await client.ask<Row>('POST', '/webhooks', sent)
  const again = await client.ask<Row>('POST', '/webhooks', sent)
  expect(again.body).toEqual(made.body)
  expect(again.headers.get('Idempotency-Replayed')).toBe('true')
  const kept = JSON.stringify(await hub.orm.select().from(idempotencyKeys))
  expect(kept).toContain('sealed')
  expect(kept).not.toContain(made.body.secret)
})

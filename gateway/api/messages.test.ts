import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { documents, messages } from '../../db/schema/index.ts'
import { connectPartner } from '../../partners/onboarding/connect.ts'
import { secretBox } from '../../partners/secrets.ts'
import { ApiClient } from './testing/client.ts'
import { runJobs } from './testing/run-jobs.ts'
import { seedTrade } from './testing/trade.ts'

const open = freshDatabases()
type Page = { data: { id: string }[] }

it('finds messages by what is in them, and tells what they belong to', async () => {
  const hub = await open()
  const { retailerId, supplierOrder } = await seedTrade(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId })
  const find = async (query: string) => (await client.ask<Page>('GET', `/messages?${query}`, { key })).body.data.length
  const [sent] = await hub.orm.select().from(messages).where(eq(messages.direction, 'out'))
  await hub.orm
    .update(documents)
    .set({ interchangeNumber: '000000042', groupNumber: '7' })
    .where(eq(documents.messageId, sent!.id))
  expect(await find(`number=${supplierOrder.number.toLowerCase()}`)).toBe(1)
  expect(await find('number=NOTHING')).toBe(0)
  expect(await find('controlNumber=42')).toBe(1)
  expect(await find('controlNumber=000000007')).toBe(1)
  expect(await find('controlNumber=43')).toBe(0)
  expect(await find('kind=purchase-order')).toBe(1)
  expect(await find('kind=invoice')).toBe(0)
  expect(await find(`kind=invoice&number=${supplierOrder.number}`)).toBe(0)
  expect(await find(`wireId=${encodeURIComponent(sent!.wireId)}`)).toBe(1)
  expect(await find(`fileName=${encodeURIComponent(sent!.fileName!.toUpperCase())}`)).toBe(1)
  const at = encodeURIComponent(sent!.createdAt.toISOString())
  expect(await find(`since=${at}`)).toBe(1)
  expect(await find(`until=${at}`)).toBe(0)
  expect((await client.ask('GET', '/messages?controlNumber=x', { key })).body).toMatchObject({
    fields: { controlNumber: 'Expected up to nine digits.' },
  })
  const copy = { ...sent!, id: hub.newId(), wireId: 'copy', createdAt: hub.now() }
  await hub.orm.insert(messages).values(copy)
  const [document] = await hub.orm.select().from(documents).where(eq(documents.messageId, sent!.id))
  await hub.orm.insert(documents).values({ ...document!, id: hub.newId(), key: 'copy', messageId: copy.id })
  const related = await client.ask<Page>('GET', `/messages/${sent!.id}/related`, { key })
  expect(related.body.data.map(({ id }) => id)).toEqual([copy.id])
})

it('sends and reads several again, and says of each why not', async () => {
  const hub = await open()
  const { retailerId } = await seedTrade(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId })
  const [sent] = await hub.orm.select().from(messages).where(eq(messages.direction, 'out'))
  await hub.orm.update(messages).set({ status: 'failed', failureCode: 'timeout' }).where(eq(messages.id, sent!.id))
  const unknown = hub.newId()
  const body = { ids: [sent!.id, unknown, sent!.id] }
  const headers = { 'Idempotency-Key': 'again-1' }
  const jobs = await hub.pendingJobs()
  const came = await client.ask('POST', '/messages/resend', { key, body, headers })
  expect(came).toMatchObject({
    status: 202,
    body: {
      data: [
        { id: sent!.id, queued: true, problem: null },
        { id: unknown, queued: false, problem: expect.any(String) },
      ],
    },
  })
  expect((await client.ask('POST', '/messages/resend', { key, body, headers })).body).toEqual(came.body)
  expect(await hub.pendingJobs()).toBe(jobs + 1)
  expect(await client.ask('POST', '/messages/reprocess', { key, body: { ids: [sent!.id] } })).toMatchObject({
    body: { data: [{ queued: false, problem: expect.stringContaining('not a message that was received') }] },
  })
  expect((await client.ask('POST', `/messages/${unknown}/reprocess`, { key })).status).toBe(404)
  expect((await client.ask('POST', `/messages/${sent!.id}/reprocess`, { key })).status).toBe(409)
})

it('shows an X12 document segment by segment, and goes on where a page ends', async () => {
  const hub = await open()
  const { retailerId } = await seedTrade(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId })
  const box = secretBox('a secret for tests only')
  const x12 = { own: { qualifier: 'ZZ', id: 'RETAILER' }, partner: { qualifier: 'ZZ', id: 'LAKESIDE' } }
  const { partnershipId } = await hub.work('test', work =>
    connectPartner(work, box, {
      ...{ retailerId, status: 'testing' as const, currency: 'USD', terms: { netDays: 30 } },
      supplier: { slug: 'lakeside', name: 'Lakeside' },
      channel: { transport: 'rest', format: 'x12', version: '004010', settings: { x12 } },
    }),
  )
  await client.ask('POST', `/partners/${partnershipId}/test-orders`, { key })
  await runJobs(hub)
  const list = await client.ask<Page>('GET', `/messages?partnershipId=${partnershipId}`, { key })
  const id = list.body.data[0]!.id
  const { body } = await client.ask<{ documents: { id: string }[] }>('GET', `/messages/${id}`, { key })
  const at = `/messages/${id}/documents/${body.documents[0]!.id}/tree`
  const first = await client.ask<{ nextCursor: string; x12: { segments: number } }>('GET', `${at}?limit=2`, { key })
  expect(first.body).toMatchObject({
    x12: { set: '850', version: '004010' },
    data: [
      { position: 1, tag: 'ST' },
      { position: 2, tag: 'BEG', values: [{ place: '01', meaning: expect.any(String) }, {}, {}, {}] },
    ],
    nextCursor: '3',
  })
  const rest = await client.ask<Page>('GET', `${at}?cursor=3`, { key })
  expect(rest.body).toMatchObject({ data: { length: first.body.x12.segments - 2 }, nextCursor: null })
  expect(rest.body.data.at(-1)).toMatchObject({ tag: 'SE' })
})

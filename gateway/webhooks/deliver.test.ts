import { createHmac } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeOnBothDatabases, freshDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import {
  exceptions,
  notifications,
  webhookAttempts,
  webhookDeliveries,
  webhookEndpoints,
} from '../../db/schema/index.ts'
import { type EventSubject, recordEvent } from '../../db/work.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { createEndpoint, pauseEndpoint, resumeEndpoint, rotateSecret } from '../../engine/webhooks/endpoints.ts'
import { replayDelivery, replayFailed } from '../../engine/webhooks/replay.ts'
import { secretBox } from '../../partners/secrets.ts'
import { deliverWebhooks } from './deliver.ts'
import { sweepWebhooks } from './sweep.ts'
import { type Got, Receiver } from './testing/receiver.ts'

const box = secretBox('a secret for tests only')
const limits = { refuses: () => false, milliseconds: 5000 }
const hour = 3_600_000

let receiver: Receiver
beforeEach(async () => {
  receiver = await Receiver.open()
})
afterEach(() => receiver.close())

/** A retailer whose own system is told of everything, and a clock that tests move. */
async function told(open: (settings: { now: () => Date }) => Promise<HubDatabase>, partner = false) {
  const clock = { now: Date.UTC(2026, 4, 4) }
  const hub = await open({ now: () => new Date(clock.now) })
  const seeded = await seedRetailer(hub, {
    suppliers: [
      { name: 'Cascade', offers: [] },
      { name: 'Northwind', offers: [] },
    ],
  })
  const { retailerId } = seeded
  const partnershipId = seeded.suppliers.Cascade!.partnershipId
  const owner = { retailerId, partnershipId: partner ? partnershipId : null }
  const settings = {
    url: receiver.url,
    description: '',
    eventTypes: partner ? ['purchase-order.sent'] : ['order.*', 'invoice.paid'],
  }
  const { id, secret } = await hub.work('test', work => createEndpoint(work, box, owner, settings))
  const ref = { ...owner, id }
  const record = (type: string, subject: EventSubject, data = {}) =>
    hub.work('user:ann', work => recordEvent(work, retailerId, type, subject, data))
  const deliver = () => deliverWebhooks({ hub, box, limits }, { retailerId, endpointId: id })
  const deliveries = () => hub.orm.select().from(webhookDeliveries).orderBy(asc(webhookDeliveries.eventId))
  const endpoint = async () => (await hub.orm.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id)))[0]!
  return { hub, clock, seeded, retailerId, ref, secret, record, deliver, deliveries, endpoint }
}

const isSignedBy = ({ headers, body }: Got, secret: string) => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const expected = createHmac('sha256', key).update(text).digest('base64')
  return String(headers['webhook-signature']).split(' ').includes(`v1,${expected}`)
}
const numbers = () => receiver.got.map(got => got.event.data.n)

describeOnBothDatabases('webhooks', open => {
  it('tells of what was asked for, signed, once, with the call and its answer on record', async () => {
    const { hub, record, deliver, deliveries, secret } = await told(open)
    const orderId = hub.newId()
    await record('order.imported', { orderId }, { n: 1 })
    await record('purchase-order.sent', { orderId }, { n: 2 })
    await expect(
      hub.work('test', async work => {
        await recordEvent(work, hub.newId(), 'order.routed', { orderId }, { n: 3 })
      }),
    ).rejects.toThrow()
    await deliver()
    await deliver()
    expect(receiver.got).toHaveLength(1)
    const [got] = receiver.got
    expect(got!.event).toEqual({
      type: 'order.imported',
      timestamp: '2026-05-04T00:00:00.000Z',
      data: expect.objectContaining({ n: 1, orderId, actor: 'user:ann' }),
    })
    expect(isSignedBy(got!, secret)).toBe(true)
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempts: 1, claimedUntil: null }])
    const [attempt] = await hub.orm.select().from(webhookAttempts)
    expect(attempt).toMatchObject({
      attempt: 1,
      failureCode: null,
      answer: { status: 204 },
      request: { body: got!.body },
    })
    expect(await hub.pendingJobs()).toBe(1)
  })

  it('keeps the sequence of one object, and lets no object wait for another', async () => {
    const { hub, clock, record, deliver, deliveries } = await told(open)
    const [one, other] = [hub.newId(), hub.newId()]
    for (const [n, orderId] of [one, other, one, other, one].entries()) {
      clock.now += 1
      await record('order.held', { orderId }, { n })
    }
    receiver.answer = (response, got) => void response.writeHead(got.event.data.n === 0 ? 500 : 204).end()
    await Promise.all([deliver(), deliver(), deliver()])
    expect(numbers().sort()).toEqual([0, 1, 3])
    expect((await deliveries()).map(row => row.status)).toEqual([
      'retrying',
      'delivered',
      'queued',
      'delivered',
      'queued',
    ])
    receiver.got.length = 0
    receiver.answer = response => void response.writeHead(204).end()
    await deliver()
    expect(receiver.got).toEqual([])
    clock.now += 7000
    await deliver()
    expect(numbers()).toEqual([0, 2, 4])
  })

  it('is told twice of nothing by many workers at once', async () => {
    const { hub, record, deliver } = await told(open)
    for (let n = 0; n < 30; n++) await record('order.held', { orderId: hub.newId() }, { n })
    await Promise.all(Array.from({ length: 6 }, deliver))
    expect(new Set(receiver.got.map(got => got.headers['webhook-id'])).size).toBe(30)
    expect(receiver.got).toHaveLength(30)
  })
})

describe('webhooks', () => {
  const open = freshDatabases()

  it('tries for three days, then gives up, pauses, and says so', async () => {
    const { hub, clock, record, deliver, deliveries, endpoint, ref } = await told(open)
    receiver.answer = response => void response.writeHead(500).end('out of order')
    await record('order.imported', { orderId: hub.newId() })
    const start = clock.now
    await deliver()
    for (let calls = 1; (await deliveries())[0]!.status === 'retrying'; calls++) {
      expect(receiver.got).toHaveLength(calls)
      clock.now = (await deliveries())[0]!.dueAt.getTime() - 1
      await deliver()
      expect(receiver.got).toHaveLength(calls)
      clock.now += 1
      await deliver()
    }
    expect(receiver.got).toHaveLength(10)
    expect((clock.now - start) / hour).toBeGreaterThan(72)
    expect((clock.now - start) / hour).toBeLessThan(92)
    expect(new Set(receiver.got.map(got => `${got.headers['webhook-id']} ${got.body}`)).size).toBe(1)
    expect(await endpoint()).toMatchObject({
      pausedAt: expect.any(Date),
      pausedBecause: expect.stringContaining('3 days'),
    })
    expect(await hub.orm.select().from(exceptions)).toMatchObject([
      { kind: 'not-delivered', actual: 'partner-refused' },
    ])
    expect(await hub.orm.select().from(notifications)).toMatchObject([{ audience: 'retailer' }])
    expect(await hub.orm.select().from(webhookAttempts)).toHaveLength(10)

    await record('order.held', { orderId: hub.newId() }, { n: 'later' })
    receiver.got.length = 0
    receiver.answer = response => void response.writeHead(204).end()
    await deliver()
    expect(receiver.got).toEqual([])
    await hub.work('user:ann', work => resumeEndpoint(work, ref))
    await deliver()
    expect(numbers()).toEqual(['later'])
    expect((await hub.orm.select().from(exceptions))[0]!.resolvedBy).toBe('user:ann')
    expect(await hub.work('user:ann', work => replayFailed(work, ref, new Date(start)))).toBe(1)
    await deliver()
    expect(receiver.got).toHaveLength(2)
    expect((await deliveries()).map(row => row.status)).toEqual(['delivered', 'delivered'])
  })

  it('waits as long as the receiver asks, pauses for one that is gone or forbidden, and loses nothing by that', async () => {
    const { hub, clock, record, deliver, deliveries, endpoint, ref, retailerId } = await told(open)
    receiver.answer = response => void response.writeHead(503, { 'Retry-After': '3600' }).end()
    await record('order.imported', { orderId: hub.newId() })
    await deliver()
    expect((await deliveries())[0]!.dueAt.getTime() - clock.now).toBe(hour)
    clock.now += hour
    receiver.answer = response => void response.writeHead(410).end()
    await deliver()
    expect((await endpoint()).pausedBecause).toContain('410')
    await hub.work('user:ann', work => resumeEndpoint(work, ref))
    clock.now += hour
    const refuses = () => true
    await deliverWebhooks({ hub, box, limits: { refuses } }, { retailerId, endpointId: ref.id })
    expect((await endpoint()).pausedBecause).toContain('private range')
    expect(await deliveries()).toMatchObject([{ status: 'retrying', attempts: 3 }])
    receiver.answer = response => void response.writeHead(204).end()
    await hub.work('user:ann', work => resumeEndpoint(work, ref))
    await deliver()
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempts: 4 }])
  })

  it('tells a receiver that was down for a day what it missed as soon as it is back, and what it refused in its own time', async () => {
    const { hub, clock, record, deliver, deliveries } = await told(open)
    const orderIds = [hub.newId(), hub.newId(), hub.newId()]
    for (const [n, orderId] of orderIds.entries()) await record('order.held', { orderId }, { n })
    for (const orderId of orderIds) await record('order.routed', { orderId }, { n: 'later' })
    receiver.answer = (response, got) => void response.writeHead(got.event.data.n === 2 ? 400 : 503).end()
    const end = clock.now + 24 * hour
    while (clock.now < end) {
      await deliver()
      clock.now += 10 * 60_000
    }
    receiver.got.length = 0
    receiver.answer = (response, got) => void response.writeHead(got.event.data.n === 2 ? 400 : 204).end()
    await record('order.imported', { orderId: hub.newId() }, { n: 'new' })
    await deliver()
    expect(receiver.got.map(got => got.event.data.n).sort()).toEqual([0, 1, 'later', 'later', 'new'])
    expect((await deliveries()).filter(row => row.status !== 'delivered')).toHaveLength(2)
  })

  it('signs by both secrets for a day after a rotation', async () => {
    const { hub, clock, record, deliver, ref, secret: first } = await told(open)
    const { secret: second } = await hub.work('user:ann', work => rotateSecret(work, box, ref))
    await record('order.imported', { orderId: hub.newId() })
    await deliver()
    clock.now += 24 * hour
    await record('order.held', { orderId: hub.newId() })
    await deliver()
    const by = receiver.got.map(got => [isSignedBy(got, first), isSignedBy(got, second)])
    expect(by).toEqual([
      [true, true],
      [false, true],
    ])
  })

  it('lets events wait while a person has paused it, and replays one on demand', async () => {
    const { hub, record, deliver, deliveries, ref } = await told(open)
    await hub.work('user:ann', work => pauseEndpoint(work, ref))
    await record('order.imported', { orderId: hub.newId() })
    await deliver()
    expect(receiver.got).toEqual([])
    await hub.work('user:ann', work => resumeEndpoint(work, ref))
    await deliver()
    const [delivery] = await deliveries()
    await hub.work('user:ann', work => replayDelivery(work, ref, delivery!.eventId))
    await deliver()
    expect(receiver.got.map(got => got.headers['webhook-id'])).toEqual([delivery!.eventId, delivery!.eventId])
    await expect(hub.work('user:ann', work => replayDelivery(work, ref, hub.newId()))).rejects.toThrow('never told')
  })

  it('takes up what a process that died had in hand', async () => {
    const { hub, clock, record, deliver, deliveries } = await told(open)
    await record('order.imported', { orderId: hub.newId() })
    await hub.orm.update(webhookDeliveries).set({ claimedUntil: new Date(clock.now + 60_000) })
    await deliver()
    expect(receiver.got).toEqual([])
    const before = await hub.pendingJobs()
    await sweepWebhooks(hub)
    expect(await hub.pendingJobs()).toBe(before)
    clock.now += 60_000
    await sweepWebhooks(hub)
    expect(await hub.pendingJobs()).toBe(before + 1)
    await deliver()
    expect(await deliveries()).toMatchObject([{ status: 'delivered' }])
  })

  it('tells a supplier of its own purchase orders, and nothing of the retailer', async () => {
    const { seeded, record, deliver } = await told(open, true)
    const [mine, theirs] = [seeded.suppliers.Cascade!, seeded.suppliers.Northwind!].map(one => one.partnershipId)
    await record('purchase-order.sent', { partnershipId: mine! }, { number: 'PO-1', margin: 'secret' })
    await record('purchase-order.sent', { partnershipId: theirs! }, { number: 'PO-2' })
    await record('order.imported', { partnershipId: mine! })
    await deliver()
    expect(receiver.got.map(got => got.event)).toEqual([
      {
        type: 'purchase-order.sent',
        timestamp: '2026-05-04T00:00:00.000Z',
        data: { retailer: expect.stringMatching(/^retailer-/), purchaseOrderNumber: null },
      },
    ])
  })
})

import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { eq } from 'drizzle-orm'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, expect, it } from 'vitest'
import { describeOnBothDatabases, freshDatabases, type OpenHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { channels, memberships, notificationDigests, notifications, retailers, users } from '../../db/schema/index.ts'
import { notify } from '../../engine/deadlines/notify.ts'
import { chooseNotices } from '../../engine/notices/choices.ts'
import { sweepDigests } from '../../engine/notices/digests.ts'
import { tellNewOrders } from '../../engine/notices/new-orders.ts'
import { nextDigest } from '../../engine/notices/told.ts'
import { markSent } from '../../engine/purchase-orders/mark-sent.ts'
import { placeOrder } from '../../engine/testing/orders.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import { deliver } from '../transports/registry.ts'
import { sendDigest } from './send-digest.ts'
import { sendNotification } from './send-notification.ts'

const servers: SMTPServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>(resolve => server.close(() => resolve()))
})

const contextOf = (hub: HubDatabase) => ({
  hub,
  box: secretBox('a secret for these tests only'),
  deliver: (message: Parameters<typeof deliver>[0], channel: Parameters<typeof deliver>[1]) =>
    deliver(message, channel, { now: hub.now, allowPrivateAddresses: true }),
})

async function mailServer() {
  const got: { to: string; subject: string; text: string; id: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      buffer(stream)
        .then(simpleParser)
        .then(({ subject = '', text = '', messageId = '' }) => {
          const to = session.envelope.rcptTo.map(one => one.address).join(' ')
          got.push({ to, subject, text, id: messageId })
          done()
        }, done)
    },
  })
  servers.push(server)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return { got, port: (listening.address() as { port: number }).port }
}

/** A supplier with an owner, a biller and a packer, and a retailer whose mail leaves through a server on this machine. */
async function scene(open: OpenHub) {
  const clock = { now: new Date('2026-03-02T15:00:00Z') }
  const hub = await open({ now: () => clock.now })
  const offers = [{ sku: 'MUG', cost: '12.5', stock: '100' }]
  const seeded = await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers }] })
  const { retailerId } = seeded
  const { partnershipId, supplierId } = seeded.suppliers.Northwind!
  const { got, port } = await mailServer()
  const mail = { host: '127.0.0.1', port, tls: 'none', from: 'hub@harbor.example' }
  await hub.orm.update(retailers).set({ settings: { mail } }).where(eq(retailers.id, retailerId))
  const people: Record<string, { userId: string; membershipId: string }> = {}
  for (const role of ['owner', 'billing', 'warehouse'] as const) {
    const [userId, membershipId, createdAt] = [hub.newId(), hub.newId(), hub.now()]
    const email = `${role}@northwind.example`
    const timeZone = role === 'billing' ? 'America/Los_Angeles' : null
    await hub.orm.insert(users).values({ id: userId, email, name: email, createdAt, timeZone })
    await hub.orm.insert(memberships).values({ id: membershipId, userId, supplierId, role, createdAt })
    people[role] = { userId, membershipId }
  }
  const choose = (role: string, ways: Record<string, string>, digestHour = '') =>
    hub.work('user:x', work => chooseNotices(work, { ...people[role]!, ways, digestHour }))
  const say = async (subject: string, kind: 'invoices' | 'deadlines') => {
    const rows = [{ Invoice: 'INV-1', Amount: '10.00' }]
    const about = { kind, retailerId, partnershipId, audience: 'supplier' as const, subject, body: 'Look.', rows }
    await hub.work('system', work => notify(work, about))
    await sendAll()
  }
  const sendAll = async () => {
    const isWaiting = eq(notifications.status, 'queued')
    const waiting = await hub.orm.select().from(notifications).where(isWaiting).orderBy(notifications.id)
    for (const { id } of waiting) await sendNotification(contextOf(hub), { retailerId, notificationId: id })
  }
  const dueDigests = () => hub.orm.select().from(notificationDigests).orderBy(notificationDigests.notificationId)
  const at = (time: string) => {
    clock.now = new Date(time)
  }
  return { hub, seeded, retailerId, partnershipId, got, people, choose, say, sendAll, dueDigests, at }
}

describeOnBothDatabases('daily mails', open => {
  it('gather what somebody chose to hear once a day, and leave once at the hour of that person’s own day', async () => {
    const { hub, retailerId, got, people, choose, say, dueDigests, at } = await scene(open)
    await choose('billing', { invoices: 'digest' }, '9')
    await choose('owner', { deadlines: 'none' })
    await say('Paid short', 'invoices')
    await say('Late', 'deadlines')
    await say('Disputed', 'invoices')
    expect(got.map(({ to, subject }) => `${to}: ${subject}`)).toEqual([
      expect.stringMatching(/^owner@northwind.example: Paid short/),
      expect.stringMatching(/^owner@northwind.example: Disputed/),
    ])
    // 15:00 UTC is 7:00 in Los Angeles: nine o'clock is still to come that day.
    const nine = new Date('2026-03-02T17:00:00Z')
    expect((await dueDigests()).map(row => row.dueAt)).toEqual([nine, nine])
    got.length = 0
    const sweep = () => hub.work('system', work => sweepDigests(work, retailerId))
    const send = async () => {
      const [first] = (await dueDigests()).filter(row => row.settledAt === null)
      const { membershipId } = people.billing!
      const leasedUntil = first?.dueAt.toISOString() ?? hub.now().toISOString()
      await sendDigest(contextOf(hub), { retailerId, membershipId, leasedUntil })
    }
    at('2026-03-02T16:59:00Z')
    await sweep()
    expect((await dueDigests()).map(row => row.dueAt)).toEqual([nine, nine])
    at('2026-03-02T17:00:30Z')
    await sweep()
    // Two sweeps ask for it once: the second finds it leased.
    await sweep()
    expect(new Set((await dueDigests()).map(row => row.dueAt.toISOString()))).toEqual(
      new Set(['2026-03-02T18:00:30.000Z']),
    )
    await send()
    await send()
    expect(got).toMatchObject([
      { to: 'billing@northwind.example', subject: expect.stringMatching(/^2 things since your last daily mail/) },
    ])
    expect(got[0]!.text).toMatch(/Paid short[\s\S]*INV-1, 10\.00[\s\S]*Disputed/)
    expect((await dueDigests()).every(row => row.settledAt)).toBe(true)
  })

  it('tell nothing to somebody who has left meanwhile', async () => {
    const { hub, retailerId, got, people, choose, say, dueDigests, at } = await scene(open)
    await choose('billing', { invoices: 'digest' })
    await say('Paid short', 'invoices')
    got.length = 0
    at('2026-03-09T00:00:00Z')
    await hub.work('system', work => sweepDigests(work, retailerId))
    const { dueAt } = (await dueDigests())[0]!
    await hub.orm.update(memberships).set({ disabledAt: hub.now() })
    const { membershipId } = people.billing!
    await sendDigest(contextOf(hub), { retailerId, membershipId, leasedUntil: dueAt.toISOString() })
    expect(got).toEqual([])
    expect(await dueDigests()).toMatchObject([{ failure: 'This person does not work here any more.' }])
  })

  it('new orders in the portal are told once, those that came together in one mail', async () => {
    const { hub, seeded, retailerId, partnershipId, got, sendAll, choose, at } = await scene(open)
    await hub.orm.update(channels).set({ transport: 'portal', format: 'form' })
    await choose('warehouse', { 'new-orders': 'mail' })
    const sent = async (number: string) => {
      const { routed } = await placeOrder(hub, seeded, number, [['MUG', '1']])
      for (const purchaseOrderId of routed.purchaseOrderIds)
        await hub.work('system', work => markSent(work, { retailerId, purchaseOrderId }))
    }
    const tell = () => hub.work('system', work => tellNewOrders(work, { retailerId, partnershipId }))
    await sent('W-1')
    await sent('W-2')
    at('2026-03-02T15:05:00Z')
    expect([await tell(), await tell()]).toEqual([2, 0])
    at('2026-03-02T15:06:00Z')
    await sent('W-3')
    expect([await tell(), await tell()]).toEqual([1, 0])
    await sendAll()
    expect(got.map(one => one.to)).toEqual(Array(2).fill('owner@northwind.example warehouse@northwind.example'))
    expect(got.map(one => one.subject)).toEqual([
      expect.stringContaining('2 new purchase orders'),
      expect.stringContaining('New purchase order'),
    ])
  })
})

it('the hour is that of the person’s clocks, also when they are put forward', () => {
  const person = { digestHour: 2, timeZone: 'America/New_York' }
  expect(nextDigest(person, new Date('2026-03-07T07:00:00Z')).toISOString()).toBe('2026-03-08T07:00:00.000Z')
  expect(nextDigest({ ...person, digestHour: 8 }, new Date('2026-03-08T11:59:59Z')).toISOString()).toBe(
    '2026-03-08T12:00:00.000Z',
  )
})

const openFresh = freshDatabases()

it('nobody chooses for others, nor what does not exist', async () => {
  const { hub, people, choose } = await scene(openFresh)
  const { userId } = people.owner!
  const { membershipId } = people.billing!
  const forOther = hub.work('user:x', work => chooseNotices(work, { userId, membershipId, ways: {}, digestHour: '' }))
  await expect(forOther).rejects.toMatchObject({ code: 'not-found' })
  await expect(choose('owner', { deadlines: 'loudly' })).rejects.toMatchObject({ fields: { deadlines: /Choose/ } })
  await expect(choose('owner', {}, '24')).rejects.toMatchObject({ fields: { digestHour: /0 to 23/ } })
  await choose('owner', { listings: 'mail', deadlines: 'digest' }, '23')
  const [owner] = await hub.orm.select().from(memberships).where(eq(memberships.userId, userId))
  expect(owner!.notices).toEqual({ ways: { deadlines: 'digest' }, digestHour: 23 })
})

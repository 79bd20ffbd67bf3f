import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { eq, sql } from 'drizzle-orm'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, expect, it, vi } from 'vitest'
import { describeOnBothDatabases, freshDatabases, type OpenHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { exceptions, memberships, notifications, retailers, users } from '../../db/schema/index.ts'
import { notify } from '../../engine/deadlines/notify.ts'
import { invoiceFor, openScene } from '../../engine/invoices/testing/scene.ts'
import { markSent } from '../../engine/purchase-orders/mark-sent.ts'
import { placeOrder } from '../../engine/testing/orders.ts'
import { type Seeded, seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import { deliver } from '../transports/registry.ts'
import { jobHandlers } from './registry.ts'
import { sendNotification } from './send-notification.ts'
import { sweepRetailers } from './sweep-deadlines.ts'

const box = secretBox('a secret for these tests only')

const contextOf = (hub: HubDatabase) => ({
  hub,
  box,
  deliver: (message: Parameters<typeof deliver>[0], channel: Parameters<typeof deliver>[1]) =>
    deliver(message, channel, { now: hub.now, allowPrivateAddresses: true }),
  deliverReceipt: () => Promise.reject(new Error('No receipt is sent here.')),
})

describeOnBothDatabases('the sweep', open => {
  it('looks again at an invoice that has waited long enough for its goods', async () => {
    let clock = new Date('2026-03-02T15:00:00Z')
    const hub = await open({ now: () => clock })
    const scene = await openScene(hub, { invoicing: { waitDays: 3 } })
    const po = await scene.order('10')
    await scene.receive(invoiceFor(po, 'INV-1', '10'))
    await scene.pump()
    clock = new Date('2026-03-05T14:59:59Z')
    await sweepRetailers({ hub })
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'waiting' })
    clock = new Date('2026-03-05T15:00:00Z')
    await sweepRetailers({ hub })
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'exception' })
    expect(await scene.exceptions()).toMatchObject([{ kind: 'not-shipped' }])
  })

  it('matches those that waited together, and those that can where one cannot be stored', async () => {
    let clock = new Date('2026-03-02T15:00:00Z')
    const hub = await open({ now: () => clock })
    const scene = await openScene(hub, { invoicing: { waitDays: 3 } })
    for (const number of ['INV-1', 'INV-2', 'INV-3']) {
      await scene.receive(invoiceFor(await scene.order('10'), number, '10'))
    }
    await scene.pump()
    clock = new Date('2026-03-05T15:00:00Z')
    const broken = (await scene.invoice('INV-2')).id
    await hub.orm.execute(
      sql.raw(`create function refuse_one() returns trigger language plpgsql as $$ begin
        if new.id = '${broken}' then raise exception 'not this one'; end if; return new; end $$`),
    )
    await hub.orm.execute(
      sql`create trigger refuse_one before update on invoices for each row execute function refuse_one()`,
    )
    await expect(sweepRetailers({ hub })).rejects.toThrow('1 of the things due')
    const statuses = async () =>
      Promise.all(['INV-1', 'INV-2', 'INV-3'].map(async number => (await scene.invoice(number)).status))
    expect(await statuses()).toEqual(['exception', 'waiting', 'exception'])
    await hub.orm.execute(sql`drop trigger refuse_one on invoices`)
    await sweepRetailers({ hub })
    expect(await statuses()).toEqual(['exception', 'exception', 'exception'])
  })

  it('runs by itself where jobs are done, and goes on with others when one fails', async () => {
    let clock = new Date('2026-03-02T15:00:00Z')
    const hub = await open({ now: () => clock })
    const seeds: Seeded[] = []
    for (const name of ['one', 'two']) {
      const offers = [{ sku: 'MUG', cost: '12.5', stock: '10' }]
      const seeded = await seedRetailer(hub, { suppliers: [{ name, offers }] })
      const { routed } = await placeOrder(hub, seeded, 'W-1', [['MUG', '1']])
      const [purchaseOrderId] = routed.purchaseOrderIds
      await hub.work('system', work =>
        markSent(work, { retailerId: seeded.retailerId, purchaseOrderId: purchaseOrderId! }),
      )
      seeds.push(seeded)
    }
    // A time zone that is none: the first retailer's sweep fails, and it alone.
    await hub.orm.update(retailers).set({ timeZone: 'Nowhere' }).where(eq(retailers.id, seeds[0]!.retailerId))
    clock = new Date('2026-03-10T15:00:00Z')
    await hub.startWorkers(jobHandlers(contextOf(hub)), 1)
    await vi.waitFor(
      async () => {
        const rows = await hub.orm.select().from(exceptions).where(eq(exceptions.retailerId, seeds[1]!.retailerId))
        expect(rows.map(row => row.kind).sort()).toEqual(['acknowledgment-overdue', 'shipment-overdue'])
      },
      { timeout: 30_000, interval: 100 },
    )
  })
})

const openFresh = freshDatabases()
const servers: SMTPServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise<void>(resolve => server.close(() => resolve()))
})

/** A mail server on this machine, which takes mail after a sign-in, and what it got. */
async function mailServer() {
  const got: { to: string[]; raw: Buffer }[] = []
  const server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (auth, _session, done) =>
      auth.username === 'hub' && auth.password === 'secret' ? done(null, { user: 'hub' }) : done(new Error('no')),
    onData: (stream, session, done) => {
      buffer(stream).then(raw => {
        got.push({ to: session.envelope.rcptTo.map(one => one.address), raw })
        done()
      }, done)
    },
  })
  servers.push(server)
  const listening = server.listen(0, '127.0.0.1')
  await once(listening, 'listening')
  return { got, port: (listening.address() as { port: number }).port }
}

async function notified(open: OpenHub) {
  const hub = await open({ now: () => new Date('2026-03-02T15:00:00Z') })
  const seeded = await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers: [] }] })
  const { retailerId } = seeded
  const { partnershipId, supplierId } = seeded.suppliers.Northwind!
  const person = async (email: string, role: 'operations' | 'accountant' | 'orders') => {
    const [id, createdAt] = [hub.newId(), hub.now()]
    await hub.orm.insert(users).values({ id, email, name: email, createdAt })
    const where = role === 'orders' ? { supplierId } : { retailerId }
    await hub.orm.insert(memberships).values({ id: hub.newId(), userId: id, role, createdAt, ...where })
  }
  await person('ops@harbor.example', 'operations')
  await person('books@harbor.example', 'accountant')
  await person('desk@northwind.example', 'orders')
  const rows = [{ 'purchase order': 'PO-000001', note: '=1+1' }]
  for (const audience of ['retailer', 'supplier'] as const) {
    const told = { kind: 'deadlines' as const, subject: `To the ${audience}`, body: 'It is late.', rows }
    await hub.work('system', work => notify(work, { retailerId, partnershipId, audience, ...told }))
  }
  const all = () => hub.orm.select().from(notifications).orderBy(notifications.id)
  const sendAll = async () => {
    for (const { id } of await all()) await sendNotification(contextOf(hub), { retailerId, notificationId: id })
  }
  return { hub, retailerId, all, sendAll }
}

it('a notification goes to those whom it concerns, once, with its rows as a file', async () => {
  const { hub, retailerId, all, sendAll } = await notified(openFresh)
  const { got, port } = await mailServer()
  const secrets = box.seal(JSON.stringify({ password: 'secret' }))
  const mail = { host: '127.0.0.1', port, tls: 'none', from: 'hub@harbor.example', user: 'hub', secrets }
  await hub.orm.update(retailers).set({ settings: { mail } }).where(eq(retailers.id, retailerId))
  await sendAll()
  await sendAll()
  expect(got.map(one => one.to)).toEqual([['ops@harbor.example'], ['desk@northwind.example']])
  expect(await all()).toMatchObject([
    { status: 'sent', detail: 'ops@harbor.example' },
    { status: 'sent', detail: 'desk@northwind.example' },
  ])
  const parsed = await simpleParser(got[1]!.raw)
  expect(parsed.subject).toBe('To the supplier (Harbor & Pine)')
  expect(parsed.text).toContain('It is late.')
  // A spreadsheet must not take what somebody wrote for a formula.
  expect(parsed.attachments[0]!.content.toString('utf8')).toContain("PO-000001,'=1+1")
})

it('a notification that cannot leave stays on record with the reason, or is tried again', async () => {
  const { hub, retailerId, all, sendAll } = await notified(openFresh)
  const setMail = (mail: object) =>
    hub.orm.update(retailers).set({ settings: { mail } }).where(eq(retailers.id, retailerId))
  const { port } = await mailServer()
  await setMail({ host: '127.0.0.1', port: 1, tls: 'none', from: 'hub@harbor.example' })
  await expect(sendAll()).rejects.toThrow('Nothing listens')
  expect(await all()).toMatchObject([{ status: 'queued' }, { status: 'queued' }])
  const secrets = box.seal(JSON.stringify({ password: 'wrong' }))
  await setMail({ host: '127.0.0.1', port, tls: 'none', from: 'hub@harbor.example', user: 'hub', secrets })
  await sendAll()
  expect(await all()).toMatchObject([{ status: 'not-sent' }, { status: 'not-sent' }])
  await hub.orm.update(notifications).set({ status: 'queued', settledAt: null })
  await setMail({})
  await sendAll()
  expect(await all()).toMatchObject([
    { status: 'not-sent', detail: 'The retailer has no mail server set up.' },
    { status: 'not-sent', detail: 'The retailer has no mail server set up.' },
  ])
})

import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases, type OpenHub } from '../../checks/support/databases.ts'
import { storeBlob } from '../../db/blobs.ts'
import { rowsOf } from '../../db/connection.ts'
import {
  deadlines,
  documents,
  events,
  exceptions,
  messages,
  notifications,
  partnerships,
  purchaseOrderChanges,
} from '../../db/schema/index.ts'
import { receiveInvoice } from '../invoices/receive.ts'
import { reconcileInvoice } from '../invoices/reconcile.ts'
import { invoiceFor } from '../invoices/testing/scene.ts'
import { sendTestOrder } from '../onboarding/test-order.ts'
import { acknowledge } from '../purchase-orders/acknowledge.ts'
import { markSent } from '../purchase-orders/mark-sent.ts'
import { ship } from '../shipments/ship.ts'
import { acknowledgmentOf, shipNoticeOf } from '../testing/documents.ts'
import { placeOrder, readOrder, reroute } from '../testing/orders.ts'
import { seedRetailer } from '../testing/seed.ts'
import { type DeadlineCursor, listDeadlines } from './list.ts'
import { openReceiptDeadlines } from './open.ts'
import { sweepDeadlines } from './sweep.ts'
import { withdrawUnanswered } from './withdraw-unanswered.ts'

/** A retailer in New York whose supplier works Monday to Friday until five. It is Monday, ten in the morning there. */
async function scene(open: OpenHub, settings: Record<string, unknown> = {}) {
  let clock = new Date('2026-03-02T15:00:00Z')
  const hub = await open({ now: () => clock })
  const seeded = await seedRetailer(hub, {
    timeZone: 'America/New_York',
    suppliers: [
      { name: 'Northwind', settings, offers: [{ sku: 'MUG', cost: '12.5', stock: '100' }] },
      { name: 'Cascade', priority: 200, offers: [{ sku: 'MUG', cost: '14', stock: '100' }] },
    ],
  })
  const { retailerId } = seeded
  const { partnershipId } = seeded.suppliers.Northwind!
  const read = async (orderId: string) => (await readOrder(hub, orderId)).purchaseOrders[0]!
  let orders = 0
  return {
    hub,
    seeded,
    retailerId,
    at: (time: string) => {
      clock = new Date(time)
    },
    async sentOrder(quantity = '4') {
      const { orderId } = await placeOrder(hub, seeded, `W-${++orders}`, [['MUG', quantity]])
      const order = await read(orderId)
      await hub.work('system', work => markSent(work, { retailerId, purchaseOrderId: order.id }))
      return { ...(await read(orderId)), orderId }
    },
    sweep: () => hub.work('system', work => sweepDeadlines(work, retailerId)),
    accept: (number: string) =>
      hub.work('partner', work =>
        acknowledge(work, {
          retailerId,
          partnershipId,
          acknowledgment: acknowledgmentOf(number, {}, { type: 'accepted' }),
        }),
      ),
    ship: (number: string, shipment: string, quantity: string, shippedOn: string) =>
      hub.work('partner', work =>
        ship(work, {
          retailerId,
          partnershipId,
          notice: shipNoticeOf(shipment, [[[number, '1', quantity]]], { shippedOn }),
        }),
      ),
    async bill(number: string, invoice: string, quantity: string) {
      const billed = invoiceFor(number, invoice, quantity, { allowancesAndCharges: [] })
      const { id } = await hub.work('partner', work =>
        receiveInvoice(work, { retailerId, partnershipId, invoice: billed }),
      )
      await hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId: id! }))
    },
    of: (purchaseOrderId: string) =>
      hub.orm.select().from(deadlines).where(eq(deadlines.purchaseOrderId, purchaseOrderId)).orderBy(asc(deadlines.id)),
    open: () => hub.orm.select().from(exceptions).where(isNull(exceptions.resolvedAt)).orderBy(asc(exceptions.id)),
    told: () => hub.orm.select().from(notifications).orderBy(asc(notifications.id)),
    jobs: async (name: string) =>
      (
        await rowsOf<{ data: { deadlineId: string; retailerId: string } }>(
          hub.orm,
          sql`select data from jobs.job where name = ${name}`,
        )
      ).map(row => row.data),
  }
}

describeOnBothDatabases('deadlines', open => {
  it('start when an order is sent, by the supplier’s calendar', async () => {
    const { sentOrder, of } = await scene(open)
    const order = await sentOrder()
    expect(await of(order.id)).toMatchObject([
      // The end of Tuesday in New York; the warning four hours before.
      { kind: 'acknowledgment', dueAt: new Date('2026-03-04T05:00:00Z'), warnAt: new Date('2026-03-04T01:00:00Z') },
      { kind: 'shipment', dueAt: new Date('2026-03-04T05:00:00Z') },
    ])
  })

  it('warn once, tell once that they were missed, and close when they are met late', async () => {
    const { hub, at, sentOrder, sweep, accept, ship, of, open: openExceptions, told } = await scene(open)
    const order = await sentOrder()
    expect(await sweep()).toBe(0)
    at('2026-03-04T01:00:00Z')
    expect([await sweep(), await sweep()]).toEqual([2, 0])
    expect(await openExceptions()).toMatchObject([{ kind: 'deadline-near' }, { kind: 'deadline-near' }])
    at('2026-03-04T05:00:00Z')
    expect([await sweep(), await sweep()]).toEqual([2, 0])
    const [late, unshipped] = await openExceptions()
    expect(late).toMatchObject({
      kind: 'acknowledgment-overdue',
      atStake: '50',
      summary: `${order.number}: there is no answer. It was due at 2026-03-04 00:00 America/New_York.`,
    })
    expect(unshipped).toMatchObject({ kind: 'shipment-overdue' })
    const mails = await told()
    expect(mails.map(mail => [mail.audience, mail.subject, mail.rows.length])).toEqual([
      ['supplier', '2 deadlines: due soon', 2],
      ['supplier', '2 deadlines: overdue', 2],
      ['retailer', '2 deadlines: overdue at Northwind', 2],
    ])
    expect(mails[0]!.body).toContain(`${order.number}: answer by 2026-03-04 00:00 America/New_York.`)

    at('2026-03-04T15:00:00Z')
    await accept(order.number)
    expect(await openExceptions()).toMatchObject([{ kind: 'shipment-overdue' }])
    // The notice is late, the goods were not: they left on Tuesday.
    await ship(order.number, 'S-1', '4', '2026-03-03')
    expect(await openExceptions()).toEqual([])
    expect(await of(order.id)).toMatchObject([
      { kind: 'acknowledgment', outcome: 'late', endedAt: new Date('2026-03-04T15:00:00Z') },
      { kind: 'shipment', outcome: 'met', endedAt: new Date('2026-03-04T04:59:59.999Z') },
      { kind: 'invoice', outcome: null },
    ])
    const types = (await hub.orm.select().from(events).orderBy(asc(events.id))).map(event => event.type)
    const counted = Map.groupBy(
      types.filter(type => type.startsWith('deadline.')),
      type => type,
    )
    expect([...counted].map(([type, its]) => [type, its.length])).toEqual([
      ['deadline.near', 2],
      ['deadline.missed', 2],
      ['deadline.caught-up', 2],
    ])
    expect(await sweep()).toBe(0)
  })

  it('met in time leave nothing to sweep', async () => {
    const { at, sentOrder, sweep, accept, ship, bill, of } = await scene(open)
    const order = await sentOrder()
    await accept(order.number)
    await ship(order.number, 'S-1', '3', '2026-03-02')
    at('2026-03-03T15:00:00Z')
    await ship(order.number, 'S-2', '1', '2026-03-03')
    await bill(order.number, 'I-1', '3')
    const outcomes = async () => (await of(order.id)).map(({ kind, outcome }) => [kind, outcome])
    expect(await outcomes()).toEqual([
      ['acknowledgment', 'met'],
      ['shipment', 'met'],
      ['invoice', 'met'],
      ['invoice', null],
    ])
    await bill(order.number, 'I-2', '1')
    expect((await outcomes()).at(-1)).toEqual(['invoice', 'met'])
    at('2026-06-01T15:00:00Z')
    expect(await sweep()).toBe(0)
  })

  it('of an order that its supplier rejects are void', async () => {
    const { hub, seeded, retailerId, sentOrder, of } = await scene(open)
    const order = await sentOrder()
    const { partnershipId } = seeded.suppliers.Northwind!
    const acknowledgment = acknowledgmentOf(order.number, {}, { type: 'rejected' })
    await hub.work('partner', work => acknowledge(work, { retailerId, partnershipId, acknowledgment }))
    expect((await of(order.id)).map(deadline => deadline.outcome)).toEqual(['void', 'void'])
  })

  it('wait for the 997 of what left as X12, and find it without being told', async () => {
    const { hub, at, retailerId, sweep, of, seeded } = await scene(open, {
      deadlines: { acknowledgment: null, shipment: false, functionalAcknowledgment: { hours: 2 }, warnHours: 0 },
    })
    const ids: string[] = []
    for (const number of ['W-1', 'W-2']) {
      const { orderId } = await placeOrder(hub, seeded, number, [['MUG', '1']])
      const order = (await readOrder(hub, orderId)).purchaseOrders[0]!
      await hub.orm
        .update(documents)
        .set({ status: 'rendered', functionalId: 'PO', groupNumber: number })
        .where(eq(documents.purchaseOrderId, order.id))
      await hub.work('system', work => markSent(work, { retailerId, purchaseOrderId: order.id }))
      ids.push(order.id)
    }
    await hub.orm
      .update(documents)
      .set({ status: 'acknowledged', settledAt: new Date('2026-03-02T15:10:00Z') })
      .where(eq(documents.purchaseOrderId, ids[0]!))
    at('2026-03-02T17:00:00Z')
    expect(await sweep()).toBe(2)
    expect(await of(ids[0]!)).toMatchObject([{ outcome: 'met', endedAt: new Date('2026-03-02T15:10:00Z') }])
    expect(await of(ids[1]!)).toMatchObject([{ outcome: null, missedAt: new Date('2026-03-02T17:00:00Z') }])
    expect(await hub.orm.select().from(exceptions)).toMatchObject([{ kind: 'functional-acknowledgment-overdue' }])
  })

  it('chase nobody for the 997 of a test order', async () => {
    const { hub, at, retailerId, sweep, seeded } = await scene(open)
    const whose = { retailerId, partnershipId: seeded.suppliers.Northwind!.partnershipId }
    const mine = and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, whose.partnershipId))
    await hub.orm.update(partnerships).set({ status: 'testing' }).where(mine)
    const { number } = await hub.work('system', work => sendTestOrder(work, whose))
    const messageId = hub.newId()
    await hub.work('system', async work => {
      const { blobId } = await storeBlob(work, retailerId, new TextEncoder().encode('ISA'))
      const message = { ...whose, id: messageId, wireId: messageId, blobId, size: 3, createdAt: work.now }
      await work.tx.insert(messages).values({ ...message, direction: 'out', transport: 'sftp', status: 'sent' })
    })
    const left = { status: 'rendered' as const, functionalId: 'PO', groupNumber: '1', messageId }
    await hub.orm.update(documents).set(left).where(eq(documents.number, number))
    await hub.work('system', work => openReceiptDeadlines(work, { retailerId, messageId }))
    const rows = await hub.orm.select().from(documents)
    expect(rows.filter(row => row.messageId === messageId).map(row => row.number)).toEqual([number])
    expect(await hub.orm.select().from(deadlines)).toEqual([])
    // The same document under another key is no test.
    await hub.orm.update(documents).set({ key: 'purchase-order:P-1:1' }).where(eq(documents.messageId, messageId))
    await hub.work('system', work => openReceiptDeadlines(work, { retailerId, messageId }))
    expect(await hub.orm.select().from(deadlines)).toMatchObject([{ kind: 'functional-acknowledgment' }])
    at('2026-03-10T15:00:00Z')
    expect(await sweep()).toBe(1)
  })

  it.each([
    ['reroute', { placed: '4', cancelled: '0' }],
    ['cancel', { placed: '0', cancelled: '4' }],
  ] as const)('missed without an answer, %s the order where the policy says so', async (whenUnanswered, line) => {
    const s = await scene(open, { deadlines: { whenUnanswered } })
    const { hub, at, seeded, retailerId, sentOrder, sweep, of, jobs } = s
    const order = await sentOrder()
    const answered = await sentOrder()
    at('2026-03-04T05:00:00Z')
    await sweep()
    const [job, other] = await jobs('withdraw-unanswered')
    await s.accept(answered.number)
    for (const one of [job!, other!, job!]) await hub.work('system', work => withdrawUnanswered(work, one))
    expect((await readOrder(hub, answered.orderId)).purchaseOrders).toMatchObject([{ answer: 'accepted' }])
    await reroute(hub, seeded, order.orderId, 'unanswered')
    const after = await readOrder(hub, order.orderId)
    expect(after.lines).toMatchObject([line])
    expect(after.purchaseOrders[0]).toMatchObject({ status: 'cancelled', lines: [{ cancelled: '4' }] })
    expect((await of(order.id)).map(deadline => deadline.outcome)).toEqual(['void', 'void'])
    const [change] = await hub.orm.select().from(purchaseOrderChanges)
    expect(change).toMatchObject({ status: 'accepted', kind: 'cancellation', askedBy: 'retailer' })
    const sent = await hub.orm
      .select()
      .from(documents)
      .where(and(eq(documents.retailerId, retailerId), eq(documents.kind, 'purchase-order-change')))
    expect(sent).toMatchObject([
      { content: { purpose: 'cancellation', notes: ['The order was not answered in time.'] } },
    ])
  })

  it('are listed, the most pressing first, page by page', async () => {
    const { hub, at, sentOrder, sweep, retailerId, accept, seeded } = await scene(open)
    const orders = [await sentOrder(), await sentOrder()]
    at('2026-03-03T15:00:00Z')
    orders.push(await sentOrder())
    await accept(orders[1]!.number)
    at('2026-03-04T05:00:00Z')
    await sweep()
    const list = (query: object) => listDeadlines(hub.orm, { retailerId, show: 'open', ...query })
    const seen: string[] = []
    for (let after: DeadlineCursor | undefined, more = true; more; more = after !== undefined) {
      const page = await list({ limit: 2, ...(after && { after }) })
      seen.push(...page.rows.map(row => `${row.number} ${row.kind}`))
      after = page.after
    }
    const [first, second, third] = orders.map(order => order.number)
    const kinds = [`${first} acknowledgment`, `${first} shipment`, `${second} shipment`]
    expect(seen).toEqual([...kinds, `${third} acknowledgment`, `${third} shipment`])
    expect((await list({ show: 'missed' })).rows.map(row => `${row.number} ${row.kind}`)).toEqual(kinds)
    const near = await list({ show: 'near', before: new Date('2026-03-05T05:00:00Z'), kind: 'shipment' })
    expect(near.rows).toMatchObject([{ number: third, kind: 'shipment', missedAt: null }])
    expect(await list({ partnershipId: seeded.suppliers.Cascade!.partnershipId })).toEqual({
      rows: [],
      after: undefined,
    })
  })

  it('are told once by however many workers sweep at the same time', async () => {
    const { hub, at, sentOrder, retailerId } = await scene(open)
    for (let n = 0; n < 12; n++) await sentOrder('1')
    at('2026-03-04T05:00:00Z')
    const sweepAll = async () => {
      let all = 0
      for (let n = 1; n > 0; all += n) n = await hub.work('system', work => sweepDeadlines(work, retailerId, 5))
      return all
    }
    const counts = await Promise.all([sweepAll(), sweepAll(), sweepAll()])
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(24)
    const told = (await hub.orm.select().from(notifications)).filter(one => one.audience === 'retailer')
    expect(told.reduce((sum, { rows }) => sum + rows.length, 0)).toBe(24)
    expect(await hub.orm.select().from(exceptions)).toHaveLength(24)
  })
})

import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { documents, exceptions, purchaseOrderChanges } from '../../db/schema/index.ts'
import { purchaseOrderChange } from '../../translators/documents/index.ts'
import { ship } from '../shipments/ship.ts'
import { acknowledgmentOf, shipNoticeOf } from '../testing/documents.ts'
import { placeOrder, readOrder, reroute, stockOf } from '../testing/orders.ts'
import { type Seed, seedRetailer } from '../testing/seed.ts'
import { acknowledge } from './acknowledge.ts'
import { type AnswerChange, answerChange } from './answer-change.ts'
import { changedLines, leavesNothing } from './change.ts'
import { faultsOf } from './change-faults.ts'
import { type RequestChange, requestChange } from './request-change.ts'

const line = {
  lineNumber: '1',
  sku: 'TENT',
  supplierSku: 'NO-TENT',
  unit: 'EA',
  unitCost: '20',
  ordered: '10',
  accepted: '4',
  backordered: '0',
  rejected: '1',
  cancelled: '0',
  shipped: '3',
  overShipped: '0',
}

describe('a wish', () => {
  it.each([
    [[], { wishes: 'Nothing is asked for.' }],
    [[{ lineNumber: '9', cancel: '1' }], { 'wishes[0].lineNumber': 'There is no line 9.' }],
    [[{ lineNumber: '1' }], { 'wishes[0]': 'Nothing is asked of this line.' }],
    [[{ lineNumber: '1', cancel: '7' }], { 'wishes[0].cancel': '6 EA of line 1 have not shipped.' }],
    [[{ lineNumber: '1', cancel: '0' }], { 'wishes[0].cancel': '6 EA of line 1 have not shipped.' }],
    [[{ lineNumber: '1', unitPrice: '-1' }], { 'wishes[0].unitPrice': 'A price is not negative.' }],
    [
      [
        { lineNumber: '1', cancel: '1' },
        { lineNumber: '1', cancel: '1' },
      ],
      { 'wishes[1].lineNumber': 'The line is named twice.' },
    ],
    [[{ lineNumber: '1', cancel: '6', unitPrice: '18' }], {}],
    [[{ lineNumber: '1', add: '0' }], { 'wishes[0].add': 'Ask for more than nothing.' }],
    [[{ lineNumber: '1', add: '1', cancel: '1' }], { 'wishes[0].add': 'Ask for more of a line or for less of it.' }],
    [[{ lineNumber: '2', sku: 'TENT', add: '1' }], { 'wishes[0].sku': 'Line 1 is for TENT: ask for more of it.' }],
    [
      [{ lineNumber: '01', sku: 'STOVE', add: '1' }],
      { 'wishes[0].lineNumber': 'Give a number that no line of the order has.' },
    ],
    [[{ lineNumber: '2', sku: 'STOVE' }], { 'wishes[0].add': 'Say how many of STOVE are wanted.' }],
    [[{ lineNumber: '2', sku: 'STOVE', add: '1' }], {}],
  ])('%j: %j', (wishes, faults) => {
    expect(faultsOf(wishes, [line])).toEqual(faults)
  })

  it('is told as what is taken away and what is left', () => {
    const wishes = [{ lineNumber: '1', cancel: '2', unitPrice: '18' }]
    expect(leavesNothing(wishes, [line])).toBe(false)
    expect(changedLines(wishes, [line])).toEqual([
      { action: 'cancel', lineNumber: '1', quantity: '2' },
      {
        action: 'change',
        line: {
          lineNumber: '1',
          ids: { buyer: 'TENT', supplier: 'NO-TENT' },
          quantity: '7',
          unit: 'EA',
          unitPrice: '18',
        },
      },
    ])
  })
})

const seed: Seed = {
  suppliers: [
    { name: 'Northwind', offers: [{ sku: 'TENT', cost: '20', stock: '50' }] },
    {
      name: 'Cascade',
      offers: [{ sku: 'TENT', cost: '22', stock: '50' }],
      settings: { backorders: { withinDays: 3 } },
    },
  ],
}

describeOnBothDatabases('a change of a purchase order', open => {
  const start = async () => {
    const hub = await open({ now: () => new Date('2026-03-02T15:00:00Z') })
    const seeded = await seedRetailer(hub, seed)
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['TENT', '10']])
    const [order] = (await readOrder(hub, orderId)).purchaseOrders
    const { retailerId } = seeded
    const ids = { retailerId, purchaseOrderId: order!.id }
    const ask = (wishes: RequestChange['wishes'], change: Partial<RequestChange> = {}) =>
      hub.work('user:ann', work =>
        requestChange(work, { ...ids, askedBy: 'retailer', wishes, afterwards: 'reroute', reason: 'test', ...change }),
      )
    const answer = (outcome: 'accepted' | 'refused', change: Partial<AnswerChange> = {}) =>
      hub.work('partner', work =>
        answerChange(work, { ...ids, sequence: 1, answeredBy: 'supplier', answer: { outcome }, ...change }),
      )
    return { hub, seeded, orderId, order: order!, ask, answer }
  }
  const changes = (hub: HubDatabase) =>
    hub.orm.select().from(purchaseOrderChanges).orderBy(asc(purchaseOrderChanges.sequence))

  it('leaves as a document, and changes nothing until the supplier agrees', async () => {
    const { hub, seeded, orderId, order, ask, answer } = await start()
    await ask([{ lineNumber: '1', cancel: '4' }])
    const [queued] = await hub.orm.select().from(documents).where(eq(documents.kind, 'purchase-order-change'))
    expect(queued).toMatchObject({ key: `purchase-order-change:${order.number}:1`, status: 'queued' })
    expect(purchaseOrderChange.parse(queued!.content)).toEqual(queued!.content)
    expect((await readOrder(hub, orderId)).lines).toMatchObject([{ placed: '10' }])

    const first = await answer('accepted')
    expect(first.result).toBe('applied')
    expect(await answer('accepted')).toEqual({ result: 'duplicate', issues: [], id: first.id })
    expect(await answer('refused')).toMatchObject({ result: 'rejected', issues: [{ code: 'already-answered' }] })
    expect((await readOrder(hub, orderId)).purchaseOrders[0]?.lines).toMatchObject([{ cancelled: '4' }])
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['50', '6'])
    await reroute(hub, seeded, orderId, 'cancelled')
    const after = await readOrder(hub, orderId)
    expect(after.purchaseOrders[1]).toMatchObject({
      sourceId: seeded.suppliers.Cascade!.sourceId,
      lines: [{ ordered: '4' }],
    })
  })

  it('that is refused changes nothing, and the next may be asked', async () => {
    const { hub, orderId, ask, answer } = await start()
    await ask([{ lineNumber: '1', cancel: '10' }], { afterwards: 'cancel' })
    await expect(ask([{ lineNumber: '1', cancel: '1' }])).rejects.toMatchObject({ code: 'wrong-state' })
    await answer('refused')
    expect((await readOrder(hub, orderId)).lines).toMatchObject([{ placed: '10', cancelled: '0' }])
    await ask([{ lineNumber: '1', cancel: '1' }])
    expect(await changes(hub)).toMatchObject([
      { sequence: 1, kind: 'cancellation', status: 'refused' },
      { sequence: 2, kind: 'change', status: 'requested' },
    ])
  })

  it('agreed after some has shipped takes what is left', async () => {
    const { hub, seeded, orderId, order, ask, answer } = await start()
    await ask([{ lineNumber: '1', cancel: '10' }], { afterwards: 'cancel' })
    const { retailerId, suppliers } = seeded
    const { partnershipId } = suppliers.Northwind!
    const notice = shipNoticeOf('S-1', [[[order.number, '1', '7']]])
    await hub.work('partner', work => ship(work, { retailerId, partnershipId, notice }))
    await answer('accepted')
    const after = await readOrder(hub, orderId)
    expect(after).toMatchObject({ status: 'shipped', lines: [{ placed: '7', shipped: '7', cancelled: '3' }] })
    expect(after.purchaseOrders).toMatchObject([{ status: 'shipped', lines: [{ accepted: '7', cancelled: '3' }] }])
  })

  it('of the price settles the exception that asked for it', async () => {
    const { hub, seeded, orderId, order, ask, answer } = await start()
    const { retailerId, suppliers } = seeded
    const said = acknowledgmentOf(order.number, { '1': [['accepted-with-changes', '10']] })
    const acknowledgment = { ...said, lines: [{ ...said.lines[0]!, unitPrice: '21' }] }
    const { partnershipId } = suppliers.Northwind!
    await hub.work('partner', work => acknowledge(work, { retailerId, partnershipId, acknowledgment }))
    await ask([{ lineNumber: '1', unitPrice: '21' }])
    await answer('accepted')
    expect((await readOrder(hub, orderId)).purchaseOrders[0]?.lines).toMatchObject([{ unitCost: '21' }])
    expect(await hub.orm.select().from(exceptions)).toMatchObject([
      { kind: 'price-change', resolution: 'price-agreed' },
    ])
  })

  it('asked by the supplier is answered by the retailer, and by nobody else', async () => {
    const { hub, orderId, ask, answer } = await start()
    await ask([{ lineNumber: '1', cancel: '10' }], { askedBy: 'supplier' })
    expect(await hub.orm.select().from(documents).where(eq(documents.kind, 'purchase-order-change'))).toEqual([])
    expect(await answer('accepted')).toMatchObject({ result: 'rejected', issues: [{ code: 'unknown-change' }] })
    await answer('accepted', { answeredBy: 'retailer' })
    expect((await readOrder(hub, orderId)).purchaseOrders).toMatchObject([{ status: 'cancelled' }])
  })

  it('tells the supplier of a backorder that nobody waits for', async () => {
    const { hub, seeded, orderId, order } = await start()
    const { retailerId, suppliers } = seeded
    const refuse = acknowledgmentOf(order.number, {}, { type: 'rejected' })
    const say = (partnershipId: string, acknowledgment: typeof refuse) =>
      hub.work('partner', work => acknowledge(work, { retailerId, partnershipId, acknowledgment }))
    await say(suppliers.Northwind!.partnershipId, refuse)
    await reroute(hub, seeded, orderId, 'rejected')
    const second = (await readOrder(hub, orderId)).purchaseOrders[1]!
    const late = acknowledgmentOf(second.number, { '1': [['backordered', '10', { shipDate: '2026-03-30' }]] })
    await say(suppliers.Cascade!.partnershipId, late)
    expect(await changes(hub)).toMatchObject([{ kind: 'cancellation', status: 'accepted', askedBy: 'retailer' }])
    const [told] = await hub.orm.select().from(documents).where(eq(documents.kind, 'purchase-order-change'))
    expect(told?.content).toMatchObject({
      purpose: 'cancellation',
      purchaseOrderNumber: second.number,
      lines: [{ action: 'cancel', lineNumber: '1', quantity: '10' }],
    })
  })
})

import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases, type OpenHub } from '../../checks/support/databases.ts'
import { deadlines, documents, events, exceptions, purchaseOrderChanges } from '../../db/schema/index.ts'
import {
  type LineAnswer,
  type PurchaseOrderChange,
  type PurchaseOrderChangeAcknowledgment,
  purchaseOrderChange,
} from '../../translators/documents/index.ts'
import { acknowledge } from '../purchase-orders/acknowledge.ts'
import { markSent } from '../purchase-orders/mark-sent.ts'
import { receiveChangeAcknowledgment } from '../purchase-orders/receive-change-acknowledgment.ts'
import { ship } from '../shipments/ship.ts'
import { acknowledgmentOf, shipNoticeOf } from '../testing/documents.ts'
import { placeOrder, readOrder, reroute } from '../testing/orders.ts'
import { seedRetailer } from '../testing/seed.ts'
import { commentOnException } from './comment.ts'
import { type DecideException, decideException } from './decide.ts'
import { orderResolutionsFor } from './resolutions.ts'

async function scene(open: OpenHub) {
  const hub = await open({ now: () => new Date('2026-03-02T15:00:00Z') })
  const seeded = await seedRetailer(hub, {
    suppliers: [
      { name: 'Northwind', offers: [{ sku: 'MUG', cost: '10', stock: '100' }] },
      { name: 'Cascade', priority: 200, offers: [{ sku: 'MUG', cost: '14', stock: '100' }] },
    ],
  })
  const { retailerId } = seeded
  const { partnershipId } = seeded.suppliers.Northwind!
  const { orderId } = await placeOrder(hub, seeded, 'W-1', [['MUG', '10']])
  const [order] = (await readOrder(hub, orderId)).purchaseOrders
  const { id: purchaseOrderId, number } = order!
  await hub.work('system', work => markSent(work, { retailerId, purchaseOrderId }))
  const all = () => hub.orm.select().from(exceptions).orderBy(asc(exceptions.id))
  return {
    hub,
    seeded,
    orderId,
    number,
    all,
    async answer(status: LineAnswer['status'], quantity: string, more: { shipDate?: string; unitPrice?: string } = {}) {
      const { unitPrice, ...rest } = more
      const said = acknowledgmentOf(number, { '1': [[status, quantity, rest]] })
      const acknowledgment = { ...said, lines: [{ ...said.lines[0]!, ...(unitPrice && { unitPrice }) }] }
      await hub.work('partner', work => acknowledge(work, { retailerId, partnershipId, acknowledgment }))
    },
    async decide(resolution: DecideException['resolution'], more: { shipDate?: string; note?: string } = {}) {
      const open = (await all()).find(exception => !exception.resolvedAt)!
      const command = { retailerId, exceptionId: open.id, resolution, note: 'because', ...more }
      await hub.work('user:ann', work => decideException(work, command))
    },
    say: (content: Partial<PurchaseOrderChangeAcknowledgment>) =>
      hub.work('partner', work =>
        receiveChangeAcknowledgment(work, {
          retailerId,
          partnershipId,
          acknowledgment: {
            kind: 'purchase-order-change-acknowledgment',
            purpose: 'answer',
            type: 'detail-with-changes',
            purchaseOrderNumber: number,
            lines: [],
            ...content,
          },
        }),
      ),
    ship: (shipment: string, quantity: string) =>
      hub.work('partner', work =>
        ship(work, { retailerId, partnershipId, notice: shipNoticeOf(shipment, [[[number, '1', quantity]]]) }),
      ),
    order: async () => (await readOrder(hub, orderId)).purchaseOrders[0]!,
    async sent(): Promise<PurchaseOrderChange[]> {
      const rows = await hub.orm
        .select()
        .from(documents)
        .where(eq(documents.kind, 'purchase-order-change'))
        .orderBy(asc(documents.id))
      return rows.map(row => purchaseOrderChange.parse(row.content))
    },
    changes: () => hub.orm.select().from(purchaseOrderChanges).orderBy(asc(purchaseOrderChanges.sequence)),
  }
}

describeOnBothDatabases('what a supplier answers otherwise than ordered', open => {
  it('at another price: accepted, it is the price', async () => {
    const { answer, decide, order, all, sent } = await scene(open)
    await answer('accepted-with-changes', '10', { unitPrice: '11' })
    expect((await order()).lines).toMatchObject([{ accepted: '10', unitCost: '10' }])
    await decide('accept')
    expect((await order()).lines).toMatchObject([{ unitCost: '11', orderedUnitCost: '10' }])
    expect(await all()).toMatchObject([{ kind: 'price-change', resolution: 'accept', note: 'because' }])
    expect(await sent()).toEqual([])
    await expect(decide('accept')).rejects.toThrow()
  })

  it('at another price: insisted on the order, the supplier has to agree to it', async () => {
    const { answer, decide, order, sent, say, changes } = await scene(open)
    await answer('accepted-with-changes', '10', { unitPrice: '11' })
    await decide('insist')
    expect(await sent()).toMatchObject([
      { purpose: 'change', sequence: 1, lines: [{ action: 'change', line: { quantity: '10', unitPrice: '10' } }] },
    ])
    expect(await say({ type: 'accepted', sequence: 1 })).toMatchObject({ result: 'applied' })
    expect(await say({ type: 'accepted' })).toMatchObject({ result: 'duplicate' })
    expect(await changes()).toMatchObject([{ status: 'accepted' }])
    expect((await order()).lines).toMatchObject([{ unitCost: '10', orderedUnitCost: null }])
  })

  it('another quantity: accepted, the rest goes elsewhere', async () => {
    const { hub, seeded, orderId, answer, decide, order } = await scene(open)
    await answer('accepted-with-changes', '7')
    await decide('accept')
    expect(await order()).toMatchObject({ answer: 'partial', lines: [{ accepted: '7', rejected: '3' }] })
    await reroute(hub, seeded, orderId, 'rejected')
    const after = await readOrder(hub, orderId)
    expect(after.purchaseOrders[1]).toMatchObject({ lines: [{ ordered: '3' }] })
  })

  it('another quantity, after more has shipped than it names: accepted, only what is left is given up', async () => {
    const { answer, decide, order, ship } = await scene(open)
    await answer('accepted-with-changes', '6')
    await ship('S-1', '8')
    await decide('accept')
    expect((await order()).lines).toMatchObject([{ accepted: '8', rejected: '2', shipped: '8', overShipped: '0' }])
  })

  it('and what is said of it stands in the history of its order', async () => {
    const { hub, seeded, answer, all } = await scene(open)
    await answer('accepted-with-changes', '7')
    const [exception] = await all()
    const say = (comment: string, retailerId = seeded.retailerId) =>
      hub.work('user:ann', work => commentOnException(work, { retailerId, exceptionId: exception!.id, comment }))
    await say(' They are short of glaze. ')
    const said = (await hub.orm.select().from(events)).filter(event => event.type === 'exception.commented')
    expect(said).toMatchObject([
      { purchaseOrderId: exception!.purchaseOrderId, actor: 'user:ann', data: { reason: 'They are short of glaze.' } },
    ])
    await expect(say(' ')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(say('x'.repeat(2001))).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(say('mine', hub.newId())).rejects.toMatchObject({ code: 'not-found' })
  })

  it('more than was ordered cannot be accepted', async () => {
    const { answer, decide, all } = await scene(open)
    await answer('accepted-with-changes', '12')
    const [exception] = await all()
    expect(orderResolutionsFor(exception!)).toEqual(['insist', 'reroute', 'cancel'])
    await expect(decide('accept')).rejects.toMatchObject({ code: 'wrong-state' })
    expect(await all()).toMatchObject([{ kind: 'quantity-change', resolvedAt: null }])
  })

  it('a later day: accepted, the deadline moves; and what was refused is asked back', async () => {
    const { hub, answer, decide, order, sent } = await scene(open)
    await answer('accepted', '10', { shipDate: '2026-03-12' })
    await decide('accept')
    expect(await order()).toMatchObject({ shipNotAfter: '2026-03-12', orderedShipNotAfter: '2026-03-03' })
    const [moved] = await hub.orm.select().from(deadlines).where(eq(deadlines.kind, 'shipment'))
    expect(moved).toMatchObject({ dueAt: new Date('2026-03-13T00:00:00Z') })
    await answer('accepted', '10', { shipDate: '2026-04-01' })
    await decide('reroute')
    expect(await sent()).toMatchObject([{ purpose: 'cancellation', notes: ['because'], lines: [{ action: 'cancel' }] }])
    expect((await order()).lines).toMatchObject([{ cancelled: '0' }])
  })

  it('asks for a reason, and for one decision at a time', async () => {
    const { answer, decide, all } = await scene(open)
    await answer('accepted-with-changes', '7', { unitPrice: '11' })
    await expect(decide('insist', { note: ' ' })).rejects.toMatchObject({ code: 'invalid-input' })
    await decide('insist')
    await expect(decide('insist')).rejects.toMatchObject({ code: 'wrong-state' })
    expect((await all()).filter(exception => exception.resolvedAt)).toHaveLength(1)
  })
})

describeOnBothDatabases('what a supplier asks for', open => {
  const less = { action: 'change' as const, lineNumber: '01', quantity: '8', unitPrice: '12', answers: [] }

  it('waits for the retailer, who grants it: it takes effect and leaves as a change', async () => {
    const { say, decide, order, all, sent, changes } = await scene(open)
    const request = { purpose: 'request' as const, notes: ['Two are broken.'], lines: [less] }
    expect(await say(request)).toMatchObject({ result: 'applied' })
    expect(await say(request)).toMatchObject({ result: 'duplicate' })
    expect((await order()).lines).toMatchObject([{ cancelled: '0', unitCost: '10' }])
    const [asked] = await all()
    expect(asked).toMatchObject({
      kind: 'change-requested',
      actual: 'line 1: 2 EA less, 12 instead of 10',
      atStake: '36',
    })
    await decide('accept')
    expect((await order()).lines).toMatchObject([{ cancelled: '2', unitCost: '12', orderedUnitCost: '10' }])
    expect(await changes()).toMatchObject([{ askedBy: 'supplier', status: 'accepted' }])
    expect(await sent()).toMatchObject([
      {
        notes: ['Your request is agreed.', 'because'],
        lines: [
          { action: 'cancel', quantity: '2' },
          { action: 'change', line: { quantity: '8', unitPrice: '12' } },
        ],
      },
    ])
    // The supplier confirms what it was granted.
    expect(await say({ type: 'accepted', sequence: 1 })).toMatchObject({ result: 'duplicate' })
  })

  it('refused, leaves the order as it was, and says so', async () => {
    const { say, decide, order, sent } = await scene(open)
    await say({ purpose: 'request', lines: [{ action: 'cancel', lineNumber: '1', answers: [] }] })
    await decide('refuse')
    expect((await order()).lines).toMatchObject([{ cancelled: '0', unitCost: '10' }])
    expect(await sent()).toMatchObject([
      { notes: ['Your request is refused.', 'because'], lines: [{ action: 'change', line: { quantity: '10' } }] },
    ])
  })

  it('that cannot be is refused at once', async () => {
    const { say, number } = await scene(open)
    const ask = (line: object) => say({ purpose: 'request', lines: [{ ...less, ...line }] })
    expect(await ask({ quantity: '11' })).toMatchObject({ issues: [{ code: 'too-much', value: '11', expected: '10' }] })
    expect(await ask({ lineNumber: '9' })).toMatchObject({ issues: [{ code: 'unknown-line', value: '9' }] })
    expect(await ask({ action: 'add' })).toMatchObject({ issues: [{ code: 'unsupported-action' }] })
    expect(await ask({ unit: 'LB' })).toMatchObject({ issues: [{ code: 'unit-of-measure' }] })
    expect(await ask({ quantity: '10', unitPrice: '10' })).toMatchObject({ issues: [{ code: 'nothing-asked' }] })
    expect(await say({ purchaseOrderNumber: 'PO-9' })).toMatchObject({ issues: [{ code: 'unknown-purchase-order' }] })
    expect(await say({ type: 'accepted' })).toMatchObject({
      result: 'rejected',
      issues: [{ code: 'unknown-change', message: `No change was asked for of ${number} that this could answer.` }],
    })
  })

  it('and what it grants of a wish in part takes effect in part', async () => {
    const { answer, decide, say, order } = await scene(open)
    await answer('accepted', '10', { shipDate: '2026-04-01' })
    await decide('cancel')
    const answers = [
      { status: 'accepted' as const, quantity: '4' },
      { status: 'rejected' as const, quantity: '6', note: 'on the truck' },
    ]
    const outcome = await say({ sequence: 1, lines: [{ action: 'cancel', lineNumber: '1', quantity: '10', answers }] })
    expect(outcome).toMatchObject({ result: 'applied', issues: [] })
    expect((await order()).lines).toMatchObject([{ accepted: '6', cancelled: '4' }])
  })
})

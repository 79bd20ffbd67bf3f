import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { acknowledgmentLines, acknowledgments, events, exceptions, stock } from '../../db/schema/index.ts'
import type { LineAnswer, PurchaseOrderAcknowledgment } from '../../translators/documents/index.ts'
import { acknowledgmentOf } from '../testing/documents.ts'
import { placeOrder, readOrder, reroute, stockOf } from '../testing/orders.ts'
import { type Seed, type Seeded, seedRetailer } from '../testing/seed.ts'
import { acknowledge } from './acknowledge.ts'
import { markSent } from './mark-sent.ts'

const seed: Seed = {
  suppliers: [
    {
      name: 'Northwind',
      tolerances: { price: { amount: '0.05' } },
      offers: [
        { sku: 'TENT', cost: '20', stock: '50' },
        { sku: 'CANDLE', cost: '24', stock: '10', unit: 'CA', packSize: 12 },
      ],
    },
    { name: 'Cascade', offers: [{ sku: 'TENT', cost: '22', stock: '50' }] },
    {
      name: 'Impatient',
      settings: { backorders: { withinDays: 7 } },
      offers: [{ sku: 'LAMP', cost: '8', stock: '50' }],
    },
    {
      name: 'Lenient',
      settings: { answers: { quantity: { amount: '1' }, laterByDays: 2 } },
      offers: [{ sku: 'LANTERN', cost: '5', stock: '50' }],
    },
    { name: 'Patient', offers: [{ sku: 'LAMP', cost: '9', stock: '50' }] },
  ],
}

describeOnBothDatabases('acknowledge', open => {
  const start = async (sku = 'TENT', quantity = '10') => {
    const hub = await open({ now: () => new Date('2026-03-02T15:00:00Z') })
    const seeded = await seedRetailer(hub, seed)
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [[sku, quantity]])
    const [order] = (await readOrder(hub, orderId)).purchaseOrders
    return { hub, seeded, orderId, number: order!.number, purchaseOrderId: order!.id }
  }
  const answer = (hub: HubDatabase, seeded: Seeded, acknowledgment: PurchaseOrderAcknowledgment, by = 'Northwind') =>
    hub.work(`partner:${by}`, work =>
      acknowledge(work, {
        retailerId: seeded.retailerId,
        partnershipId: seeded.suppliers[by]!.partnershipId,
        acknowledgment,
      }),
    )
  const whole = (number: string, type: PurchaseOrderAcknowledgment['type']) => acknowledgmentOf(number, {}, { type })

  it('accepts a whole order by its header, once', async () => {
    const { hub, seeded, orderId, number, purchaseOrderId } = await start()
    await hub.work('system', work => markSent(work, { retailerId: seeded.retailerId, purchaseOrderId }))
    const first = await answer(hub, seeded, whole(number, 'accepted'))
    expect(first).toMatchObject({ result: 'applied', issues: [] })
    expect(await answer(hub, seeded, whole(number, 'accepted'))).toEqual({
      result: 'duplicate',
      issues: [],
      id: first.id,
    })
    const [order] = (await readOrder(hub, orderId)).purchaseOrders
    expect(order).toMatchObject({ status: 'acknowledged', answer: 'accepted', lines: [{ accepted: '10' }] })
    expect(await hub.orm.select().from(acknowledgments)).toHaveLength(1)
    const told = await hub.orm.select({ type: events.type }).from(events).orderBy(events.id)
    expect(told.map(event => event.type).filter(type => type.startsWith('purchase-order.'))).toEqual([
      'purchase-order.released',
      'purchase-order.sent',
      'purchase-order.acknowledged',
    ])
  })

  it('splits a line, and sends what was refused to another source', async () => {
    const { hub, seeded, orderId, number } = await start()
    const answers = acknowledgmentOf(number, {
      '0001': [
        ['accepted', '5', { shipDate: '2026-03-04' }],
        ['backordered', '3', { shipDate: '2026-03-20' }],
        ['rejected', '2', { reason: 'out-of-stock' }],
      ],
    })
    await answer(hub, seeded, { ...answers, supplierOrderNumber: 'NW-77' })
    const after = await readOrder(hub, orderId)
    expect(after).toMatchObject({ status: 'routed', lines: [{ placed: '8' }] })
    expect(after.purchaseOrders[0]).toMatchObject({
      answer: 'backordered',
      supplierOrderNumber: 'NW-77',
      lines: [
        {
          accepted: '5',
          backordered: '3',
          rejected: '2',
          expectedShipDate: '2026-03-20',
          rejectionReason: 'out-of-stock',
        },
      ],
    })
    // Nothing is promised of an item that its source says it does not have; what is promised stays promised.
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['0', '8'])

    await reroute(hub, seeded, orderId, 'rejected')
    const rerouted = await readOrder(hub, orderId)
    expect(rerouted).toMatchObject({ status: 'routed', lines: [{ placed: '10' }] })
    expect(rerouted.purchaseOrders[1]).toMatchObject({
      sourceId: seeded.suppliers.Cascade!.sourceId,
      lines: [{ ordered: '2' }],
    })
  })

  it('leaves out the sources already tried, even with stock, and holds what nobody is left for', async () => {
    const { hub, seeded, orderId, number } = await start()
    await answer(hub, seeded, whole(number, 'rejected'))
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['50', '0'])
    await reroute(hub, seeded, orderId, 'rejected')
    const [first, second] = (await readOrder(hub, orderId)).purchaseOrders
    expect(first).toMatchObject({ status: 'cancelled', answer: 'rejected' })
    await answer(hub, seeded, whole(second!.number, 'rejected'), 'Cascade')
    const { held } = await reroute(hub, seeded, orderId, 'rejected')
    expect(held).toBe(true)
    const order = await readOrder(hub, orderId)
    expect(order).toMatchObject({ status: 'held', holdReason: 'TENT (10): every source has been tried' })
    expect(await hub.orm.select().from(exceptions)).toMatchObject([{ kind: 'unroutable', orderId }])
  })

  it('moves a backorder to accepted when the supplier says so later', async () => {
    const { hub, seeded, orderId, number } = await start()
    await answer(hub, seeded, acknowledgmentOf(number, { '1': [['backordered', '10', { shipDate: '2026-04-01' }]] }))
    await answer(hub, seeded, acknowledgmentOf(number, { '1': [['accepted', '4']] }, { date: '2026-03-20' }))
    const [order] = (await readOrder(hub, orderId)).purchaseOrders
    expect(order).toMatchObject({ answer: 'backordered', lines: [{ accepted: '4', backordered: '6' }] })
    expect(await hub.orm.select().from(exceptions)).toEqual([])
  })

  it('does not apply what contradicts an earlier answer, and puts it before a person', async () => {
    const { hub, seeded, orderId, number } = await start()
    await answer(hub, seeded, whole(number, 'accepted'))
    const contrary = acknowledgmentOf(number, { '1': [['rejected', '4', { reason: 'discontinued' }]] })
    expect(await answer(hub, seeded, contrary)).toMatchObject({ result: 'applied' })
    const order = await readOrder(hub, orderId)
    expect(order.lines).toMatchObject([{ placed: '10' }])
    expect(order.purchaseOrders[0]?.lines).toMatchObject([{ accepted: '10', rejected: '0' }])
    expect(await hub.orm.select().from(exceptions)).toMatchObject([
      { kind: 'acknowledgment-conflict', actual: 'rejected 4', atStake: '80', currency: 'USD' },
    ])
    const facts = await hub.orm.select().from(acknowledgmentLines).where(eq(acknowledgmentLines.status, 'rejected'))
    expect(facts).toMatchObject([{ quantity: '4', applied: '0', reason: 'discontinued' }])
  })

  it('agrees to another price within the limits, and puts one beyond them before a person', async () => {
    const { hub, seeded, orderId, number } = await start()
    const at = (unitPrice: string, date: string) => {
      const said = acknowledgmentOf(number, { '1': [['accepted-with-changes', '10']] }, { date })
      return answer(hub, seeded, { ...said, lines: [{ ...said.lines[0]!, unitPrice }] })
    }
    await at('20.05', '2026-03-02')
    expect(await hub.orm.select().from(exceptions)).toEqual([])
    const agreed = { unitCost: '20.05', orderedUnitCost: '20' }
    expect((await readOrder(hub, orderId)).purchaseOrders[0]?.lines).toMatchObject([agreed])
    // Step by step does not lead further: the limit is counted from what was ordered.
    await at('20.10', '2026-03-03')
    await at('20.50', '2026-03-04')
    expect(await hub.orm.select().from(exceptions).orderBy(exceptions.id)).toMatchObject([
      { kind: 'price-change', expected: '20.05', actual: '20.1', resolution: 'replaced' },
      { kind: 'price-change', expected: '20.05', actual: '20.5', atStake: '4.5', resolvedAt: null },
    ])
    expect((await readOrder(hub, orderId)).purchaseOrders[0]?.lines).toMatchObject([agreed])
    await at('20.05', '2026-03-05')
    const settled = await hub.orm.select().from(exceptions).orderBy(exceptions.id)
    expect(settled.map(exception => exception.resolution)).toEqual(['replaced', 'withdrawn'])
  })

  it('sends what a changed quantity leaves out elsewhere within the limits, and asks a person beyond them', async () => {
    const { hub, seeded, orderId, number } = await start('LANTERN', '10')
    const acknowledging = (quantity: string, date: string) =>
      answer(hub, seeded, acknowledgmentOf(number, { '1': [['accepted-with-changes', quantity]] }, { date }), 'Lenient')
    await acknowledging('7', '2026-03-02')
    const [waiting] = await hub.orm.select().from(exceptions)
    expect(waiting).toMatchObject({ kind: 'quantity-change', expected: '10', actual: '7', atStake: '15' })
    expect(await readOrder(hub, orderId)).toMatchObject({
      lines: [{ placed: '10' }],
      purchaseOrders: [{ answer: 'partial', lines: [{ accepted: '7', rejected: '0' }] }],
    })
    await acknowledging('9', '2026-03-03')
    expect(await readOrder(hub, orderId)).toMatchObject({
      lines: [{ placed: '9' }],
      purchaseOrders: [{ lines: [{ accepted: '9', rejected: '1' }] }],
    })
    expect(await hub.orm.select().from(exceptions)).toMatchObject([{ resolution: 'answered' }])
    await acknowledging('12', '2026-03-04')
    const [, more] = await hub.orm.select().from(exceptions).orderBy(exceptions.id)
    expect(more).toMatchObject({ kind: 'quantity-change', expected: '9', actual: '12', resolvedAt: null })
  })

  it('agrees to a later day within the limits, and puts one beyond them before a person', async () => {
    const { hub, seeded, orderId, number } = await start('LANTERN', '10')
    const promising = (shipDate: string, date: string) => {
      const said = acknowledgmentOf(number, { '1': [['accepted', '10', { shipDate }]] }, { date })
      return answer(hub, seeded, said, 'Lenient')
    }
    expect((await readOrder(hub, orderId)).purchaseOrders).toMatchObject([{ shipNotAfter: '2026-03-03' }])
    await promising('2026-03-05', '2026-03-02')
    expect(await hub.orm.select().from(exceptions)).toEqual([])
    const [order] = (await readOrder(hub, orderId)).purchaseOrders
    expect(order).toMatchObject({ shipNotAfter: '2026-03-05', lines: [{ expectedShipDate: '2026-03-05' }] })
    await promising('2026-03-20', '2026-03-03')
    expect(await hub.orm.select().from(exceptions)).toMatchObject([
      { kind: 'date-change', expected: '2026-03-05', actual: '2026-03-20', atStake: '50' },
    ])
    expect((await readOrder(hub, orderId)).purchaseOrders).toMatchObject([{ shipNotAfter: '2026-03-05' }])
  })

  it('takes a price or a day alone for what was accepted before, and for all of a line that was not', async () => {
    const { hub, seeded, orderId, number } = await start('LANTERN', '10')
    const saying = (date: string, answers: LineAnswer[], terms: { unitPrice?: string; quantity?: string } = {}) => {
      const said = acknowledgmentOf(number, {}, { date, lines: [{ lineNumber: '1', answers, ...terms }] })
      return answer(hub, seeded, said, 'Lenient')
    }
    const line = async () => (await readOrder(hub, orderId)).purchaseOrders[0]!.lines[0]!
    const changed = (shipDate?: string): LineAnswer => ({
      status: 'accepted-with-changes',
      ...(shipDate && { shipDate }),
    })
    await saying('2026-03-02', [{ status: 'accepted', quantity: '6' }])
    await saying('2026-03-03', [changed('2026-03-04')])
    expect(await line()).toMatchObject({ accepted: '10', expectedShipDate: '2026-03-04' })
    await saying('2026-03-04', [changed(), changed('2026-03-05')], { unitPrice: '5.5' })
    expect(await line()).toMatchObject({ accepted: '10', expectedShipDate: '2026-03-05', unitCost: '5' })
    const raised = await hub.orm.select().from(exceptions)
    expect(raised).toMatchObject([{ kind: 'price-change', actual: '5.5', resolvedAt: null }])
    await saying('2026-03-05', [{ status: 'accepted' }, changed()])
    expect(await line()).toMatchObject({ accepted: '10', rejected: '0', expectedShipDate: '2026-03-05' })
    expect((await hub.orm.select().from(exceptions)).length).toBe(1)
  })

  it('takes an answer without a quantity for what the line names, or for what answers beside it leave', async () => {
    const { hub, seeded, orderId, number } = await start()
    const backordered: LineAnswer = { status: 'backordered', shipDate: '2026-03-20' }
    const lines = [{ lineNumber: '1', quantity: '4', answers: [{ status: 'accepted' as const }] }]
    await answer(hub, seeded, acknowledgmentOf(number, {}, { lines }))
    const first = (await readOrder(hub, orderId)).purchaseOrders[0]
    expect(first?.lines).toMatchObject([{ accepted: '4', backordered: '0' }])
    const rest = [{ lineNumber: '1', answers: [{ status: 'rejected' as const, quantity: '1' }, backordered] }]
    await answer(hub, seeded, acknowledgmentOf(number, {}, { lines: rest }))
    const second = (await readOrder(hub, orderId)).purchaseOrders[0]
    expect(second?.lines).toMatchObject([{ accepted: '4', backordered: '5', rejected: '1' }])
  })

  it('counts packs and pieces alike', async () => {
    const { hub, seeded, orderId, number } = await start('CANDLE', '36')
    const inPieces = acknowledgmentOf(number, {
      '1': [
        ['accepted', '24', { unit: 'EA' }],
        ['rejected', '1', { unit: 'CA', reason: 'other' }],
      ],
    })
    const pricedByPiece = inPieces.lines.map(line => ({ ...line, unit: 'EA', unitPrice: '2' }))
    await answer(hub, seeded, { ...inPieces, lines: pricedByPiece })
    expect(await hub.orm.select().from(exceptions)).toEqual([])
    const order = await readOrder(hub, orderId)
    expect(order.lines).toMatchObject([{ placed: '24' }])
    expect(order.purchaseOrders[0]?.lines).toMatchObject([{ ordered: '3', accepted: '2', rejected: '1' }])
    const odd = acknowledgmentOf(number, { '1': [['accepted', '1', { unit: 'LB' }]] })
    expect(await answer(hub, seeded, odd)).toMatchObject({
      result: 'rejected',
      issues: [{ code: 'unit-of-measure', at: { path: 'lines[0].answers[0].unit' }, value: 'LB', expected: 'CA' }],
    })
  })

  it('does not wait for a backorder longer than the partnership does', async () => {
    const { hub, seeded, orderId, number } = await start('LAMP', '10')
    const promised = acknowledgmentOf(number, {
      '1': [
        ['backordered', '4', { shipDate: '2026-03-09' }],
        ['backordered', '6', { shipDate: '2026-03-10' }],
      ],
    })
    await answer(hub, seeded, promised, 'Impatient')
    await reroute(hub, seeded, orderId, 'rejected')
    const [first, second] = (await readOrder(hub, orderId)).purchaseOrders
    expect(first?.lines).toMatchObject([{ backordered: '4', cancelled: '6' }])
    expect(second).toMatchObject({ sourceId: seeded.suppliers.Patient!.sourceId, lines: [{ ordered: '6' }] })
  })

  it('refuses an answer to an order or a line that the supplier does not have, and changes nothing', async () => {
    const { hub, seeded, orderId, number } = await start()
    const before = await readOrder(hub, orderId)
    expect(await answer(hub, seeded, whole('PO-999999', 'accepted'))).toMatchObject({
      result: 'rejected',
      issues: [{ code: 'unknown-purchase-order', at: { path: 'purchaseOrderNumber' }, value: 'PO-999999' }],
    })
    expect(await answer(hub, seeded, whole(number, 'accepted'), 'Cascade')).toMatchObject({
      issues: [{ code: 'unknown-purchase-order' }],
    })
    const partlyUnknown = acknowledgmentOf(number, { '1': [['accepted', '10']], '7': [['accepted', '1']] })
    expect(await answer(hub, seeded, partlyUnknown)).toMatchObject({
      result: 'rejected',
      issues: [{ code: 'unknown-line', at: { path: 'lines[1].lineNumber' }, value: '7', expected: '1' }],
    })
    expect(await answer(hub, seeded, whole(number, 'detail'))).toMatchObject({ issues: [{ code: 'no-lines' }] })
    expect(await readOrder(hub, orderId)).toEqual(before)
    expect(await hub.orm.select().from(acknowledgments)).toEqual([])
  })

  it('takes the same answer at the same time as one', async () => {
    const { hub, seeded, orderId, number } = await start()
    const results = await Promise.all(Array.from({ length: 4 }, () => answer(hub, seeded, whole(number, 'rejected'))))
    expect(results.map(outcome => outcome.result).sort()).toEqual(['applied', 'duplicate', 'duplicate', 'duplicate'])
    expect((await readOrder(hub, orderId)).lines).toMatchObject([{ placed: '0' }])
    const [row] = await hub.orm.select().from(stock).where(eq(stock.offerId, seeded.offers['Northwind/TENT']!))
    expect(row?.reserved).toBe('0')
  })
})

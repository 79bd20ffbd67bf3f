import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { deadlines, events, exceptions, reservations, shipmentLines, shipments } from '../../db/schema/index.ts'
import type { ShipNotice } from '../../translators/documents/index.ts'
import { invoiceFor, openScene, type Scene } from '../invoices/testing/scene.ts'
import { markSent } from '../purchase-orders/mark-sent.ts'
import { shipNoticeOf } from '../testing/documents.ts'
import { readOrder, stockOf } from '../testing/orders.ts'
import { ship } from './ship.ts'

const open = freshDatabases()

/** A scene whose orders are for so many MUGs, paid for as soon as an invoice matches. */
async function start(quantity: string) {
  const hub = await open({ now: () => new Date('2026-03-02T15:00:00Z') })
  const scene = await openScene(hub, { invoicing: { approveAutomatically: true } })
  const number = await scene.order(quantity)
  const purchaseOrderId = (await scene.purchaseOrder(number)).line.purchaseOrderId
  await hub.work('test', work => markSent(work, { retailerId: scene.retailerId, purchaseOrderId }))
  const say = (shipment: string, purpose: ShipNotice['purpose'], many: string, change: Partial<ShipNotice> = {}) =>
    tell(scene, shipNoticeOf(shipment, [[[number, '1', many]]], { purpose, ...change }))
  return { hub, scene, number, purchaseOrderId, say }
}

function tell({ hub, retailerId, partnershipId }: Scene, notice: ShipNotice) {
  return hub.work('partner:Northwind', work => ship(work, { retailerId, partnershipId, notice }))
}

describe('A ship notice that is cancelled', () => {
  it('counts for nothing: the goods are held for the customer again, and the order waits for them', async () => {
    const { hub, scene, number, purchaseOrderId, say } = await start('10')
    const before = await stockOf(hub, scene.seeded, 'Northwind/MUG')
    await say('S-1', 'original', '10')
    expect(await say('S-1', 'cancellation', '10')).toMatchObject({ result: 'applied', issues: [] })
    const { status, line } = await scene.purchaseOrder(number)
    expect({ status, shipped: line.shipped, accepted: line.accepted }).toEqual({
      status: 'sent',
      shipped: '0',
      accepted: '10',
    })
    expect(await stockOf(hub, scene.seeded, 'Northwind/MUG')).toEqual(before)
    expect(await hub.orm.select().from(reservations)).toMatchObject([{ quantity: '10' }])
    const [shipmentDeadline] = await hub.orm.select().from(deadlines).where(eq(deadlines.kind, 'invoice'))
    expect(shipmentDeadline).toMatchObject({ outcome: 'void' })
    const [told] = await hub.orm.select().from(events).where(eq(events.type, 'purchase-order.shipment-taken-back'))
    expect(told).toMatchObject({
      purchaseOrderId,
      actor: 'partner:Northwind',
      data: { shipment: 'S-1', reason: 'cancelled', lines: [{ lineNumber: '1', quantity: '10' }] },
    })
  })

  it('is told twice as once, and is refused where there is none', async () => {
    const { hub, say } = await start('10')
    expect(await say('S-1', 'cancellation', '10')).toMatchObject({
      result: 'rejected',
      issues: [{ code: 'unknown-shipment', at: { path: 'number' } }],
    })
    const { id } = await say('S-1', 'original', '10')
    await say('S-1', 'cancellation', '10')
    expect(await say('S-1', 'cancellation', '10')).toEqual({ result: 'duplicate', issues: [], id })
    expect(await hub.orm.select().from(shipments)).toMatchObject([{ takenBackBy: 'partner:Northwind' }])
  })

  it('frees its number, and may name no goods at all', async () => {
    const { scene, number, say } = await start('10')
    await say('S-1', 'original', '10')
    await tell(scene, {
      ...shipNoticeOf('S-1', [[[number, '1', '1']]]),
      purpose: 'cancellation',
      packages: [],
    })
    expect(await say('S-1', 'original', '4')).toMatchObject({ result: 'applied' })
    expect((await scene.purchaseOrder(number)).line).toMatchObject({ shipped: '4', accepted: '10' })
  })

  it('lets what another shipment brought too much fit', async () => {
    const { hub, scene, number, say } = await start('10')
    await say('S-1', 'original', '8')
    await say('S-2', 'original', '5')
    expect((await scene.purchaseOrder(number)).line).toMatchObject({ shipped: '10', overShipped: '3' })
    await say('S-1', 'cancellation', '8')
    expect((await scene.purchaseOrder(number)).line).toMatchObject({ shipped: '5', overShipped: '0' })
    const rows = await hub.orm.select().from(shipmentLines).where(eq(shipmentLines.quantity, '5'))
    expect(rows).toMatchObject([{ over: '0' }])
    expect(await hub.orm.select().from(exceptions).where(eq(exceptions.kind, 'over-shipped'))).toMatchObject([
      { resolution: 'fits now' },
    ])
  })

  it('sends an open invoice back to waiting, and leaves one that is paid for a person', async () => {
    const { scene, number, say } = await start('10')
    await say('S-1', 'original', '6')
    await say('S-2', 'original', '4')
    await scene.receive(invoiceFor(number, 'I-1', '6'))
    await scene.pump()
    await scene.receive(invoiceFor(number, 'I-2', '4', { allowancesAndCharges: [], line: { unitPrice: '14' } }))
    await scene.pump()
    expect(await scene.invoice('I-1')).toMatchObject({ status: 'approved' })
    expect(await scene.invoice('I-2')).toMatchObject({ status: 'exception', lines: [{ counted: '4' }] })
    await say('S-1', 'cancellation', '6')
    await scene.pump()
    expect((await scene.purchaseOrder(number)).line).toMatchObject({ shipped: '4', invoiced: '6', tolerated: '2' })
    expect(await scene.invoice('I-2')).toMatchObject({ lines: [{ counted: '0' }] })
    const told = (await scene.exceptions()).filter(one => one.kind === 'over-invoiced')
    expect(told).toMatchObject([{ expected: '4', actual: '6', atStake: '25', resolvedAt: null }])
    await say('S-3', 'original', '6')
    await scene.pump()
    expect((await scene.exceptions()).filter(one => one.kind === 'over-invoiced')).toMatchObject([
      { resolution: 'covered' },
    ])
    expect((await scene.purchaseOrder(number)).line).toMatchObject({ shipped: '10', invoiced: '10', tolerated: '0' })
  })

  it('is settled by a credit, where the goods do not come', async () => {
    const { scene, number, say } = await start('10')
    await say('S-1', 'original', '10')
    await scene.receive(invoiceFor(number, 'I-1', '10'))
    await scene.pump()
    await say('S-1', 'cancellation', '10')
    await scene.receive(invoiceFor(number, 'C-1', '10', { type: 'credit-memo', allowancesAndCharges: [] }))
    await scene.pump()
    expect((await scene.exceptions()).filter(one => one.kind === 'over-invoiced')).toMatchObject([
      { resolution: 'covered', atStake: '125' },
    ])
  })

  it('lets the time for shipping run on', async () => {
    const { hub, say } = await start('10')
    await say('S-1', 'original', '10')
    const read = async () => (await hub.orm.select().from(deadlines).where(eq(deadlines.kind, 'shipment')))[0]!
    const { warnAt, dueAt, ...met } = await read()
    expect(met).toMatchObject({ outcome: 'met', nextAt: null })
    await say('S-1', 'cancellation', '10')
    expect(await read()).toMatchObject({ outcome: null, endedAt: null, nextAt: warnAt ?? dueAt })
  })
})

describe('A ship notice that is replaced', () => {
  it('is one shipment, as the last notice says, and both stay to be seen', async () => {
    const { hub, scene, number, say } = await start('10')
    const first = await say('S-1', 'original', '10')
    const second = await say('S-1', 'replacement', '7', { carrier: { scac: 'UPSN' } })
    expect(second).toMatchObject({ result: 'applied' })
    expect(await scene.purchaseOrder(number)).toMatchObject({ status: 'partly-shipped', line: { shipped: '7' } })
    expect(await stockOf(hub, scene.seeded, 'Northwind/MUG')).toEqual(['993', '3'])
    expect(await hub.orm.select().from(shipments).orderBy(shipments.id)).toMatchObject([
      { id: first.id, replacedById: second.id },
      { id: second.id, takenBackAt: null, scac: 'UPSN' },
    ])
    expect((await readOrder(hub, (await hub.orm.select().from(events))[0]!.orderId!)).lines).toMatchObject([
      { shipped: '7' },
    ])
  })

  it('is told twice as once, and a late repeat of the first changes nothing', async () => {
    const { say } = await start('10')
    const first = await say('S-1', 'original', '10')
    const second = await say('S-1', 'replacement', '7')
    expect(await say('S-1', 'replacement', '7')).toEqual({ result: 'duplicate', issues: [], id: second.id })
    expect(await say('S-1', 'original', '10')).toEqual({ result: 'duplicate', issues: [], id: first.id })
    expect(await say('S-1', 'original', '9')).toMatchObject({ issues: [{ code: 'shipment-number-reused' }] })
  })

  it('may only put a number right', async () => {
    const { hub, scene, number, say } = await start('10')
    await say('S-1', 'original', '10')
    const packages = [
      {
        trackingNumber: '1Z5R89390357567127',
        lines: [{ purchaseOrderNumber: number, lineNumber: '1', quantity: '10' }],
      },
    ]
    expect(await say('S-1', 'replacement', '10', { packages })).toMatchObject({ result: 'applied' })
    expect(await scene.purchaseOrder(number)).toMatchObject({ status: 'shipped', line: { shipped: '10' } })
    expect(await hub.orm.select().from(shipments)).toHaveLength(2)
  })

  it('that never came is the first', async () => {
    const { scene, number, say } = await start('10')
    expect(await say('S-1', 'replacement', '7')).toMatchObject({ result: 'applied' })
    expect((await scene.purchaseOrder(number)).line.shipped).toBe('7')
  })

  it('with goods that nobody ordered is refused, and the first stands', async () => {
    const { hub, scene, number, say } = await start('10')
    await say('S-1', 'original', '10')
    const outcome = await tell(scene, { ...shipNoticeOf('S-1', [[['PO-NOT', '1', '7']]]), purpose: 'replacement' })
    expect(outcome).toMatchObject({ result: 'rejected', issues: [{ code: 'unknown-purchase-order' }] })
    expect((await scene.purchaseOrder(number)).line.shipped).toBe('10')
    expect(await hub.orm.select().from(shipments)).toMatchObject([{ takenBackAt: null }])
  })

  it('by one that brings less than was paid leaves the difference for a person', async () => {
    const { scene, number, say } = await start('10')
    await say('S-1', 'original', '10')
    await scene.receive(invoiceFor(number, 'I-1', '10'))
    await scene.pump()
    await say('S-1', 'replacement', '8')
    await scene.pump()
    expect((await scene.purchaseOrder(number)).line).toMatchObject({ shipped: '8', invoiced: '10', tolerated: '2' })
    expect((await scene.exceptions()).filter(one => one.kind === 'over-invoiced')).toMatchObject([
      { expected: '8', actual: '10', atStake: '25' },
    ])
  })
})

import { asc } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import {
  events,
  exceptions,
  invoiceLines,
  invoices,
  reservations,
  shipmentLines,
  shipmentPackages,
  shipments,
} from '../../db/schema/index.ts'
import type { ShipNotice } from '../../translators/documents/index.ts'
import { acknowledge } from '../purchase-orders/acknowledge.ts'
import { acknowledgmentOf, shipNoticeOf } from '../testing/documents.ts'
import { placeOrder, readOrder, stockOf } from '../testing/orders.ts'
import { type Seed, type Seeded, seedRetailer } from '../testing/seed.ts'
import { carrierOf, shipViaOf } from './carrier.ts'
import { ship } from './ship.ts'
import { checkTracking } from './tracking.ts'

const seed: Seed = {
  suppliers: [
    {
      name: 'Northwind',
      offers: [
        { sku: 'TENT', cost: '20', stock: '50' },
        { sku: 'LAMP', cost: '8', stock: '50' },
      ],
    },
  ],
  warehouse: { name: 'Own warehouse', offers: [{ sku: 'MUG', cost: '3', stock: '50' }] },
}

describeOnBothDatabases('ship', open => {
  const start = async (...lines: [string, string][]) => {
    const hub = await open()
    const seeded = await seedRetailer(hub, seed)
    const { orderId } = await placeOrder(hub, seeded, 'W-1', lines)
    const order = await readOrder(hub, orderId)
    return { hub, seeded, orderId, number: order.purchaseOrders[0]!.number, order: order.purchaseOrders[0]! }
  }
  const send = (hub: HubDatabase, seeded: Seeded, notice: ShipNotice) =>
    hub.work('partner:Northwind', work =>
      ship(work, {
        retailerId: seeded.retailerId,
        partnershipId: seeded.suppliers.Northwind!.partnershipId,
        notice,
      }),
    )

  it('stores packages, accepts what it ships, and takes it out of stock', async () => {
    const { hub, seeded, orderId, number } = await start(['TENT', '3'], ['LAMP', '2'])
    const notice = shipNoticeOf(
      'S-1',
      [
        [
          [number, '1', '2'],
          [number, '2', '2'],
        ],
        [[number, '1', '1']],
      ],
      { carrier: { scac: 'UPSN' }, package: { sscc: '195201010000000013', trackingNumber: '1Z5R89390357567127' } },
    )
    const outcome = await send(hub, seeded, notice)
    expect(outcome).toMatchObject({ result: 'applied' })
    const after = await readOrder(hub, orderId)
    expect(after).toMatchObject({ status: 'shipped', lines: [{ shipped: '3' }, { shipped: '2' }] })
    expect(after.purchaseOrders).toMatchObject([
      { status: 'shipped', answer: 'accepted', lines: [{ accepted: '3', shipped: '3' }, { shipped: '2' }] },
    ])
    const packages = await hub.orm.select().from(shipmentPackages).orderBy(asc(shipmentPackages.sequence))
    expect(packages).toMatchObject([{ trackingValid: true }, { sequence: 2, trackingNumber: '1Z5R89390357567127' }])
    expect(await hub.orm.select().from(shipmentLines)).toHaveLength(3)
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['47', '0'])
    expect(await hub.orm.select().from(reservations)).toEqual([])
  })

  it('is one shipment however often it is told', async () => {
    const { hub, seeded, orderId, number } = await start(['TENT', '3'])
    const notice = shipNoticeOf('S-1', [[[number, '1', '2']]])
    const [one, two] = await Promise.all([send(hub, seeded, notice), send(hub, seeded, notice)])
    expect([one.result, two.result].sort()).toEqual(['applied', 'duplicate'])
    expect(one.id).toBe(two.id)
    expect(await readOrder(hub, orderId)).toMatchObject({ status: 'partly-shipped', lines: [{ shipped: '2' }] })
    expect(await send(hub, seeded, shipNoticeOf('S-1', [[[number, '1', '1']]]))).toMatchObject({
      result: 'rejected',
      issues: [{ code: 'shipment-number-reused', at: { path: 'number' } }],
    })
    expect(await hub.orm.select().from(shipments)).toHaveLength(1)
  })

  it('in parts, a backorder among them, ends shipped', async () => {
    const { hub, seeded, orderId, number } = await start(['TENT', '3'])
    const { retailerId, suppliers } = seeded
    const acknowledgment = acknowledgmentOf(number, {
      '1': [
        ['accepted', '1'],
        ['backordered', '2'],
      ],
    })
    const { partnershipId } = suppliers.Northwind!
    await hub.work('partner', work => acknowledge(work, { retailerId, partnershipId, acknowledgment }))
    await send(hub, seeded, shipNoticeOf('S-1', [[[number, '1', '1']]]))
    expect((await readOrder(hub, orderId)).purchaseOrders).toMatchObject([{ status: 'partly-shipped' }])
    await send(hub, seeded, shipNoticeOf('S-2', [[[number, '1', '2']]]))
    const order = await readOrder(hub, orderId)
    expect(order.purchaseOrders).toMatchObject([
      { status: 'shipped', answer: 'accepted', lines: [{ backordered: '0' }] },
    ])
  })

  it('beyond the order is an exception and loses nothing', async () => {
    const { hub, seeded, orderId, number } = await start(['TENT', '3'])
    expect(await send(hub, seeded, shipNoticeOf('S-1', [[[number, '1', '5']]]))).toMatchObject({ result: 'applied' })
    const order = await readOrder(hub, orderId)
    expect(order).toMatchObject({ status: 'shipped', lines: [{ shipped: '3' }] })
    expect(order.purchaseOrders[0]?.lines).toMatchObject([{ shipped: '3', overShipped: '2' }])
    expect(await hub.orm.select().from(exceptions)).toMatchObject([
      { kind: 'over-shipped', expected: '3', actual: '5', atStake: '40' },
    ])
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['45', '0'])
  })

  it('of an item ordered twice fills both lines, when the supplier numbers none', async () => {
    const { hub, seeded, orderId, number } = await start(['TENT', '1'], ['TENT', '2'])
    const notice = shipNoticeOf('S-1', [[]])
    notice.packages[0]!.lines.push({ purchaseOrderNumber: number, ids: { supplier: 'no-tent' }, quantity: '3' })
    await send(hub, seeded, notice)
    expect(await readOrder(hub, orderId)).toMatchObject({
      status: 'shipped',
      lines: [{ shipped: '1' }, { shipped: '2' }],
    })
    expect(await send(hub, seeded, notice)).toMatchObject({ result: 'duplicate' })
  })

  it('wakes the invoices that wait for it', async () => {
    const { hub, seeded, number, order } = await start(['TENT', '3'])
    const { retailerId } = seeded
    const invoice = (status: 'waiting' | 'approved', named: boolean) => ({
      retailerId,
      id: hub.newId(),
      partnershipId: seeded.suppliers.Northwind!.partnershipId,
      type: 'invoice' as const,
      number: `${status} ${named}`,
      purchaseOrderId: named ? order.id : null,
      invoiceDate: '2026-03-03',
      dueDate: '2026-04-02',
      currency: 'USD',
      total: '20',
      computedTotal: '20',
      status,
      ...(status === 'approved' && { payable: '20', approvedAt: hub.now(), approvedBy: 'test' }),
      actor: 'test',
      receivedAt: hub.now(),
      waitUntil: hub.now(),
      updatedAt: hub.now(),
    })
    const some = [invoice('waiting', true), invoice('waiting', false), invoice('approved', true)]
    await hub.orm.insert(invoices).values(some)
    await hub.orm.insert(invoiceLines).values({
      retailerId,
      id: hub.newId(),
      invoiceId: some[1]!.id,
      position: 1,
      purchaseOrderLineId: order.lines[0]!.id,
      quantity: '1',
      unitPrice: '20',
      amount: '20',
    })
    const before = await hub.pendingJobs()
    await send(hub, seeded, shipNoticeOf('S-1', [[[number, '1', '1']]]))
    expect((await hub.pendingJobs()) - before).toBe(2)
  })

  it('refuses unknown orders and lines, each by name, and stores nothing', async () => {
    const { hub, seeded, number } = await start(['TENT', '3'])
    const notice = shipNoticeOf('S-1', [
      [
        ['PO-404', '1', '1'],
        [number, '9', '1'],
        [number, '1', '1'],
      ],
    ])
    expect(await send(hub, seeded, notice)).toMatchObject({
      result: 'rejected',
      issues: [
        { code: 'unknown-purchase-order', at: { path: 'packages[0].lines[0].purchaseOrderNumber' }, value: 'PO-404' },
        { code: 'unknown-line', at: { path: 'packages[0].lines[1].lineNumber' }, value: '9', expected: '1 (NO-TENT)' },
      ],
    })
    expect(await send(hub, seeded, shipNoticeOf('S-2', [[]]))).toMatchObject({ issues: [{ code: 'nothing-shipped' }] })
    expect(await hub.orm.select().from(shipments)).toEqual([])
  })

  it('tells of numbers that cannot be right, and goes on', async () => {
    const { hub, seeded, number } = await start(['TENT', '3'])
    const notice = shipNoticeOf('S-1', [[[number, '1', '3']]], {
      carrier: { name: 'UPS' },
      package: { sscc: '195201010000000010', trackingNumber: '1Z5R89390357567128' },
    })
    const outcome = await send(hub, seeded, notice)
    expect(outcome.result).toBe('applied')
    expect(outcome.issues.map(issue => [issue.severity, issue.code])).toEqual([
      ['warning', 'invalid-sscc'],
      ['warning', 'invalid-tracking-number'],
    ])
    expect(await hub.orm.select().from(shipmentPackages)).toMatchObject([{ trackingValid: false }])
  })

  it('of several orders at once moves each by what is its own', async () => {
    const { hub, seeded, orderId, number } = await start(['TENT', '3'])
    const other = await placeOrder(hub, seeded, 'W-2', [['LAMP', '2']])
    const second = (await readOrder(hub, other.orderId)).purchaseOrders[0]!.number
    const notice = shipNoticeOf('S-1', [
      [
        [number, '1', '3'],
        [second, '1', '1'],
      ],
      [[second, '1', '1']],
    ])
    expect(await send(hub, seeded, notice)).toMatchObject({ result: 'applied', issues: [] })
    expect(await readOrder(hub, orderId)).toMatchObject({ status: 'shipped', lines: [{ shipped: '3' }] })
    expect(await readOrder(hub, other.orderId)).toMatchObject({ status: 'shipped', lines: [{ shipped: '2' }] })
    expect(await hub.orm.select().from(shipments)).toHaveLength(1)
    const told = (await hub.orm.select().from(events)).filter(event => event.type === 'purchase-order.shipped')
    expect(told.map(event => event.data.number).sort()).toEqual([number, second].sort())
  })

  it('of another item than ordered is flagged, and a person sees it', async () => {
    const { hub, seeded, number } = await start(['TENT', '3'])
    const notice = shipNoticeOf('S-1', [[]])
    const sent = { purchaseOrderNumber: number, lineNumber: '1', ids: { supplier: 'NO-TENT-GREEN' }, quantity: '2' }
    notice.packages[0]!.lines.push(sent, { ...sent, ids: { supplier: 'NO-TENT' }, quantity: '1' })
    const outcome = await send(hub, seeded, notice)
    expect(outcome).toMatchObject({ result: 'applied', issues: [{ code: 'other-item', severity: 'warning' }] })
    expect(await hub.orm.select().from(shipmentLines).orderBy(asc(shipmentLines.id))).toMatchObject([
      { quantity: '2', substitute: { supplier: 'NO-TENT-GREEN' } },
      { quantity: '1', substitute: null },
    ])
    expect(await hub.orm.select().from(exceptions)).toMatchObject([
      { kind: 'substitution', expected: 'NO-TENT', actual: 'NO-TENT-GREEN', atStake: '40' },
    ])
  })

  it('from the own warehouse closes the order: nobody will bill it', async () => {
    const { hub, seeded, orderId, number } = await start(['MUG', '2'])
    const { retailerId, warehouseId } = seeded
    const notice = shipNoticeOf('S-1', [[[number, '1', '2']]], {
      package: { trackingNumber: '9400111202555842332669' },
    })
    const shipIt = () => hub.work('user:ann', work => ship(work, { retailerId, sourceId: warehouseId!, notice }))
    expect(await shipIt()).toMatchObject({ result: 'applied', issues: [] })
    expect(await readOrder(hub, orderId)).toMatchObject({ status: 'closed', purchaseOrders: [{ status: 'closed' }] })
    expect(await hub.orm.select().from(shipments)).toMatchObject([{ scac: 'USPS', carrier: 'USPS' }])
    const types = (await hub.orm.select().from(events).orderBy(events.id)).map(event => event.type)
    expect(types.slice(-3)).toEqual(['purchase-order.shipped', 'purchase-order.closed', 'order.closed'])
  })
})

describe('carrierOf', () => {
  const shipVia = shipViaOf({
    shipVia: { 'ups-gnd': { scac: 'UPSN', service: 'Ground' }, BEST: { name: 'Old Dominion', scac: 'ODFL' } },
  })
  const packages = [{ lines: [] }, { lines: [], trackingNumber: '986578788855' }]
  it.each([
    ['the partner’s own code', { service: 'UPS-GND' }, { scac: 'UPSN', service: 'Ground' }],
    [
      'its code beside other words',
      { method: 'BEST', service: 'two men' },
      { name: 'Old Dominion', scac: 'ODFL', service: 'two men' },
    ],
    ['a SCAC as it stands', { scac: 'EXLA' }, { scac: 'EXLA' }],
    ['a name that is known', { name: 'Federal Express' }, { name: 'Federal Express', scac: 'FDEG' }],
    ['a name that is not', { name: 'Bob' }, { name: 'Bob' }],
    [
      'only a service: the tracking number tells',
      { service: 'Ground' },
      { service: 'Ground', scac: 'FDEG', name: 'FedEx' },
    ],
    ['nothing: the tracking number tells', undefined, { scac: 'FDEG', name: 'FedEx' }],
  ])('%s', (_case, carrier, expected) => {
    expect(carrierOf({ packages, ...(carrier && { carrier }) }, shipVia)).toEqual(expected)
  })

  it('is unknown where nothing tells, and settings that are wrong count as none', () => {
    expect(carrierOf({ packages: [{ lines: [] }] }, shipVia)).toBeUndefined()
    expect(shipViaOf({ shipVia: { A: { scac: 'TOO-LONG' } } })).toEqual({})
  })
})

describe('checkTracking', () => {
  it.each([
    ['1Z5R89390357567127', { scac: 'UPSN' }, { valid: true }],
    ['1z5r 8939 0357 5671 27', { name: 'United Parcel Service' }, { valid: true }],
    ['1Z5R89390357567128', { scac: 'UPSN' }, { valid: false }],
    ['9400111202555842332669', { scac: 'UPSN' }, { valid: false }],
    ['986578788855', { scac: 'FDEG' }, { valid: true }],
    ['PRO-1234', { scac: 'ODFL' }, { valid: null }],
    ['986578788855', undefined, { valid: true, carrier: { scac: 'FDEG', name: 'FedEx' } }],
    ['PRO-1234', undefined, { valid: null }],
  ])('%s by %o', (number, carrier, expected) => {
    expect(checkTracking(number, carrier)).toEqual(expected)
  })
})

import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { documents, exceptions, routingDecisions, ruleSets, stock } from '../../db/schema/index.ts'
import { purchaseOrder } from '../../translators/documents/index.ts'
import { placeOrder, readOrder, reroute, stockOf } from '../testing/orders.ts'
import { type Seed, seedRetailer } from '../testing/seed.ts'
import type { LineExplanation } from './decision.ts'

const seed: Seed = {
  suppliers: [
    {
      name: 'Northwind',
      fee: '3.5',
      offers: [
        { sku: 'TENT', cost: '20', stock: '5', leadDays: 2 },
        { sku: 'LAMP', cost: '8', stock: '9' },
        { sku: 'CANDLE', cost: '24', stock: '2', unit: 'CA', packSize: 12 },
      ],
    },
    { name: 'Cascade', fee: '1', offers: [{ sku: 'TENT', cost: '22', stock: '5' }] },
  ],
  warehouse: { name: 'Own warehouse', offers: [{ sku: 'MUG', cost: '3', stock: '50' }] },
}

describeOnBothDatabases('routeOrder', open => {
  const start = async () => {
    const hub = await open({ now: () => new Date('2026-03-02T23:30:00Z') })
    return { hub, seeded: await seedRetailer(hub, { ...seed, timeZone: 'America/New_York' }) }
  }

  it('makes one purchase order a source, holds the stock, and sends the suppliers’ on their way', async () => {
    const { hub, seeded } = await start()
    const { orderId, routed } = await placeOrder(hub, seeded, 'W-1', [
      ['TENT', '1'],
      ['LAMP', '2'],
      ['MUG', '3'],
    ])
    expect(routed.held).toBe(false)
    const order = await readOrder(hub, orderId)
    expect(order).toMatchObject({ status: 'routed', lines: [{ placed: '1' }, { placed: '2' }, { placed: '3' }] })
    const { suppliers, warehouseId } = seeded
    expect(order.purchaseOrders).toMatchObject([
      {
        number: 'PO-000001',
        sourceId: suppliers.Cascade!.sourceId,
        status: 'released',
        expectedFees: '1',
        orderDate: '2026-03-02',
        // Half past six in the evening in New York is after the cut-off: the order counts for the third.
        shipNotAfter: '2026-03-04',
        lines: [{ sku: 'TENT', supplierSku: 'CA-TENT', ordered: '1', unitCost: '22' }],
      },
      { number: 'PO-000002', sourceId: suppliers.Northwind!.sourceId, lines: [{ sku: 'LAMP', ordered: '2' }] },
      { number: 'PO-000003', sourceId: warehouseId, partnershipId: null, status: 'sent' },
    ])
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['9', '2'])
    expect(await stockOf(hub, seeded, 'Own warehouse/MUG')).toEqual(['50', '3'])
  })

  it('writes a document that its schema accepts, and queues it once', async () => {
    const { hub, seeded } = await start()
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['CANDLE', '24']])
    const queued = await hub.orm.select().from(documents)
    expect(queued).toMatchObject([{ key: 'purchase-order:PO-000001:1', status: 'queued', direction: 'out' }])
    const content = purchaseOrder.parse(queued[0]!.content)
    expect(content).toEqual(queued[0]!.content)
    expect(content).toMatchObject({
      customerOrderNumber: 'W-1',
      date: '2026-03-02',
      shipTo: { name: 'Maren Oakes', postalCode: '05401', email: 'maren@example.com' },
      terms: { netDays: 30 },
      lines: [{ lineNumber: '1', quantity: '2', unit: 'CA', unitPrice: '24', retailPrice: '600' }],
    })
    await reroute(hub, seeded, orderId, 'again')
    expect(await hub.orm.select().from(documents)).toHaveLength(1)
    expect(await hub.orm.select().from(routingDecisions)).toHaveLength(1)
  })

  it('holds what cannot be placed, tells why, and goes on when stock is there', async () => {
    const { hub, seeded } = await start()
    const { orderId, routed } = await placeOrder(hub, seeded, 'W-1', [['LAMP', '11']])
    expect(routed.held).toBe(true)
    const held = await readOrder(hub, orderId)
    expect(held).toMatchObject({ status: 'held', holdReason: 'LAMP (2): there is not enough stock' })
    expect(held.lines).toMatchObject([{ placed: '9' }])
    const [decision] = await hub.orm.select().from(routingDecisions)
    const [line] = decision!.explanation as LineExplanation[]
    expect(line).toMatchObject({ quantity: '11', unplaced: { quantity: '2', reason: 'not-enough-stock' } })

    await reroute(hub, seeded, orderId, 'again')
    expect(await hub.orm.select().from(exceptions)).toMatchObject([{ kind: 'unroutable', resolvedAt: null }])

    await hub.orm.update(stock).set({ quantity: '20' }).where(eq(stock.offerId, seeded.offers['Northwind/LAMP']!))
    await reroute(hub, seeded, orderId, 'stock arrived')
    expect(await readOrder(hub, orderId)).toMatchObject({ status: 'routed', holdReason: null })
    expect(await hub.orm.select().from(exceptions)).toMatchObject([{ resolution: 'placed' }])
  })

  it('follows the published rules, and the decision names their version', async () => {
    const { hub, seeded } = await start()
    const { retailerId } = seeded
    const rules = [{ id: 'no-cascade', when: { sources: ['Cascade'] }, effect: { action: 'exclude' } }]
    const effective = (version: number, day: string) => ({
      retailerId,
      id: hub.newId(),
      kind: 'routing' as const,
      version,
      status: 'published' as const,
      effectiveFrom: new Date(day),
      rules: version === 4 ? rules : [],
      createdAt: hub.now(),
    })
    await hub.orm.insert(ruleSets).values([effective(4, '2026-03-01'), effective(5, '2026-04-01')])
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['TENT', '1']])
    const order = await readOrder(hub, orderId)
    expect(order.purchaseOrders).toMatchObject([{ sourceId: seeded.suppliers.Northwind!.sourceId }])
    expect(await hub.orm.select().from(routingDecisions)).toMatchObject([{ ruleVersion: 4 }])
  })
})

describeOnBothDatabases('many orders for the last units', open => {
  it('get one each, and never two the same', async () => {
    const hub = await open({ connections: 12 })
    const seeded = await seedRetailer(hub, seed)
    const placed = await Promise.all(
      Array.from({ length: 24 }, (_, index) => placeOrder(hub, seeded, `W-${index}`, [['TENT', '1']])),
    )
    expect(placed.filter(one => one.routed.held)).toHaveLength(14)
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['5', '5'])
    expect(await stockOf(hub, seeded, 'Cascade/TENT')).toEqual(['5', '5'])
    const orders = await Promise.all(placed.map(one => readOrder(hub, one.orderId)))
    const numbers = orders.flatMap(order => order.purchaseOrders.map(one => one.number)).sort()
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, index) => `PO-${String(index + 1).padStart(6, '0')}`))
  })
})

import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { resolveInvoice } from '../invoices/resolve.ts'
import { invoiceFor, openScene, type Scene } from '../invoices/testing/scene.ts'
import { orderProfits } from './profit.ts'
import { summarise } from './summary.ts'

/** Four orders of ten MUGs, sold at 50 each: matched, short-paid, billed but not shipped, shipped but not billed. */
async function play(scene: Scene): Promise<void> {
  const [matched, short, waiting, unbilled] = [
    await scene.order('10'),
    await scene.order('10'),
    await scene.order('10'),
    await scene.order('10'),
  ]
  for (const [po, shipment] of [
    [matched, 'S-1'],
    [short, 'S-2'],
    [unbilled, 'S-4'],
  ] as const) {
    await scene.ship(po, shipment, '10')
  }
  await scene.receive(invoiceFor(matched, 'INV-1', '10'))
  await scene.receive(invoiceFor(matched, 'INV-1', '10'))
  await scene.receive(invoiceFor(short, 'INV-2', '12', { line: { unitPrice: '13' } }))
  await scene.receive(invoiceFor(waiting, 'INV-3', '10'))
  await scene.pump()
  await scene.receive(invoiceFor(matched, 'CM-1', '1', { type: 'credit-memo', allowancesAndCharges: [] }))
  await scene.pump()
}

describeOnBothDatabases('reports', open => {
  it('counts how things stand, and what was earned', async () => {
    const scene = await openScene(await open())
    const { hub, retailerId } = scene
    await play(scene)
    const before = await orderProfits(hub.orm, { retailerId })
    expect(
      before.map(({ number, revenue, itemCost, fees, profit, estimatedCost }) => [
        number,
        revenue,
        itemCost,
        fees,
        profit,
        estimatedCost,
      ]),
    ).toEqual([
      ['W-4', '500.00', '125.00', '5.00', '370.00', '130.00'],
      ['W-3', '0.00', '0.00', '0.00', '0.00', '0.00'],
      ['W-2', '500.00', '125.00', '5.00', '370.00', '130.00'],
      ['W-1', '500.00', '112.50', '5.00', '382.50', '0.00'],
    ])

    const { id: invoiceId } = await scene.invoice('INV-2')
    await hub.work('user:ann@example.com', work =>
      resolveInvoice(work, { retailerId, invoiceId, resolution: 'approve', reason: 'agreed' }),
    )
    const [, , approved] = await orderProfits(hub.orm, { retailerId })
    expect(approved).toMatchObject({ number: 'W-2', itemCost: '156.00', fees: '5.00', estimatedCost: '0.00' })
    const summary = await summarise(hub.orm, retailerId)
    expect(summary.orders).toEqual([
      { status: 'closed', count: 2 },
      { status: 'routed', count: 1 },
      { status: 'shipped', count: 1 },
    ])
    expect(summary.purchaseOrders).toEqual([
      { channel: 'portal', status: 'closed', count: 2 },
      { channel: 'portal', status: 'released', count: 1 },
      { channel: 'portal', status: 'shipped', count: 1 },
    ])
    expect(summary.invoices).toEqual([
      { type: 'credit-memo', status: 'approved', currency: 'USD', count: 1, total: '12.50', payable: '12.50' },
      { type: 'invoice', status: 'approved', currency: 'USD', count: 2, total: '291.00', payable: '291.00' },
      { type: 'invoice', status: 'waiting', currency: 'USD', count: 1, total: '130.00', payable: '0.00' },
    ])
    expect(summary.exceptions).toEqual([
      { kind: 'duplicate', open: 0, settled: 1, atStake: '130.00', currency: 'USD' },
      { kind: 'price', open: 0, settled: 1, atStake: '5.00', currency: 'USD' },
      { kind: 'quantity-over-shipped', open: 0, settled: 1, atStake: '26.00', currency: 'USD' },
    ])
    expect(summary.messages).toEqual([])
    expect(summary.profit).toEqual([
      { currency: 'USD', orders: 4, revenue: '1500.00', cost: '408.50', estimatedCost: '130.00', profit: '1091.50' },
    ])
  })

  it('reports only the orders asked for, and no other retailer’s', async () => {
    const scene = await openScene(await open())
    await scene.order('1')
    await scene.order('2')
    const { hub, retailerId } = scene
    const all = await orderProfits(hub.orm, { retailerId })
    const [latest] = await orderProfits(hub.orm, { retailerId, limit: 1 })
    expect(latest).toEqual(all[0])
    expect(await orderProfits(hub.orm, { retailerId, orderIds: [all[1]!.orderId] })).toEqual([all[1]])
    expect(await orderProfits(hub.orm, { retailerId, orderIds: [] })).toEqual([])
    expect(await orderProfits(hub.orm, { retailerId: hub.newId() })).toEqual([])
    expect((await summarise(hub.orm, hub.newId())).orders).toEqual([])
  })
})

import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { reservations, stock } from '../../db/schema/index.ts'
import { applyInventory } from '../inventory/apply-advice.ts'
import { cancelOrder } from '../orders/cancel.ts'
import { ship } from '../shipments/ship.ts'
import { acknowledgmentOf, shipNoticeOf } from '../testing/documents.ts'
import { placeOrder, readOrder, reroute } from '../testing/orders.ts'
import { seedRetailer } from '../testing/seed.ts'
import { acknowledge } from './acknowledge.ts'

const skus = ['TENT', 'LAMP', 'MUG']
const offersAt = (cost: string) => skus.map(sku => ({ sku, cost, stock: '400' }))

describeOnBothDatabases('commands that meet', open => {
  it('wait for each other, and all take effect', async () => {
    const hub = await open({ connections: 12 })
    const seeded = await seedRetailer(hub, {
      suppliers: [
        { name: 'Northwind', offers: offersAt('10') },
        { name: 'Cascade', offers: offersAt('11') },
      ],
    })
    const { retailerId, suppliers } = seeded
    const { partnershipId } = suppliers.Northwind!
    const placed = await Promise.all(
      Array.from({ length: 8 }, (_, index) => {
        // Every order asks for the same items in another sequence, so that each command locks the same stock from another side.
        const turned = skus.map((_, place) => skus[(place + index) % skus.length]!)
        return placeOrder(
          hub,
          seeded,
          `W-${index}`,
          turned.map(sku => [sku, '4'] as [string, string]),
        )
      }),
    )
    const happening = placed.flatMap(({ orderId }, index) => [
      async () => {
        const [order] = (await readOrder(hub, orderId)).purchaseOrders
        const answers = acknowledgmentOf(order!.number, {
          '1': [
            ['accepted', '2'],
            ['rejected', '2'],
          ],
          '2': [['backordered', '4']],
          '3': [['rejected', '4']],
        })
        const result = await hub.work('partner', work =>
          acknowledge(work, { retailerId, partnershipId, acknowledgment: answers }),
        )
        expect(result.result).toBe('applied')
      },
      async () => {
        const [order] = (await readOrder(hub, orderId)).purchaseOrders
        const notice = shipNoticeOf(`S-${index}`, [
          [
            [order!.number, '2', '1'],
            [order!.number, '1', '1'],
          ],
        ])
        const result = await hub.work('partner', work => ship(work, { retailerId, partnershipId, notice }))
        expect(result.result).toBe('applied')
      },
      () => reroute(hub, seeded, orderId, 'rejected'),
      async () => {
        if (index % 4 === 3) await hub.work('ann', work => cancelOrder(work, { retailerId, orderId, reason: 'test' }))
      },
    ])
    const lines = skus.map(sku => ({ ids: { supplier: `NO-${sku}` }, quantity: '300' }))
    const advice = { kind: 'inventory-advice' as const, scope: 'full' as const, number: 'A', date: '2026-03-02', lines }
    happening.push(async () => {
      await hub.work('partner', work => applyInventory(work, { retailerId, partnershipId, advice }))
    })
    await Promise.all(happening.map(run => run()))

    for (const row of await hub.orm.select().from(stock)) {
      const held = await hub.orm.select().from(reservations).where(eq(reservations.offerId, row.offerId))
      const sum = held.reduce((total, one) => total + Number(one.quantity), 0)
      expect(Number(row.reserved)).toBe(sum)
    }
    for (const [index, { orderId }] of placed.entries()) {
      await reroute(hub, seeded, orderId, 'rejected')
      const order = await readOrder(hub, orderId)
      const open = order.lines.map(line => Number(line.quantity) - Number(line.placed) - Number(line.cancelled))
      expect(open).toEqual([0, 0, 0])
      expect(order.lines.reduce((total, line) => total + Number(line.shipped), 0)).toBe(2)
      if (index % 4 !== 3) expect(order.lines.every(line => line.cancelled === '0')).toBe(true)
    }
  })
})

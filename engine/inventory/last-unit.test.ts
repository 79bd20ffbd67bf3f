import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnServer } from '../../checks/support/databases.ts'
import { rowsOf } from '../../db/connection.ts'
import { cancelOrder } from '../orders/cancel.ts'
import { acknowledge } from '../purchase-orders/acknowledge.ts'
import { answerChange } from '../purchase-orders/answer-change.ts'
import { requestChange } from '../purchase-orders/request-change.ts'
import { ship } from '../shipments/ship.ts'
import { acknowledgmentOf, shipNoticeOf } from '../testing/documents.ts'
import { placeOrder, readOrder, reroute } from '../testing/orders.ts'
import { seedRetailer } from '../testing/seed.ts'
import { applyInventory } from './apply-advice.ts'

describeOnServer('The last unit', open => {
  it('goes to one of many orders that want it at once, while feeds and other orders change the same levels', async () => {
    const hub = await open({ connections: 24 })
    const skus = ['TENT', 'LAMP', 'MUG']
    const seeded = await seedRetailer(hub, {
      suppliers: [{ name: 'Northwind', offers: skus.map(sku => ({ sku, cost: '20', stock: '3' })) }],
    })
    const { retailerId, suppliers } = seeded
    const order = (number: number) => {
      // Each names the same items in another sequence, as deadlocks like it.
      const lines = skus.map((_, at) => [skus[(at + number) % skus.length]!, '1'] as [string, string])
      return placeOrder(hub, seeded, `W-${number}`, lines)
    }
    const feed = (round: number) =>
      hub.work('partner:Northwind', work =>
        applyInventory(work, {
          retailerId,
          partnershipId: suppliers.Northwind!.partnershipId,
          advice: {
            kind: 'inventory-advice',
            scope: 'full',
            number: `F-${round}`,
            date: '2026-03-02',
            lines: skus.map(sku => ({ ids: { supplier: `NO-${sku}` }, quantity: '3' })),
          },
        }),
      )
    const orders = Array.from({ length: 20 }, (_, number) => order(number))
    const placed = await Promise.all([...orders, ...[1, 2, 3].map(round => feed(round).then(() => undefined))])
    expect(placed.filter(found => found && !found.routed.held)).toHaveLength(3)
    const levels = await rowsOf<{ quantity: string; reserved: string; held: string }>(
      hub.orm,
      sql`select s.quantity::int as quantity, s.reserved::int as reserved, sum(r.quantity)::int as held
        from stock s join reservations r on r.retailer_id = s.retailer_id and r.offer_id = s.offer_id and r.location = s.location
        group by s.retailer_id, s.offer_id, s.location`,
    )
    expect(levels).toEqual(skus.map(() => ({ quantity: 3, reserved: 3, held: 3 })))
  })

  it('is never promised twice while orders are cancelled, cut, refused and shipped as others come', async () => {
    const hub = await open({ connections: 24 })
    const offers = [
      { sku: 'TENT', cost: '20', stock: '6' },
      { sku: 'LAMP', cost: '8', stock: '6' },
    ]
    const seeded = await seedRetailer(hub, {
      suppliers: [{ name: 'Northwind', offers }],
      warehouse: { name: 'Own', offers },
    })
    const { retailerId, suppliers } = seeded
    const { partnershipId } = suppliers.Northwind!
    const lines = (number: number): [string, string][] =>
      number % 2
        ? [
            ['TENT', '2'],
            ['LAMP', '1'],
          ]
        : [
            ['LAMP', '1'],
            ['TENT', '2'],
          ]

    /** What a purchase order meets: its supplier refuses or ships it, or the retailer wants less of it. */
    const meet = async (
      kind: number,
      { id, number, lines: its }: Awaited<ReturnType<typeof readOrder>>['purchaseOrders'][number],
    ) => {
      const refused = Object.fromEntries(
        its.map(line => [line.lineNumber, [['rejected', line.ordered]]] as [string, [['rejected', string]]]),
      )
      const shipped = [its.map(line => [number, line.lineNumber, line.ordered] as [string, string, string])]
      if (kind === 0)
        await hub.work('test', work =>
          acknowledge(work, { retailerId, partnershipId, acknowledgment: acknowledgmentOf(number, refused) }),
        )
      if (kind === 1)
        await hub.work('test', work =>
          ship(work, { retailerId, partnershipId, notice: shipNoticeOf(`S-${number}`, shipped) }),
        )
      if (kind !== 2) return
      const wishes = its.map(line => ({ lineNumber: line.lineNumber, cancel: '1' }))
      const asked = {
        retailerId,
        purchaseOrderId: id,
        askedBy: 'retailer',
        wishes,
        afterwards: 'cancel',
        reason: 'fewer',
      } as const
      const { sequence } = await hub.work('test', work => requestChange(work, asked))
      await hub.work('test', work =>
        answerChange(work, {
          retailerId,
          purchaseOrderId: id,
          sequence,
          answeredBy: 'supplier',
          answer: { outcome: 'accepted' },
        }),
      )
    }
    const live = async (number: number) => {
      const { orderId } = await placeOrder(hub, seeded, `X-${number}`, lines(number))
      const { purchaseOrders } = await readOrder(hub, orderId)
      const ofSupplier = purchaseOrders.filter(order => order.partnershipId !== null)
      if (number % 5 === 4)
        await hub.work('test', work => cancelOrder(work, { retailerId, orderId, reason: 'changed my mind' }))
      else for (const order of ofSupplier) await meet(number % 4, order)
      await reroute(hub, seeded, orderId, 'again')
    }
    await Promise.all(Array.from({ length: 24 }, (_, number) => live(number)))

    const levels = await rowsOf<{ quantity: number; reserved: number; held: number; shipped: number }>(
      hub.orm,
      sql`select s.quantity::int as quantity, s.reserved::int as reserved,
          coalesce((select sum(r.quantity) from reservations r
            where r.retailer_id = s.retailer_id and r.offer_id = s.offer_id and r.location = s.location), 0)::int as held,
          coalesce((select sum(l.shipped) from purchase_order_lines l where l.retailer_id = s.retailer_id and l.offer_id = s.offer_id), 0)::int as shipped
        from stock s`,
    )
    expect(levels).toHaveLength(4)
    for (const { quantity, reserved, held, shipped } of levels) {
      expect([reserved, quantity + shipped]).toEqual([held, 6])
      expect(reserved).toBeLessThanOrEqual(quantity)
    }
    expect(levels.some(level => level.reserved > 0) && levels.some(level => level.shipped > 0)).toBe(true)
  })
})

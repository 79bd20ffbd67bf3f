import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnServer } from '../../checks/support/databases.ts'
import { rowsOf } from '../../db/connection.ts'
import { placeOrder } from '../testing/orders.ts'
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
})

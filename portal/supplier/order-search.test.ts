import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { orders, partnerships, purchaseOrders } from '../../db/schema/index.ts'
import { type Ship, ship } from '../../engine/shipments/ship.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { openWorld, placeOrder } from '../testing/world.ts'
import { ofSupplier } from './order-filters.ts'
import { searchCondition } from './order-search.ts'

describeOnBothDatabases('a supplier’s search among its orders', open => {
  it('finds by numbers, recipient, item and package, whether few are found or many', async () => {
    const hub = await open()
    const world = await openWorld(hub)
    const { retailerId } = world.here
    const { partnershipId, sourceId } = world.here.suppliers['Little Potter']!
    const mug = [{ sku: 'MUG-01', quantity: '1' }]
    const bowl = [{ sku: 'BOWL-02', quantity: '1' }]
    await placeOrder(world, world.here, 'W-100', mug, 'Grace Hopper')
    await placeOrder(world, world.here, 'W-200', bowl, 'Ada Lovelace')
    await placeOrder(world, world.here, 'X-300', bowl, 'Grâce Jones')
    await placeOrder(world, world.here, 'W-400', [{ sku: 'LAMP-03', quantity: '1' }], 'Grace Hopper')
    await placeOrder(world, world.there, 'W-100', mug, 'Grace Hopper')
    // A gift: who pays is not who receives, and the supplier is told of the recipient alone.
    await hub.orm
      .update(orders)
      .set({ customer: { name: 'Payer' } })
      .where(eq(orders.number, 'W-200'))
    const [first] = await hub.orm
      .select({ number: purchaseOrders.number })
      .from(purchaseOrders)
      .innerJoin(orders, and(eq(orders.retailerId, purchaseOrders.retailerId), eq(orders.id, purchaseOrders.orderId)))
      .where(and(eq(purchaseOrders.retailerId, retailerId), eq(orders.number, 'W-100')))
    const notice = {
      kind: 'ship-notice',
      purpose: 'original',
      number: 'S-1',
      shippedOn: '2026-01-02',
      packages: [
        {
          trackingNumber: '1Z999AA10123456784',
          sscc: '006141410000000012',
          lines: [{ purchaseOrderNumber: first!.number, lineNumber: '1', quantity: '1' }],
        },
      ],
    }
    await hub.work('test', work => ship(work, { retailerId, partnershipId, notice } as unknown as Ship))
    const [trade] = await hub.orm.select().from(partnerships).where(eq(partnerships.id, partnershipId))
    const scope = { retailerId, partnershipId: trade!.id, sourceId } as SupplierScope
    const found = async (search: string, few?: number) => {
      const rows = await hub.orm
        .select({ number: orders.number })
        .from(purchaseOrders)
        .innerJoin(orders, and(eq(orders.retailerId, purchaseOrders.retailerId), eq(orders.id, purchaseOrders.orderId)))
        .where(and(ofSupplier(scope), await searchCondition(hub.orm, scope, search, few)))
      return rows.map(({ number }) => number).sort()
    }
    for (const [search, expected] of [
      ['w-', ['W-100', 'W-200']],
      ['w-100', ['W-100']],
      [first!.number.toLowerCase(), ['W-100']],
      [first!.number.slice(-3), ['W-100']],
      ['W-100, x-300 W-400', ['W-100', 'X-300']],
      ['W-200\nX-300', ['W-200', 'X-300']],
      ['grace', ['W-100']],
      ['hopper gra', ['W-100']],
      ['Ada', ['W-200']],
      ['Payer', []],
      ['bowl-02', ['W-200', 'X-300']],
      ['1Z999AA10123456784', ['W-100']],
      ['1z 999 AA1 0123 456784', ['W-100']],
      ['(00)006141410000000012', ['W-100']],
      ['%', []],
      ['to_tsquery & !', []],
    ] as const) {
      expect([search, await found(search)]).toEqual([search, expected])
      expect([search, await found(search, 0)]).toEqual([search, expected])
    }
    expect(await found('  ')).toHaveLength(3)
  })
})

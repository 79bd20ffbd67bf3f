import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { reservations, stock } from '../../db/schema/index.ts'
import type { InventoryAdvice, InventoryLine } from '../../translators/documents/index.ts'
import { placeOrder, readOrder } from '../testing/orders.ts'
import { type Seed, type Seeded, seedRetailer } from '../testing/seed.ts'
import { applyInventory } from './apply-advice.ts'

const seed: Seed = {
  suppliers: [
    {
      name: 'Northwind',
      offers: [
        { sku: 'LAMP', cost: '8', stock: '9' },
        { sku: 'CANDLE', cost: '24', unit: 'CA', packSize: 12 },
      ],
    },
  ],
}

const lineOf = (supplier: string, quantity: string, change: Partial<InventoryLine> = {}): InventoryLine => ({
  ids: { supplier },
  quantity,
  ...change,
})
const adviceOf = (lines: InventoryLine[]): InventoryAdvice => ({
  kind: 'inventory-advice',
  scope: 'delta',
  number: 'A-1',
  date: '2026-03-02',
  lines,
})

describeOnBothDatabases('Stock by place', open => {
  const start = async () => {
    const hub = await open()
    return { hub, seeded: await seedRetailer(hub, seed) }
  }
  const apply = (hub: HubDatabase, { retailerId, suppliers }: Seeded, advice: InventoryAdvice) =>
    hub.work('partner:Northwind', work =>
      applyInventory(work, { retailerId, partnershipId: suppliers.Northwind!.partnershipId, advice }),
    )

  it('keeps stock by location apart', async () => {
    const { hub, seeded } = await start()
    const lines = [lineOf('NO-CANDLE', '2', { location: 'East' }), lineOf('NO-CANDLE', '3', { location: 'West' })]
    await apply(hub, seeded, adviceOf(lines))
    const { orderId, routed } = await placeOrder(hub, seeded, 'W-1', [['CANDLE', '60']])
    expect(routed.held).toBe(false)
    expect((await readOrder(hub, orderId)).purchaseOrders[0]?.lines).toMatchObject([{ ordered: '5' }])
    const rows = await hub.orm.select().from(stock).where(eq(stock.offerId, seeded.offers['Northwind/CANDLE']!))
    expect(rows.map(row => row.reserved).sort()).toEqual(['2', '3'])
  })

  it('counts goods once that are told as one number and then by place, and holds them where they are', async () => {
    const { hub, seeded } = await start()
    const held = { sku: 'LAMP', offer: seeded.offers['Northwind/LAMP']! }
    await placeOrder(hub, seeded, 'P-1', [[held.sku, '5']])
    const told = async (...lines: [quantity: string, location?: string][]) => {
      const advice = lines.map(([quantity, location]) => lineOf('NO-LAMP', quantity, location ? { location } : {}))
      await apply(hub, seeded, adviceOf(advice))
      const rows = await hub.orm.select().from(stock).where(eq(stock.offerId, held.offer)).orderBy(asc(stock.location))
      const places = await hub.orm.select().from(reservations).orderBy(asc(reservations.location))
      return {
        stock: rows.map(row => [row.location, row.quantity, row.reserved]),
        held: places.map(row => [row.location, row.quantity]),
      }
    }
    expect(await told(['3', 'East'], ['4', 'West'])).toEqual({
      stock: [
        ['', '0', '0'],
        ['East', '3', '1'],
        ['West', '4', '4'],
      ],
      held: [
        ['East', '1'],
        ['West', '4'],
      ],
    })
    expect(await told(['8'])).toEqual({
      stock: [
        ['', '8', '5'],
        ['East', '0', '0'],
        ['West', '0', '0'],
      ],
      held: [['', '5']],
    })
    expect((await told(['2'], ['1', 'East'])).stock.map(([, quantity]) => quantity)).toEqual(['2', '1', '0'])
    expect((await told(['2'], ['3', 'East'])).stock.map(([, quantity]) => quantity)).toEqual(['2', '3', '0'])
  })
})

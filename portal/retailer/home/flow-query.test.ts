import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import { orders } from '../../../db/schema/index.ts'
import { openWorld, placeOrder } from '../../testing/world.ts'
import { flowsOf, flowToday, spansAt } from './flow-query.ts'

it('looks from midnight to this time, today and four weeks back, also where clocks changed', () => {
  const spans = spansAt(new Date('2026-03-10T14:30:00Z'), 'America/New_York')
  expect(spans.map(({ from, to }) => [from.toISOString(), to.toISOString()])).toEqual([
    ['2026-03-10T04:00:00.000Z', '2026-03-10T14:30:00.000Z'],
    ['2026-03-03T05:00:00.000Z', '2026-03-03T15:30:00.000Z'],
    ['2026-02-24T05:00:00.000Z', '2026-02-24T15:30:00.000Z'],
    ['2026-02-17T05:00:00.000Z', '2026-02-17T15:30:00.000Z'],
    ['2026-02-10T05:00:00.000Z', '2026-02-10T15:30:00.000Z'],
  ])
})

it('knows no usual before the hub was in use', () => {
  const today = { kind: 'orders' as const, week: 0, n: 5 }
  expect(flowsOf([today])[0]).toEqual({ kind: 'orders', today: 5, usual: undefined })
  const earlier = { kind: 'orders' as const, week: 2, n: 9 }
  expect(flowsOf([today, earlier])[0]).toEqual({ kind: 'orders', today: 5, usual: 5 })
  expect(flowsOf([today, earlier])[1]).toEqual({ kind: 'out', today: 0, usual: 0 })
})

describeOnBothDatabases('the flow of today', open => {
  it('counts what is this retailer’s, until this time of the day', async () => {
    const hub = await open()
    const world = await openWorld(hub)
    const line = [{ sku: 'MUG-01', quantity: '1' }]
    for (const number of ['W-1', 'W-2', 'W-3', 'W-4']) await placeOrder(world, world.here, number, line)
    await placeOrder(world, world.there, 'W-5', line)
    const now = new Date('2026-06-17T12:00:00Z')
    const put = (number: string, at: string) =>
      hub.orm
        .update(orders)
        .set({ placedAt: new Date(at) })
        .where(eq(orders.number, number))
    await put('W-1', '2026-06-17T11:59:59Z')
    await put('W-2', '2026-06-10T11:59:59Z')
    await put('W-3', '2026-06-10T12:00:00Z')
    await put('W-4', '2026-06-09T11:00:00Z')
    await put('W-5', '2026-06-17T11:00:00Z')
    const flows = await flowToday(hub.orm, world.here.retailerId, now, 'UTC')
    expect(flows[0]).toEqual({ kind: 'orders', today: 1, usual: 1 })
  })
})

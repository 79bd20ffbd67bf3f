import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { exceptions, partnerships, purchaseOrders, routingDecisions, ruleSets, sources } from '../../db/schema/index.ts'
import type { LineAnswer } from '../../translators/documents/index.ts'
import { releaseOrder } from '../orders/release.ts'
import { acknowledge } from '../purchase-orders/acknowledge.ts'
import { withdrawPurchaseOrder } from '../purchase-orders/withdraw.ts'
import { acknowledgmentOf } from '../testing/documents.ts'
import { placeOrder, readOrder, reroute } from '../testing/orders.ts'
import { type Seeded, seedRetailer } from '../testing/seed.ts'
import type { LineExplanation } from './decision.ts'
import type { Rule } from './rules.ts'

const offers = [{ sku: 'TENT', cost: '20', stock: '500' }]
const suppliers = ['Adams', 'Baker', 'Clark'].map((name, index) => ({
  ...{ name, offers, priority: index + 1 },
  settings: { backorders: { withinDays: 7 } },
}))

/** How many purchase orders each supplier has. */
const ordersOf = async (hub: HubDatabase, { suppliers: known }: Seeded) => {
  const made = await hub.orm.select({ sourceId: purchaseOrders.sourceId }).from(purchaseOrders)
  const counts = Object.entries(known).map(([name, { sourceId }]) => [
    name,
    made.filter(one => one.sourceId === sourceId).length,
  ])
  return Object.fromEntries(counts.filter(([, count]) => count !== 0))
}

const publish = (hub: HubDatabase, { retailerId }: Seeded, rules: Rule[], settings = {}) =>
  hub.orm.insert(ruleSets).values({
    ...{ retailerId, id: hub.newId(), kind: 'routing', version: 1, status: 'published', rules, settings },
    effectiveFrom: new Date('2026-01-01'),
    createdAt: hub.now(),
  })

describeOnBothDatabases('what a source gives back', open => {
  const start = async () => {
    const hub = await open({ now: () => new Date('2026-03-02T15:00:00Z') })
    return { hub, seeded: await seedRetailer(hub, { suppliers }) }
  }
  const answer = (
    hub: HubDatabase,
    seeded: Seeded,
    by: string,
    number: string,
    line: [LineAnswer['status'], string, object?],
  ) =>
    hub.work(`partner:${by}`, work =>
      acknowledge(work, {
        retailerId: seeded.retailerId,
        partnershipId: seeded.suppliers[by]!.partnershipId,
        acknowledgment: acknowledgmentOf(number, { '1': [line] }),
      }),
    )
  const sourceOf = (seeded: Seeded, id: string) =>
    Object.entries(seeded.suppliers).find(([, { sourceId }]) => sourceId === id)![0]

  it('goes to the next: after a rejection, a backorder beyond the limit, and no answer; then it is held with the reason', async () => {
    const { hub, seeded } = await start()
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['TENT', '4']])
    const latest = async () => (await readOrder(hub, orderId)).purchaseOrders.at(-1)!
    expect(sourceOf(seeded, (await latest()).sourceId)).toBe('Adams')

    await answer(hub, seeded, 'Adams', (await latest()).number, ['rejected', '4'])
    await reroute(hub, seeded, orderId, 'rejected')
    expect(sourceOf(seeded, (await latest()).sourceId)).toBe('Baker')

    await answer(hub, seeded, 'Baker', (await latest()).number, ['backordered', '4', { shipDate: '2026-05-30' }])
    await reroute(hub, seeded, orderId, 'rejected')
    expect(sourceOf(seeded, (await latest()).sourceId)).toBe('Clark')

    const purchaseOrderId = (await latest()).id
    const { retailerId } = seeded
    const reason = 'The order was not answered in time.'
    await hub.work('system', work =>
      withdrawPurchaseOrder(work, { retailerId, purchaseOrderId, afterwards: 'reroute', reason }),
    )
    expect((await reroute(hub, seeded, orderId, 'unanswered')).held).toBe(true)
    const order = await readOrder(hub, orderId)
    expect(order).toMatchObject({ status: 'held', holdReason: 'TENT (4): every source has been tried' })
    expect(order.purchaseOrders).toHaveLength(3)
    expect(await hub.orm.select().from(exceptions).where(eq(exceptions.kind, 'unroutable'))).toHaveLength(1)

    const decisions = await hub.orm.select().from(routingDecisions).orderBy(asc(routingDecisions.sequence))
    expect(decisions.map(({ cause }) => cause)).toEqual(['imported', 'rejected', 'rejected', 'unanswered'])
    const excluded = decisions.map(({ explanation }) =>
      (explanation as LineExplanation[])[0]!.candidates.flatMap(one => (one.excluded ? [one.sourceName] : [])).sort(),
    )
    expect(excluded).toEqual([[], ['Adams'], ['Adams', 'Baker'], ['Adams', 'Baker', 'Clark']])
  })

  it('waits for a person where a rule holds it, and goes on when it is released', async () => {
    const { hub, seeded } = await start()
    await publish(hub, seeded, [
      { id: 'big', when: { quantityFrom: '100' }, effect: { action: 'hold', reason: 'Call the customer first' } },
    ])
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['TENT', '100']])
    expect(await readOrder(hub, orderId)).toMatchObject({
      status: 'held',
      holdReason: 'TENT (100): Call the customer first',
    })
    expect((await reroute(hub, seeded, orderId, 'stock-arrived')).held).toBe(true)
    await hub.work('user:ann', work => releaseOrder(work, { retailerId: seeded.retailerId, orderId }))
    expect((await reroute(hub, seeded, orderId, 'released')).held).toBe(false)
    expect(await readOrder(hub, orderId)).toMatchObject({ status: 'routed' })
  })
})

describeOnBothDatabases('capacity a day', open => {
  it('is kept by many orders at once: no order and no unit more', async () => {
    const hub = await open({ connections: 12, now: () => new Date('2026-03-02T15:00:00Z') })
    const seeded = await seedRetailer(hub, { suppliers })
    await publish(hub, seeded, [
      { id: 'few', when: { sources: ['Adams'] }, effect: { action: 'cap', of: 'orders', aDay: 3 } },
    ])
    const bakers = eq(sources.id, seeded.suppliers.Baker!.sourceId)
    await hub.orm
      .update(sources)
      .set({ routing: { unitsADay: 9 } })
      .where(bakers)
    await Promise.all(Array.from({ length: 12 }, (_, n) => placeOrder(hub, seeded, `W-${n}`, [['TENT', '2']])))
    const made = await ordersOf(hub, seeded)
    expect(made).toEqual({ Adams: 3, Baker: 4, Clark: 5 })
  })

  it('begins anew the next day', async () => {
    let now = new Date('2026-03-02T15:00:00Z')
    const hub = await open({ now: () => now })
    const seeded = await seedRetailer(hub, { suppliers })
    const adams = eq(sources.id, seeded.suppliers.Adams!.sourceId)
    await hub.orm
      .update(sources)
      .set({ routing: { ordersADay: 1 } })
      .where(adams)
    await placeOrder(hub, seeded, 'W-1', [['TENT', '1']])
    await placeOrder(hub, seeded, 'W-2', [['TENT', '1']])
    now = new Date('2026-03-03T15:00:00Z')
    await placeOrder(hub, seeded, 'W-3', [['TENT', '1']])
    expect(await ordersOf(hub, seeded)).toEqual({ Adams: 2, Baker: 1 })
  })

  it('is the day of the source, by its own clocks', async () => {
    let now = new Date('2026-03-03T04:30:00Z')
    const hub = await open({ now: () => now })
    const seeded = await seedRetailer(hub, { suppliers })
    const { sourceId, partnershipId } = seeded.suppliers.Adams!
    await hub.orm
      .update(sources)
      .set({ routing: { ordersADay: 1 } })
      .where(eq(sources.id, sourceId))
    await hub.orm
      .update(partnerships)
      .set({ settings: { calendar: { timeZone: 'America/Los_Angeles' } } })
      .where(eq(partnerships.id, partnershipId))
    await placeOrder(hub, seeded, 'W-1', [['TENT', '1']])
    // A new day nearly everywhere in America, and in Los Angeles half past eleven.
    now = new Date('2026-03-03T07:30:00Z')
    await placeOrder(hub, seeded, 'W-2', [['TENT', '1']])
    now = new Date('2026-03-03T08:00:00Z')
    await placeOrder(hub, seeded, 'W-3', [['TENT', '1']])
    expect(await ordersOf(hub, seeded)).toEqual({ Adams: 2, Baker: 1 })
  })
})

import Big from 'big.js'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { purchaseOrderChanges, reservations, stock } from '../../db/schema/index.ts'
import { answerStatuses, type LineAnswer } from '../../translators/documents/index.ts'
import { cancelOrder } from '../orders/cancel.ts'
import { orderStatus } from '../orders/status.ts'
import { ship } from '../shipments/ship.ts'
import { acknowledgmentOf, shipNoticeOf } from '../testing/documents.ts'
import { placeOrder, readOrder, reroute } from '../testing/orders.ts'
import { type Seeded, seedRetailer } from '../testing/seed.ts'
import { acknowledge } from './acknowledge.ts'
import { answerChange } from './answer-change.ts'
import { openOf } from './line.ts'

/** What may happen next, to whichever purchase order `pick` falls on. */
type Step =
  | { does: 'acknowledge'; pick: number; answers: [LineAnswer['status'], number][] }
  | { does: 'accept' | 'reject'; pick: number }
  | { does: 'ship'; pick: number; quantity: number; again: boolean }
  | { does: 'route' | 'cancel' }
  | { does: 'answer-change'; pick: number; agreed: boolean }

const pick = fc.nat({ max: 3 })
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constant('acknowledge' as const),
    pick,
    answers: fc.array(fc.tuple(fc.constantFrom(...answerStatuses), fc.nat({ max: 7 })), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ does: fc.constantFrom('accept' as const, 'reject' as const), pick }),
  fc.record({
    does: fc.constant('ship' as const),
    pick,
    quantity: fc.integer({ min: 1, max: 7 }),
    again: fc.boolean(),
  }),
  fc.record({ does: fc.constantFrom('route' as const, 'route' as const, 'cancel' as const) }),
  fc.record({ does: fc.constant('answer-change' as const), pick, agreed: fc.boolean() }),
)

const sources = ['Northwind', 'Cascade', 'Alder'].map((name, index) => ({
  name,
  offers: [{ sku: 'TENT', cost: String(20 + index), stock: '500', ...(index === 1 && { unit: 'PR', packSize: 2 }) }],
}))
const open = freshDatabases()

it('whatever happens in whatever order, the books agree', { timeout: 240_000 }, async () => {
  const hub = await open()
  const seeded = await seedRetailer(hub, { suppliers: sources })
  let orders = 0
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 8 }), async happening => {
      const { orderId } = await placeOrder(hub, seeded, `W-${++orders}`, [['TENT', '6']])
      for (const [index, step] of happening.entries()) {
        await take(hub, seeded, orderId, step, `${orderId}-${index}`)
        await expectAgreement(hub, orderId)
      }
    }),
    { numRuns: 40, interruptAfterTimeLimit: 120_000 },
  )
})

async function take(hub: HubDatabase, seeded: Seeded, orderId: string, step: Step, name: string): Promise<void> {
  const { retailerId } = seeded
  if (!('pick' in step)) return await takeOnOrder(hub, seeded, orderId, step.does)
  const { purchaseOrders } = await readOrder(hub, orderId)
  const order = purchaseOrders[step.pick % Math.max(1, purchaseOrders.length)]
  if (!order?.partnershipId) return
  const { partnershipId, number } = order
  if (step.does === 'answer-change') {
    const [change] = await hub.orm
      .select()
      .from(purchaseOrderChanges)
      .where(eq(purchaseOrderChanges.purchaseOrderId, order.id))
    const answer = { outcome: step.agreed ? ('accepted' as const) : ('refused' as const) }
    const said = { retailerId, purchaseOrderId: order.id, sequence: 1, answeredBy: 'supplier' as const, answer }
    if (change) await hub.work('partner', work => answerChange(work, said))
  } else if (step.does === 'ship') {
    const notice = shipNoticeOf(`S-${name}`, [[[number, '1', String(step.quantity)]]])
    const results = []
    for (let time = 0; time < (step.again ? 2 : 1); time++) {
      results.push((await hub.work('partner', work => ship(work, { retailerId, partnershipId, notice }))).result)
    }
    expect(results).toEqual(['applied', 'duplicate'].slice(0, results.length))
  } else {
    const acknowledgment =
      step.does === 'acknowledge'
        ? acknowledgmentOf(number, { '1': step.answers.map(([status, quantity]) => [status, String(quantity)]) })
        : acknowledgmentOf(number, {}, { type: step.does === 'accept' ? 'accepted' : 'rejected' })
    const outcome = await hub.work('partner', work => acknowledge(work, { retailerId, partnershipId, acknowledgment }))
    expect(['applied', 'duplicate']).toContain(outcome.result)
  }
}

async function takeOnOrder(hub: HubDatabase, seeded: Seeded, orderId: string, does: 'route' | 'cancel'): Promise<void> {
  const { retailerId } = seeded
  if (does === 'route') {
    await reroute(hub, seeded, orderId, 'test')
    return
  }
  const cancelling = hub.work('ann', work => cancelOrder(work, { retailerId, orderId, reason: 'test' }))
  await cancelling.catch(error => expect(error).toMatchObject({ code: 'wrong-state' }))
}

/** What stands in one place and follows from another has to agree with it. */
async function expectAgreement(hub: HubDatabase, orderId: string): Promise<void> {
  const order = await readOrder(hub, orderId)
  const [line] = order.lines
  const lines = order.purchaseOrders.flatMap(one => one.lines)
  const total = (value: (line: (typeof lines)[number]) => Big) =>
    lines.reduce((sum, one) => sum.plus(value(one).times(one.packSize)), new Big(0)).toFixed()
  expect(line!.placed).toBe(total(one => new Big(one.ordered).minus(one.rejected).minus(one.cancelled)))
  expect(line!.shipped).toBe(total(one => new Big(one.shipped)))
  for (const one of lines) {
    const held = await hub.orm.select().from(reservations).where(eq(reservations.purchaseOrderLineId, one.id))
    const expected = openOf(one).plus(one.accepted).plus(one.backordered).minus(one.shipped)
    const sum = held.reduce((all, row) => all.plus(row.quantity), new Big(0))
    // What was over-shipped may have used up what was held for it; never may more be held than is to come.
    expect(sum.lte(expected)).toBe(true)
    if (one.overShipped === '0') expect(sum.toFixed()).toBe(expected.toFixed())
  }
  const settled = order.purchaseOrders.every(one => ['closed', 'cancelled'].includes(one.status))
  expect(order.status).toBe(orderStatus(order.lines, { held: order.holdReason !== null, settled }))
  for (const row of await hub.orm.select().from(stock)) {
    const held = await hub.orm.select().from(reservations).where(eq(reservations.offerId, row.offerId))
    expect(row.reserved).toBe(held.reduce((all, one) => all.plus(one.quantity), new Big(0)).toFixed())
  }
}

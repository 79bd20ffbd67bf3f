import { asc, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { deadlines, exceptions, invoices, orderLines, purchaseOrders } from '../../db/schema/index.ts'
import { invoiceFor, openScene, type Scene } from '../invoices/testing/scene.ts'
import { acknowledgmentOf } from '../testing/documents.ts'
import { acknowledge } from './acknowledge.ts'
import { markSent } from './mark-sent.ts'

const open = freshDatabases()

/** What a supplier says of one order of ten: each is told once, or twice, and in any sequence. */
const facts = [
  'acknowledgment',
  'first shipment',
  'second shipment',
  'first invoice',
  'second invoice',
  'credit',
] as const
type Fact = (typeof facts)[number]

interface Story {
  /** How the ten are parted between the shipments, and between the invoices. */
  shipped: number
  billed: number
  credited: number
  told: Fact[]
  /** Whether what waits is done after a fact, by its place. */
  pumped: boolean[]
}

const story: fc.Arbitrary<Story> = fc.record({
  shipped: fc.integer({ min: 1, max: 9 }),
  billed: fc.integer({ min: 1, max: 9 }),
  credited: fc.integer({ min: 1, max: 10 }),
  told: fc
    .tuple(fc.constant([...facts]), fc.subarray([...facts], { maxLength: 2 }))
    .chain(([once, again]) => fc.shuffledSubarray([...once, ...again], { minLength: once.length + again.length })),
  pumped: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
})

async function tell(scene: Scene, number: string, { shipped, billed, credited }: Story, fact: Fact): Promise<void> {
  const { hub, retailerId, partnershipId } = scene
  const credit = { type: 'credit-memo' as const, allowancesAndCharges: [] }
  switch (fact) {
    case 'acknowledgment': {
      const acknowledgment = acknowledgmentOf(number, {}, { type: 'accepted' })
      await hub.work('partner', work => acknowledge(work, { retailerId, partnershipId, acknowledgment }))
      return
    }
    case 'first shipment':
      return void (await scene.ship(number, `${number}-S1`, String(shipped)))
    case 'second shipment':
      return void (await scene.ship(number, `${number}-S2`, String(10 - shipped)))
    case 'first invoice':
      return void (await scene.receive(invoiceFor(number, `${number}-I1`, String(billed))))
    case 'second invoice':
      return void (await scene.receive(
        invoiceFor(number, `${number}-I2`, String(10 - billed), { allowancesAndCharges: [] }),
      ))
    case 'credit':
      return void (await scene.receive(invoiceFor(number, `${number}-C1`, String(credited), credit)))
  }
}

/** Everything that an order comes to, but for when it did, and under which ids. */
async function stateOf({ hub, purchaseOrder }: Scene, number: string) {
  const { status, line } = await purchaseOrder(number)
  const [order] = await hub.orm.select().from(purchaseOrders).where(eq(purchaseOrders.number, number))
  const bills = await hub.orm
    .select({ number: invoices.number, status: invoices.status, payable: invoices.payable })
    .from(invoices)
    .where(eq(invoices.purchaseOrderNumber, number))
    .orderBy(asc(invoices.number))
  const [wanted] = await hub.orm.select().from(orderLines).where(eq(orderLines.id, line.orderLineId))
  const watched = await hub.orm.select().from(deadlines).where(eq(deadlines.purchaseOrderId, order!.id))
  const open = await hub.orm.select().from(exceptions).where(eq(exceptions.purchaseOrderId, order!.id))
  const { accepted, backordered, rejected, cancelled, shipped, overShipped, invoiced, credited, tolerated } = line
  return {
    status,
    answer: order!.answer,
    line: { accepted, backordered, rejected, cancelled, shipped, overShipped, invoiced, credited, tolerated },
    bills: bills.map(bill => ({ ...bill, number: bill.number.replace(`${number}-`, '') })),
    customer: { placed: wanted!.placed, shipped: wanted!.shipped },
    running: watched.filter(deadline => deadline.endedAt === null).length,
    exceptions: open.filter(one => one.resolvedAt === null).map(one => one.kind),
  }
}

it('the facts of an order end in the same state, in whatever sequence they come', { timeout: 240_000 }, async () => {
  const hub = await open({ now: () => new Date('2026-03-02T15:00:00Z') })
  const scene = await openScene(hub, { invoicing: { approveAutomatically: true } })
  const place = async () => {
    const number = await scene.order('10')
    const { line } = await scene.purchaseOrder(number)
    await hub.work('test', work =>
      markSent(work, { retailerId: scene.retailerId, purchaseOrderId: line.purchaseOrderId }),
    )
    return number
  }
  let runs = 0
  await fc.assert(
    fc.asyncProperty(story, async one => {
      runs += 1
      const [mixed, straight] = [await place(), await place()]
      for (const [index, fact] of one.told.entries()) {
        await tell(scene, mixed, one, fact)
        if (one.pumped[index]) await scene.pump()
      }
      for (const fact of facts) await tell(scene, straight, one, fact)
      await scene.pump()
      const state = await stateOf(scene, mixed)
      expect(state).toEqual(await stateOf(scene, straight))
      expect(state.line).toMatchObject({
        accepted: '10',
        shipped: '10',
        invoiced: '10',
        credited: String(one.credited),
      })
      expect(state.bills.map(bill => bill.status)).toEqual(['approved', 'approved', 'approved'])
    }),
    { numRuns: 40, interruptAfterTimeLimit: 120_000 },
  )
  expect(runs).toBeGreaterThan(10)
})

import Big from 'big.js'
import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { ApplicationError } from '../../db/application-error.ts'
import {
  deadlines,
  exceptions,
  purchaseOrderChanges,
  type purchaseOrderLines,
  purchaseOrders,
  stock,
} from '../../db/schema/index.ts'
import type { LineAnswer } from '../../translators/documents/index.ts'
import { decideException } from '../exceptions/decide.ts'
import { invoiceFor, openScene, type Scene } from '../invoices/testing/scene.ts'
import { ship } from '../shipments/ship.ts'
import { acknowledgmentOf, shipNoticeOf } from '../testing/documents.ts'
import { acknowledge } from './acknowledge.ts'
import { answerChange } from './answer-change.ts'
import { cancelPurchaseOrder } from './cancel.ts'
import { markSent } from './mark-sent.ts'
import { requestChange } from './request-change.ts'
import { type Step, step } from './testing/steps.ts'
import { withdrawPurchaseOrder } from './withdraw.ts'

type Line = typeof purchaseOrderLines.$inferSelect

/** What the model knows of the order's only line: how much was said to leave, and to be billed. */
interface Model {
  /** What each shipment brought that counts, in the order in which it was told first. */
  shipments: Map<string, Big>
  everShipped: boolean
  billed: Big
  credited: Big
}

interface World {
  scene: Scene
  number: string
  purchaseOrderId: string
  model: Model
}

const open = freshDatabases()

it('whatever happens to an order, its quantities keep their laws', { timeout: 300_000 }, async () => {
  const scene = await openScene(await open({ now: () => new Date('2026-03-02T15:00:00Z') }), {
    tolerances: { price: { amount: '0.1' } },
  })
  // Enough for every run and for making a failing one small.
  await scene.hub.orm.update(stock).set({ quantity: '1000000' })
  let runs = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), async steps => {
      const number = await scene.order('10')
      const { line } = await scene.purchaseOrder(number)
      const model = { shipments: new Map<string, Big>(), everShipped: false, billed: new Big(0), credited: new Big(0) }
      const world: World = { scene, number, purchaseOrderId: line.purchaseOrderId, model }
      runs += 1
      for (const [index, one] of steps.entries()) {
        const { line: before } = await scene.purchaseOrder(number)
        await take(world, one, `${runs}-${index}`)
        await scene.pump()
        const { line: after } = await scene.purchaseOrder(number)
        expectLaws(world, after)
        expectStep(one, before, after)
        await expectOrder(world, after)
      }
    }),
    { numRuns: 60, interruptAfterTimeLimit: 150_000 },
  )
  expect(runs).toBeGreaterThan(10)
})

/** Carries a step out. What does not fit is refused with an application error or an issue, and anything else fails the test. */
async function take(world: World, one: Step, name: string): Promise<void> {
  const { scene, number, purchaseOrderId, model } = world
  const { hub, retailerId, partnershipId } = scene
  const ids = { retailerId, purchaseOrderId }
  const whole = { ...ids, afterwards: 'cancel' as const, reason: 'test' }
  const tried = async (run: Promise<unknown>) => {
    await run.catch(error => {
      if (!(error instanceof ApplicationError)) throw error
    })
  }
  switch (one.does) {
    case 'send':
      return await hub.work('test', work => markSent(work, ids))
    case 'accept':
    case 'reject':
    case 'answer': {
      const acknowledgment = answerOf(number, one, name)
      const outcome = await hub.work('test', work => acknowledge(work, { retailerId, partnershipId, acknowledgment }))
      return expect(['applied', 'duplicate']).toContain(outcome.result)
    }
    case 'cancel':
      return await tried(hub.work('test', work => cancelPurchaseOrder(work, whole)))
    case 'withdraw':
      return await tried(hub.work('test', work => withdrawPurchaseOrder(work, whole)))
    case 'ask': {
      const wishes = [
        {
          lineNumber: '1',
          ...(one.add > 0 ? { add: String(one.add) } : {}),
          ...(one.add === 0 && one.cancel > 0 && { cancel: String(one.cancel) }),
          ...(one.price && { unitPrice: one.price }),
        },
      ]
      return await tried(hub.work('test', work => requestChange(work, { ...whole, askedBy: one.by, wishes })))
    }
    case 'answer-change': {
      const changes = await hub.orm
        .select()
        .from(purchaseOrderChanges)
        .where(eq(purchaseOrderChanges.purchaseOrderId, purchaseOrderId))
      const sequence = Math.max(1, changes.length)
      const answer = { outcome: one.agreed ? ('accepted' as const) : ('refused' as const) }
      await hub.work('test', work => answerChange(work, { ...ids, sequence, answeredBy: one.by, answer }))
      return
    }
    case 'ship': {
      const told = []
      for (let time = 0; time < (one.again ? 2 : 1); time++)
        told.push(await scene.ship(number, `S-${name}`, String(one.quantity)))
      expect(told.map(outcome => outcome.result)).toEqual(['applied', 'duplicate'].slice(0, told.length))
      model.shipments.set(`S-${name}`, big(String(one.quantity)))
      model.everShipped = true
      return
    }
    case 'take-back': {
      const shipment = [...model.shipments.keys()].at(-1 - one.which)
      if (!shipment) return
      const purpose = one.quantity === undefined ? ('cancellation' as const) : ('replacement' as const)
      const notice = shipNoticeOf(shipment, [[[number, '1', String(one.quantity ?? 1)]]], { purpose })
      const outcome = await hub.work('test', work => ship(work, { retailerId, partnershipId, notice }))
      const isSame = one.quantity !== undefined && model.shipments.get(shipment)!.eq(one.quantity)
      expect(outcome.result).toBe(isSame ? 'duplicate' : 'applied')
      if (one.quantity === undefined) model.shipments.delete(shipment)
      else model.shipments.set(shipment, big(String(one.quantity)))
      return
    }
    case 'bill':
    case 'credit': {
      const type = one.does === 'bill' ? ('invoice' as const) : ('credit-memo' as const)
      const line = { unitPrice: one.price }
      await scene.receive(
        invoiceFor(number, `I-${name}`, String(one.quantity), { type, allowancesAndCharges: [], line }),
      )
      const key = one.does === 'bill' ? 'billed' : 'credited'
      model[key] = model[key].plus(one.quantity)
      return
    }
    case 'decide': {
      const [found] = await hub.orm
        .select()
        .from(exceptions)
        .where(
          and(
            eq(exceptions.purchaseOrderId, purchaseOrderId),
            isNull(exceptions.resolvedAt),
            isNull(exceptions.invoiceId),
          ),
        )
      const command = { retailerId, resolution: one.resolution, note: 'test', shipDate: '2026-05-01' }
      if (found) await tried(hub.work('test', work => decideException(work, { ...command, exceptionId: found.id })))
    }
  }
}

function answerOf(
  number: string,
  one: Extract<Step, { does: 'accept' | 'reject' | 'answer' | 'send' | 'withdraw' }>,
  name: string,
) {
  if (one.does !== 'answer') {
    return acknowledgmentOf(
      number,
      {},
      { type: one.does === 'accept' ? 'accepted' : 'rejected', supplierOrderNumber: name },
    )
  }
  const shipDate = one.late ? { shipDate: '2026-04-01' } : {}
  const said = one.answers.map(([status, n]): [LineAnswer['status'], string, object] => [status, String(n), shipDate])
  const acknowledgment = acknowledgmentOf(number, { '1': said }, { supplierOrderNumber: name })
  const lines = acknowledgment.lines.map(line => ({ ...line, ...(one.price && { unitPrice: one.price }) }))
  return { ...acknowledgment, lines }
}

const big = (value: string) => new Big(value)
const openOf = (line: Line) =>
  big(line.ordered).minus(line.accepted).minus(line.backordered).minus(line.rejected).minus(line.cancelled)

/** What holds at any time: the design's invariants, and that nothing that was told is lost. */
function expectLaws({ model }: World, line: Line): void {
  expect(openOf(line).gte(0)).toBe(true)
  expect(big(line.shipped).lte(line.accepted)).toBe(true)
  expect(big(line.cancelledBySupplier).lte(line.cancelled)).toBe(true)
  expect(big(line.shipped).plus(line.overShipped).eq(goneIn(model))).toBe(true)
  expect(big(line.invoiced).lte(model.billed)).toBe(true)
  expect(big(line.credited).lte(model.credited)).toBe(true)
  expect(big(line.credited).lte(line.invoiced)).toBe(true)
  const paidFor = big(line.invoiced).minus(line.credited)
  expect(paidFor.lte(big(line.shipped).plus(line.overShipped).plus(line.tolerated))).toBe(true)
}

const goneIn = ({ shipments }: Model) => [...shipments.values()].reduce((sum, one) => sum.plus(one), big('0'))

/** What each kind of step may move, by a model that knows nothing of how it is done. */
function expectStep(one: Step, before: Line, after: Line): void {
  const moved = (counter: 'accepted' | 'backordered' | 'rejected' | 'cancelled' | 'shipped' | 'overShipped') =>
    big(after[counter]).minus(before[counter])
  const room = big(before.ordered).minus(before.rejected).minus(before.cancelled).minus(before.shipped)
  if (one.does === 'ship') {
    const shipped = room.lt(one.quantity) ? room : big(String(one.quantity))
    expect([moved('shipped').toFixed(), moved('overShipped').toFixed()]).toEqual([
      shipped.toFixed(),
      big(String(one.quantity)).minus(shipped).toFixed(),
    ])
  } else if (one.does !== 'take-back') {
    expect([moved('shipped').toFixed(), moved('overShipped').toFixed()]).toEqual(['0', '0'])
  }
  expect(moved('rejected').gte(0) && moved('cancelled').gte(0)).toBe(true)
  // Only an agreed addition makes a line larger, by what is accepted with it.
  const grown = big(after.ordered).minus(before.ordered)
  expect(grown.gt(0) ? [one.does, moved('accepted').toFixed()] : []).toEqual(
    grown.gt(0) ? ['answer-change', grown.toFixed()] : [],
  )
  expect(grown.gte(0)).toBe(true)
  if (one.does === 'accept') {
    expect([openOf(after).toFixed(), after.backordered]).toEqual(['0', '0'])
    expect([moved('rejected').toFixed(), moved('cancelled').toFixed()]).toEqual(['0', '0'])
  }
  if (one.does === 'reject') {
    expect(moved('rejected').eq(openOf(before).plus(before.backordered))).toBe(true)
    expect(after.accepted).toBe(before.accepted)
  }
  // Only both sides together, or terms agreed on before, take an accepted quantity back.
  if (one.does === 'answer') expect(moved('accepted').gte(0) && moved('cancelled').eq(0)).toBe(true)
  if (one.does === 'withdraw')
    expect([moved('cancelled').toFixed(), liveOf(after)]).toEqual([room.toFixed(), after.shipped])
  if (
    one.does === 'bill' ||
    one.does === 'credit' ||
    one.does === 'send' ||
    one.does === 'ask' ||
    one.does === 'cancel'
  ) {
    expect(['accepted', 'backordered', 'rejected', 'cancelled'].map(key => moved(key as 'accepted').toFixed())).toEqual(
      Array.from({ length: 4 }, () => '0'),
    )
  }
}

const liveOf = (line: Line) => big(line.ordered).minus(line.rejected).minus(line.cancelled).toFixed()

/** Status, open changes and deadlines follow from the facts. */
async function expectOrder({ scene, purchaseOrderId, model }: World, line: Line): Promise<void> {
  const { hub } = scene
  const [order] = await hub.orm.select().from(purchaseOrders).where(eq(purchaseOrders.id, purchaseOrderId))
  const { status, sentAt, acknowledgedAt } = order!
  const gone = big(line.shipped).plus(line.overShipped)
  const isDone = big(line.shipped).eq(liveOf(line))
  if (liveOf(line) === '0' && gone.eq(0)) expect(status).toBe('cancelled')
  else if (!isDone && gone.gt(0)) expect(status).toBe('partly-shipped')
  else if (!isDone) expect(status).toBe(acknowledgedAt ? 'acknowledged' : sentAt ? 'sent' : 'released')
  else expect(['shipped', 'partly-invoiced', 'invoiced', 'closed']).toContain(status)
  const running = await hub.orm
    .select()
    .from(deadlines)
    .where(and(eq(deadlines.purchaseOrderId, purchaseOrderId), isNull(deadlines.endedAt)))
  const kinds = new Set(running.map(deadline => deadline.kind))
  if (status === 'cancelled') expect(running).toEqual([])
  // A shipment that was taken back had answered the order all the same.
  if (acknowledgedAt || model.everShipped) expect(kinds.has('acknowledgment')).toBe(false)
  else if (sentAt && status !== 'cancelled') expect(kinds.has('acknowledgment')).toBe(true)
  if (sentAt && status !== 'cancelled') expect(kinds.has('shipment')).toBe(!isDone)
  const ended = await hub.orm
    .select()
    .from(deadlines)
    .where(and(eq(deadlines.purchaseOrderId, purchaseOrderId), isNotNull(deadlines.endedAt)))
  expect(ended.every(deadline => deadline.nextAt === null)).toBe(true)
}

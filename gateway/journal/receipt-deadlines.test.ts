import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import {
  deadlines,
  documents,
  events,
  exceptions,
  notifications,
  purchaseOrderChanges,
  purchaseOrderLines,
} from '../../db/schema/index.ts'
import { listDeadlines } from '../../engine/deadlines/list.ts'
import { sweepDeadlines } from '../../engine/deadlines/sweep.ts'
import { markSent } from '../../engine/purchase-orders/mark-sent.ts'
import { refreshPurchaseOrder } from '../../engine/purchase-orders/refresh.ts'
import { placeOrder } from '../../engine/testing/orders.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import type { FunctionalAcknowledgment } from '../../translators/documents/index.ts'
import { applyFunctionalAcknowledgment } from './apply-functional-acknowledgment.ts'
import { recordDelivery, storeOutbound } from './outbound.ts'

const open = freshDatabases()

/** A message with a change of an order, a remittance advice and a 997, that has just been taken by its partner's machine. */
async function start() {
  let clock = new Date('2026-03-02T15:00:00Z')
  const hub = await open({ now: () => clock })
  const settings = { deadlines: { functionalAcknowledgment: { hours: 2 }, warnHours: 0, acknowledgment: null } }
  const seeded = await seedRetailer(hub, {
    suppliers: [{ name: 'Northwind', settings, offers: [{ sku: 'MUG', cost: '12.5', stock: '100' }] }],
  })
  const { retailerId } = seeded
  const { partnershipId } = seeded.suppliers.Northwind!
  const { routed } = await placeOrder(hub, seeded, 'W-1', [['MUG', '4']])
  const purchaseOrderId = routed.purchaseOrderIds[0]!
  await hub.work('system', work => markSent(work, { retailerId, purchaseOrderId }))
  await hub.work('system', async work => {
    const [messageId, bytes] = [work.newId(), new TextEncoder().encode('ISA')]
    const message = { fileName: 'a.edi', contentType: 'application/edi-x12', transport: 'as2' as const, bytes }
    await storeOutbound(work, { retailerId, id: messageId, partnershipId, ...message })
    const common = {
      retailerId,
      direction: 'out' as const,
      partnershipId,
      messageId,
      status: 'rendered' as const,
      createdAt: work.now,
    }
    await work.tx.insert(documents).values([
      {
        ...common,
        id: work.newId(),
        key: work.newId(),
        kind: 'purchase-order-change',
        number: 'PO-1',
        functionalId: 'PC',
        groupNumber: '11',
        setNumber: '1',
        purchaseOrderId,
      },
      {
        ...common,
        id: work.newId(),
        key: work.newId(),
        kind: 'remittance-advice',
        number: 'PAY-1',
        functionalId: 'RA',
        groupNumber: '12',
        setNumber: '1',
      },
      {
        ...common,
        id: work.newId(),
        key: work.newId(),
        kind: 'functional-acknowledgment',
        number: '7',
        functionalId: 'FA',
        groupNumber: '13',
        setNumber: '1',
      },
    ])
    await recordDelivery(work, retailerId, messageId, { ok: true, confirmed: true, reference: 'x', evidence: {} })
  })
  return {
    hub,
    retailerId,
    partnershipId,
    purchaseOrderId,
    at: (time: string) => {
      clock = new Date(time)
    },
    watched: async () =>
      await hub.orm
        .select({ number: documents.number, kind: documents.kind, outcome: deadlines.outcome })
        .from(deadlines)
        .innerJoin(documents, eq(documents.id, deadlines.documentId))
        .orderBy(asc(documents.id)),
    answer: (functionalId: string, groupControlNumber: string) =>
      hub.work('partner', async work => {
        const acknowledgment: FunctionalAcknowledgment = {
          kind: 'functional-acknowledgment',
          functionalId,
          groupControlNumber,
          status: 'accepted',
          codes: [],
          sets: [],
          included: 1,
          received: 1,
          accepted: 1,
        }
        const command = { retailerId, partnershipId, documentId: work.newId(), acknowledgment }
        return await applyFunctionalAcknowledgment(work, command)
      }),
    sweep: () => hub.work('system', work => sweepDeadlines(work, retailerId)),
  }
}

it('every document sent waits for its 997, but a 997 itself', async () => {
  const { hub, retailerId, watched } = await start()
  expect(await watched()).toEqual([
    { kind: 'purchase-order-change', number: 'PO-1', outcome: null },
    { kind: 'remittance-advice', number: 'PAY-1', outcome: null },
  ])
  const { rows } = await listDeadlines(hub.orm, { retailerId, show: 'open', kind: 'functional-acknowledgment' })
  expect(rows.map(row => [row.number, row.purchaseOrderId === null])).toContainEqual(['PAY-1', true])
})

it('a document that belongs to no order is settled by its 997, in time or late', async () => {
  const { answer, watched, at, hub } = await start()
  at('2026-03-02T18:00:00Z')
  expect(await answer('RA', '12')).toMatchObject({ result: 'applied' })
  expect(await watched()).toMatchObject([{ outcome: null }, { outcome: 'late' }])
  expect(await hub.orm.select().from(exceptions)).toEqual([])
})

it('what was not answered in time is told, by the name of the document where there is no order', async () => {
  const { sweep, at, hub, answer } = await start()
  at('2026-03-02T17:00:01Z')
  await sweep()
  const told = await hub.orm.select().from(exceptions).orderBy(asc(exceptions.summary))
  expect(told.map(one => [one.kind, one.orderId === null])).toEqual([
    ['functional-acknowledgment-overdue', false],
    ['functional-acknowledgment-overdue', true],
  ])
  expect(told[1]!.summary).toContain('remittance advice PAY-1: no 997 has come.')
  expect((await hub.orm.select().from(notifications)).map(one => one.audience).sort()).toEqual(['retailer', 'supplier'])
  await answer('RA', '12')
  const settled = await hub.orm.select().from(exceptions).where(eq(exceptions.id, told[1]!.id))
  expect(settled).toMatchObject([{ resolution: 'late' }])
  expect(await hub.orm.select().from(events).where(eq(events.type, 'deadline.caught-up'))).toHaveLength(1)
})

it('a change is waited for even where it cancels the order, until it is answered', async () => {
  const { hub, retailerId, purchaseOrderId, watched } = await start()
  const refresh = () => hub.work('system', work => refreshPurchaseOrder(work, { retailerId, purchaseOrderId }))
  await hub.orm.update(purchaseOrderLines).set({ cancelled: '4' })
  await refresh()
  // The order is cancelled by now; whether its supplier has read so is still to be known.
  expect(await watched()).toMatchObject([{ outcome: null }, {}])
  await hub.work('system', async work => {
    await work.tx.insert(purchaseOrderChanges).values({
      retailerId,
      id: work.newId(),
      purchaseOrderId,
      sequence: 1,
      kind: 'change',
      askedBy: 'retailer',
      status: 'accepted',
      request: {},
      actor: 'test',
      requestedAt: work.now,
      answeredAt: work.now,
    })
  })
  await refresh()
  expect(await watched()).toMatchObject([{ outcome: 'void' }, { outcome: null }])
})

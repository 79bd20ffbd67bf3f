import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { documents, exceptions } from '../../db/schema/index.ts'
import { acknowledge } from '../purchase-orders/acknowledge.ts'
import { answerChange } from '../purchase-orders/answer-change.ts'
import { acknowledgmentOf } from '../testing/documents.ts'
import { placeOrder, readOrder, reroute, stockOf } from '../testing/orders.ts'
import { type Seed, seedRetailer } from '../testing/seed.ts'
import { cancelOrder } from './cancel.ts'
import { releaseOrder } from './release.ts'

const seed: Seed = {
  suppliers: [
    { name: 'Northwind', offers: [{ sku: 'TENT', cost: '20', stock: '5' }] },
    { name: 'Cascade', offers: [{ sku: 'TENT', cost: '30', stock: '5' }] },
  ],
  warehouse: { name: 'Own warehouse', offers: [{ sku: 'MUG', cost: '3', stock: '4' }] },
}

describeOnBothDatabases('cancelOrder', open => {
  const start = async (...lines: [string, string][]) => {
    const hub = await open()
    const seeded = await seedRetailer(hub, seed)
    const { orderId } = await placeOrder(hub, seeded, 'W-1', lines)
    const { retailerId } = seeded
    const cancel = () =>
      hub.work('user:ann', work => cancelOrder(work, { retailerId, orderId, reason: 'Changed mind' }))
    return { hub, seeded, orderId, retailerId, cancel }
  }

  it('cancels what is not placed and what the warehouse holds at once, and asks the supplier', async () => {
    const { hub, seeded, orderId, retailerId, cancel } = await start(['TENT', '3'], ['MUG', '6'])
    expect(await readOrder(hub, orderId)).toMatchObject({ status: 'held' })
    const { cancelled, asked } = await cancel()
    const between = await readOrder(hub, orderId)
    expect(cancelled).toBe('6')
    expect(between).toMatchObject({
      status: 'routed',
      lines: [
        { placed: '3', cancelled: '0' },
        { placed: '0', cancelled: '6' },
      ],
    })
    const toSupplier = between.purchaseOrders.find(order => order.partnershipId)!
    expect(asked).toEqual([toSupplier.number])
    expect(await stockOf(hub, seeded, 'Own warehouse/MUG')).toEqual(['4', '0'])
    expect(await hub.orm.select().from(exceptions)).toMatchObject([{ kind: 'unroutable', resolution: 'cancelled' }])

    expect((await cancel()).asked).toEqual([toSupplier.number])
    const sent = await hub.orm.select().from(documents).where(eq(documents.kind, 'purchase-order-change'))
    expect(sent).toHaveLength(1)

    await hub.work('partner', work =>
      answerChange(work, {
        retailerId,
        purchaseOrderId: toSupplier.id,
        sequence: 1,
        answeredBy: 'supplier',
        answer: { outcome: 'accepted' },
      }),
    )
    expect(await readOrder(hub, orderId)).toMatchObject({ status: 'cancelled' })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['5', '0'])
    await expect(cancel()).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('does not send elsewhere what a supplier refuses of a cancelled order', async () => {
    const { hub, seeded, orderId, retailerId, cancel } = await start(['TENT', '3'])
    await cancel()
    const [order] = (await readOrder(hub, orderId)).purchaseOrders
    const acknowledgment = acknowledgmentOf(order!.number, {}, { type: 'rejected' })
    const { partnershipId } = seeded.suppliers.Northwind!
    const before = await hub.pendingJobs()
    await hub.work('partner', work => acknowledge(work, { retailerId, partnershipId, acknowledgment }))
    expect(await hub.pendingJobs()).toBe(before)
    expect(await readOrder(hub, orderId)).toMatchObject({
      status: 'cancelled',
      lines: [{ placed: '0', cancelled: '3' }],
    })
    expect((await reroute(hub, seeded, orderId, 'rejected')).purchaseOrderIds).toEqual([])
  })

  it('releases a held order to routing, and no other', async () => {
    const { hub, orderId, retailerId } = await start(['MUG', '6'])
    const release = () => hub.work('user:ann', work => releaseOrder(work, { retailerId, orderId }))
    const before = await hub.pendingJobs()
    await release()
    expect(await hub.pendingJobs()).toBe(before + 1)
    expect(await readOrder(hub, orderId)).toMatchObject({ status: 'routed', holdReason: null })
    await expect(release()).rejects.toMatchObject({ code: 'wrong-state' })
  })
})

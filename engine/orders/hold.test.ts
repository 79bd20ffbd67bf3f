import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { orders } from '../../db/schema/index.ts'
import { placeOrder, readOrder, reroute } from '../testing/orders.ts'
import { seedRetailer } from '../testing/seed.ts'
import { holdOrder } from './hold.ts'
import { releaseOrder } from './release.ts'

describeOnBothDatabases('holdOrder', open => {
  it('keeps what is not placed where it is, until a person releases it', async () => {
    const hub = await open()
    const seeded = await seedRetailer(hub, {
      suppliers: [{ name: 'Northwind', offers: [{ sku: 'TENT', cost: '20', stock: '2' }] }],
    })
    const { retailerId } = seeded
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['TENT', '3']])
    const hold = (reason: string) => hub.work('user:ann', work => holdOrder(work, { retailerId, orderId, reason }))
    await expect(hold(' ')).rejects.toMatchObject({ code: 'invalid-input' })
    await hold('Fraud check')
    const [held] = await hub.orm.select().from(orders).where(eq(orders.id, orderId))
    expect(held).toMatchObject({ status: 'held', holdReason: 'Fraud check', heldBy: 'user:ann' })
    await expect(hold('Again')).rejects.toMatchObject({ code: 'wrong-state' })
    expect(await reroute(hub, seeded, orderId, 'stock-arrived')).toEqual({ purchaseOrderIds: [], held: true })
    await hub.work('user:ann', work => releaseOrder(work, { retailerId, orderId }))
    const [released] = await hub.orm.select().from(orders).where(eq(orders.id, orderId))
    expect(released).toMatchObject({ holdReason: null, heldBy: null })
    expect((await reroute(hub, seeded, orderId, 'released')).held).toBe(true)
  })

  it('holds nothing that is placed in full', async () => {
    const hub = await open()
    const seeded = await seedRetailer(hub, {
      suppliers: [{ name: 'Northwind', offers: [{ sku: 'TENT', cost: '20', stock: '9' }] }],
    })
    const { retailerId } = seeded
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['TENT', '3']])
    const hold = hub.work('user:ann', work => holdOrder(work, { retailerId, orderId, reason: 'Fraud check' }))
    await expect(hold).rejects.toMatchObject({ code: 'wrong-state' })
    expect(await readOrder(hub, orderId)).toMatchObject({ status: 'routed', holdReason: null })
  })
})

import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { embeddedDatabases } from '../../../checks/support/databases.ts'
import { purchaseOrderLines, purchaseOrders } from '../../../db/schema/index.ts'
import { requestChange } from '../../../engine/purchase-orders/request-change.ts'
import { openWorld, placeOrder } from '../../testing/world.ts'

const open = embeddedDatabases()

it('leads a supplier to what the retailer asks for, and takes its answer once', async () => {
  const world = await openWorld(await open())
  const { retailerId } = world.here
  const [number] = (await placeOrder(world, world.here, 'W-1', [{ sku: 'MUG-01', quantity: '10' }])).numbers
  const [order] = await world.hub.orm.select().from(purchaseOrders).where(eq(purchaseOrders.number, number!))
  const wishes = [{ lineNumber: '1', cancel: '4' }]
  const wish = { retailerId, purchaseOrderId: order!.id, askedBy: 'retailer', wishes, afterwards: 'cancel' } as const
  await world.hub.work('user:ann', work => requestChange(work, { ...wish, reason: 'Customer wants fewer' }))
  const list = `/supplier/${world.slug}/purchase-orders`
  const client = await world.as('potter-orders@here.example')
  const text = async (path: string) => await (await client.get(path)).text()
  expect(await text(`${list}?show=asked`)).toContain(`data-order="${number}"`)
  const page = await text(`${list}/${number}`)
  expect(page).toContain('LI-MUG-01: take back 4 EA')
  expect(page).toContain('Customer wants fewer')
  const path = `${list}/${number}/change-answers`
  const other = await world.as('cascade-owner@here.example')
  expect((await other.post(path, { sequence: '1', outcome: 'accepted' })).status).toBe(404)
  expect(
    (await (await world.as('potter-billing@here.example')).post(path, { sequence: '1', outcome: 'accepted' })).status,
  ).toBe(403)
  const done = await client.follow(await client.post(path, { sequence: '1', outcome: 'accepted' }))
  expect(await done.text()).toContain('You agreed to the change.')
  const [line] = await world.hub.orm.select().from(purchaseOrderLines)
  expect(line!.cancelled).toBe('4')
  const again = await client.follow(await client.post(path, { sequence: '1', outcome: 'accepted' }))
  expect(await again.text()).toContain('answered before')
  expect(await text(`${list}?show=asked`)).not.toContain(`data-order="${number}"`)
  expect(world.logged).toEqual([])
})

import { and, asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { purchaseOrderLines, purchaseOrders, shipmentPackages, shipments } from '../../../db/schema/index.ts'
import { openWorld, placeOrder } from '../../testing/world.ts'

const open = freshDatabases()

async function shipped() {
  const world = await openWorld(await open())
  const wanted = [
    { sku: 'MUG-01', quantity: '10' },
    { sku: 'BOWL-02', quantity: '4' },
  ]
  const { numbers } = await placeOrder(world, world.here, 'W-1', wanted)
  const number = numbers[0]!
  const client = await world.as('potter-owner@here.example')
  const order = `/supplier/${world.slug}/purchase-orders/${number}`
  const sent = await client.post(`${order}/shipments`, {
    action: 'ship',
    carrier: 'UPS',
    shippedOn: '2026-11-20',
    'packages[1][tracking]': '1Z999AA10123456793',
    'packages[1][quantity-1]': '10',
    'packages[1][quantity-2]': '4',
  })
  const page = sent.headers.get('location')!
  const lines = async () => {
    const rows = await world.hub.orm
      .select({ shipped: purchaseOrderLines.shipped })
      .from(purchaseOrderLines)
      .innerJoin(
        purchaseOrders,
        and(
          eq(purchaseOrders.retailerId, purchaseOrderLines.retailerId),
          eq(purchaseOrders.id, purchaseOrderLines.purchaseOrderId),
        ),
      )
      .where(eq(purchaseOrders.number, number))
      .orderBy(asc(purchaseOrderLines.lineNumber))
    return rows.map(row => row.shipped)
  }
  return { world, client, order, page, lines }
}

it('mends tracking numbers and quantities on a form; what was told before stays to be seen', async () => {
  const { world, client, page, lines } = await shipped()
  expect(await (await client.get(page)).text()).toContain(`href="${page}/correction"`)
  const form = await (await client.get(`${page}/correction`)).text()
  expect(form).toMatch(/name="packages\[0\]\[tracking\]"[^>]*value="1Z999AA10123456793"/)
  expect(form).toMatch(/name="packages\[0\]\[line-1\]"[^>]*value="4"/)
  const fields = { carrier: 'UPS', shippedOn: '2026-11-20', 'packages[0][tracking]': '1Z999AA10123456784' }
  const right = { ...fields, 'packages[0][line-0]': '8', 'packages[0][line-1]': '4' }
  const sent = await client.post(`${page}/correction`, right)
  expect(await (await client.follow(sent)).text()).toContain('The correction is sent.')
  expect(await lines()).toEqual(['8', '4'])
  const rows = await world.hub.orm.select().from(shipments).orderBy(asc(shipments.id))
  expect(rows).toMatchObject([
    { replacedById: rows[1]!.id, shippedOn: '2026-11-20' },
    { takenBackAt: null, scac: 'UPSN' },
  ])
  const packages = await world.hub.orm
    .select()
    .from(shipmentPackages)
    .where(eq(shipmentPackages.shipmentId, rows[1]!.id))
  expect(packages).toMatchObject([{ trackingNumber: '1Z999AA10123456784', trackingValid: true }])
  expect(await (await client.get(page)).text()).toContain('This shipment was taken back.')
  expect((await client.post(`${page}/correction`, right)).status).toBe(409)
  const now = sent.headers.get('location')!
  const same = await client.follow(await client.post(`${now}/correction`, right))
  expect(await same.text()).toContain('Nothing was different')
  expect(await world.hub.orm.select().from(shipments)).toHaveLength(2)
  expect(world.logged).toEqual([])
})

it('says at the field what is wrong, and nothing is sent', async () => {
  const { world, client, page, lines } = await shipped()
  const wrong = await client.post(`${page}/correction`, {
    shippedOn: 'soon',
    'packages[0][sscc]': '123',
    'packages[0][line-0]': 'some',
  })
  const said = await wrong.text()
  expect([wrong.status, said]).toEqual([422, expect.stringContaining('Enter a number such as 12.')])
  expect(said).toContain('Enter the 18 digits of the SSCC.')
  expect(said).toContain('value="some"')
  const none = await client.post(`${page}/correction`, { 'packages[0][line-0]': '0' })
  expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('A correction needs a quantity.')])
  expect(await lines()).toEqual(['10', '4'])
  const stranger = await world.as('cascade-owner@here.example')
  expect((await stranger.get(`${page}/correction`)).status).toBe(404)
})

it('leaves quantities alone once they are invoiced, and still mends numbers', async () => {
  const { world, client, page, lines } = await shipped()
  await world.hub.orm.update(purchaseOrderLines).set({ invoiced: '2' }).where(eq(purchaseOrderLines.lineNumber, '1'))
  expect(await (await client.get(`${page}/correction`)).text()).toContain('It is invoiced already')
  const sent = await client.post(`${page}/correction`, {
    carrier: 'UPS',
    shippedOn: '2026-11-21',
    'packages[0][tracking]': '1Z999AA10123456784',
    'packages[0][line-0]': '1',
  })
  expect(sent.status).toBe(303)
  expect(await lines()).toEqual(['10', '4'])
  expect(await (await client.get(sent.headers.get('location')!)).text()).toContain('1Z999AA10123456784')
})

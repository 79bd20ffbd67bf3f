import { extractText, getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { deadlines, purchaseOrders, shipments } from '../../db/schema/index.ts'
import { openWorld, placeOrder } from '../testing/world.ts'

const open = freshDatabases()

async function shippedAndWaiting() {
  const world = await openWorld(await open())
  const lines = [{ sku: 'MUG-01', quantity: '2' }]
  const [shipped] = (await placeOrder(world, world.here, 'W-1', lines)).numbers
  const [waiting] = (await placeOrder(world, world.here, 'W-2', lines)).numbers
  const base = `/supplier/${world.slug}`
  const client = await world.as('potter-owner@here.example')
  await client.post(`${base}/purchase-orders/${shipped}/shipments`, { 'packages[1][quantity-1]': '2' })
  const text = async (path: string) => await (await client.get(base + path)).text()
  return { world, base, client, text, shipped: shipped!, waiting: waiting! }
}

it('says what is due and how pressing it is, with numbers that open their lists', async () => {
  const { world, text, waiting, shipped } = await shippedAndWaiting()
  const { orm } = world.hub
  const now = world.hub.now().getTime()
  await orm.update(deadlines).set({ dueAt: new Date(now + 30 * 86_400_000) })
  const before = await text('')
  expect(before).not.toContain('data-due="acknowledgment"')
  await orm.update(deadlines).set({ dueAt: new Date(now - 3_600_000) })
  const home = await text('')
  expect(home).toMatch(/data-due="acknowledgment"[\s\S]*?due\?show=late&amp;kind=acknowledgment/)
  const late = await text('/due?show=late&kind=acknowledgment')
  expect([late.includes(`data-order="${waiting}"`), late.includes(`data-order="${shipped}"`)]).toEqual([true, false])
  expect(await text('/due?show=soon')).not.toContain('data-order=')
  await orm.update(deadlines).set({ dueAt: new Date(now + 2 * 86_400_000) })
  expect(await text('/due?show=soon')).toContain(`data-order="${waiting}"`)
  expect(await text('/due?show=late')).not.toContain('data-order=')
  // The midnight that ends this day is today's, though it is the first instant of tomorrow.
  const midnight = new Date((Math.floor(now / 86_400_000) + 1) * 86_400_000)
  await orm.update(deadlines).set({ dueAt: midnight })
  expect(await text('/due?show=soon')).not.toContain('data-order=')
  expect(await text('/due?show=today')).toMatch(/end of <time[^>]*datetime="\d{4}-\d\d-\d\d"/)
  expect(await text('')).toMatch(/due\?show=today&amp;kind=acknowledgment/)
  await orm.update(deadlines).set({ dueAt: new Date(now + 2 * 86_400_000) })
  const other = await world.as('cascade-owner@here.example')
  expect(await (await other.get(`/supplier/${world.slug}/due?show=soon`)).text()).not.toContain('data-order=')
  expect(world.logged).toEqual([])
})

it('shows a supplier its scorecard, and the documents behind each figure', async () => {
  const { world, text, shipped, waiting } = await shippedAndWaiting()
  await world.hub.orm.update(purchaseOrders).set({ shipNotAfter: '2020-01-01' })
  const card = await text('/scorecard')
  expect(card).toMatch(/data-figure="fill-rate" data-rate="0.5000"/)
  const short = await text('/scorecard/fill-rate')
  expect([short.includes(`data-document="${waiting}"`), short.includes(`data-document="${shipped}"`)]).toEqual([
    true,
    false,
  ])
  expect(await text('/scorecard/fill-rate?only=all')).toContain(`data-document="${shipped}"`)
  const [shipment] = await world.hub.orm.select().from(shipments)
  expect(await text('/scorecard/ship-notice-accuracy?only=all')).toContain(`/shipments/${shipment!.id}`)
  expect(await text('/scorecard/nonsense')).toContain('no such figure')
})

it('reads what the retailer announces, until it is taken back', async () => {
  const { world, text } = await shippedAndWaiting()
  const operations = await world.as('operations@here.example')
  const path = '/retailer/announcements'
  const wrong = await operations.post(path, { title: '', body: 'We are closed.' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('A title of 1 to 120 characters')])
  const { partnershipId } = world.here.suppliers['Little Potter']!
  await operations.post(path, { title: 'Closed on Monday', body: 'No pick-ups.\nThank you.', to: partnershipId })
  expect(await text('')).toContain('Closed on Monday')
  const cascade = await world.as('cascade-owner@here.example')
  expect(await (await cascade.get(`/supplier/${world.slug}`)).text()).not.toContain('Closed on Monday')
  const list = await (await operations.get(path)).text()
  const [, withdrawal] = /action="([^"]+\/withdrawal)"/.exec(list)!
  expect((await (await world.as('operations@there.example')).post(withdrawal!, {})).status).toBe(404)
  await operations.post(withdrawal!, {})
  expect(await text('')).not.toContain('Closed on Monday')
})

it('lets a retailer brand its packing slips, and shows how they look', async () => {
  const { world } = await shippedAndWaiting()
  const operations = await world.as('operations@here.example')
  const path = '/retailer/packing-slips'
  const wrong = await operations.post(path, { name: 'Hearth', accent: 'green' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('Enter a colour')])
  expect(
    (await operations.post(path, { name: 'Hearth & Co', accent: '#1a7f5a', about: 'hearth.example' })).status,
  ).toBe(303)
  const example = await operations.get(`${path}/example`)
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await example.arrayBuffer())), {
    mergePages: true,
  })
  expect([text.includes('Hearth & Co'), text.includes('hearth.example')]).toEqual([true, true])
})

import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { purchaseOrderLines, purchaseOrders } from '../../../db/schema/index.ts'
import { requestChange } from '../../../engine/purchase-orders/request-change.ts'
import { openWorld, placeOrder } from '../../testing/world.ts'

const open = freshDatabases()

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

/** An order for ten mugs, with the pages of both sides and somebody at each. */
async function ordered() {
  const world = await openWorld(await open())
  const [number] = (await placeOrder(world, world.here, 'W-1', [{ sku: 'MUG-01', quantity: '10' }])).numbers
  const [supplier, retailer] = await Promise.all([
    world.as('potter-orders@here.example'),
    world.as('admin@here.example'),
  ])
  const theirs = `/supplier/${world.slug}/purchase-orders/${number}`
  const ours = `/retailer/purchase-orders/${number}`
  const line = async () => (await world.hub.orm.select().from(purchaseOrderLines))[0]!
  return { world, number: number!, supplier, retailer, theirs, ours, line }
}

it('carries what a supplier asks for to the retailer, who grants a part of it', async () => {
  const { world, supplier, retailer, theirs, ours, line } = await ordered()
  const wishes = { 'wishes[1][cancel]': '3', 'wishes[1][unitPrice]': '9.10', reason: 'Three broke' }
  for (const [wrong, said] of [
    [{ ...wishes, reason: '' }, 'Please say why.'],
    [{ ...wishes, 'wishes[1][cancel]': '11' }, 'Only 10 EA have not shipped.'],
    [{ ...wishes, 'wishes[1][unitPrice]': 'x' }, 'Enter a number such as 12.'],
    [{ ...wishes, 'wishes[1][shipDate]': '2001-01-01' }, 'That day is over.'],
    [{ reason: 'So' }, 'Say of at least one line'],
  ] as const) {
    const refused = await supplier.post(`${theirs}/changes`, wrong)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain(said)
  }
  const asked = await supplier.follow(await supplier.post(`${theirs}/changes`, wishes))
  expect(await asked.text()).toContain('data-change-status="requested"')
  expect((await supplier.post(`${theirs}/changes`, { ...wishes, reason: 'Other' })).status).toBe(303)
  const page = await (await retailer.get(ours)).text()
  expect(page).toContain('MUG-01: take back 3 EA, at a price of 9.10 USD')
  const answer = { sequence: '1', outcome: 'lines', 'parts[1][cancel]': '2', 'parts[1][terms]': 'refused', note: 'Two' }
  const done = await retailer.follow(await retailer.post(`${ours}/change-answers`, answer))
  expect(await done.text()).toContain('data-change-status="accepted"')
  expect(await line()).toMatchObject({ cancelled: '2', unitCost: '8.25' })
  expect(await (await supplier.get(theirs)).text()).toContain('LI-MUG-01: take back 2 EA. Two')
  expect(world.logged).toEqual([])
})

it('asks for a change and for a cancellation from the retailer’s page, answered line by line', async () => {
  const { world, supplier, retailer, theirs, ours, line } = await ordered()
  const wishes = { 'wishes[1][cancel]': '4', 'wishes[1][unitPrice]': '8.00', reason: 'Fewer', afterwards: 'cancel' }
  expect((await retailer.post(`${ours}/changes`, { ...wishes, 'wishes[1][cancel]': '-4' })).status).toBe(422)
  await retailer.post(`${ours}/changes`, wishes)
  const again = await retailer.post(`${ours}/changes`, wishes)
  expect(again.status).toBe(422)
  expect(await again.text()).toContain('is still open')
  const partly = { sequence: '1', outcome: 'lines', 'parts[1][cancel]': '0', 'parts[1][terms]': 'accepted' }
  await supplier.post(`${theirs}/change-answers`, partly)
  expect(await line()).toMatchObject({ cancelled: '0', unitCost: '8' })
  expect((await retailer.post(`${ours}/changes`, { whole: 'yes', reason: '' })).status).toBe(422)
  await retailer.post(`${ours}/changes`, { whole: 'yes', reason: 'Not wanted any more', afterwards: 'cancel' })
  await supplier.post(`${theirs}/change-answers`, { sequence: '2', outcome: 'accepted' })
  const [order] = await world.hub.orm.select().from(purchaseOrders)
  expect(order!.status).toBe('cancelled')
  expect(world.logged).toEqual([])
})

it('asks from the retailer’s page for more of a line and for another item, of which the supplier grants a part', async () => {
  const { world, supplier, retailer, theirs, ours } = await ordered()
  const more = { 'wishes[1][add]': '5', 'added[1][sku]': 'BOWL-02', 'added[1][add]': '2', reason: 'More guests' }
  for (const [wrong, said] of [
    [{ ...more, 'wishes[1][cancel]': '1' }, 'not both'],
    [{ ...more, 'added[1][sku]': '' }, 'Name the item.'],
    [{ ...more, 'added[1][sku]': 'NONE' }, 'The supplier offers no NONE in USD.'],
  ] as const) {
    const refused = await retailer.post(`${ours}/changes`, wrong)
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain(said)
  }
  const asked = await retailer.follow(await retailer.post(`${ours}/changes`, more))
  expect(await asked.text()).toContain('MUG-01: send 5 EA more')
  const page = await (await supplier.get(theirs)).text()
  expect(page).toContain('LI-MUG-01: send 5 EA more')
  expect(page).toMatch(/New line, .* \(BOWL-02, LI-BOWL-02\): send 2 EA, at a price of/)
  const partly = { sequence: '1', outcome: 'lines', 'parts[1][add]': '4', 'parts[2][add]': '2' }
  await supplier.post(`${theirs}/change-answers`, partly)
  const lines = await world.hub.orm.select().from(purchaseOrderLines).orderBy(purchaseOrderLines.lineNumber)
  expect(lines).toMatchObject([
    { ordered: '14', accepted: '4' },
    { sku: 'BOWL-02', ordered: '2', accepted: '2' },
  ])
  expect(await (await supplier.get(theirs)).text()).toContain('LI-MUG-01: send 4 EA more')
  expect(world.logged).toEqual([])
})

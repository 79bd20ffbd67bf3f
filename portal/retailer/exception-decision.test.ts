import { and, eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { exceptions, purchaseOrders, users } from '../../db/schema/index.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import type { Client } from '../testing/client.ts'
import { openWorld, placeOrder, type World } from '../testing/world.ts'

let hub: HubDatabase
let world: World
let operations: Client
beforeAll(async () => {
  hub = await emptyHub()
  world = await openWorld(hub)
  operations = await world.as('operations@here.example')
  return () => hub.close()
})

/** An order that should have shipped, and the exception that says so. */
async function lateOrder(number: string): Promise<{ purchaseOrderId: string; path: string }> {
  const { retailerId } = world.here
  const { numbers } = await placeOrder(world, world.here, number, [{ sku: 'MUG-01', quantity: '1' }])
  const which = and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.number, numbers[0]!))
  const [order] = await hub.orm.select().from(purchaseOrders).where(which)
  const key = `late:${number}`
  await hub.work('system', work =>
    raiseException(work, {
      retailerId,
      kind: 'shipment-overdue',
      key,
      purchaseOrderId: order!.id,
      partnershipId: order!.partnershipId,
      summary: `${order!.number} has not shipped.`,
    }),
  )
  const [raised] = await hub.orm.select().from(exceptions).where(eq(exceptions.key, key))
  return { purchaseOrderId: order!.id, path: `/retailer/exceptions/${raised!.id}` }
}

it('offers the decisions that fit, and carries out the one that is taken', async () => {
  const { purchaseOrderId, path } = await lateOrder('W-LATE-1')
  const page = await (await operations.get(path)).text()
  expect([...page.matchAll(/name="resolution" value="(\w+)"/g)].map(([, value]) => value)).toEqual([
    'extend',
    'reroute',
    'cancel',
  ])
  const form = { resolution: 'extend', note: 'The truck broke down.', shipDate: '2036-01-31' }
  expect((await operations.post(`${path}/resolution`, form)).status).toBe(303)
  const [order] = await hub.orm.select().from(purchaseOrders).where(eq(purchaseOrders.id, purchaseOrderId))
  expect(order!.shipNotAfter).toBe('2036-01-31')
  expect(await (await operations.get(path)).text()).toContain('The truck broke down.')
})

it('says what is missing, and leaves all as it was', async () => {
  const { purchaseOrderId, path } = await lateOrder('W-LATE-2')
  for (const [form, words] of [
    [{ resolution: 'extend', note: '' }, 'Say what was done'],
    [{ note: 'because' }, 'Choose what shall happen'],
    [{ resolution: 'extend', note: 'because', shipDate: 'soon' }, 'by which day'],
    [{ resolution: 'accept', note: 'because' }, 'cannot be resolved so'],
  ] as const) {
    const response = await operations.post(`${path}/resolution`, form)
    expect([422, 409]).toContain(response.status)
    expect(await response.text()).toContain(words)
  }
  const [order] = await hub.orm.select().from(purchaseOrders).where(eq(purchaseOrders.id, purchaseOrderId))
  expect(order!.status).not.toBe('cancelled')
  expect((await operations.get(path)).status).toBe(200)
})

it('keeps the first note of what was only to be noted, and says that it is resolved', async () => {
  const { retailerId } = world.here
  const key = 'not-delivered:1'
  await hub.work('system', work =>
    raiseException(work, { retailerId, kind: 'not-delivered', key, summary: 'A message did not arrive.' }),
  )
  const [raised] = await hub.orm.select().from(exceptions).where(eq(exceptions.key, key))
  const path = `/retailer/exceptions/${raised!.id}/resolution`
  expect((await operations.post(path, { note: 'Called them.' })).status).toBe(303)
  const again = await operations.post(path, { note: 'Something else.' })
  expect(again.status).toBe(409)
  expect(await again.text()).toContain('It is resolved already.')
  const [after] = await hub.orm.select().from(exceptions).where(eq(exceptions.key, key))
  expect(after).toMatchObject({ resolution: 'Called them.' })
})

it('decides several at once, tells each that cannot be, and touches no other retailer’s', async () => {
  const late = [await lateOrder('W-LATE-3'), await lateOrder('W-LATE-4'), await lateOrder('W-LATE-5')]
  const chosen = late.slice(0, 2).map(({ path }) => [`chosen[${path.split('/').at(-1)}]`, 'on'] as const)
  const list = await (await operations.get('/retailer/exceptions')).text()
  for (const [name] of chosen) expect(list).toContain(`name="${name}"`)
  const both = Object.fromEntries(chosen)
  const asked = await (await operations.post('/retailer/exceptions/bulk', both)).text()
  expect([...asked.matchAll(/name="resolution" value="(\w+)"/g)].map(([, value]) => value)).toEqual([
    'extend',
    'reroute',
    'cancel',
  ])
  const form = { resolution: 'extend', note: 'Snow on the pass.', shipDate: '2036-02-28' }
  const stranger = await world.as('operations@there.example')
  await stranger.post('/retailer/exceptions/bulk', { ...both, ...form })
  expect(await (await operations.get(late[0]!.path)).text()).toContain('name="resolution"')
  expect((await operations.post(`${late[0]!.path}/resolution`, form)).status).toBe(303)
  const told = await operations.post('/retailer/exceptions/bulk', { ...both, ...form })
  expect(told.status).toBe(200)
  expect(await told.text()).toMatch(/has not shipped\. It is resolved already\./)
  const days = await Promise.all(
    late.map(async ({ purchaseOrderId }) => {
      const [order] = await hub.orm.select().from(purchaseOrders).where(eq(purchaseOrders.id, purchaseOrderId))
      return order!.shipNotAfter
    }),
  )
  expect(days.slice(0, 2)).toEqual(['2036-02-28', '2036-02-28'])
  expect(days[2]).not.toBe('2036-02-28')
})

it('is given to somebody who works here, found among theirs, and put back', async () => {
  const { path } = await lateOrder('W-LATE-6')
  const idOf = async (email: string) => (await hub.orm.select().from(users).where(eq(users.email, email)))[0]!.id
  const me = await idOf('operations@here.example')
  const listed = async (show: string) =>
    (await (await operations.get(`/retailer/exceptions?show=${show}`)).text()).includes(path)
  expect([await listed('mine'), await listed('unassigned')]).toEqual([false, true])
  expect((await operations.post(`${path}/assignment`, { userId: me })).status).toBe(303)
  expect([await listed('mine'), await listed('unassigned'), await listed('open')]).toEqual([true, false, true])
  for (const userId of [await idOf('operations@there.example'), 'nobody']) {
    const refused = await operations.post(`${path}/assignment`, { userId })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Choose somebody who works here.')
  }
  const stranger = await world.as('operations@there.example')
  expect((await stranger.post(`${path}/assignment`, { userId: '' })).status).toBe(404)
  expect(await listed('mine')).toBe(true)
  expect((await operations.post(`${path}/assignment`, { userId: '' })).status).toBe(303)
  expect([await listed('mine'), await listed('unassigned')]).toEqual([false, true])
  await operations.post(`${path}/resolution`, { resolution: 'cancel', note: 'Too late.' })
  expect((await operations.post(`${path}/assignment`, { userId: me })).status).toBe(409)
})

it('shows one partner’s alone', async () => {
  const { path } = await lateOrder('W-LATE-7')
  const [row] = await hub.orm
    .select()
    .from(exceptions)
    .where(eq(exceptions.id, path.split('/').at(-1)!))
  const of = async (partner: string) => await (await operations.get(`/retailer/exceptions?partner=${partner}`)).text()
  expect(await of(row!.partnershipId!)).toContain(path)
  expect(await of('01900000-0000-7000-8000-000000000000')).not.toContain(path)
})

it('takes comments on an exception, open or resolved, and refuses an empty one', async () => {
  const { path } = await lateOrder('W-LATE-TALK')
  await operations.post(`${path}/comments`, { comment: 'They promise <b>Friday</b>.' })
  await operations.post(`${path}/resolution`, { resolution: 'extend', note: 'So be it.', shipDate: '2036-01-31' })
  await operations.post(`${path}/comments`, { comment: 'It came.' })
  const page = await (await operations.get(path)).text()
  expect(page).toContain('They promise &lt;b&gt;Friday&lt;/b&gt;.')
  expect(page.indexOf('It came.')).toBeGreaterThan(page.indexOf('They promise'))
  const empty = await operations.follow(await operations.post(`${path}/comments`, { comment: ' ' }))
  expect(await empty.text()).toContain('notice-bad')
  const other = await lateOrder('W-LATE-QUIET')
  expect(await (await operations.get(other.path)).text()).not.toContain('It came.')
})

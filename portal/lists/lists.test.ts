import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { orders, savedViews } from '../../db/schema/index.ts'
import { settleSort } from '../retailer/crowded-search.ts'
import { listOrders, ordersList } from '../retailer/orders-list-query.ts'
import { listPurchaseOrders, purchaseOrdersList } from '../retailer/purchase-orders-list-query.ts'
import { openBusyWorld } from '../testing/busy-world.ts'
import { openWorld, placeOrder } from '../testing/world.ts'
import { type Cursor, readState, stateHref } from './list-state.ts'

const lamps = [{ sku: 'LAMP-03', quantity: '500' }]
const numbersIn = (html: string) => [...html.matchAll(/data-order="([^"]+)"/g)].map(([, number]) => number)

describeOnBothDatabases('the lists of the console', open => {
  it('show every row once, whatever they are sorted by, page after page', async () => {
    const hub = await open()
    const world = await openWorld(hub)
    for (const number of ['B-2', 'b-1', 'A-3', 'C-4', 'a-5'])
      await placeOrder(world, world.here, number, [{ sku: 'MUG-01', quantity: '1' }])
    const { retailerId } = world.here
    const walk = async (sort: string) => {
      const state = readState({ sort }, ordersList)
      const found: string[] = []
      let after = state.after
      do {
        const { rows, next } = await listOrders(hub.orm, retailerId, { ...state, after }, 'UTC', 2)
        found.push(...rows.map(row => row.number))
        // As the address of the next page has it.
        after = readState(
          Object.fromEntries(new URL(stateHref('http://x/', state, { after: next })).searchParams),
          ordersList,
        ).after
      } while (after)
      return found
    }
    expect(await walk('')).toEqual(['a-5', 'C-4', 'A-3', 'b-1', 'B-2'])
    expect(await walk('made')).toEqual(['B-2', 'b-1', 'A-3', 'C-4', 'a-5'])
    expect(await walk('number')).toEqual(['A-3', 'a-5', 'b-1', 'B-2', 'C-4'])
    expect(await walk('-number')).toEqual(['C-4', 'B-2', 'b-1', 'a-5', 'A-3'])
    expect((await walk('-placed')).toSorted()).toEqual(['A-3', 'B-2', 'C-4', 'a-5', 'b-1'])
    const due = async (sort: string) => {
      const state = readState({ sort }, purchaseOrdersList)
      const ids = new Set<string>()
      let after = state.after
      do {
        const { rows, next } = await listPurchaseOrders(hub.orm, retailerId, { ...state, after }, '2026-01-01', 2)
        for (const row of rows) ids.add(row.id)
        after = next
      } while (after)
      return ids.size
    }
    expect([await due('due'), await due('-due')]).toEqual([5, 5])
  })

  it('go by number where very many begin like what is searched for, every one of them once', async () => {
    const hub = await open()
    const { here } = await openWorld(hub)
    const { retailerId } = here
    const made = Array.from({ length: 1002 }, (_, index) => `W-${5000 - index}`)
    const named = ['W-7', 'X-1']
    await hub.work('test', async work => {
      const address = {
        name: 'W-5 Street',
        address1: '1 Main',
        city: 'Reno',
        region: 'NV',
        postalCode: '89501',
        country: 'US',
      }
      const rows = [...made, ...named].map(number => ({
        ...{ retailerId, id: hub.newId(), number, channel: 'shop', status: 'imported' as const, currency: 'USD' },
        ...{ customer: { name: 'W-5' }, shipTo: address, shippingPrice: '0' },
        ...{ placedAt: work.now, createdAt: work.now, updatedAt: work.now },
      }))
      await work.tx.insert(orders).values(rows)
    })
    const settled = (query: Record<string, string>) =>
      settleSort(hub.orm, orders, retailerId, readState(query, ordersList))
    const state = await settled({ q: 'w-' })
    expect([state.sort, state.descending]).toEqual(['number', false])
    expect((await settled({ q: 'w-7' })).sort).toBeUndefined()
    expect((await settled({ q: 'w-', sort: 'placed' })).sort).toBe('placed')
    const found: string[] = []
    for (let after: Cursor | undefined, more = true; more; ) {
      const { rows, next } = await listOrders(hub.orm, retailerId, { ...state, after }, 'UTC', 400)
      found.push(...rows.map(row => row.number))
      after = next
      more = next !== undefined
    }
    expect(found).toEqual([...made, 'W-7'].toSorted())
    const few = await listOrders(hub.orm, retailerId, await settled({ q: 'x-', sort: 'number' }), 'UTC')
    expect(few.rows.map(row => row.number)).toEqual(['X-1'])
  })

  it('hold, release and cancel what was chosen, and say what could not be', async () => {
    const hub = await open()
    const world = await openWorld(hub)
    const held = await placeOrder(world, world.here, 'W-1', lamps)
    const placed = await placeOrder(world, world.here, 'W-2', [{ sku: 'MUG-01', quantity: '1' }])
    const other = await placeOrder(world, world.there, 'W-3', lamps)
    const client = await world.as('operations@here.example')
    const chosen = (...ids: string[]) => Object.fromEntries(ids.map(id => [`chosen[${id}]`, 'on']))
    const bulk = (action: string, ids: string[], reason?: string) =>
      client.post('/retailer/orders/bulk', {
        action,
        query: 'show=all',
        ...chosen(...ids),
        ...(reason ? { reason } : {}),
      })
    const asked = await bulk('hold', [held.orderId, placed.orderId])
    expect(asked.status).toBe(200)
    expect(await asked.text()).toContain('2 orders are chosen.')
    const answer = await (await bulk('hold', [held.orderId, placed.orderId], '=cmd|fraud')).text()
    expect(answer).toContain('1 held.')
    expect(answer).toContain('Nothing of order W-2 is left to hold')
    const [row] = await hub.orm.select().from(orders).where(eq(orders.id, held.orderId))
    expect(row).toMatchObject({ status: 'held', heldBy: 'user:operations@here.example' })
    expect((await bulk('release', [other.orderId])).status).toBe(422)
    expect((await bulk('release', [held.orderId])).headers.get('location')).toBe('/retailer/orders?show=all')
    expect((await bulk('cancel', [held.orderId], 'gone')).status).toBe(303)
    const [cancelled] = await hub.orm.select().from(orders).where(eq(orders.id, held.orderId))
    expect(cancelled!.status).not.toBe('held')
    const list = await (await client.get('/retailer/orders?q=w-')).text()
    expect(numbersIn(list)).toEqual(['W-2', 'W-1'])
  })

  it('keep views for oneself or for all, and give their rows as a file without formulas', async () => {
    const hub = await open()
    const busy = await openBusyWorld(hub)
    await hub.orm.update(orders).set({ channel: '=1+1' }).where(eq(orders.number, 'W-3'))
    const [ann, bob] = [await busy.as('admin@here.example'), await busy.as('read-only@here.example')]
    const query = 'show=held&sort=-placed&hide=Channel'
    await ann.post('/retailer/views', { list: 'orders', query, name: 'Mine' })
    await ann.post('/retailer/views', { list: 'orders', query, name: 'Ours', shared: 'on' })
    const seen = async (client: typeof ann) =>
      [...(await (await client.get('/retailer/orders')).text()).matchAll(/data-view="([^"]+)"/g)].map(
        ([, name]) => name,
      )
    expect(await seen(ann)).toEqual(['Mine', 'Ours'])
    expect(await seen(bob)).toEqual(['Ours'])
    expect(await seen(await busy.as('admin@there.example'))).toEqual([])
    const html = await (await bob.get(`/retailer/orders?${query}`)).text()
    expect(numbersIn(html)).toEqual(['W-3'])
    expect(html).not.toContain('data-label="Channel"')
    const [view] = await hub.orm.select().from(savedViews).where(eq(savedViews.name, 'Ours'))
    expect((await bob.post(`/retailer/views/${view!.id}/removal`)).status).toBe(404)
    expect((await ann.post(`/retailer/views/${view!.id}/removal`)).status).toBe(303)
    const file = await (await bob.get(`/retailer/orders/file?${query}`)).text()
    expect(file.split('\r\n')).toHaveLength(3)
    expect(file).toContain("W-3,'=1+1,Held,")
    for (const list of ['purchase-orders', 'messages'])
      expect((await (await bob.get(`/retailer/${list}/file`)).text()).split('\r\n').length).toBeGreaterThan(2)
  })
})

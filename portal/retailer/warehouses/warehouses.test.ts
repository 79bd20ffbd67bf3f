import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { purchaseOrders, sources } from '../../../db/schema/index.ts'
import { newProduct, putProducts } from '../../../engine/catalogue/put-products.ts'
import type { Client } from '../../testing/client.ts'
import { openWorld, placeOrder, type World } from '../../testing/world.ts'
import { readPasted } from './counts.ts'
import { path } from './texts.ts'

const open = freshDatabases()
let world: World
let operations: Client
let here: string

beforeEach(async () => {
  world = await openWorld(await open())
  operations = await world.as('operations@here.example')
  const { retailerId } = world.here
  const products = [newProduct.parse({ sku: 'LAMP', title: 'Lamp' }), newProduct.parse({ sku: 'VASE', title: 'Vase' })]
  await world.hub.work('system', work => putProducts(work, retailerId, products))
  here = (await operations.post(path, { name: 'Reno', postalCode: '89502' })).headers.get('location')!
})

const shown = async (page: string) => (await operations.get(page)).text()
const paste = (pasted: string) => operations.post(`${here}/stock`, { pasted })
const statusOf = async (number: string) =>
  (await world.hub.orm.select().from(purchaseOrders).where(eq(purchaseOrders.number, number)))[0]!.status

it('A warehouse is added once by its name, filled by pasting, and counted item by item', async () => {
  expect((await operations.post(path, { name: 'reno' })).status).toBe(422)
  expect(await world.hub.orm.select().from(sources).where(eq(sources.kind, 'warehouse'))).toMatchObject([
    { name: 'Reno', postalCode: '89502' },
  ])
  expect(await shown(here)).toContain('Nothing lies here yet')
  expect((await paste('SKU, quantity, cost\nLAMP, 5, 3.50\n\nVASE\t2\t4')).status).toBe(303)
  const body = await shown(here)
  expect(body).toContain('2 items are counted.')
  expect(body).toContain('data-sku="LAMP"')
  const table = { q: '', after: '', 'lines[0][sku]': 'LAMP', 'lines[0][was]': '5', 'lines[0][quantity]': '7' }
  const other = { 'lines[1][sku]': 'VASE', 'lines[1][was]': '2', 'lines[1][quantity]': '2' }
  await operations.post(`${here}/stock`, { ...table, ...other })
  expect(await shown(here)).toContain('One item is counted.')
  await operations.post(`${here}/stock`, other)
  expect(await shown(here)).toContain('No count was changed.')
  const wrong = await operations.post(`${here}/stock`, { ...table, 'lines[0][quantity]': 'many' })
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toMatch(/value="many"[^>]*aria-invalid="true"/)
})

it('What is pasted counts as a whole or not at all, and says in which line it is wrong', async () => {
  const unknown = await paste('LAMP,5,3\nSOFA,1,9\nVASE,2')
  expect(unknown.status).toBe(422)
  const said = await unknown.text()
  expect(said).toContain('Line 2: The catalogue has no SKU SOFA.')
  expect(said).toContain('Line 3: The warehouse has not had VASE before')
  expect(await shown(here)).toContain('Nothing lies here yet')
  // A cost of zero says that nobody knows it.
  expect(await (await paste('LAMP,5,0.00')).text()).toContain('The warehouse has not had LAMP before')
  expect(readPasted('LAMP 5')).toMatchObject({ errors: { pasted: expect.stringContaining('Line 1') } })
  expect(readPasted(' \n')).toMatchObject({ errors: { pasted: expect.any(String) } })
  expect(readPasted('"A, B";5;1')).toMatchObject({ lines: [{ sku: 'A, B', quantity: '5', unitCost: '1' }] })
})

it('Its orders are shipped in part and whole, and taken back', async () => {
  await paste('LAMP,5,3')
  await placeOrder(world, world.here, 'W-1', [{ sku: 'LAMP', quantity: '3' }])
  const [own] = await world.hub.orm.select().from(purchaseOrders)
  const { number } = own!
  const order = `/retailer/purchase-orders/${number}`
  expect(await shown(here)).toContain(`${order}/shipments/new`)
  expect(await shown(order)).toContain(`${order}/shipments/new`)
  const ship = (fields: Record<string, string>) => operations.post(`${order}/shipments`, fields)
  const tooMany = await ship({ 'packages[1][quantity-1]': '4' })
  expect(tooMany.status).toBe(422)
  const part = { 'packages[1][quantity-1]': '2', 'packages[1][tracking]': '1Z999AA10123456784', number: 'S-1' }
  expect((await ship(part)).headers.get('location')).toBe(order)
  expect(await statusOf(number)).toBe('partly-shipped')
  await ship(part)
  expect(await shown(order)).toContain('had been noted before')
  await ship({ 'packages[1][quantity-1]': '1' })
  expect(['shipped', 'closed']).toContain(await statusOf(number))
  expect(await shown(here)).toContain('Nothing waits to be shipped here.')
  await operations.post(`${order}/shipments/cancellation`, { shipment: 'S-1' })
  expect(await statusOf(number)).toBe('partly-shipped')
  expect(await shown(order)).toContain('The shipment is taken back.')
})

it('Suppliers’ orders are not shipped here', async () => {
  const [number] = (await placeOrder(world, world.here, 'W-2', [{ sku: 'MUG-01', quantity: '1' }])).numbers
  expect((await operations.get(`/retailer/purchase-orders/${number}/shipments/new`)).status).toBe(404)
  expect(await shown(`/retailer/purchase-orders/${number}`)).not.toContain('/shipments/new')
})

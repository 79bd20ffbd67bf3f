import { eq } from 'drizzle-orm'
import { extractText, getDocumentProxy } from 'unpdf'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { containerPrefixes, prints, products, shipmentPackages, shipments } from '../../db/schema/index.ts'
import { changeBrand, everywhere } from '../../engine/packing/brand.ts'
import { setContainerPrefix } from '../../engine/packing/container-prefix.ts'
import type { Client } from '../testing/client.ts'
import { openWorld, placeOrder } from '../testing/world.ts'

const open = freshDatabases()

async function twoOrders() {
  const world = await openWorld(await open())
  const mugs = { sku: 'MUG-01', quantity: '3' }
  const first = await placeOrder(world, world.here, 'W-1', [mugs, { sku: 'BOWL-02', quantity: '2' }])
  const second = await placeOrder(world, world.here, 'W-2', [mugs], 'Ada Lovelace')
  const [one, two] = [first.numbers[0]!, second.numbers[0]!]
  const base = `/supplier/${world.slug}`
  return { world, base, one, two, client: await world.as('potter-owner@here.example') }
}

const textOf = async (client: Client, path: string) => await (await client.get(path)).text()

async function pagesOf(response: Response): Promise<string[]> {
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  const pdf = await getDocumentProxy(new Uint8Array(await response.arrayBuffer()))
  return (await extractText(pdf)).text
}

it('accepts and prints several orders at once; what was printed leaves the queue', async () => {
  const { world, base, one, two, client } = await twoOrders()
  const list = `${base}/purchase-orders`
  const shows = async (filter: string, number: string) =>
    (await textOf(client, `${list}?show=${filter}`)).includes(`data-order="${number}"`)
  expect(await textOf(client, list)).toContain(`name="orders[${one}]"`)
  expect(await shows('print', one)).toBe(true)
  const chosen = { [`orders[${one}]`]: 'on', [`orders[${two}]`]: 'on' }
  const pages = await pagesOf(await client.post(`${base}/prints`, { ...chosen, kind: 'purchase-order' }))
  expect(pages).toHaveLength(2)
  expect([pages[0], pages[1]]).toEqual([expect.stringContaining(one), expect.stringContaining('Ada Lovelace')])
  expect([await shows('print', one), await shows('print', two)]).toEqual([false, false])
  expect(await shows('new', one)).toBe(true)
  const accepted = await client.follow(await client.post(`${base}/acceptances`, chosen))
  expect(await accepted.text()).toContain('2 orders are accepted.')
  expect([await shows('ship', one), await shows('ship', two)]).toEqual([true, true])
  const again = await client.follow(await client.post(`${base}/acceptances`, chosen))
  expect(await again.text()).toContain('0 orders are accepted. 2 had nothing left to accept.')

  const other = await world.as('cascade-owner@here.example')
  expect((await other.post(`${base}/acceptances`, chosen)).status).toBe(404)
  expect((await other.post(`${base}/prints`, chosen)).status).toBe(303)
  expect(await world.hub.orm.select().from(prints)).toHaveLength(2)
  expect(world.logged).toEqual([])
})

it('writes what the filter shows as CSV, line by line', async () => {
  const { base, one, two, client } = await twoOrders()
  const response = await client.get(`${base}/purchase-orders.csv?show=new`)
  expect(response.headers.get('content-disposition')).toContain('purchase-orders-new-')
  const rows = (await response.text()).trim().split('\r\n')
  expect(rows).toHaveLength(4)
  expect(rows.filter(row => row.startsWith(`${one},`))).toHaveLength(2)
  expect(rows.find(row => row.startsWith(`${two},`))).toContain('Ada Lovelace')
  expect((await textOf(client, `${base}/purchase-orders.csv?show=late`)).trim().split('\r\n')).toHaveLength(1)
})

it('prints packing slips as the retailer wants them, of what is to be packed', async () => {
  const { world, base, one, client } = await twoOrders()
  const look = {
    name: 'Hearth & Co',
    accent: '#1a7f5a',
    thanks: 'Thank you, from all of us.',
    returns: 'Within 30 days.',
  }
  const common = { retailerId: world.here.retailerId }
  await world.hub.work('user:ann', work => changeBrand(work, { ...common, channel: everywhere, look }))
  const order = `${base}/purchase-orders/${one}`
  await client.post(`${order}/shipments`, {
    'packages[1][quantity-1]': '1',
    'packages[1][tracking]': '1Z999AA10123456784',
  })
  const [toPack] = await pagesOf(
    await client.post(`${base}/prints`, { [`orders[${one}]`]: 'on', kind: 'packing-slip' }),
  )
  for (const said of ['Hearth & Co', 'Thank you, from all of us.', 'Within 30 days.', 'W-1', 'Grace Hopper'])
    expect(toPack).toContain(said)
  expect(toPack!.replaceAll(/\s+/g, ' ')).toMatch(/LI-MUG-01 2 EA/)
  expect(toPack).not.toContain('8.25')
  const [shipment] = await world.hub.orm.select().from(shipments)
  const [packed] = await pagesOf(await client.get(`${base}/shipments/${shipment!.id}/packing-slip`))
  expect(packed!.replaceAll(/\s+/g, ' ')).toMatch(/LI-MUG-01 1 EA/)
  expect(packed).toContain('1Z999AA10123456784')
  expect(packed).not.toContain('BOWL-02')
  expect(packed).not.toMatch(/Sent from|Little Potter/)
  const web = { returns: 'By courier only.', sender: 'shown' }
  await world.hub.work('user:ann', work => changeBrand(work, { ...common, channel: 'web', look: web }))
  const [other] = await pagesOf(await client.get(`${base}/shipments/${shipment!.id}/packing-slip`))
  for (const said of ['Hearth & Co', 'By courier only.', 'Sent from', 'Little Potter']) expect(other).toContain(said)
  expect(other).not.toContain('Within 30 days.')
})

it('counts scans into packages, by item number and barcode, and takes no piece too many', async () => {
  const { world, base, one, client } = await twoOrders()
  await world.hub.orm.update(products).set({ upc: '036000291452' }).where(eq(products.sku, 'BOWL-02'))
  const path = `${base}/purchase-orders/${one}/shipments`
  expect(await textOf(client, `${path}/new?pack=scan`)).toMatch(/name="scan"[^>]*autofocus/)
  const scan = async (fields: Record<string, string>) => {
    const response = await client.post(path, { action: 'scan', pack: 'scan', ...fields })
    return { status: response.status, text: await response.text() }
  }
  const first = await scan({ scan: '2*li-mug-01' })
  expect(first.text).toContain('LI-MUG-01: 2 of 3')
  expect(first.text).toMatch(/name="packages\[1\]\[quantity-1\]"[^>]*value="2"/)
  const packages = { 'packages[1][quantity-1]': '2', 'packages[2][quantity-1]': '', into: '2' }
  const second = await scan({ ...packages, scan: '0036000291452' })
  expect(second.text).toMatch(/name="packages\[2\]\[quantity-2\]"[^>]*value="1"/)
  expect(await scan({ ...packages, scan: '2xMUG-01' })).toMatchObject({
    status: 422,
    text: expect.stringContaining('left to pack: 1'),
  })
  expect(await scan({ scan: 'LAMP-03' })).toMatchObject({
    status: 422,
    text: expect.stringContaining('is called LAMP-03'),
  })
  expect(await world.hub.orm.select().from(shipments)).toEqual([])
})

it('numbers packages when they ship, and prints their labels', async () => {
  const { world, base, one, client } = await twoOrders()
  const { supplierId } = world.here.suppliers['Little Potter']!
  const set = { supplierId, viaRetailerId: world.here.retailerId, prefix: '0614141', extension: '0', startAt: '' }
  await world.hub.work('user:ann', work => setContainerPrefix(work, set))
  const path = `${base}/purchase-orders/${one}/shipments`
  const form = {
    number: 'S-1',
    'packages[1][quantity-1]': '2',
    'packages[1][tracking]': '1Z999AA10123456784',
    'packages[2][quantity-1]': '1',
    'packages[2][sscc]': '(00) 1 0614141 234567890 8',
    'packages[3][quantity-2]': '2',
  }
  const bad = await client.post(path, { ...form, 'packages[1][quantity-1]': 'two' })
  expect(bad.status).toBe(422)
  const sent = await client.post(path, form)
  expect(sent.headers.get('location')).toMatch(/\/shipments\//)
  const again = await client.follow(await client.post(path, form))
  expect(await again.text()).toContain('confirmed before')
  const packages = await world.hub.orm.select().from(shipmentPackages).orderBy(shipmentPackages.sequence)
  expect(packages.map(row => row.sscc)).toEqual(['006141410000000012', '106141412345678908', '006141410000000029'])
  expect((await world.hub.orm.select().from(containerPrefixes))[0]!.last).toBe(2)

  const shipment = sent.headers.get('location')!
  expect(await textOf(client, shipment)).toContain('006141410000000029')
  const labels = await pagesOf(await client.get(`${shipment}/labels?sheet=4x6`))
  expect(labels.map(page => /\(00\) [\d ]+/.exec(page)![0].trim())).toEqual([
    '(00) 0 0614141000000001 2',
    '(00) 1 0614141234567890 8',
    '(00) 0 0614141000000002 9',
  ])
  expect(labels[0]).toContain('UPS')
  expect(labels[2]).toContain('3 of 3, 2 units')
  expect(await pagesOf(await client.get(`${shipment}/labels?sheet=letter`))).toHaveLength(1)
  expect(await textOf(client, `${shipment}/labels.zpl`)).toContain('^FD>;>800006141410000000012^FS')
  expect((await (await world.as('cascade-owner@here.example')).get(shipment)).status).toBe(404)
  expect((await (await world.as('admin@there.example')).get(shipment)).status).toBe(404)
  expect(world.logged).toEqual([])
})

it('shows a few packages at a time of a shipment of many, and finds one', async () => {
  const world = await openWorld(await open())
  const { numbers } = await placeOrder(world, world.here, 'W-1', [{ sku: 'MUG-01', quantity: '60' }])
  const client = await world.as('potter-owner@here.example')
  const order = `/supplier/${world.slug}/purchase-orders/${numbers[0]}`
  const tracking = (index: number) => `PARCEL-${String(index).padStart(3, '0')}`
  const packed = Array.from({ length: 60 }, (_, at) => [
    [`packages[${at + 1}][tracking]`, tracking(at + 1)],
    [`packages[${at + 1}][quantity-1]`, '1'],
  ]).flat()
  const sent = await client.post(`${order}/shipments`, {
    action: 'ship',
    carrier: 'Own van',
    ...Object.fromEntries(packed),
  })
  const page = sent.headers.get('location')!
  const shown = async (path: string) => [...new Set((await textOf(client, path)).match(/PARCEL-\d+/g))]
  expect(await shown(page)).toHaveLength(25)
  expect(await shown(`${page}?packages=3`)).toEqual(Array.from({ length: 10 }, (_, at) => tracking(51 + at)))
  expect(await shown(`${page}?packages=99`)).toHaveLength(10)
  expect(await shown(`${page}?q=parcel-044`)).toContain(tracking(44))
  expect(await textOf(client, `${page}?q=NOWHERE`)).toContain('No package of this shipment has that number.')
  expect(await shown(order)).toHaveLength(50)
  expect(await shown(`${order}?packages=2`)).toHaveLength(10)

  const form = await textOf(client, `${page}/correction?packages=2`)
  expect(form.match(/name="packages\[\d+\]\[tracking\]"/g)).toHaveLength(25)
  expect(form).toContain(`action="${page}/correction?packages=2"`)
  const mended = await client.post(`${page}/correction?packages=2`, {
    carrier: 'Own van',
    'packages[30][tracking]': 'MENDED',
    'packages[30][line-0]': '1',
  })
  const rows = await world.hub.orm
    .select({ tracking: shipmentPackages.trackingNumber, sequence: shipmentPackages.sequence })
    .from(shipmentPackages)
    .where(eq(shipmentPackages.shipmentId, mended.headers.get('location')!.split('/').at(-1)!))
    .orderBy(shipmentPackages.sequence)
  expect(rows.map(row => row.tracking)).toEqual(
    Array.from({ length: 60 }, (_, at) => (at === 30 ? 'MENDED' : tracking(at + 1))),
  )
  expect(world.logged).toEqual([])
})

it('folds the packages of a long form but one, and loses nothing of them', async () => {
  const world = await openWorld(await open())
  const wanted = Array.from({ length: 31 }, () => ({ sku: 'MUG-01', quantity: '2' }))
  const { numbers } = await placeOrder(world, world.here, 'W-1', wanted)
  const client = await world.as('potter-owner@here.example')
  const path = `/supplier/${world.slug}/purchase-orders/${numbers[0]}/shipments`
  const first = Object.fromEntries(wanted.map((_, at) => [`packages[1][quantity-${at + 1}]`, '1']))
  const fields = async (given: Record<string, string>) => {
    const html = await (await client.post(path, given)).text()
    const inputs = [...html.matchAll(/<input[^>]*name="(packages\[[^"]*)"[^>]*>/g)]
    const values = inputs.map(([tag, name]) => [name!, /value="([^"]*)"/.exec(tag)?.[1] ?? ''])
    return {
      html,
      seen: inputs.filter(([tag]) => !tag.includes('type="hidden"')).length,
      values: Object.fromEntries(values),
    }
  }
  const added = await fields({ ...first, 'packages[1][tracking]': 'ONE', action: 'add-package' })
  expect(added.html).toContain('1 × LI-MUG-01, 1 × LI-MUG-01, 1 × LI-MUG-01, 28 more')
  expect(added.seen).toBe(33)
  const second = { ...added.values, 'packages[2][quantity-31]': '1', 'packages[2][tracking]': 'TWO' }
  const opened = await fields({ ...second, open: '2', action: 'open-1' })
  expect(opened.html).toContain('<span>1 × LI-MUG-01')
  expect(opened.values).toMatchObject({ ...first, 'packages[2][quantity-31]': '1', 'packages[2][tracking]': 'TWO' })
  const wrong = await fields({ ...opened.values, 'packages[2][quantity-31]': 'two', open: '1', action: 'ship' })
  expect(wrong.seen).toBe(66)
  const sent = await client.post(path, { ...opened.values, action: 'ship' })
  const told = await (await client.get(sent.headers.get('location')!)).text()
  expect([sent.status, told.match(/ONE|TWO/g)]).toEqual([303, expect.arrayContaining(['ONE', 'TWO'])])
  expect(told.match(/data-label="Quantity"/g)).toHaveLength(32)
})

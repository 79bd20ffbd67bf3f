import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { documents, invoices, purchaseOrderLines, purchaseOrders, shipments } from '../../db/schema/index.ts'
import { reconcileInvoice } from '../../engine/invoices/reconcile.ts'
import { type Client, origin } from '../testing/client.ts'
import { openWorld, placeOrder, type World } from '../testing/world.ts'

const open = freshDatabases()

async function oneOrder() {
  const world = await openWorld(await open())
  const lines = [
    { sku: 'MUG-01', quantity: '10' },
    { sku: 'BOWL-02', quantity: '4' },
  ]
  const { numbers } = await placeOrder(world, world.here, 'W-1', lines)
  const path = `/supplier/${world.slug}/purchase-orders/${numbers[0]}`
  return { world, path, number: numbers[0]!, client: await world.as('potter-owner@here.example') }
}

async function linesOf(world: World, number: string) {
  return await world.hub.orm
    .select({ line: purchaseOrderLines })
    .from(purchaseOrderLines)
    .innerJoin(
      purchaseOrders,
      and(
        eq(purchaseOrders.retailerId, purchaseOrderLines.retailerId),
        eq(purchaseOrders.id, purchaseOrderLines.purchaseOrderId),
      ),
    )
    .where(and(eq(purchaseOrders.retailerId, world.here.retailerId), eq(purchaseOrders.number, number)))
    .orderBy(purchaseOrderLines.id)
    .then(rows => rows.map(row => row.line))
}

const textOf = async (client: Client, path: string) => await (await client.get(path)).text()

it('leads a supplier from the first page to a new order, and accepts it in one click', async () => {
  const { world, path, number, client } = await oneOrder()
  const home = await (await client.follow(await client.get('/'))).text()
  expect(home).toContain(`data-order="${number}"`)
  expect(home).toContain('To acknowledge')
  const done = await client.follow(await client.post(`${path}/acknowledgments`, { answer: 'accept-all' }))
  expect(await done.text()).toContain('The order is accepted.')
  expect((await linesOf(world, number)).map(line => line.accepted)).toEqual(['10', '4'])
  const again = await client.follow(await client.post(`${path}/acknowledgments`, { answer: 'accept-all' }))
  expect(await again.text()).toContain('nothing changed')
  expect(world.logged).toEqual([])
})

it('answers line by line, and says at the field what is wrong', async () => {
  const { world, path, number, client } = await oneOrder()
  const wrong = await client.post(`${path}/acknowledgments`, {
    answer: 'lines',
    'lines[1][accept]': '8',
    'lines[1][backorder]': '4',
    'lines[2][accept]': 'some',
  })
  expect(wrong.status).toBe(422)
  const said = await wrong.text()
  expect(said).toContain('Only 10 of this line can be answered, but this adds up to 12.')
  expect(said).toContain('Say when these ship.')
  expect(said).toContain('Enter a number such as 12.')
  expect(said).toContain('value="some"')
  expect((await linesOf(world, number)).map(line => line.accepted)).toEqual(['0', '0'])
  const past = { answer: 'lines', 'lines[1][backorder]': '4', 'lines[1][backorderDate]': '2020-01-15' }
  const late = await client.post(`${path}/acknowledgments`, past)
  expect([late.status, await late.text()]).toEqual([422, expect.stringContaining('That day is over.')])
  const right = await client.post(`${path}/acknowledgments`, {
    answer: 'lines',
    supplierOrderNumber: 'LP-77',
    'lines[1][accept]': '6',
    'lines[1][backorder]': '4',
    'lines[1][backorderDate]': '2030-01-15',
    'lines[2][reject]': '4',
    'lines[2][reason]': 'discontinued',
  })
  expect(right.status).toBe(303)
  const [mug, bowl] = await linesOf(world, number)
  expect(mug).toMatchObject({ accepted: '6', backordered: '4', expectedShipDate: '2030-01-15' })
  expect(bowl).toMatchObject({ rejected: '4', rejectionReason: 'discontinued' })
  expect(await textOf(client, path)).toContain('LP-77')
  const kept = await world.hub.orm.select().from(documents).where(eq(documents.direction, 'in'))
  expect(kept).toMatchObject([{ kind: 'purchase-order-acknowledgment', status: 'applied', number }])
})

it('takes the same answer once from a form that is sent twice, and again from one that was opened after it', async () => {
  const { world, path, number, client } = await oneOrder()
  const accepted = async () => (await linesOf(world, number))[0]!.accepted
  const answer = async () => {
    const [, told] = /name="told" value="(\d+)"/.exec(await textOf(client, path))!
    const form = { told: told!, answer: 'lines', 'lines[1][accept]': '1' }
    return async () => await (await client.follow(await client.post(`${path}/acknowledgments`, form))).text()
  }
  const first = await answer()
  await first()
  expect([await first(), await accepted()]).toEqual([expect.stringContaining('nothing changed'), '1'])
  const second = await answer()
  await second()
  expect([await second(), await accepted()]).toEqual([expect.stringContaining('nothing changed'), '2'])
})

it('ships in parts and packages, and invoices what has shipped', async () => {
  const { world, path, number, client } = await oneOrder()
  await client.post(`${path}/acknowledgments`, { answer: 'accept-all' })
  const form = await textOf(client, `${path}/shipments/new`)
  expect(form).toContain('name="packages[1][quantity-1]"')
  const more = await client.post(`${path}/shipments`, { action: 'add-package', 'packages[1][quantity-1]': '3' })
  expect(await more.text()).toContain('name="packages[2][quantity-1]"')
  const empty = await client.post(`${path}/shipments`, { action: 'ship', 'packages[1][tracking]': '1Z' })
  expect([empty.status, await empty.text()]).toEqual([422, expect.stringContaining('at least one line')])
  const sent = await client.post(`${path}/shipments`, {
    action: 'ship',
    carrier: 'UPS',
    shippedOn: '2026-11-22',
    'packages[1][tracking]': '1Z999AA10123456784',
    'packages[1][quantity-1]': '3',
    'packages[2][tracking]': '1Z999AA10123456793',
    'packages[2][quantity-1]': '2',
    'packages[2][quantity-2]': '1',
  })
  expect(sent.status).toBe(303)
  expect((await linesOf(world, number)).map(line => line.shipped)).toEqual(['5', '1'])
  expect(await textOf(client, path)).toContain('1Z999AA10123456784')
  const left = `/supplier/${world.slug}/shipments`
  const [shipment] = await world.hub.orm.select().from(shipments)
  const lists = async (query: string, who = client) =>
    (await textOf(who, `${left}?${query}`)).includes(`data-shipment="${shipment!.number}"`)
  for (const search of ['', '1Z999AA10123456793', '1z 999 AA1 0123 456793', number.toLowerCase(), shipment!.number])
    expect([search, await lists(`show=standing&q=${encodeURIComponent(search)}`)]).toEqual([search, true])
  for (const query of ['show=taken-back', 'q=nothing', 'from=2099-01-01'])
    expect([query, await lists(query)]).toEqual([query, false])
  expect(await lists('', await world.as('cascade-owner@here.example'))).toBe(false)
  const [, row] = (await textOf(client, `${left}/file?show=all`)).split('\r\n')
  expect(row).toContain(`${number},UPS,UPSN,1Z999AA10123456784 1Z999AA10123456793,`)

  const invoiceForm = await textOf(client, `${path}/invoices/new`)
  expect(invoiceForm).toMatch(/name="lines\[1\]\[quantity\]"[^>]*value="5"/)
  const nameless = await client.post(`${path}/invoices`, { 'lines[1][quantity]': '5' })
  expect([nameless.status, await nameless.text()]).toEqual([422, expect.stringContaining('number of your invoice')])
  const fields = {
    number: 'LP-INV-1',
    date: '2026-11-22',
    'lines[1][quantity]': '5',
    'lines[2][quantity]': '1',
    freight: '7.5',
  }
  expect((await client.post(`${path}/invoices`, fields)).status).toBe(303)
  const [invoice] = await world.hub.orm.select().from(invoices)
  // 5 × 8.25 + 1 × 12.50 + 7.50
  expect(invoice).toMatchObject({ number: 'LP-INV-1', total: '61.25', purchaseOrderNumber: number })
  expect(await textOf(client, `${path}/invoices/new`)).toMatch(/name="lines\[1\]\[quantity\]"[^>]*value="0"/)
  const { retailerId } = world.here
  const command = { retailerId, invoiceId: invoice!.id }
  await world.hub.work('system', work => reconcileInvoice(work, command))
  const mine = await textOf(client, `/supplier/${world.slug}/invoices`)
  expect(mine).toContain('LP-INV-1')
  const again = await client.follow(await client.post(`${path}/invoices`, fields))
  expect(await again.text()).toContain('had been sent before')
  expect(await world.hub.orm.select().from(invoices)).toHaveLength(1)
  expect(world.logged).toEqual([])
})

it('asks before more is shipped than is to ship', async () => {
  const { world, path, number, client } = await oneOrder()
  const fields = { 'packages[1][quantity-1]': '8', 'packages[2][quantity-1]': '3', 'packages[2][quantity-2]': '4' }
  const asked = await client.post(`${path}/shipments`, fields)
  expect([asked.status, await asked.text()]).toEqual([422, expect.stringContaining('More than is to ship.')])
  expect((await linesOf(world, number)).map(line => line.shipped)).toEqual(['0', '0'])
  expect((await client.post(`${path}/shipments`, { ...fields, over: 'on' })).status).toBe(303)
  expect((await linesOf(world, number)).map(line => [line.shipped, line.overShipped])).toEqual([
    ['10', '1'],
    ['4', '0'],
  ])
  expect(world.logged).toEqual([])
})

it('ships once what a form says twice, and asks where somebody else has shipped since', async () => {
  const { world, path, number, client } = await oneOrder()
  const [, told] = /name="told" value="(\d+)"/.exec(await textOf(client, `${path}/shipments/new`))!
  const form = {
    told: told!,
    action: 'ship',
    'packages[1][quantity-1]': '2',
    'packages[1][tracking]': '1Z999AA10123456784',
  }
  const shipped = async () => (await linesOf(world, number))[0]!.shipped
  const both = await Promise.all([client.post(`${path}/shipments`, form), client.post(`${path}/shipments`, form)])
  expect([...both.map(answer => answer.status), await shipped()]).toEqual([303, 303, '2'])
  const again = await client.follow(await client.post(`${path}/shipments`, form))
  expect([await again.text(), await shipped()]).toEqual([expect.stringContaining('had been confirmed before'), '2'])

  const other = { ...form, 'packages[1][tracking]': '1Z999AA10123456793' }
  const asked = await client.post(`${path}/shipments`, other)
  const page = await asked.text()
  expect([asked.status, page, await shipped()]).toEqual([422, expect.stringContaining(`shipment ${number}-S1`), '2'])
  const [, since] = /name="told" value="(\d+)"/.exec(page)!
  expect((await client.post(`${path}/shipments`, { ...other, told: since! })).status).toBe(303)
  expect([since, await shipped()]).toEqual(['1', '4'])
  await client.post(`${path}/shipments/cancellation`, { shipment: `${number}-S1` })
  expect([(await client.post(`${path}/shipments`, form)).status, await shipped()]).toEqual([422, '2'])
  expect(world.logged).toEqual([])
})

it('takes a shipment back, and ships what is right', async () => {
  const { world, path, number, client } = await oneOrder()
  await client.post(`${path}/shipments`, { 'packages[1][quantity-1]': '10' })
  expect(await textOf(client, path)).toContain(`value="${number}-S1"`)
  const foreign = await client.follow(await client.post(`${path}/shipments/cancellation`, { shipment: 'S-NOT' }))
  expect(await foreign.text()).toContain('Choose one of the shipments')
  const back = await client.post(`${path}/shipments/cancellation`, { shipment: `${number}-S1` })
  const page = await (await client.follow(back)).text()
  expect(page).toContain('The shipment is taken back.')
  expect(page).toContain('cancelled by its sender')
  expect(page).not.toContain('data-form="take-back"')
  expect((await linesOf(world, number)).map(line => line.shipped)).toEqual(['0', '0'])
  await client.post(`${path}/shipments`, { 'packages[1][quantity-1]': '7' })
  expect((await linesOf(world, number)).map(line => line.shipped)).toEqual(['7', '0'])
  expect(world.logged).toEqual([])
})

it('takes stock by file and by hand, and says what a file lacks', async () => {
  const { world, client } = await oneOrder()
  const path = `/supplier/${world.slug}/stock`
  const upload = async (text: string) => {
    const body = new FormData()
    body.set('file', new File([text], 'stock.csv', { type: 'text/csv' }))
    body.set('scope', 'delta')
    return await client.send(`${path}/uploads`, { method: 'POST', body, headers: { origin } })
  }
  const unknown = await client.follow(await upload('Colour,Size\nred,9\n'))
  expect(await unknown.text()).toContain('Say which column holds the quantity.')
  const template = await textOf(client, `${path}/template.csv`)
  expect(template).toContain('LI-MUG-01')
  expect((await upload('Supplier SKU,Quantity\nLI-MUG-01,77\n')).status).toBe(303)
  const page = await textOf(client, path)
  const [, field] = /name="(levels\[[^"]+\])\[was\]" value="77"/.exec(page)!
  const changed = await client.post(`${path}/levels`, { [`${field}[was]`]: '77', [`${field}[quantity]`]: '78' })
  expect(changed.status).toBe(303)
  expect(await textOf(client, path)).toMatch(/\[was\]" value="78"/)
  const bad = await client.post(`${path}/levels`, { [`${field}[was]`]: '78', [`${field}[quantity]`]: 'lots' })
  expect([bad.status, await bad.text()]).toEqual([422, expect.stringContaining('Enter a number such as 12.')])
  expect(world.logged).toEqual([])
})

it('asks about a tracking number that no carrier is known by, unless the supplier names one', async () => {
  const { path, client } = await oneOrder()
  await client.post(`${path}/acknowledgments`, { answer: 'accept-all' })
  const shipped = async (tracking: string, named: Record<string, string> = {}) => {
    const fields = { ...named, 'packages[1][quantity-1]': '1', 'packages[1][tracking]': tracking }
    return (await client.follow(await client.post(`${path}/shipments`, fields))).text()
  }
  const asked = 'looks like no known carrier’s tracking number'
  expect(await shipped('79416213527')).toContain(`79416213527 ${asked}`)
  const fine = [await shipped('1Z999AA10123456784'), await shipped('PRO-4711', { carrier: 'Saia' }), await shipped('')]
  for (const page of fine) {
    expect(page).toContain('The shipment is confirmed.')
    expect(page).not.toContain(asked)
  }
})

it('sorts orders under what is to be done with them', async () => {
  const { world, path, number, client } = await oneOrder()
  const list = `/supplier/${world.slug}/purchase-orders`
  const shows = async (filter: string) =>
    (await textOf(client, `${list}?show=${filter}`)).includes(`data-order="${number}"`)
  expect([await shows('new'), await shows('ship'), await shows('invoice')]).toEqual([true, false, false])
  await client.post(`${path}/acknowledgments`, { answer: 'accept-all' })
  expect([await shows('new'), await shows('ship'), await shows('invoice')]).toEqual([false, true, false])
  const packed = { 'packages[1][quantity-1]': '10', 'packages[1][quantity-2]': '4' }
  await client.post(`${path}/shipments`, { ...packed, 'packages[1][tracking]': '1Z999AA10123456784' })
  expect([await shows('new'), await shows('ship'), await shows('invoice')]).toEqual([false, false, true])
  expect((await textOf(client, `${list}?q=${number.slice(-3)}`)).includes(`data-order="${number}"`)).toBe(true)
  for (const search of ['w-1', '1Z999AA10123456784', '1Z 999 AA1 0123 456784'])
    expect(await textOf(client, `${list}?q=${encodeURIComponent(search)}`)).toContain(`data-order="${number}"`)
  expect((await textOf(client, `${list}?q=%25`)).includes(`data-order="${number}"`)).toBe(false)
})

it('sorts the list of orders, leaves columns out, and keeps that as a view of one’s own', async () => {
  const world = await openWorld(await open())
  const { hub, here, slug } = world
  for (const [number, due] of [
    ['W-2', '2030-01-05'],
    ['W-1', null],
    ['W-3', '2030-01-02'],
  ] as const) {
    const { numbers } = await placeOrder(world, here, number, [{ sku: 'MUG-01', quantity: '1' }])
    await hub.orm.update(purchaseOrders).set({ shipNotAfter: due }).where(eq(purchaseOrders.number, numbers[0]!))
  }
  const [owner, clerk] = [await world.as('potter-owner@here.example'), await world.as('potter-orders@here.example')]
  const list = `/supplier/${slug}/purchase-orders`
  const shown = async (path: string, client = owner) =>
    [...(await textOf(client, path)).matchAll(/data-order="(?:PO-)?([^"]+)"/g)].map(([, number]) => number)
  const newest = await shown(`${list}?show=all`)
  expect(newest).toHaveLength(3)
  const [third, first, second] = newest
  expect(await shown(`${list}?show=all&sort=due`)).toEqual([third, second, first])
  expect(await shown(`${list}?show=all&sort=-due`)).toEqual([first, second, third])
  expect(await shown(`${list}?show=all&sort=number`)).toEqual([...newest].sort())
  const query = 'show=all&sort=due&hide=Units'
  const kept = await owner.post(`/supplier/${slug}/views`, {
    list: 'supplier-purchase-orders',
    query,
    name: 'By date',
    shared: 'on',
  })
  expect([kept.status, kept.headers.get('location')]).toEqual([303, `${list}?${query}`])
  const html = await textOf(owner, `${list}?${query}`)
  expect(html).toContain('data-view="By date"')
  expect(html).not.toContain('data-label="Units"')
  expect(html).toContain('aria-sort="ascending"')
  expect(await textOf(clerk, list)).not.toContain('data-view=')
  const file = await textOf(owner, `${list}.csv?${query}`)
  expect(
    file
      .split('\r\n')
      .slice(1, 4)
      .map(row => row.split(',')[3]),
  ).toEqual(['2030-01-02', '2030-01-05', ''])
  expect((await owner.post(`/supplier/${slug}/views`, { list: 'orders', name: 'No' })).status).toBe(422)
  expect(world.logged).toEqual([])
})

it('leads an address with a slash at its end to its page, and answers a NUL in an address or a form in words', async () => {
  const { world, path, number, client } = await oneOrder()
  const list = `/supplier/${world.slug}/purchase-orders`
  const asTyped = async (address: string) => (await client.get(address)).headers.get('location')
  expect(await asTyped(`${list}/?q=a`)).toBe(`${list}?q=a`)
  expect(await asTyped('//elsewhere.example/')).toBeNull()
  for (const address of [`${list}?q=%00`, `${list}/%00`, `/supplier/${world.slug}/invoices?q=a%00`])
    expect((await client.get(address)).status).toBe(404)
  const answer = { answer: 'lines', 'lines[1][accept]': '1', supplierOrderNumber: 'LP\0-9' }
  expect((await client.post(`${path}/acknowledgments`, answer)).status).toBe(303)
  expect(await textOf(client, path)).toContain('LP-9')
  const shipped = { number: '\0', 'packages[1][quantity-1]': '1', 'packages[1][tracking]': '1Z\0' }
  expect((await client.post(`${path}/shipments`, shipped)).status).toBe(303)
  expect((await linesOf(world, number)).map(line => line.shipped)).toEqual(['1', '0'])
  expect(world.logged).toEqual([])
})

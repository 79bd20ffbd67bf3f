import { asc } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { documents, invoices, shipments } from '../../db/schema/index.ts'
import { reconcileInvoice } from '../../engine/invoices/reconcile.ts'
import type { Invoice } from '../../translators/documents/index.ts'
import { readPdfText } from '../../translators/pdf/text/index.ts'
import type { Client } from '../testing/client.ts'
import { openWorld, placeOrder, type World } from '../testing/world.ts'

const open = freshDatabases()

const textOf = async (client: Client, path: string) => await (await client.get(path)).text()

/** An order of ten mugs of which three left, and then four. */
async function shippedTwice() {
  const world = await openWorld(await open())
  const { numbers } = await placeOrder(world, world.here, 'W-1', [{ sku: 'MUG-01', quantity: '10' }])
  const path = `/supplier/${world.slug}/purchase-orders/${numbers[0]}`
  const client = await world.as('potter-owner@here.example')
  await client.post(`${path}/acknowledgments`, { answer: 'accept-all' })
  for (const [quantity, tracking] of [
    ['3', '1Z999AA10123456784'],
    ['4', '1Z999AA10123456793'],
  ] as const) {
    const fields = { action: 'ship', carrier: 'UPS', shippedOn: '2026-11-22' }
    const packed = { 'packages[1][tracking]': tracking, 'packages[1][quantity-1]': quantity }
    expect((await client.post(`${path}/shipments`, { ...fields, ...packed })).status).toBe(303)
  }
  return { world, path, number: numbers[0]!, client }
}

async function stored(world: World) {
  return await world.hub.orm.select().from(invoices).orderBy(asc(invoices.id))
}

async function sentDocument(world: World, number: string): Promise<Invoice> {
  const rows = await world.hub.orm.select().from(documents)
  return rows.find(row => row.kind === 'invoice' && row.number === number)!.content as Invoice
}

it('turns one of several shipments into an invoice', async () => {
  const { world, path, client } = await shippedTwice()
  const [first] = await world.hub.orm.select().from(shipments).orderBy(asc(shipments.id))
  const link = `${path}/invoices/new?shipment=${first!.id}`
  expect(await textOf(client, path)).toContain(link)
  expect(await textOf(client, link)).toMatch(/name="lines\[1\]\[quantity\]"[^>]*value="3"/)
  await client.post(`${path}/invoices`, { number: 'LP-1', 'lines[1][quantity]': '5' })
  // Of seven that left two are not billed, however many the shipment held.
  expect(await textOf(client, link)).toMatch(/name="lines\[1\]\[quantity\]"[^>]*value="2"/)
  expect(world.logged).toEqual([])
})

it('takes allowances, charges and terms, adds up on request, and says at the field what is wrong', async () => {
  const { world, path, client } = await shippedTwice()
  const fields = {
    number: 'LP-2',
    date: '2026-11-22',
    'lines[1][quantity]': '7',
    freight: '7.5',
    tax: '1.20',
    'charges[1][kind]': 'allowance',
    'charges[1][reason]': 'promotion',
    'charges[1][description]': 'Autumn',
    'charges[1][amount]': '3.10',
    'charges[2][kind]': 'charge',
    'charges[2][reason]': 'handling',
    'charges[2][amount]': '2',
    netDays: '30',
    discountPercent: '2',
    discountDays: '10',
  }
  // 7 × 8.25 − 3.10 + 2 + 7.50 + 1.20
  const added = await client.post(`${path}/invoices`, { ...fields, action: 'total', total: '1.00' })
  expect([added.status, await added.text()]).toEqual([200, expect.stringContaining('It comes to 65.35 USD')])
  expect(await stored(world)).toEqual([])
  const wrong = { ...fields, 'charges[2][amount]': 'two', discountPercent: '200', netDays: 'soon' }
  const refused = await client.post(`${path}/invoices`, wrong)
  const said = await refused.text()
  expect(refused.status).toBe(422)
  for (const field of ['field-charges-2-amount--error', 'field-discountPercent-error', 'field-netDays-error']) {
    expect(said).toContain(field)
  }
  const tooLow = await client.post(`${path}/invoices`, { ...fields, 'charges[1][amount]': '900' })
  expect(await tooLow.text()).toContain('The allowances are more than all the rest.')
  expect((await client.post(`${path}/invoices`, fields)).status).toBe(303)
  expect(await sentDocument(world, 'LP-2')).toMatchObject({
    total: '65.35',
    terms: { netDays: 30, discountPercent: '2', discountDays: 10 },
    taxes: [{ type: 'sales', amount: '1.2' }],
    allowancesAndCharges: [
      { kind: 'allowance', reason: 'promotion', amount: '3.1', description: 'Autumn' },
      { kind: 'charge', reason: 'handling', amount: '2' },
      { kind: 'charge', reason: 'freight', amount: '7.5' },
    ],
  })
  expect(await stored(world)).toMatchObject([{ total: '65.35', computedTotal: '65.35' }])
  expect(world.logged).toEqual([])
})

it('credits an invoice, never more than it billed, and prints both', async () => {
  const { world, path, number, client } = await shippedTwice()
  await client.post(`${path}/invoices`, { number: 'LP-3', date: '2026-11-22', 'lines[1][quantity]': '7' })
  const [billed] = await stored(world)
  const { retailerId } = world.here
  await world.hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId: billed!.id }))
  const page = `/supplier/${world.slug}/invoices/${billed!.id}`
  const link = `${path}/invoices/new?credits=${billed!.id}`
  expect(await textOf(client, page)).toContain(link)
  const form = await textOf(client, link)
  expect([form.includes('Credit memo for invoice LP-3'), form.includes('data-billable="7"')]).toEqual([true, true])
  const credit = { credits: billed!.id, number: 'LP-3C', date: '2026-11-22' }
  const tooMuch = await client.post(`${path}/invoices`, { ...credit, 'lines[1][quantity]': '8' })
  expect([tooMuch.status, await tooMuch.text()]).toEqual([422, expect.stringContaining('More than the invoice billed')])
  const unknown = { ...credit, credits: billed!.partnershipId, 'lines[1][quantity]': '1' }
  expect((await client.post(`${path}/invoices`, unknown)).status).toBe(404)
  const done = await client.follow(await client.post(`${path}/invoices`, { ...credit, 'lines[1][quantity]': '2' }))
  expect(await done.text()).toContain('The credit memo is sent.')
  const memo = (await stored(world))[1]!
  expect(memo).toMatchObject({ type: 'credit-memo', originalInvoiceNumber: 'LP-3', total: '16.5' })
  const more = { ...credit, number: 'LP-3D', 'lines[1][quantity]': '7' }
  const together = await client.post(`${path}/invoices`, more)
  expect([together.status, await together.text()]).toEqual([
    422,
    expect.stringMatching(
      /The invoice billed (\d+), of which credit memos name 2 already: \d+ can still be credited\./,
    ),
  ])
  const list = `/supplier/${world.slug}/invoices`
  const shows = async (query: string) => {
    const html = await textOf(client, `${list}?${query}`)
    return [...html.matchAll(/data-invoice="([^"]+)"/g)].map(([, name]) => name)
  }
  expect(await shows('')).toEqual(['LP-3C', 'LP-3'])
  expect(await shows('show=waiting&q=lp-3c')).toEqual(['LP-3C'])
  expect(await shows(`q=${number}`)).toEqual(['LP-3C', 'LP-3'])
  expect([await shows('show=paid'), await shows('q=%25')]).toEqual([[], []])
  expect([await shows('sort=number'), await shows('q=LP-3C%2C+LP-3')]).toEqual([
    ['LP-3', 'LP-3C'],
    ['LP-3C', 'LP-3'],
  ])
  const query = 'show=all&sort=due&hide=Received'
  const view = { list: 'supplier-invoices', query, name: 'By due day' }
  expect((await client.post(`/supplier/${world.slug}/views`, view)).headers.get('location')).toBe(`${list}?${query}`)
  expect(await textOf(client, list)).toContain('data-view="By due day"')
  const file = await client.get(`${list}/file?q=LP-3C`)
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="invoices-all-[\d-]+\.csv"$/)
  const [heading, row, end] = (await file.text()).split('\r\n')
  expect(heading).toMatch(/^number,type,state,purchase_order,credits_invoice,date,due,total/)
  expect([row, end]).toEqual([expect.stringContaining(`LP-3C,credit-memo,`), ''])
  expect(row).toContain(`${number},LP-3,2026-11-22`)
  const other = await world.as('cascade-owner@here.example')
  expect(await textOf(other, list)).not.toContain('LP-3')
  expect(await textOf(other, `${list}/file`)).not.toContain('LP-3')
  const printed = await client.get(`/supplier/${world.slug}/invoices/${memo.id}/pdf`)
  expect(printed.headers.get('content-type')).toBe('application/pdf')
  const text = JSON.stringify(await readPdfText(new Uint8Array(await printed.arrayBuffer())))
  for (const word of ['LP-3C', 'LP-3', number, '16.50']) expect(text).toContain(word)
  expect(world.logged).toEqual([])
})

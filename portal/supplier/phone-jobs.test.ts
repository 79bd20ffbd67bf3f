import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { invoices, shipments } from '../../db/schema/index.ts'
import { reconcileInvoice } from '../../engine/invoices/reconcile.ts'
import { setContainerPrefix } from '../../engine/packing/container-prefix.ts'
import {
  hindrances,
  openPortalBrowser,
  type PortalBrowser,
  phone,
  signIn,
  watch,
  withoutBrowser,
} from '../testing/browser.ts'
import { placeOrder } from '../testing/world.ts'

let opened: PortalBrowser

async function openAll() {
  opened = await openPortalBrowser(await emptyHub())
  return opened.close
}

const mugs = (quantity: string) => [{ sku: 'MUG-01', quantity }]
const at = () => `${opened.base}/supplier/${opened.busy.slug}`

/** An order of a customer, sent to Little Potter. */
async function order(name: string, lines: { sku: string; quantity: string }[]): Promise<string> {
  return (await placeOrder(opened.busy, opened.busy.here, name, lines)).numbers[0]!
}

/** What hinders somebody on this page, on a phone; nothing if all is well. Looked at with script, since what looks is one. */
async function isUsable(page: Page, withScript = true): Promise<void> {
  if (!withScript) return
  expect({ url: page.url(), ...(await hindrances(page)) }).toEqual({ url: page.url(), found: [], tooWide: false })
}

/** A phone on which the owner is signed in; nothing may go wrong in its console but forms that are refused. */
async function withPhone(javaScriptEnabled: boolean, run: (page: Page) => Promise<void>): Promise<void> {
  const context = await opened.browser.newContext({ ...phone, javaScriptEnabled })
  context.setDefaultTimeout(10_000)
  const page = await signIn(context, opened.base, 'potter-owner@here.example')
  const faults = watch(page, opened.base)
  await run(page)
  expect(faults.filter(fault => !fault.includes('422'))).toEqual([])
  await context.close()
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** Little Potter's invoice that was billed too high is disputed by an accountant. */
async function dispute(id = opened.busy.invoiceIds.disputed): Promise<string> {
  const accountant = await opened.busy.as('accountant@here.example')
  await accountant.post(`/accounting/invoices/${id}/resolution`, { resolution: 'dispute', reason: 'Billed too high' })
  return id
}

/** A supplier's whole day with one order, from page to page as they lead: no address is typed. */
async function goThrough(page: Page, number: string): Promise<void> {
  await page.goto(at())
  await page.getByRole('link', { name: /To acknowledge/ }).click()
  await page.getByRole('link', { name: number, exact: true }).click()
  await page.getByText('Answer line by line').click()
  await page.locator('[name="lines[1][accept]"]').fill('3')
  await page.locator('[name="lines[1][reject]"]').fill('1')
  await page.locator('[name="lines[1][reason]"]').selectOption('other')
  await press(page, 'Send answer')
  await page.getByText('Your answer is sent.').waitFor()
  await isUsable(page)
  await page.locator('[data-action=ship]').click()
  await press(page, 'Add a package')
  for (const [place, quantity, tracking] of [
    [1, '2', '1Z999AA10123456784'],
    [2, '1', '1Z999AA10123456793'],
  ] as const) {
    await page.locator(`[name="packages[${place}][quantity-1]"]`).fill(quantity)
    await page.locator(`[name="packages[${place}][tracking]"]`).fill(tracking)
  }
  // Twice, as impatient thumbs do.
  await page.getByRole('button', { name: 'Confirm shipment', exact: true }).dblclick()
  await page.getByText(/shipment (is|had been) confirmed/).waitFor()
  await isUsable(page)
  for (const [name, type] of [
    ['4 × 6', 'application/pdf'],
    ['ZPL', 'text/plain'],
    ['Packing slip', 'application/pdf'],
  ] as const) {
    const href = await page.locator('main').getByRole('link', { name }).first().getAttribute('href')
    const paper = await page.request.get(opened.base + href!)
    expect([name, paper.status(), paper.headers()['content-type']]).toEqual([name, 200, expect.stringContaining(type)])
  }
  await page.locator('[data-action=invoice]').click()
  expect(await page.locator('[name="lines[1][quantity]"]').inputValue()).toBe('3')
  await page.getByLabel('Invoice number').fill('LP-WHOLE')
  await page.locator('[name="lines[1][unitPrice]"]').fill('9.75')
  await press(page, 'Send invoice')
  await page.getByText('The invoice is sent.').waitFor()
  await isUsable(page)
}

describe.skipIf(withoutBrowser)('the supplier’s jobs on a phone', () => {
  beforeAll(openAll)

  it('takes one order from the first page to an answered dispute', async () => {
    const { busy } = opened
    const { retailerId, suppliers } = busy.here
    const { supplierId } = suppliers['Little Potter']!
    const prefix = { supplierId, viaRetailerId: retailerId, prefix: '0614141', extension: '0', startAt: '' }
    await busy.hub.work('user:ann', work => setContainerPrefix(work, prefix))
    const number = await order('W-WHOLE', mugs('4'))
    await withPhone(true, async page => {
      await goThrough(page, number)
      const [{ id } = { id: '' }] = await busy.hub.orm
        .select({ id: invoices.id })
        .from(invoices)
        .where(eq(invoices.number, 'LP-WHOLE'))
      await busy.hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId: id }))
      await dispute(id)
      await page.getByRole('link', { name: 'Invoices' }).first().click()
      await page.getByRole('link', { name: 'LP-WHOLE' }).click()
      await page.getByLabel('Your answer').fill('It is the price of our list.')
      await press(page, 'Insist on the invoice')
      await page.getByText('Your answer is with the retailer.').waitFor()
      await isUsable(page)
    })
    const sent = await busy.hub.orm
      .select()
      .from(shipments)
      .where(eq(shipments.number, `${number}-S1`))
    const again = await busy.hub.orm
      .select()
      .from(shipments)
      .where(eq(shipments.number, `${number}-S2`))
    expect([sent.length, again.length]).toEqual([1, 0])
  })

  for (const withScript of [true, false]) {
    const way = withScript ? 'JS' : 'PLAIN'

    describe(withScript ? 'with script' : 'without script', () => {
      it('ships a part of an order in two packages by hand', async () => {
        const number = await order(`W-PARTS-${way}`, mugs('3'))
        await withPhone(withScript, async page => {
          await page.goto(`${at()}/purchase-orders/${number}/shipments/new`)
          await page.locator('[name="packages[1][quantity-1]"]').fill('1')
          await page.locator('[name="packages[1][tracking]"]').fill('1Z999AA10123456784')
          await press(page, 'Add a package')
          await page.locator('[name="packages[2][quantity-1]"]').fill('1')
          await page.locator('[name="packages[2][tracking]"]').fill('1Z999AA10123456793')
          await isUsable(page, withScript)
          await press(page, 'Confirm shipment')
          await page.getByText('The shipment is confirmed.').waitFor()
          await isUsable(page, withScript)
          await page.goto(`${at()}/purchase-orders/${number}`)
          await page.getByText('Partly shipped').first().waitFor()
        })
      })

      it('answers line by line: less, later and not at all', async () => {
        const number = await order(`W-LINES-${way}`, mugs('4'))
        await withPhone(withScript, async page => {
          await page.goto(`${at()}/purchase-orders/${number}`)
          await page.getByText('Answer line by line').click()
          const line = (name: string) => page.locator(`[name="lines[1][${name}]"]`)
          await line('accept').fill('9')
          await press(page, 'Send answer')
          await page.locator('.field-error, .notice-bad').first().waitFor()
          await line('accept').fill('1')
          await line('backorder').fill('2')
          await line('backorderDate').fill('2027-01-15')
          await line('reject').fill('1')
          // Out of stock would take the item out of the others' reach.
          await line('reason').selectOption('other')
          await isUsable(page, withScript)
          await press(page, 'Send answer')
          await page.getByText('Your answer is sent.').waitFor()
        })
      })

      it('uploads stock with columns of its own, looks, applies, mends a row, and edits one in place', async () => {
        await withPhone(withScript, async page => {
          await page.goto(`${at()}/stock`)
          const [mug, bowl] = withScript ? ['71', '36'] : ['72', '35']
          const buffer = Buffer.from(`Thing,On shelf ${way}\nLI-MUG-01,${mug}\nLI-BOWL-02,many\n`)
          await page.locator('input[type=file]').setInputFiles({ name: `${way}.csv`, mimeType: 'text/csv', buffer })
          await page.getByLabel('The file holds').selectOption('delta')
          await press(page, 'Look and apply')
          await page.getByLabel('What Thing holds').selectOption({ label: 'Vendor SKU' })
          await page.getByLabel(`What On shelf ${way} holds`).selectOption({ label: 'Quantity Available' })
          await press(page, 'Look again')
          await page.getByText('Would be left out').first().waitFor()
          await isUsable(page, withScript)
          await press(page, 'Apply the file')
          await page.getByText('The file was applied.').waitFor()
          await page.getByLabel('Quantity in row 3').fill(bowl)
          await isUsable(page, withScript)
          await press(page, 'Apply what I mended')
          await page.getByText('The mended rows were applied.').waitFor()
          await page.goto(`${at()}/stock`)
          const shelf = page.getByLabel('Quantity of LI-BOWL-02')
          expect(await page.getByLabel('Quantity of LI-MUG-01').inputValue()).toBe(mug)
          expect(await shelf.inputValue()).toBe(bowl)
          await shelf.fill('30')
          await press(page, 'Save quantities')
          await page.getByText('Your stock is updated.').waitFor()
          expect(await shelf.inputValue()).toBe('30')
        })
      })

      it('credits an invoice', async () => {
        const number = await order(`W-CREDIT-${way}`, mugs('2'))
        const owner = await opened.busy.as('potter-owner@here.example')
        const path = `/supplier/${opened.busy.slug}/purchase-orders/${number}`
        await owner.post(`${path}/shipments`, {
          'packages[1][quantity-1]': '2',
          'packages[1][tracking]': '1Z999AA10123456784',
        })
        await owner.post(`${path}/invoices`, {
          number: `LP-CR-${way}`,
          'lines[1][quantity]': '2',
          'lines[1][unitPrice]': '8.25',
        })
        await withPhone(withScript, async page => {
          await page.goto(`${at()}/invoices`)
          await page.getByRole('link', { name: `LP-CR-${way}` }).click()
          await isUsable(page, withScript)
          await page.getByRole('link', { name: 'Credit it' }).click()
          await page.getByLabel('Credit memo number').fill(`LP-CM-${way}`)
          await page.locator('[name="lines[1][quantity]"]').fill('1')
          await isUsable(page, withScript)
          await press(page, 'Send credit memo')
          await page.getByText('The credit memo is sent.').waitFor()
        })
      })

      it('invites somebody, and adds an address, a webhook and a key', async () => {
        await withPhone(withScript, async page => {
          await page.goto(`${at()}/people`)
          await page.getByLabel('E-mail').fill(`${way.toLowerCase()}@potter.example`)
          await page.getByLabel(/^Warehouse/).check()
          await press(page, 'Send invitation')
          await page
            .getByText(/invitations\//)
            .first()
            .waitFor()
          await isUsable(page, withScript)

          await page.goto(`${at()}/setup/addresses/new`)
          await page.getByLabel('Your name for it').fill(`Dock ${way}`)
          await press(page, 'Save address')
          if (!withScript) expect(page.url()).toContain('/new')
          for (const [label, text] of [
            ['Street and number', '5 Kiln Road'],
            ['City', 'Asheville'],
            ['Postal code', '28801'],
          ] as const)
            await page.getByLabel(label).fill(text)
          await isUsable(page, withScript)
          await press(page, 'Save address')
          await page.getByText('The address is saved.').waitFor()
          await isUsable(page, withScript)

          await page.locator('summary', { hasText: 'Make a key' }).click()
          await page.locator('[data-form="key"] [name="name"]').fill(`Key ${way}`)
          await page.locator('[name="scopes[shipments:write]"]').check()
          await page.locator('[data-form="key"] button[type=submit]').click()
          await page.locator('[data-key]').waitFor()
          await isUsable(page, withScript)

          await page.goto(`${at()}/webhooks`)
          await page.getByLabel('Address').fill(`https://${way.toLowerCase()}.potter.example/hook`)
          await page.getByLabel('What listens there').fill(`Listener ${way}`)
          await page.getByLabel('A new purchase order').check()
          await isUsable(page, withScript)
          await press(page, 'Add a webhook')
          await page
            .getByText(/whsec_/)
            .first()
            .waitFor()
          await isUsable(page, withScript)
        })
      })
    })
  }

  it('answers a dispute, without script', async () => {
    const id = await dispute()
    await withPhone(false, async page => {
      await page.goto(`${at()}/invoices/${id}`)
      await page.getByText('Answer it').first().waitFor()
      await page.getByLabel('Your answer').fill('It is the price of our list.')
      await press(page, 'Insist on the invoice')
      await page.getByText('Your answer is with the retailer.').waitFor()
    })
  })
})

import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { deadlines, shipments } from '../../db/schema/index.ts'
import { announce } from '../../engine/announcements/announcements.ts'
import { setContainerPrefix } from '../../engine/packing/container-prefix.ts'
import { createUser } from '../../partners/people/create-user.ts'
import {
  desk,
  hindrances,
  hindrancesOn,
  openPortalBrowser,
  type PortalBrowser,
  phone,
  signIn,
  watch,
  withoutBrowser,
} from '../testing/browser.ts'
import { password, placeOrder } from '../testing/world.ts'

let opened: PortalBrowser
let shipmentId: string

/** Beside the busy world: a prefix, an announcement, and something due. */
async function openAll(): Promise<() => Promise<void>> {
  opened = await openPortalBrowser(await emptyHub())
  const { hub, here } = opened.busy
  const { retailerId } = here
  const { supplierId } = here.suppliers['Little Potter']!
  const prefix = { supplierId, viaRetailerId: retailerId, prefix: '0614141', extension: '0', startAt: '' }
  const news = { retailerId, title: 'Closed on Monday', body: 'No pick-ups.\nThank you.', showUntil: '' }
  await hub.work('user:ann', async work => {
    await setContainerPrefix(work, prefix)
    await announce(work, news)
  })
  await hub.orm.update(deadlines).set({ dueAt: new Date(hub.now().getTime() - 3_600_000) })
  const [shipment] = await hub.orm.select().from(shipments).where(eq(shipments.retailerId, retailerId))
  shipmentId = shipment!.id
  return opened.close
}

function pagesOf(email: string): string[] {
  const { slug, number, partnershipId } = opened.busy
  const at = `/supplier/${slug}`
  if (email.startsWith('admin'))
    return [
      '/retailer/announcements',
      '/retailer/packing-slips',
      `/retailer/partners/${partnershipId}/delivery`,
      '/account',
    ]
  return [
    at,
    `${at}/purchase-orders?show=all`,
    `${at}/purchase-orders/${number}`,
    `${at}/purchase-orders/${number}/shipments/new?pack=scan`,
    `${at}/shipments/${shipmentId}`,
    `${at}/tracking`,
    `${at}/due?show=late`,
    `${at}/scorecard`,
    `${at}/scorecard/tracking-validity?only=all`,
    `${at}/setup`,
    `${at}/setup/addresses/new`,
    `${at}/setup/delivery`,
    '/account',
  ]
}

describe.skipIf(withoutBrowser)('the supplier’s pages in a browser', () => {
  beforeAll(openAll)

  for (const email of ['potter-owner@here.example', 'admin@here.example']) {
    it(`are accessible and fit the screen: ${email}`, async () => {
      const context = await opened.browser.newContext()
      const page = await signIn(context, opened.base, email)
      const faults = watch(page, opened.base)
      const hindering = await hindrancesOn(page, opened.base, pagesOf(email))
      expect({ hindering, faults }).toEqual({ hindering: [], faults: [] })
      await context.close()
    })
  }

  const ways = [
    { way: 'on a phone with script', settings: { ...phone, javaScriptEnabled: true } },
    { way: 'on a phone without script', settings: { ...phone, javaScriptEnabled: false } },
    { way: 'at a desk without script', settings: { ...desk, javaScriptEnabled: false } },
  ]
  for (const [index, { way, settings }] of ways.entries()) {
    it(`let a supplier choose, accept, scan, ship, print, and turn the shipment into an invoice ${way}`, async () => {
      const lines = [{ sku: 'MUG-01', quantity: '2' }]
      const [number] = (await placeOrder(opened.busy, opened.busy.here, `W-SCAN-${index}`, lines)).numbers
      const context = await opened.browser.newContext(settings)
      const page = await signIn(context, opened.base, 'potter-owner@here.example')
      const faults = watch(page, opened.base)
      await page.goto(`${opened.base}/supplier/${opened.busy.slug}/purchase-orders?show=new`)
      await page.getByLabel(`Choose ${number}`).check()
      await page.getByRole('button', { name: 'Accept', exact: true }).click()
      await page.getByText('1 order is accepted.').waitFor()

      await page.goto(`${opened.base}/supplier/${opened.busy.slug}/purchase-orders/${number}/shipments/new?pack=scan`)
      const scan = page.getByLabel('Scan an item')
      for (const so of ['1 of 2', '2 of 2']) {
        await scan.fill('LI-MUG-01')
        await scan.press('Enter')
        await page.getByText(so).waitFor()
      }
      await scan.fill('LI-MUG-01')
      await scan.press('Enter')
      await page.getByText('all that can ship is packed').waitFor()
      await page.getByLabel('Tracking number').fill('1Z999AA10123456784')
      await page.getByRole('button', { name: 'Confirm shipment' }).click()
      await page.getByText('The shipment is confirmed.').waitFor()
      const href = await page.getByRole('link', { name: 'Labels, 4 × 6 inch' }).getAttribute('href')
      const label = await page.request.get(opened.base + href)
      expect([label.status(), (await label.body()).subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
      for (const [name, begins] of [
        ['Packing slip', '%PDF-'],
        ['Labels, four on Letter', '%PDF-'],
        ['Labels, four on A4', '%PDF-'],
        ['ZPL, 203 dpi', '^XA'],
      ] as const) {
        const path = await page.getByRole('link', { name }).getAttribute('href')
        expect((await (await page.request.get(opened.base + path)).body()).toString('latin1').startsWith(begins)).toBe(
          true,
        )
      }

      await page.getByRole('link', { name: 'Invoice it' }).click()
      await page.getByLabel('Invoice number').fill(`LP-FLIP-${index}`)
      expect(await page.locator('[name="lines[1][quantity]"]').inputValue()).toBe('2')
      await page.getByLabel('Freight (USD)').fill('7.5')
      await page.getByText('More charges and allowances').click()
      await page.getByLabel('Kind 1').selectOption('allowance')
      await page.getByLabel('Amount 1').fill('1.25')
      await page.getByRole('button', { name: 'Add up' }).click()
      // 2 × 8.25 + 7.50 − 1.25
      await page.getByText('It comes to 22.75 USD').waitFor()
      await page.getByRole('button', { name: 'Send invoice' }).click()
      await page.getByText('The invoice is sent.').waitFor()
      await page.goto(`${opened.base}/supplier/${opened.busy.slug}/invoices?q=lp-flip-${index}`)
      expect(await page.locator('[data-invoice]').count()).toBe(1)
      // A scan that is refused is answered with 422, which browsers log.
      expect(faults.filter(fault => !fault.includes('422'))).toEqual([])
      await context.close()
    })
  }

  it('mend pasted tracking numbers in place, and ship what a file says', async () => {
    const lines = [{ sku: 'MUG-01', quantity: '1' }]
    const [number] = (await placeOrder(opened.busy, opened.busy.here, 'W-PASTE', lines)).numbers
    const context = await opened.browser.newContext(phone)
    const page = await signIn(context, opened.base, 'potter-owner@here.example')
    await page.goto(`${opened.base}/supplier/${opened.busy.slug}/tracking`)
    await page.getByLabel('Rows').fill(`PO-TYPO\t1Z999AA10123456784`)
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('You have no such purchase order.').waitFor()
    const { found, tooWide } = await hindrances(page)
    expect({ found, tooWide }).toEqual({ found: [], tooWide: false })
    await page.getByLabel('Purchase order, row 1').fill(number!)
    await page.getByRole('button', { name: 'Check again' }).click()
    await page.getByText('Ready, UPS').waitFor()
    await page.getByRole('button', { name: 'Ship 1 order' }).click()
    await page.getByText('1 order is on the way.').waitFor()
    const [next] = (await placeOrder(opened.busy, opened.busy.here, 'W-FILE', lines)).numbers
    await page.goto(`${opened.base}/supplier/${opened.busy.slug}/tracking`)
    const buffer = Buffer.from(`Tracking;PO\r\n1Z999AA10123456793;${next}\r\n`)
    await page.locator('input[type=file]').setInputFiles({ name: 'day.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByRole('button', { name: 'Ship 1 order' }).click()
    await page.getByText('1 order is on the way.').waitFor()
    await context.close()
  })

  it('lets one person work for two suppliers and switch, on a phone without script', async () => {
    const { hub, here } = opened.busy
    const [potter, cascade] = ['Little Potter', 'Cascade Home'].map(name => here.suppliers[name]!.supplierId)
    const email = 'both@agency.example'
    const memberships = [
      { supplierId: potter!, role: 'orders' as const },
      { supplierId: cascade!, role: 'billing' as const },
    ]
    await hub.work('system', work => createUser(work, { email, name: 'Both', password, memberships }))
    const context = await opened.browser.newContext({ ...phone, javaScriptEnabled: false })
    context.setDefaultTimeout(10_000)
    const page = await signIn(context, opened.base, email)
    await page.getByRole('button', { name: 'Cascade Home' }).click()
    await page.getByText('Cascade Home').first().waitFor()
    await page.goto(`${opened.base}/supplier/${opened.busy.slug}/purchase-orders?show=all`)
    expect(await page.getByRole('link', { name: opened.busy.number, exact: true }).count()).toBe(0)
    await page.getByRole('link', { name: 'Switch' }).click()
    await page.getByRole('button', { name: 'Little Potter' }).click()
    await page.goto(`${opened.base}/supplier/${opened.busy.slug}/purchase-orders?show=all`)
    await page.getByRole('link', { name: opened.busy.number, exact: true }).waitFor()
    await context.close()
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import {
  desk,
  hindrances,
  looks,
  openPortalBrowser,
  type PortalBrowser,
  phone,
  signIn,
  watch,
  withoutBrowser,
} from './testing/browser.ts'
import { placeOrder } from './testing/world.ts'

let busy: PortalBrowser['busy']
let browser: PortalBrowser['browser']
let base: string

async function openBrowser(): Promise<() => Promise<void>> {
  const opened = await openPortalBrowser()
  busy = opened.busy
  browser = opened.browser
  base = opened.base
  return opened.close
}

function pagesOf(email: string): string[] {
  const { slug, number, orderId, messageId, exceptionId, partnershipId, invoiceIds, certificateIds, mapIds } = busy
  const supplier = `/supplier/${slug}`
  const order = `${supplier}/purchase-orders/${number}`
  const pages: Record<string, string[]> = {
    'potter-owner@here.example': [
      supplier,
      `${supplier}/purchase-orders?show=all`,
      order,
      `${order}/shipments/new`,
      `${order}/invoices/new`,
      `${supplier}/invoices`,
      `${supplier}/invoices/${invoiceIds.disputed}`,
      `${supplier}/stock`,
      `${supplier}/connection`,
    ],
    'admin@here.example': [
      '/retailer',
      '/retailer/orders',
      `/retailer/orders/${orderId}`,
      '/retailer/purchase-orders',
      `/retailer/purchase-orders/${number}`,
      '/retailer/messages',
      `/retailer/messages/${messageId}`,
      '/retailer/exceptions',
      `/retailer/exceptions/${exceptionId}`,
      '/retailer/partners',
      `/retailer/partners/${partnershipId}`,
      `/retailer/partners/${partnershipId}/maps`,
      `/retailer/maps/${mapIds.used}`,
      `/retailer/maps/${mapIds.draft}`,
      `/retailer/maps/${mapIds.draft}/publication`,
      `/retailer/maps/${mapIds.draft}/losses`,
      `/retailer/maps/${mapIds.draft}/guide`,
      '/accounting',
      '/accounting/invoices',
      `/accounting/invoices/${invoiceIds.disputed}`,
      '/accounting/invoices?show=ready',
      '/accounting/reviews',
      `/accounting/reviews/${busy.reviewIds.page}`,
      '/accounting/exports',
      `/accounting/exports/${busy.batchId}`,
      '/accounting/payments',
      '/accounting/payables',
      '/accounting/accrual',
      '/accounting/deductions',
      '/accounting/profit',
      '/accounting/profit?by=supplier',
      '/accounting/replay?price-amount=2',
    ],
    'operations@here.example': [
      '/retailer/certificates',
      '/retailer/certificates/new',
      '/retailer/certificates/import',
      `/retailer/certificates/${certificateIds.own}`,
      `/retailer/certificates/requests/${certificateIds.request}`,
      `/retailer/certificates/hand-over/${partnershipId}`,
    ],
  }
  return pages[email]!
}

describe.skipIf(withoutBrowser)('the portal in a browser', () => {
  beforeAll(openBrowser)

  for (const { look, settings } of looks) {
    for (const email of ['potter-owner@here.example', 'admin@here.example', 'operations@here.example']) {
      it(`is accessible and fits the screen: ${look}, ${email}`, async () => {
        const context = await browser.newContext(settings)
        const page = await signIn(context, base, email)
        const faults = watch(page, base)
        for (const path of pagesOf(email)) {
          await page.goto(base + path)
          const { found, tooWide } = await hindrances(page)
          expect({ path, found, tooWide, faults }).toEqual({ path, found: [], tooWide: false, faults: [] })
        }
        await context.close()
      })
    }
  }

  it('shows a message’s bytes as text, whatever stands in them', async () => {
    const context = await browser.newContext(desk)
    const page = await signIn(context, base, 'admin@here.example')
    await page.goto(`${base}/retailer/messages/${busy.messageId}`)
    const shown = await page.locator('pre[data-bytes]').textContent()
    expect(shown).toContain('<script>alert(1)</script>~\n␇')
    expect(shown!.split('\n')[1]).toMatch(/^GS\*PO/)
    await context.close()
  })

  for (const javaScriptEnabled of [true, false]) {
    it(`lets a supplier accept, ship and invoice on a phone, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const name = javaScriptEnabled ? 'W-SCRIPT' : 'W-PLAIN'
      const { numbers } = await placeOrder(busy, busy.here, name, [{ sku: 'MUG-01', quantity: '3' }])
      const context = await browser.newContext({ ...phone, javaScriptEnabled })
      const page = await signIn(context, base, 'potter-owner@here.example')
      await page.getByRole('link', { name: /^To acknowledge/ }).click()
      await page.getByRole('link', { name: numbers[0]! }).click()
      await page.getByRole('button', { name: 'Accept all' }).click()
      await page.getByText('The order is accepted.').waitFor()
      await page.getByRole('link', { name: 'Ship', exact: true }).click()
      await page.getByLabel('Carrier').fill('UPS')
      await page.getByLabel('Tracking number').fill('1Z999AA10123456784')
      await page.getByRole('button', { name: 'Confirm shipment' }).click()
      await page.getByText('The shipment is confirmed.').waitFor()
      await page.getByRole('link', { name: numbers[0]! }).first().click()
      await page.getByRole('link', { name: 'Invoice', exact: true }).click()
      await page.getByLabel('Invoice number').fill(name)
      await page.getByRole('button', { name: 'Send invoice' }).click()
      await page.getByText('The invoice is sent.').waitFor()
      expect(await page.locator('[data-purchase-order]').getAttribute('data-purchase-order')).toBe(numbers[0])
      await context.close()
    })
  }
})

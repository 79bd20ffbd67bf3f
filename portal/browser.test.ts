import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { AxeBuilder } from '@axe-core/playwright'
import { createAdaptorServer } from '@hono/node-server'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { HubDatabase } from '../db/hub-database.ts'
import { createPortal } from './app.tsx'
import { type Busy, openBusyWorld } from './testing/busy-world.ts'
import { portalDeps } from './testing/client.ts'
import { password, placeOrder } from './testing/world.ts'

const executablePath = '/usr/bin/chromium'
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const desk = { viewport: { width: 1280, height: 900 } }
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

let busy: Busy
let browser: Browser
let base: string

async function openBrowser(): Promise<() => Promise<void>> {
  const hub = await HubDatabase.open({})
  busy = await openBusyWorld(hub)
  const log = { error: (details: object, message: string) => busy.logged.push({ ...details, message }) }
  // The port is known only once it listens; same-origin requests need no public address.
  const app = createPortal({ ...portalDeps, hub, publicUrl: 'http://portal.invalid', log })
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await chromium.launch({ executablePath, args })
  return async () => {
    await browser.close()
    await new Promise(resolve => server.close(resolve))
    await hub.close()
  }
}

/** What a page must not do: log errors, throw, or ask another host for anything. */
function watch(page: Page): string[] {
  const faults: string[] = []
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
  page.on('pageerror', error => faults.push(error.message))
  page.on('request', request => !request.url().startsWith(base) && faults.push(request.url()))
  return faults
}

async function signIn(context: BrowserContext, email: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${base}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  return page
}

function pagesOf(email: string): string[] {
  const { slug, number, orderId, messageId, exceptionId, partnershipId, invoiceIds, certificateIds } = busy
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

describe.skipIf(!existsSync(executablePath) && !process.env.CI)('the portal in a browser', () => {
  beforeAll(openBrowser)

  const looks = [
    { look: 'light', settings: { ...desk, colorScheme: 'light' as const } },
    { look: 'dark', settings: { ...desk, colorScheme: 'dark' as const } },
    { look: 'phone', settings: { ...phone, colorScheme: 'light' as const } },
  ]
  for (const { look, settings } of looks) {
    for (const email of ['potter-owner@here.example', 'admin@here.example', 'operations@here.example']) {
      it(`is accessible and fits the screen: ${look}, ${email}`, async () => {
        const context = await browser.newContext(settings)
        const page = await signIn(context, email)
        const faults = watch(page)
        for (const path of pagesOf(email)) {
          await page.goto(base + path)
          const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
          const found = violations.map(({ id, nodes }) => `${id} ${nodes[0]!.target}`)
          const tooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
          expect({ path, found, tooWide, faults }).toEqual({ path, found: [], tooWide: false, faults: [] })
        }
        await context.close()
      })
    }
  }

  it('shows a message’s bytes as text, whatever stands in them', async () => {
    const context = await browser.newContext(desk)
    const page = await signIn(context, 'admin@here.example')
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
      const page = await signIn(context, 'potter-owner@here.example')
      await page.getByRole('link', { name: /^To acknowledge/ }).click()
      await page.getByRole('link', { name: numbers[0]! }).click()
      await page.getByRole('button', { name: 'Accept all' }).click()
      await page.getByText('The order is accepted.').waitFor()
      await page.getByRole('link', { name: 'Ship', exact: true }).click()
      await page.getByLabel('Carrier').fill('UPS')
      await page.getByLabel('Tracking number').fill('1Z999AA10123456784')
      await page.getByRole('button', { name: 'Confirm shipment' }).click()
      await page.getByText('The shipment is confirmed.').waitFor()
      await page.getByRole('link', { name: 'Invoice', exact: true }).click()
      await page.getByLabel('Invoice number').fill(name)
      await page.getByRole('button', { name: 'Send invoice' }).click()
      await page.getByText('The invoice is sent.').waitFor()
      expect(await page.locator('[data-purchase-order]').getAttribute('data-purchase-order')).toBe(numbers[0])
      await context.close()
    })
  }
})

import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../checks/support/databases.ts'
import {
  desk,
  hindrancesOn,
  openPortalBrowser,
  type PortalBrowser,
  phone,
  signIn,
  watch,
  withoutBrowser,
} from './testing/browser.ts'
import { pagesReached } from './testing/crawl.ts'
import { placeOrder } from './testing/world.ts'

let busy: PortalBrowser['busy']
let browser: PortalBrowser['browser']
let base: string

async function openBrowser(): Promise<() => Promise<void>> {
  const opened = await openPortalBrowser(await emptyHub())
  busy = opened.busy
  browser = opened.browser
  base = opened.base
  return opened.close
}

/** What operations sees as an admin does is looked at once. */
async function pagesFor(email: string): Promise<string[]> {
  const paths: string[] = []
  for await (const { path } of pagesReached(await busy.as(email), '/')) paths.push(path)
  return email.startsWith('operations') ? paths.filter(path => path.startsWith('/retailer/certificates')) : paths
}

describe.skipIf(withoutBrowser)('the portal in a browser', () => {
  beforeAll(openBrowser)

  for (const email of ['potter-owner@here.example', 'admin@here.example', 'operations@here.example']) {
    it(`is accessible and fits the screen on every page that links lead to: ${email}`, async () => {
      const context = await browser.newContext(desk)
      const page = await signIn(context, base, email)
      const faults = watch(page, base)
      const hindering = await hindrancesOn(page, base, await pagesFor(email))
      expect({ hindering, faults }).toEqual({ hindering: [], faults: [] })
      await context.close()
    }, 600_000)
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

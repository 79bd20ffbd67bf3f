import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { desk, openPortalBrowser, type PortalBrowser, signIn, watch, withoutBrowser } from '../testing/browser.ts'
import { placeOrder } from '../testing/world.ts'

describe.skipIf(withoutBrowser)('pages that stay open', () => {
  let portal: PortalBrowser
  beforeAll(async () => {
    portal = await openPortalBrowser(await emptyHub())
    return portal.close
  })
  const order = (number: string) =>
    placeOrder(portal.busy, portal.busy.here, number, [{ sku: 'MUG-01', quantity: '1' }])

  it('show what happens without being asked', async () => {
    const context = await portal.browser.newContext(desk)
    const page = await signIn(context, portal.base, 'operations@here.example')
    const faults = watch(page, portal.base)
    await page.goto(`${portal.base}/retailer`)
    await order('W-STREAM')
    await page.getByText('W-STREAM').first().waitFor()
    await order('W-AGAIN')
    await page.getByText('W-AGAIN').first().waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  it('say that something new has come instead of moving rows under the reader', async () => {
    const context = await portal.browser.newContext(desk)
    const page = await signIn(context, portal.base, 'operations@here.example')
    const faults = watch(page, portal.base)
    await page.goto(`${portal.base}/retailer/exceptions`)
    const news = page.locator('[data-news]')
    expect(await news.isVisible()).toBe(false)
    await placeOrder(portal.busy, portal.busy.here, 'W-NEWS', [{ sku: 'LAMP-03', quantity: '500' }])
    await news.waitFor()
    expect(await page.getByText('W-NEWS').count()).toBe(0)
    await news.click()
    await page.getByText('W-NEWS').first().waitFor()
    expect(await page.locator('[data-news]').isVisible()).toBe(false)
    expect(faults).toEqual([])
    await context.close()
  })

  it('ask by themselves where no stream comes through', async () => {
    const context = await portal.browser.newContext(desk)
    await context.route('**/live/**', route => route.abort())
    const page = await signIn(context, portal.base, 'operations@here.example')
    await page.goto(`${portal.base}/retailer`)
    await order('W-POLLED')
    await page.getByText('W-POLLED').first().waitFor()
    await context.close()
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import { desk, openPortalBrowser, type PortalBrowser, signIn, watch, withoutBrowser } from '../../testing/browser.ts'
import { placeOrder } from '../../testing/world.ts'

describe.skipIf(withoutBrowser)('the console by keyboard', () => {
  let portal: PortalBrowser
  beforeAll(async () => {
    portal = await openPortalBrowser(await emptyHub())
    for (const number of ['W-K1', 'W-K2', 'W-K3'])
      await placeOrder(portal.busy, portal.busy.here, number, [{ sku: 'MUG-01', quantity: '1' }])
    return portal.close
  })
  const open = async (path: string) => {
    const context = await portal.browser.newContext(desk)
    const page = await signIn(context, portal.base, 'operations@here.example')
    const faults = watch(page, portal.base)
    await page.goto(portal.base + path)
    return { context, page, faults }
  }

  it('finds and opens by the command palette: arrows, Enter, Escape, and a pasted column of 50 numbers', async () => {
    const { context, page, faults } = await open('/retailer/orders')
    const field = page.getByRole('combobox', { name: 'A number, a name or a page' })
    const chosen = page.locator('#palette [aria-selected=true]')
    await page.keyboard.press('Control+k')
    await field.waitFor()
    await page.keyboard.press('Escape')
    await field.waitFor({ state: 'hidden' })
    await page.keyboard.press('Control+k')
    await page.keyboard.type('W-K')
    await page.locator('#palette [role=option]', { hasText: 'W-K3' }).waitFor()
    const first = await chosen.textContent()
    await page.keyboard.press('ArrowDown')
    const second = await chosen.textContent()
    expect(second).not.toBe(first)
    expect(await field.getAttribute('aria-activedescendant')).toBe(await chosen.getAttribute('id'))
    await page.keyboard.press('ArrowUp')
    expect(await chosen.textContent()).toBe(first)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/retailer\/orders\/[0-9a-f-]{36}$/)
    expect(await page.locator('h1').textContent()).toMatch(/W-K\d/)
    const numbers = ['W-K1', 'W-K2', ...Array.from({ length: 48 }, (_, index) => `NOPE-${index}`)]
    await page.keyboard.press('Control+k')
    await field.evaluate((input, text) => {
      const data = new DataTransfer()
      data.setData('text', text)
      input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    }, numbers.join('\r\n'))
    await page.getByText('Look up 50 numbers').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/retailer\/search\?/)
    for (const shown of ['W-K1', 'W-K2', 'NOPE-47']) await page.getByText(shown, { exact: true }).first().waitFor()
    expect(faults).toEqual([])
    await context.close()
  })

  it('goes to pages, along rows and to the search by single keys', async () => {
    const { context, page, faults } = await open('/retailer')
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await page.waitForURL(/\/retailer\/orders$/)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    const row = page.locator('tr:focus-within')
    expect(await row.getAttribute('data-order')).toBe(
      await page.locator('tr[data-order]').nth(1).getAttribute('data-order'),
    )
    await page.keyboard.press('x')
    expect(await row.locator('input[type=checkbox]').isChecked()).toBe(true)
    await page.getByText('1 chosen').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/retailer\/orders\/[0-9a-f-]{36}$/)
    await page.goBack()
    await page.keyboard.press('/')
    expect(await page.locator(':focus').getAttribute('type')).toBe('search')
    expect(faults).toEqual([])
    await context.close()
  })

  it('leaves columns out, keeps the view, and exports what the filter shows', async () => {
    const { context, page, faults } = await open('/retailer/orders?q=W-K')
    const headings = () => page.locator('thead th').allTextContents()
    const before = await headings()
    await page.locator('[data-menu=columns] summary').click()
    await page.locator('[data-menu=columns] a', { hasText: 'Customer' }).click()
    await page.waitForURL(/hide=Customer/)
    expect((await headings()).length).toBe(before.length - 1)
    await page.locator('[data-menu=views] summary').click()
    await page.locator('[data-menu=views]').getByLabel('Name').fill('Ks without customers')
    await page.locator('[data-menu=views] form.form button').click()
    await page.goto(`${portal.base}/retailer/orders`)
    await page.locator('[data-menu=views] summary').click()
    await page.getByRole('link', { name: 'Ks without customers' }).click()
    await page.waitForURL(/hide=Customer/)
    expect(await page.locator('tr[data-order]').count()).toBe(3)
    const download = page.waitForEvent('download')
    await page.locator('[data-file]').click()
    const stream = await (await download).createReadStream()
    const text = (await stream.toArray()).join('')
    expect(text.match(/W-K\d/g)?.toSorted()).toEqual(['W-K1', 'W-K2', 'W-K3'])
    expect(faults).toEqual([])
    await context.close()
  })

  it('prints what people read: no navigation, no forms, all of the table', async () => {
    const { context, page } = await open('/retailer/orders?q=W-K')
    await page.emulateMedia({ media: 'print' })
    for (const hidden of ['.side', '.toolbar', '.list-tools', '.pages', '.choose', '.bulk'])
      expect([hidden, await page.locator(hidden).first().isVisible()]).toEqual([hidden, false])
    expect(await page.locator('tr[data-order]').first().isVisible()).toBe(true)
    await context.close()
  })
})

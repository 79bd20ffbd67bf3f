import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import { desk, openPortalBrowser, type PortalBrowser, signIn, watch, withoutBrowser } from '../../testing/browser.ts'

describe.skipIf(withoutBrowser)('rules in a browser', () => {
  let world: PortalBrowser
  beforeAll(async () => {
    world = await openPortalBrowser(await emptyHub())
    return world.close
  })

  it('are written, dragged and stepped into their order, and each change is told', async () => {
    const { base, browser } = world
    const context = await browser.newContext(desk)
    const page = await signIn(context, base, 'operations@here.example')
    const faults = watch(page, base)
    await page.goto(`${base}/retailer/rules`)
    await page
      .getByRole('link', { name: 'Go on with the draft' })
      .or(page.getByRole('button', { name: 'Begin' }))
      .click()
    for (const name of ['First', 'Second', 'Third']) {
      await page.getByRole('link', { name: 'Add a rule' }).click()
      await page.getByLabel('Name', { exact: true }).fill(name)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('link', { name }).waitFor()
    }
    const names = async () =>
      (await page.locator('tr[data-orderable] th').allTextContents()).flatMap(
        text => /First|Second|Third/.exec(text)?.[0] ?? [],
      )
    const row = (name: string) => page.locator('tr[data-orderable]', { hasText: name })
    await row('Third').dragTo(row('First'), { targetPosition: { x: 20, y: 3 } })
    await expect.poll(names).toEqual(['Third', 'First', 'Second'])
    await page.getByRole('button', { name: 'Down: Third' }).press('Enter')
    await expect.poll(names).toEqual(['First', 'Third', 'Second'])
    const told = page.getByRole('region', { name: /^Compared with/ })
    await told.getByRole('row', { name: /Third/ }).waitFor()
    expect(faults).toEqual([])
    await context.close()
  })
})

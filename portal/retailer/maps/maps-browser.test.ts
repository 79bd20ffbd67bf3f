import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import { desk, openPortalBrowser, type PortalBrowser, signIn, watch, withoutBrowser } from '../../testing/browser.ts'

const email = 'operations@here.example'

describe.skipIf(withoutBrowser)('the map editor in a browser', () => {
  let world: PortalBrowser
  beforeAll(async () => {
    world = await openPortalBrowser(await emptyHub())
    return world.close
  })

  it('follows what is typed on either side, tries it, publishes it and goes back, with a script', async () => {
    const { base, browser, busy } = world
    const context = await browser.newContext(desk)
    const page = await signIn(context, base, email)
    const faults = watch(page, base)
    await page.goto(`${base}/retailer/partners/${busy.partnershipId}/maps`)
    await page.getByRole('link', { name: 'Version 2' }).click()

    await page.getByText('Segments', { exact: true }).click()
    await page.getByRole('button', { name: 'Add segment', exact: true }).click()
    const segment = page.getByRole('group', { name: /^segment 1/ })
    await segment.getByLabel('Usage').selectOption('required')
    await page.getByText('say which, or remove this segment').first().waitFor()
    await segment.getByLabel('Segment', { exact: true }).fill('QQ9')
    await segment.getByLabel('At most').fill('3')
    await page.getByRole('link', { name: 'segments.QQ9' }).waitFor()
    await segment.getByLabel('Segment', { exact: true }).fill('/REF[CO]')
    await segment.getByLabel('At most').fill('2')
    const text = page.getByLabel('As text')
    await segment.getByLabel('At most').blur()
    await expect
      .poll(async () => JSON.parse(await text.inputValue()).segments)
      .toEqual({ '/REF[CO]': { usage: 'required', max: 2 } })
    await page.getByText('segments /REF[CO] added').waitFor()

    const written = page.locator('[data-preview=written]')
    await written.locator('.segment', { hasText: 'REF*CO*' }).waitFor()
    await text.fill((await text.inputValue()).replace('"set": "850"', '"set": "850", "uppercase": true'))
    await text.blur()
    await expect.poll(() => page.getByLabel('Capitals only').inputValue()).toBe('yes')
    await text.fill('{ "set": ')
    await text.blur()
    await page.getByText('This is not JSON').waitFor()
    await text.fill(
      '{ "overlay": 1, "set": "850", "uppercase": true, "segments": { "/REF[CO]": { "usage": "required" } } }',
    )
    await text.blur()
    await page.getByText('name removed: "W-SECRET map"').waitFor()

    await page.getByLabel('Paste X12 here').fill(standardOrder)
    await page.getByLabel('Paste X12 here').blur()
    const read = page.locator('[data-preview=read]')
    await read.getByText('requires').first().waitFor()
    await page.getByLabel('Paste X12 here').fill(standardOrder.replace('~N1', '~REF*CO*W-1~N1').replace('SE*7', 'SE*8'))
    await page.getByLabel('Paste X12 here').blur()
    await read.getByText('"number": "PASTED-1"').waitFor()

    // What stands in the editor is saved on the way: nothing older is tried and published.
    await page.getByRole('button', { name: 'Try and publish' }).click()
    await page.getByText('The draft is saved.').waitFor()
    expect(Number(await page.locator('[data-replay]').getAttribute('data-replay'))).toBeGreaterThan(1)
    await page.getByText('BY*HARBOR & PINE').first().waitFor()
    await page.getByLabel('Why?').fill('They take capitals only.')
    await page.getByRole('button', { name: 'Publish' }).click()
    await page.getByText('Version 2 is in use from now on.').waitFor()

    await page.getByRole('link', { name: 'Version 1' }).click()
    await page.getByRole('button', { name: 'Restore this version' }).click()
    await page.getByText('A draft says what the older version said.').waitFor()
    await page.getByRole('button', { name: 'Try and publish' }).click()
    await page.getByRole('button', { name: 'Discard draft' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard draft' }).click()
    await page.getByText('The draft is discarded.').waitFor()
    expect(faults).toEqual([])
    expect(busy.logged).toEqual([])
    await context.close()
  })

  it('makes a layout for a partner’s stock table without a script', async () => {
    const { base, browser, busy } = world
    const context = await browser.newContext({ ...desk, javaScriptEnabled: false })
    const page = await signIn(context, base, email)
    await page.goto(`${base}/retailer/partners/${busy.partnershipId}`)
    await page.getByRole('link', { name: 'Look at the maps' }).click()
    await page.getByLabel('Document').selectOption('csv:inventory-advice')
    await page.getByRole('button', { name: 'Begin a map' }).click()
    const text = page.getByLabel('As text')
    const layout = {
      name: 'potter-stock',
      kind: 'inventory-advice',
      dateFormats: ['D.M.YYYY'],
      decimalMark: ',',
      delimiter: ';',
      constants: { scope: 'full' },
      columns: [{ names: ['Artikel'], path: 'lines[].ids.supplier', required: true, key: true }],
    }
    await text.fill(JSON.stringify(layout))
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('button', { name: 'Add column' }).click()
    const column = page.getByRole('group', { name: /^column 2/ })
    await column.getByLabel('Our field').fill('lines[].quantity')
    await column.getByLabel('Their header').fill('Menge')
    await column.getByLabel(/^Say more/).selectOption('required')
    await column.getByRole('button', { name: 'Add', exact: true }).click()
    await column.getByLabel('Required').selectOption('yes')
    await page.getByRole('button', { name: 'Up: lines[].quantity' }).click()
    await page.getByLabel('Paste a table here').fill('Artikel;Menge\r\nMUG-01;1.200\r\nBOWL-02;x\r\n')
    await page.getByRole('button', { name: 'Show' }).click()
    const read = page.locator('[data-preview=read]')
    await read.getByText('BOWL-02').or(read.getByText('Menge')).first().waitFor()
    await page.getByRole('button', { name: 'Save draft' }).click()
    await page.getByText('The draft is saved.').waitFor()
    const saved = JSON.parse(await text.inputValue())
    expect(saved.columns).toEqual([{ names: ['Menge'], path: 'lines[].quantity', required: true }, layout.columns[0]])
    expect(busy.logged).toEqual([])
    await context.close()
  })
})

const standardOrder = [
  'ISA*00*          *00*          *ZZ*HARBOR         *ZZ*POTTER         *261122*1200*U*00401*000000001*0*P*>',
  'GS*PO*HARBOR*POTTER*20261122*1200*1*X*004010',
  'ST*850*0001',
  'BEG*00*SA*PASTED-1**20261122',
  'N1*ST*GRACE HOPPER',
  'N3*1 COMPILER WAY',
  'N4*ARLINGTON*VA*22201*US',
  'PO1*1*2*EA*8.25**VN*MUG-01',
  'SE*7*0001',
  'GE*1*1',
  'IEA*1*000000001~',
].join('~')

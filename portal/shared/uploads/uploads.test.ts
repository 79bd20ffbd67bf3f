import { and, eq } from 'drizzle-orm'
import { gzipSync, strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import { feedRuns, feedUploads, fetchSources, offers, partnerMaps, products, stock } from '../../../db/schema/index.ts'
import { applyQueued } from '../../../engine/inventory/uploads/queue-upload.ts'
import { addSalesChannel, channelFields } from '../../../engine/listing/channels.ts'
import { markAll } from '../../../engine/listing/refresh/mark.ts'
import { refreshSome } from '../../../engine/listing/refresh/refresh.ts'
import { addFeed } from '../../../partners/feeds/feeds.ts'
import {
  hindrances,
  hindrancesOn,
  openPortalBrowser,
  type PortalBrowser,
  signIn,
  watch,
  withoutBrowser,
} from '../../testing/browser.ts'
import { origin, portalDeps } from '../../testing/client.ts'

/** Written as a spreadsheet in German saves it: a title, semicolons, Windows-1252, decimal commas. */
const csv = [
  'Lagerliste für den Händler;;;',
  'Ware;Frei für Händler;EK netto;Bemerkung',
  'LI-MUG-01;12;8,25;',
  'LI-BOWL-02;viele;12,5;',
  'LI-NOPE;3;1,00;neu',
  '',
].join('\r\n')
const file = { name: 'lager.csv', mimeType: 'text/csv', buffer: Buffer.from(csv, 'latin1') }

describe.skipIf(withoutBrowser)('An uploaded stock file', () => {
  let portal: PortalBrowser
  let at = ''
  beforeAll(async () => {
    portal = await openPortalBrowser(await emptyHub())
    at = `${portal.base}/supplier/${portal.busy.slug}/stock`
  }, 60_000)
  afterAll(() => portal?.close())

  const quantityOf = async (sku: string) => {
    const { hub, here } = portal.busy
    const { sourceId } = here.suppliers['Little Potter']!
    const [level] = await hub.orm
      .select({ quantity: stock.quantity })
      .from(stock)
      .innerJoin(offers, eq(offers.id, stock.offerId))
      .where(and(eq(offers.sourceId, sourceId), eq(offers.supplierSku, sku)))
    return level?.quantity
  }

  /** A place that cannot be looked into, and a sales channel with its listings. */
  const addSelling = async () => {
    const { hub, here } = portal.busy
    const { retailerId } = here
    const { partnershipId } = here.suppliers['Little Potter']!
    const ftp = { kind: 'ftp', settings: { host: 'ftp.potter.example', username: 'shop' } } as const
    const place = { retailerId, partnershipId, name: 'Stock place', schedule: { at: ['06:30'], zone: 'UTC' }, ...ftp }
    const { placeId, channelId } = await hub.work('system', async work => {
      const added = await addFeed(work, portalDeps.box, place)
      const channel = await addSalesChannel(work, { retailerId, fields: channelFields.parse({ name: 'Web' }) })
      await markAll(work, retailerId)
      await refreshSome(work, retailerId)
      return { placeId: added.id, channelId: channel.id }
    })
    const failed = { failures: 1, failureCode: 'connection-failed', failureDetail: 'Nobody answers.' }
    await hub.orm.update(fetchSources).set(failed).where(eq(fetchSources.id, placeId))
    const [product] = await hub.orm.select().from(products).where(eq(products.retailerId, retailerId)).limit(1)
    return { placeId, channelId, productId: product!.id }
  }

  it.each([
    { script: true, who: 'potter-warehouse@here.example' },
    { script: false, who: 'potter-owner@here.example' },
  ])('is matched, looked at, applied, and its rows mended (script: $script)', async ({ script, who }) => {
    const context = await portal.browser.newContext({ javaScriptEnabled: script })
    const page = await signIn(context, portal.base, who)
    const faults = watch(page, portal.base)
    await page.goto(at)
    await page.getByLabel('File', { exact: true }).setInputFiles({ ...file, name: `lager-${script}.csv` })
    await page.getByLabel('The file holds').selectOption('delta')
    await page.getByRole('button', { name: 'Look and apply' }).click()
    expect(await page.locator('main').textContent()).toContain('Windows-1252, columns parted by semicolons.')
    expect(await page.getByLabel('Numbers are written as').inputValue()).toBe(',')
    if (script) {
      expect(await page.locator('main').textContent()).toContain('Say which column holds the quantity.')
      await page.getByLabel('What Ware holds').selectOption({ label: 'Vendor SKU' })
      await page.getByLabel('What Frei für Händler holds').selectOption({ label: 'Quantity Available' })
      await page.getByLabel('What EK netto holds').selectOption({ label: 'Unit Cost' })
      await page.getByRole('button', { name: 'Look again' }).click()
    }
    // The second time all is known from what was kept the first time.
    expect(await page.locator('[data-row="4"]').textContent()).toContain('“viele” is not a quantity')
    expect(await page.locator('[data-row="5"]').textContent()).toContain(
      'is no item that the supplier is known to offer',
    )
    expect(await quantityOf('LI-BOWL-02')).toBe(script ? '40' : '17')
    await page.getByRole('button', { name: 'Apply the file' }).click()
    await page.getByText('The file was applied.').waitFor()
    expect(await quantityOf('LI-MUG-01')).toBe('12')
    await page.getByLabel('Quantity in row 4').fill('17')
    await page.getByRole('button', { name: 'Apply what I mended' }).click()
    await page.getByText('The mended rows were applied.').waitFor()
    expect(await quantityOf('LI-BOWL-02')).toBe('17')
    await page.goto(`${at}/feeds`)
    await page.getByRole('link', { name: `lager-${script}.csv` }).click()
    expect(await page.locator('form [data-row]').count()).toBe(1)
    expect(faults).toEqual([])
    await context.close()
  })

  it('is read the same by whatever way the next one comes: the columns are kept as a version of the map', async () => {
    const maps = await portal.busy.hub.orm.select().from(partnerMaps).where(eq(partnerMaps.format, 'csv'))
    const kept = maps.filter(map => map.documentKind === 'inventory-advice')
    expect(kept).toMatchObject([{ status: 'published', reason: 'Columns matched on lager-true.csv' }])
    expect(
      await portal.busy.hub.orm.select().from(feedRuns).where(eq(feedRuns.fileName, 'lager-true.csv')),
    ).toMatchObject([{ status: 'applied', scope: 'delta', rowsRead: 3, rowsRejected: 2 }])
  })

  it('is applied in the background where it is large: the page shows how far, survives leaving, and goes on to what it did', async () => {
    const { busy, base, browser } = portal
    const { hub, here } = busy
    const page = await signIn(await browser.newContext(), base, 'potter-warehouse@here.example')
    const faults = watch(page, base)
    const lines = Array.from({ length: 15_000 }, (_, row) => `NOPE-${row};3;1,00;far too long a word`)
    const text = ['Ware;Frei für Händler;EK netto;Bemerkung', 'LI-MUG-01;23;8,25;', ...lines, ''].join('\r\n')
    await page.goto(at)
    await page
      .getByLabel('File', { exact: true })
      .setInputFiles({ ...file, name: 'large.csv', buffer: Buffer.from(text) })
    await page.getByLabel('The file holds').selectOption('delta')
    await page.getByRole('button', { name: 'Look and apply' }).click()
    await page.getByRole('button', { name: 'Apply the file' }).click()
    await page.getByText('The file is being applied').waitFor()
    const [upload] = await hub.orm.select().from(feedUploads).where(eq(feedUploads.fileName, 'large.csv'))
    const where = eq(feedUploads.id, upload!.id)
    await hub.orm.update(feedUploads).set({ rowsRead: 7000, octetsRead: 250_000 }).where(where)
    await page.getByText('7,000').waitFor()
    expect(await hindrances(page)).toEqual({ found: [], tooWide: false })
    await page.goto(at)
    await page.goto(`${at}/uploads/${upload!.id}`)
    await page.getByText('The file is being applied').waitFor()
    await applyQueued(hub, { retailerId: here.retailerId, uploadId: upload!.id })
    await page.waitForURL(/\/stock\/feeds\//)
    expect(await page.locator('main').textContent()).toContain('15000: 15000 × unknown item')
    expect(await quantityOf('LI-MUG-01')).toBe('23')
    expect(faults).toEqual([])
    await page.context().close()
  })

  it('stays open when it is refused as a whole, to be read in another way', async () => {
    const { busy } = portal
    const potter = await busy.as('potter-owner@here.example')
    const body = new FormData()
    body.set('file', new File(['Ware;Frei für Händler;EK netto\nX;1;1\n'], 'strange.csv'))
    const init = { method: 'POST', body, headers: { origin } }
    const sent = await potter.send(`/supplier/${busy.slug}/stock/uploads`, init)
    const page = await potter.get(sent.headers.get('location')!)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('The file was refused')])
    const [upload] = await busy.hub.orm.select().from(feedUploads).where(eq(feedUploads.fileName, 'strange.csv'))
    expect(upload?.documentId).toBeNull()
  })

  it('is taken out of an archive of one file, and asked for where there are several or none can be opened', async () => {
    const { busy } = portal
    const potter = await busy.as('potter-owner@here.example')
    const give = async (name: string, bytes: Uint8Array) => {
      const body = new FormData()
      body.set('file', new File([new Uint8Array(bytes)], name))
      return await potter.send(`/supplier/${busy.slug}/stock/uploads`, { method: 'POST', body, headers: { origin } })
    }
    const stockFile = strToU8('Ware;Rest\nX;1\n')
    for (const [name, bytes] of [
      ['packed.zip', zipSync({ 'out/packed-zip.csv': stockFile, '__MACOSX/._packed.csv': strToU8('x') })],
      ['packed-gz.csv.gz', gzipSync(stockFile)],
    ] as const) {
      const page = await potter.get((await give(name, bytes)).headers.get('location')!)
      expect(await page.text()).toMatch(/packed-(zip|gz)\.csv[\s\S]*What Ware holds/)
    }
    const several = await give('two.zip', zipSync({ 'a.csv': stockFile, 'b.csv': stockFile }))
    expect([several.status, await several.text()]).toEqual([
      422,
      expect.stringContaining('holds 2 files (a.csv, b.csv)'),
    ])
    const damaged = await give('damaged.zip', zipSync({ 'a.csv': stockFile }).subarray(0, 60))
    expect([damaged.status, await damaged.text()]).toEqual([422, expect.stringContaining('cannot be opened')])
  })

  it('has pages without hindrance', async () => {
    const { busy, base, browser } = portal
    const potter = await busy.as('potter-owner@here.example')
    const body = new FormData()
    body.set('file', new File([csv.replace('LI-MUG-01;12', 'LI-MUG-01;99')], 'looked-at.csv'))
    body.set('next', 'look')
    await potter.send(`/supplier/${busy.slug}/stock/uploads`, { method: 'POST', body, headers: { origin } })
    const [upload] = await busy.hub.orm.select().from(feedUploads).where(eq(feedUploads.fileName, 'looked-at.csv'))
    const [run] = await busy.hub.orm.select().from(feedRuns).where(eq(feedRuns.fileName, 'lager-false.csv'))
    const { placeId, productId, channelId } = await addSelling()
    const context = await browser.newContext()
    const theirs = await signIn(context, base, 'potter-owner@here.example')
    const own = `/supplier/${busy.slug}/stock`
    // What links lead to in the busy world is looked at with all other pages.
    const pages = [own, `${own}/uploads/${upload!.id}`, `${own}/feeds/${run!.id}`]
    expect(await hindrancesOn(theirs, base, pages)).toEqual([])
    const other = await browser.newContext()
    const ours = await signIn(other, base, 'operations@here.example')
    const feeds = '/retailer/feeds'
    const { partnershipId } = busy.here.suppliers['Little Potter']!
    const mine = [
      feeds,
      `${feeds}/uploads/${upload!.id}`,
      `${feeds}/settings/${partnershipId}`,
      `${feeds}/${run!.id}`,
      `${feeds}/places`,
      ...['sftp', 'ftp', 'http', 'imap'].map(kind => `${feeds}/places/new?kind=${kind}`),
      `${feeds}/places/${placeId}`,
      `/retailer/products/${productId}`,
      `/retailer/sales-channels/${channelId}`,
    ]
    expect(await hindrancesOn(ours, base, mine)).toEqual([])
    await context.close()
    await other.close()
  })
})

import { and, eq, inArray } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { feedRuns, listings, offers, products } from '../../../db/schema/index.ts'
import { type CatalogProduct, productCatalog } from '../../../translators/documents/index.ts'
import { changeFeedSettings } from '../../inventory/change-feed-settings.ts'
import { listingBook } from '../../listing/books.ts'
import { addSalesChannel, channelFields } from '../../listing/channels.ts'
import { listingRules } from '../../listing/listing-rules.ts'
import { refreshSome } from '../../listing/refresh/refresh.ts'
import { beginDraft, keepDraft } from '../../rule-sets/drafts.ts'
import { publishVersion } from '../../rule-sets/publish.ts'
import { type Seeded, seedRetailer } from '../../testing/seed.ts'
import { adoptOffer } from '../adopt-offer.ts'
import { applyCatalog } from '../apply-catalog.ts'
import { refuseMatch } from '../decide-match.ts'
import { putProducts } from '../put-products.ts'
import { restoreProduct, retireMade, retireProduct } from '../retire-products.ts'
import { makeProducts } from './run.ts'
import { changeNewProducts, loadNewProducts, newProductSettings } from './settings.ts'

let hub: HubDatabase
let seeded: Seeded
let retailerId: string

const rules = [
  { id: 'all', effect: { action: 'require', fields: ['brand'] } },
  { id: 'amazon', when: { channels: ['Amazon'] }, effect: { action: 'require', fields: ['gtin'] } },
  { id: 'lists', effect: { action: 'list' } },
]

beforeAll(async () => {
  hub = await emptyHub()
  seeded = await seedRetailer(hub, {
    suppliers: [
      { name: 'Northwind', offers: [] },
      { name: 'Cascade', offers: [] },
    ],
  })
  retailerId = seeded.retailerId
  await hub.work('user:ann', async work => {
    for (const name of ['Web', 'Amazon'])
      await addSalesChannel(work, { retailerId, fields: channelFields.parse({ name }) })
    const { id } = await beginDraft(listingBook, work, { retailerId })
    await keepDraft(listingBook, work, { retailerId, id, content: listingRules.parse({ version: 0, rules }) })
    await publishVersion(listingBook, work, { retailerId, id, reason: 'For the test.' })
  })
  return () => hub.close()
})

type Given = Partial<CatalogProduct> & { ids: object }

async function feed(supplier: string, items: Given[]): Promise<string> {
  const head = { kind: 'product-catalog', scope: 'delta', number: hub.newId(), date: '2026-11-22', currency: 'USD' }
  const catalog = productCatalog.parse({ ...head, products: items.map(item => ({ cost: '20', ...item })) })
  const { partnershipId } = seeded.suppliers[supplier]!
  return (await hub.work('test', work => applyCatalog(work, { retailerId, partnershipId, catalog }))).id!
}

const settle = (asked = false) => makeProducts(hub, { retailerId, asked })
const set = (mode: 'off' | 'propose' | 'list', sku = '{supplierSku}') =>
  hub.work('user:ann', work => changeNewProducts(work, { retailerId, settings: { mode, sku } }))
const offersOf = (...skus: string[]) => hub.orm.select().from(offers).where(inArray(offers.supplierSku, skus))
const productOf = async (sku: string) => {
  const rows = await hub.orm
    .select()
    .from(products)
    .where(and(eq(products.retailerId, retailerId), eq(products.sku, sku)))
  return rows[0]
}

describe('new products', () => {
  it('are proposed until somebody says otherwise, and made at once where a person asks', async () => {
    expect(await loadNewProducts(hub.orm, retailerId)).toEqual({ mode: 'propose', sku: '{supplierSku}' })
    await feed('Northwind', [{ ids: { supplier: 'A-1' }, title: 'Lamp', brand: 'Peak' }])
    expect(await settle()).toBe(0)
    expect(await settle(true)).toBe(1)
    expect(await settle(true)).toBe(0)
    expect(await productOf('A-1')).toMatchObject({ title: 'Lamp', brand: 'Peak' })
  })

  it('are made of complete items and listed where the rules agree; incomplete ones wait, and follow once they are complete', async () => {
    await set('list')
    const run = await feed('Northwind', [
      { ids: { supplier: 'B-1', gtin: '00012345678905' }, title: 'Tent', brand: 'Peak', category: 'Tents' },
      { ids: { supplier: 'B-2' }, title: 'Stove', brand: 'Peak' },
      { ids: { supplier: 'B-3' }, title: 'Cup' },
      { ids: { supplier: 'B-4', unproven: '1.2E+11' }, title: 'Mug', brand: 'Peak' },
      { ids: { supplier: 'B-5' }, title: 'Plate', brand: 'Peak', discontinued: true },
    ])
    expect(await settle()).toBe(2)
    const rows = await offersOf('B-1', 'B-2', 'B-3', 'B-4', 'B-5')
    const made = rows.filter(row => row.matchedBy === 'made').map(row => row.supplierSku)
    expect(made.sort()).toEqual(['B-1', 'B-2'])
    expect(
      rows
        .filter(row => row.productId === null)
        .map(row => row.supplierSku)
        .sort(),
    ).toEqual(['B-3', 'B-4', 'B-5'])
    const tent = (await productOf('B-1'))!
    expect(tent).toMatchObject({ gtin: '00012345678905', category: 'Tents', madeFromRunId: run })
    await hub.work('user:ann', work =>
      putProducts(work, retailerId, [{ ...bare('B-1'), gtin: tent.gtin!, brand: 'Peak', retailPrice: '40' }]),
    )
    while ((await hub.work('system', work => refreshSome(work, retailerId))) > 0);
    const shown = await hub.orm.select().from(listings).where(eq(listings.productId, tent.id))
    expect(shown.map(row => row.status)).toEqual(['listed', 'listed'])
    await feed('Northwind', [{ ids: { supplier: 'B-3' }, title: 'Cup', brand: 'Peak' }])
    expect(await settle()).toBe(1)
    expect(await productOf('B-3')).toBeDefined()
  })

  it('are never second ones: not in one feed, not of another supplier, not beside what the catalogue has', async () => {
    const twin = { gtin: '00614141000036' }
    await Promise.all([
      feed('Northwind', [
        { ids: { supplier: 'C-1', ...twin }, title: 'Rope', brand: 'Peak' },
        { ids: { supplier: 'C-2', ...twin }, title: 'Rope again', brand: 'Peak' },
        { ids: { supplier: 'C-3', manufacturer: 'PK-9' }, title: 'Hook', brand: 'Peak' },
        { ids: { supplier: 'C-4', manufacturer: 'pk-9' }, title: 'Hook again', brand: 'PEAK' },
      ]),
      feed('Cascade', [
        { ids: { supplier: 'CC-1', ...twin }, title: 'Rope of ours', brand: 'Peak' },
        { ids: { supplier: 'B-1' }, title: 'Has a SKU that is taken', brand: 'Peak' },
      ]),
    ])
    await Promise.all([settle(), settle()])
    const rope = await hub.orm.select().from(products).where(eq(products.gtin, twin.gtin))
    expect(rope).toHaveLength(1)
    const ropes = await offersOf('C-1', 'C-2', 'CC-1')
    expect(ropes.map(row => row.productId)).toEqual([rope[0]!.id, rope[0]!.id, rope[0]!.id])
    const hooks = await offersOf('C-3', 'C-4')
    expect(new Set(hooks.map(row => row.productId)).size).toBe(1)
    expect(hooks.every(row => row.productId)).toBe(true)
    const clash = (await offersOf('B-1')).find(row => row.description === 'Has a SKU that is taken')
    expect(clash?.productId).toBeNull()
    await expect(
      hub.work('user:ann', work => adoptOffer(work, { retailerId, offerId: clash!.id, sku: 'B-1' })),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  it('are not made again of an item that a person parted from a product with its GTIN', async () => {
    const [offer] = await offersOf('C-2')
    await hub.work('user:ann', work =>
      refuseMatch(work, { retailerId, offerId: offer!.id, productId: offer!.productId! }),
    )
    expect(await settle()).toBe(0)
    expect((await offersOf('C-2'))[0]!.productId).toBeNull()
    const adopt = hub.work('user:ann', work => adoptOffer(work, { retailerId, offerId: offer!.id, sku: 'C-2' }))
    await expect(adopt).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('has its GTIN') })
  })

  it('take a supplier’s own settings before the retailer’s, with SKUs by its template', async () => {
    const { partnershipId } = seeded.suppliers.Cascade!
    const own = (newProducts: object) =>
      hub.work('user:ann', work => changeFeedSettings(work, { retailerId, partnershipId, feeds: { newProducts } }))
    await own({ mode: 'off' })
    await feed('Cascade', [{ ids: { supplier: 'D-1' }, title: 'Bell', brand: 'Peak' }])
    expect(await settle()).toBe(0)
    await set('propose')
    await own({ mode: 'list', sku: 'CA-{supplierSku}' })
    expect(await settle()).toBe(2)
    expect(await productOf('CA-D-1')).toMatchObject({ title: 'Bell' })
    expect(await productOf('CA-B-1')).toMatchObject({ title: 'Has a SKU that is taken' })
    await expect(own({ sku: 'all the same' })).rejects.toMatchObject({ code: 'invalid-input' })
    expect(newProductSettings.safeParse({ sku: '{supplierSku} {colour}' }).success).toBe(false)
  })

  it('are undone by retiring what a feed brought: listings end, and no feed makes them again', async () => {
    await set('list')
    const run = await feed('Northwind', [
      { ids: { supplier: 'E-1' }, title: 'One', brand: 'Peak' },
      { ids: { supplier: 'E-2' }, title: 'Two', brand: 'Peak' },
    ])
    expect(await settle()).toBe(2)
    const undo = (feedRunId: string) => hub.work('user:ann', work => retireMade(work, { retailerId, feedRunId }))
    expect(await undo(run)).toBe(2)
    expect(await undo(run)).toBe(0)
    expect((await productOf('E-1'))!.discontinuedAt).not.toBeNull()
    await feed('Northwind', [{ ids: { supplier: 'E-1' }, title: 'One anew', brand: 'Peak' }])
    expect(await settle()).toBe(0)
    await hub.work('user:ann', work => restoreProduct(work, { retailerId, sku: 'E-1' }))
    expect((await productOf('E-1'))!.discontinuedAt).toBeNull()
    await hub.work('user:ann', work => retireProduct(work, { retailerId, sku: 'E-1' }))
    expect((await productOf('E-1'))!.discontinuedAt).not.toBeNull()
    await expect(undo(hub.newId())).rejects.toMatchObject({ code: 'not-found' })
    const runs = await hub.orm.select().from(feedRuns).where(eq(feedRuns.id, run))
    expect(runs[0]!.status).toBe('applied')
  })
})

const bare = (sku: string) => ({ sku, title: 'Tent', attributes: {} })

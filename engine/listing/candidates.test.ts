import { and, eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { offers, products } from '../../db/schema/index.ts'
import { productCatalog } from '../../translators/documents/index.ts'
import { adoptOffer } from '../catalogue/adopt-offer.ts'
import { applyCatalog } from '../catalogue/apply-catalog.ts'
import { beginDraft, keepDraft } from '../rule-sets/drafts.ts'
import { publishVersion } from '../rule-sets/publish.ts'
import { type Seeded, seedRetailer } from '../testing/seed.ts'
import { listingBook } from './books.ts'
import { askOfCandidates, completeness } from './candidates.ts'
import { addSalesChannel, channelFields } from './channels.ts'
import { listingRules } from './listing-rules.ts'

let hub: HubDatabase
let seeded: Seeded

beforeAll(async () => {
  hub = await emptyHub()
  seeded = await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers: [] }] })
  const { retailerId, suppliers } = seeded
  const rules = [
    { id: 'all', effect: { action: 'require', fields: ['brand'] } },
    {
      id: 'tents',
      when: { categories: ['tents'] },
      effect: { action: 'require', fields: ['attribute.Color', 'images'] },
    },
    { id: 'amazon', when: { channels: ['Amazon'] }, effect: { action: 'require', fields: ['gtin', 'brand'] } },
  ]
  const items = [
    {
      ids: { supplier: 'T-1' },
      title: 'Tent',
      category: 'Tents',
      brand: 'Peak',
      cost: '20',
      weight: '3',
      weightUnit: 'KG',
    },
    { ids: { supplier: 'L-1', gtin: '00012345678905' }, title: 'Lamp', category: 'Lamps', brand: 'Peak', cost: '8' },
  ]
  const head = { kind: 'product-catalog', scope: 'delta', number: 'C', date: '2026-11-22', currency: 'USD' }
  const catalog = productCatalog.parse({ ...head, products: items })
  await hub.work('user:ann', async work => {
    for (const name of ['Web', 'Amazon'])
      await addSalesChannel(work, { retailerId, fields: channelFields.parse({ name }) })
    const { id } = await beginDraft(listingBook, work, { retailerId })
    await keepDraft(listingBook, work, { retailerId, id, content: listingRules.parse({ version: 0, rules }) })
    await publishVersion(listingBook, work, { retailerId, id, reason: 'For the test.' })
    await applyCatalog(work, { retailerId, partnershipId: suppliers.Northwind!.partnershipId, catalog })
  })
  return () => hub.close()
})

const item = async (sku: string) => {
  const [row] = await hub.orm.select().from(offers).where(eq(offers.supplierSku, sku))
  return row!
}

describe('a candidate for listing', () => {
  it('is as complete as the rules for its category ask on each channel', async () => {
    const [tent, lamp] = [await item('T-1'), await item('L-1')]
    const asks = await askOfCandidates(hub.orm, seeded.retailerId, [tent, lamp], new Date())
    expect(asks.get(tent.id)).toEqual([
      {
        channel: 'Amazon',
        asked: ['title', 'brand', 'attribute.Color', 'images', 'gtin'],
        missing: ['attribute.Color', 'gtin', 'images'],
      },
      {
        channel: 'Web',
        asked: ['title', 'brand', 'attribute.Color', 'images'],
        missing: ['attribute.Color', 'images'],
      },
    ])
    expect(asks.get(tent.id)!.map(completeness)).toEqual([40, 50])
    expect(asks.get(lamp.id)!.map(completeness)).toEqual([100, 100])
  })

  it('becomes a product with all that its supplier says of it, once', async () => {
    const { retailerId } = seeded
    const adopt = (offerId: string, sku: string) =>
      hub.work('user:ann', work => adoptOffer(work, { retailerId, offerId, sku }))
    const lamp = await item('L-1')
    const { productId } = await adopt(lamp.id, 'LAMP')
    expect(await item('L-1')).toMatchObject({ productId, matchedBy: 'person' })
    const [product] = await hub.orm
      .select()
      .from(products)
      .where(and(eq(products.retailerId, retailerId), eq(products.id, productId)))
    expect(product).toMatchObject({ sku: 'LAMP', title: 'Lamp', brand: 'Peak', gtin: '00012345678905', weight: null })
    await expect(adopt(lamp.id, 'LAMP-2')).rejects.toMatchObject({ code: 'wrong-state' })
    await expect(adopt((await item('T-1')).id, 'LAMP')).rejects.toMatchObject({ code: 'conflict' })
    await expect(adopt(crypto.randomUUID(), 'X')).rejects.toMatchObject({ code: 'not-found' })
  })
})

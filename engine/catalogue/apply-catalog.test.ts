import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { documents, exceptions, feedRows, feedRuns, offers, partnerships, products } from '../../db/schema/index.ts'
import { defaultLayouts, readCsv } from '../../translators/csv/index.ts'
import type { CatalogProduct, ProductCatalog } from '../../translators/documents/index.ts'
import { releaseFeed } from '../inventory/decide-quarantined.ts'
import { type Seeded, seedRetailer } from '../testing/seed.ts'
import { applyCatalog } from './apply-catalog.ts'
import { acceptMatch, mendGtin, refuseMatch } from './decide-match.ts'

const seed = {
  suppliers: [{ name: 'Northwind', offers: [{ sku: 'TENT', cost: '20', stock: '5' }] }],
  warehouse: {
    name: 'Own',
    offers: [
      { sku: 'LAMP', cost: '8' },
      { sku: 'MUG', cost: '2' },
      { sku: 'CUP', cost: '2' },
    ],
  },
}

const catalogOf = (list: CatalogProduct[], scope: 'full' | 'delta' = 'delta'): ProductCatalog => ({
  kind: 'product-catalog',
  scope,
  number: 'C-1',
  currency: 'USD',
  products: list,
})

describeOnBothDatabases('applyCatalog', open => {
  const start = async () => {
    const hub = await open()
    const seeded = await seedRetailer(hub, seed)
    await hub.orm.update(products).set({ upc: null, brand: null, manufacturerPart: null })
    return { hub, seeded }
  }
  const apply = (hub: HubDatabase, { retailerId, suppliers }: Seeded, catalog: ProductCatalog) =>
    hub.work('partner:Northwind', work =>
      applyCatalog(work, { retailerId, partnershipId: suppliers.Northwind!.partnershipId, catalog }),
    )
  const offer = async (hub: HubDatabase, supplierSku: string) =>
    (await hub.orm.query.offers.findMany()).find(row => row.supplierSku === supplierSku)
  const named = async (hub: HubDatabase, sku: string, set: Partial<typeof products.$inferInsert>) => {
    await hub.orm.update(products).set(set).where(eq(products.sku, sku))
  }

  it('takes an amount of zero for one that is not known', async () => {
    const { hub, seeded } = await start()
    await apply(hub, seeded, catalogOf([{ ids: { supplier: 'N-1' }, cost: '2', msrp: '5' }]))
    const outcome = await apply(
      hub,
      seeded,
      catalogOf([
        { ids: { supplier: 'N-1' }, cost: '0.00', msrp: '0', title: 'Cup' },
        { ids: { supplier: 'N-2' }, cost: '0' },
      ]),
    )
    expect(await offer(hub, 'N-1')).toMatchObject({ cost: '2', msrp: '5', catalog: { title: 'Cup' } })
    expect(outcome.issues.map(issue => issue.code)).toEqual(['no-cost'])
  })

  it('brings items in, matches them by SKU, GTIN, and part and brand, and leaves the rest as candidates', async () => {
    const { hub, seeded } = await start()
    await named(hub, 'LAMP', { upc: '614141000036' })
    await named(hub, 'MUG', { brand: 'Acme', manufacturerPart: 'M-77' })
    const outcome = await apply(
      hub,
      seeded,
      catalogOf([
        { ids: { supplier: 'N-1', buyer: 'CUP' }, cost: '2', title: 'Cup' },
        {
          ids: { supplier: 'N-2', gtin: '00614141000036' },
          cost: '7.5',
          title: 'Lamp',
          images: ['https://a.test/1.jpg'],
        },
        { ids: { supplier: 'N-3', manufacturer: 'm-77' }, brand: 'ACME', cost: '1.9', msrp: '4' },
        { ids: { supplier: 'N-4', manufacturer: 'M-77' }, brand: 'Other', cost: '1.9' },
        { ids: { supplier: 'N-5' }, title: 'Without a cost' },
      ]),
    )
    expect(outcome.issues.map(issue => [issue.code, issue.at.path])).toEqual([['no-cost', 'products[4]']])
    const rows = await hub.orm.select().from(offers).orderBy(asc(offers.supplierSku))
    const found = rows
      .filter(row => row.supplierSku.startsWith('N-'))
      .map(row => [row.supplierSku, row.matchedBy, row.productId])
    expect(found).toEqual([
      ['N-1', 'sku', seeded.products.CUP],
      ['N-2', 'gtin', seeded.products.LAMP],
      ['N-3', 'part', seeded.products.MUG],
      ['N-4', null, null],
    ])
    expect((await offer(hub, 'N-2'))?.catalog).toEqual({ title: 'Lamp', images: ['https://a.test/1.jpg'] })
    const [run] = await hub.orm.select().from(feedRuns)
    expect(run).toMatchObject({ kind: 'product', status: 'applied', rowsRead: 5, rowsChanged: 4, rowsRejected: 1 })
  })

  it('changes what a delta names, keeps what it leaves unsaid, and counts what stays', async () => {
    const { hub, seeded } = await start()
    const first = { ids: { supplier: 'N-1' }, cost: '2', brand: 'Acme', title: 'Cup', weight: '1', weightUnit: 'LB' }
    await apply(hub, seeded, catalogOf([first, { ids: { supplier: 'N-2' }, cost: '3' }]))
    await apply(
      hub,
      seeded,
      catalogOf([
        { ids: { supplier: 'N-1' }, title: 'Cup, blue' },
        { ids: { supplier: 'N-2' }, cost: '3' },
      ]),
    )
    expect(await offer(hub, 'N-1')).toMatchObject({
      cost: '2',
      brand: 'Acme',
      description: 'Cup, blue',
      catalog: { title: 'Cup, blue', weight: '1', weightUnit: 'LB' },
    })
    const runs = await hub.orm.select().from(feedRuns).orderBy(asc(feedRuns.id))
    expect(runs.at(-1)).toMatchObject({ rowsChanged: 1, rowsUnchanged: 1 })
  })

  it('ends what a full feed leaves out, unless that is most of it', async () => {
    const { hub, seeded } = await start()
    await hub.orm.update(partnerships).set({ settings: { feeds: { quarantineFrom: 3, maxZeroShare: 0.5 } } })
    await apply(hub, seeded, catalogOf(['N-1', 'N-2', 'N-3'].map(supplier => ({ ids: { supplier }, cost: '1' }))))
    const cut = await apply(hub, seeded, catalogOf([{ ids: { supplier: 'N-1' }, cost: '1' }], 'full'))
    expect(cut).toMatchObject({ result: 'rejected', issues: [{ code: 'too-many-missing', value: '3' }] })
    expect((await offer(hub, 'N-3'))?.discontinued).toBe(false)
    const most = ['N-1', 'N-2', 'NO-TENT'].map(supplier => ({ ids: { supplier }, cost: '1' }))
    expect(await apply(hub, seeded, catalogOf(most, 'full'))).toMatchObject({ result: 'applied' })
    expect((await offer(hub, 'N-3'))?.discontinued).toBe(true)
    expect((await offer(hub, 'NO-TENT'))?.discontinued).toBe(false)
  })

  it('holds a full feed back that would end most items, until a person lets it take effect', async () => {
    const { hub, seeded } = await start()
    const { retailerId, suppliers } = seeded
    const { partnershipId } = suppliers.Northwind!
    await hub.orm.update(partnerships).set({ settings: { feeds: { quarantineFrom: 3, maxZeroShare: 0.5 } } })
    await apply(hub, seeded, catalogOf(['N-1', 'N-2', 'N-3'].map(supplier => ({ ids: { supplier }, cost: '1' }))))
    const catalog = catalogOf([{ ids: { supplier: 'N-1' }, cost: '2' }, { ids: { supplier: 'N-9' } }], 'full')
    const documentId = hub.newId()
    const held = await hub.work('partner:Northwind', async work => {
      await work.tx.insert(documents).values({
        ...{ retailerId, id: documentId, direction: 'in', kind: 'product-catalog', number: 'C-2', status: 'received' },
        ...{ content: catalog, createdAt: work.now },
      })
      return await applyCatalog(work, { retailerId, partnershipId, catalog, documentId })
    })
    expect(held).toMatchObject({
      result: 'applied',
      issues: [{ code: 'quarantined', value: '3' }, { code: 'no-cost' }],
    })
    expect(await offer(hub, 'N-1')).toMatchObject({ cost: '1', discontinued: false })
    expect(await hub.orm.select().from(exceptions)).toMatchObject([{ kind: 'feed-quarantined', resolvedAt: null }])
    const feedRunId = held.id!
    expect(await hub.work('user:ann', work => releaseFeed(work, { retailerId, feedRunId }))).toEqual({
      changed: 1,
      zeroed: 3,
    })
    expect([(await offer(hub, 'N-1'))?.cost, (await offer(hub, 'N-3'))?.discontinued]).toEqual(['2', true])
    expect(await hub.orm.select().from(exceptions)).toMatchObject([{ resolution: 'released' }])
    expect(await hub.orm.select().from(feedRows)).toMatchObject([
      { position: 2, supplierSku: 'N-9', reason: 'no-cost' },
    ])
    await expect(hub.work('user:ann', work => releaseFeed(work, { retailerId, feedRunId }))).rejects.toMatchObject({
      code: 'wrong-state',
    })
  })

  it('keeps a GTIN that a spreadsheet damaged as it came, until a person mends it', async () => {
    const { hub, seeded } = await start()
    const { retailerId } = seeded
    await named(hub, 'LAMP', { upc: '012345678905' })
    const csv = 'SKU,UPC,Cost,Title\nN-1,1.2E+11,2,Cup\nN-2,12345678905,3,Lamp\n'
    const given = { number: 'C-1', currency: 'USD' }
    const { documents } = readCsv(Buffer.from(csv), defaultLayouts['product-catalog'], { given })
    const outcome = await apply(hub, seeded, documents[0] as ProductCatalog)
    expect(outcome.issues.map(issue => [issue.code, issue.value])).toEqual([
      ['damaged-gtin', '1.2E+11'],
      ['damaged-gtin', '12345678905'],
    ])
    const lamp = (await offer(hub, 'N-2'))!
    expect(lamp).toMatchObject({ gtin: null, damagedGtin: '12345678905', productId: null })
    const mend = (gtin: string) => hub.work('user:ann', work => mendGtin(work, { retailerId, offerId: lamp.id, gtin }))
    await expect(mend('12345678906')).rejects.toMatchObject({ code: 'invalid-input' })
    await mend('012345678905')
    expect(await offer(hub, 'N-2')).toMatchObject({
      gtin: '00012345678905',
      damagedGtin: null,
      matchedBy: 'gtin',
      productId: seeded.products.LAMP,
    })
    // What a person mended stays, though the feed brings the damage again.
    await apply(hub, seeded, documents[0] as ProductCatalog)
    expect(await offer(hub, 'N-2')).toMatchObject({ gtin: '00012345678905', damagedGtin: null })
  })

  it('lets a person match, and never proposes again what was refused', async () => {
    const { hub, seeded } = await start()
    const { retailerId } = seeded
    await named(hub, 'LAMP', { upc: '614141000036' })
    const catalog = catalogOf([{ ids: { supplier: 'N-1', upc: '614141000036' }, cost: '2' }])
    await apply(hub, seeded, catalog)
    const { id: offerId, productId } = (await offer(hub, 'N-1'))!
    expect(productId).toBe(seeded.products.LAMP)
    await hub.work('user:ann', work => refuseMatch(work, { retailerId, offerId, productId: productId! }))
    await apply(hub, seeded, catalog)
    expect(await offer(hub, 'N-1')).toMatchObject({ productId: null, matchedBy: null })
    await hub.work('user:ann', work => acceptMatch(work, { retailerId, offerId, productId: seeded.products.MUG! }))
    expect(await offer(hub, 'N-1')).toMatchObject({ productId: seeded.products.MUG, matchedBy: 'person' })
    const other = hub.work('user:ann', work => acceptMatch(work, { retailerId, offerId, productId: hub.newId() }))
    await expect(other).rejects.toMatchObject({ code: 'not-found' })
  })
})

import { and, eq, like } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { auditLog, feedHealth, feedRuns, offers, partnerships, products, stock } from '../../../db/schema/index.ts'
import { applyCatalog } from '../../../engine/catalogue/apply-catalog.ts'
import { makeProducts } from '../../../engine/catalogue/new-products/run.ts'
import { applyInventory } from '../../../engine/inventory/apply-advice.ts'
import { type Busy, openBusyWorld } from '../../testing/busy-world.ts'
import { type Client, origin } from '../../testing/client.ts'

let hub: HubDatabase
let busy: Busy
let operations: Client
let partnership: typeof partnerships.$inferSelect
let offer: typeof offers.$inferSelect

beforeAll(async () => {
  hub = await emptyHub()
  busy = await openBusyWorld(hub)
  operations = await busy.as('operations@here.example')
  const { partnershipId, sourceId } = busy.here.suppliers['Little Potter']!
  const ofPotter = hub.orm.select({ offer: offers }).from(stock).innerJoin(offers, eq(offers.id, stock.offerId))
  const [level] = await ofPotter.where(eq(offers.sourceId, sourceId)).orderBy(offers.supplierSku)
  offer = level!.offer
  const [ours] = await hub.orm.select().from(partnerships).where(eq(partnerships.id, partnershipId))
  partnership = ours!
  return () => hub.close()
})

it('shows a feed that was held back with its effect, hands out the rows left out, and lets it take effect', async () => {
  const settings = { feeds: { quarantineFrom: 1, maxDropShare: 0.1 } }
  await hub.orm.update(partnerships).set({ settings }).where(eq(partnerships.id, partnership.id))
  await hub.orm.update(stock).set({ quantity: '50' }).where(eq(stock.offerId, offer.id))
  const lines = [
    { ids: { supplier: offer.supplierSku }, quantity: '1' },
    { ids: { supplier: '=NOPE()' }, quantity: '1' },
  ]
  const advice = { kind: 'inventory-advice', scope: 'delta', number: 'A', date: '2026-03-02', lines } as const
  await hub.work('system', work =>
    applyInventory(work, {
      retailerId: partnership.retailerId,
      partnershipId: partnership.id,
      advice: { ...advice, lines },
    }),
  )
  const [run] = await hub.orm.select().from(feedRuns)
  expect(await (await operations.get('/retailer/feeds')).text()).toContain('Held back')
  const shown = await (await operations.get(`/retailer/feeds/${run!.id}`)).text()
  expect(shown).toContain('Let it take effect')
  expect(shown).toMatch(new RegExp(`${offer.supplierSku}[^]*50[^]*1`))
  const file = await (await operations.get(`/retailer/feeds/${run!.id}/rejected.csv`)).text()
  expect(file.split('\r\n')[1]).toMatch(/^2,'=NOPE\(\),.*unknown-item/)
  expect((await operations.post(`/retailer/feeds/${run!.id}/release`)).status).toBe(303)
  const [level] = await hub.orm.select().from(stock).where(eq(stock.offerId, offer.id))
  expect(level?.quantity).toBe('1')
  expect((await operations.post(`/retailer/feeds/${run!.id}/discard`)).status).toBe(409)
})

it('narrows suppliers by freshness and runs by state, page by page, as the first page counts them', async () => {
  const { retailerId } = partnership
  const [run] = await hub.orm.select().from(feedRuns)
  const shown = async (query: string) => await (await operations.get(`/retailer/feeds?${query}`)).text()
  const rowsOn = (page: string, label: 'Freshness' | 'Latest runs') =>
    page.split(label === 'Freshness' ? 'href="/retailer/feeds/settings/' : 'data-run=').length - 1
  await hub.orm
    .update(feedHealth)
    .set({ state: 'stale' })
    .where(and(eq(feedHealth.retailerId, retailerId), eq(feedHealth.sourceId, offer.sourceId)))
  const home = await (await operations.get('/retailer')).text()
  expect(home).toMatch(/href="\/retailer\/feeds\?show=stale"[\s\S]*?>1</)
  const stale = await shown('show=stale')
  expect([rowsOn(stale, 'Freshness'), stale.includes('Latest runs')]).toEqual([1, false])
  expect(await shown('show=expired')).toContain('No supplier is so')

  const more = Array.from({ length: 51 }, () => ({
    ...run!,
    id: hub.newId(),
    documentId: null,
    status: 'failed' as const,
  }))
  await hub.orm.insert(feedRuns).values(more)
  const first = await shown('show=failed')
  expect([rowsOn(first, 'Latest runs'), first.includes('Freshness')]).toEqual([50, false])
  const next = /href="\/retailer\/feeds\?(show=failed&amp;after=[^"]+)"/.exec(first)![1]!.replaceAll('&amp;', '&')
  expect(rowsOn(await shown(next), 'Latest runs')).toBe(1)
  expect(await shown('show=held')).toContain('No feed is so')
  expect(rowsOn(await shown('show=failed&q=no+such'), 'Latest runs')).toBe(0)
  await hub.orm.delete(feedRuns).where(eq(feedRuns.status, 'failed'))
  await hub.orm.update(feedHealth).set({ state: 'fresh' }).where(eq(feedHealth.sourceId, offer.sourceId))
})

it('shows all items to match page by page, and finds one', async () => {
  const { retailerId } = partnership
  const items = Array.from({ length: 55 }, (_, at) => ({
    ...offer,
    ...{
      id: hub.newId(),
      supplierSku: `OPEN-${String(at).padStart(2, '0')}`,
      productId: null,
      matchedBy: null,
      gtin: null,
    },
  }))
  await hub.orm.insert(offers).values(items)
  const shown = async (query: string) => await (await operations.get(`/retailer/feeds/items?${query}`)).text()
  const skus = (page: string) => [...page.matchAll(/data-sku="(OPEN-\d\d)"/g)].map(([, sku]) => sku)
  const seen: (string | undefined)[] = []
  for (let query: string | undefined = 'q=open-'; query; ) {
    const page = await shown(query)
    seen.push(...skus(page))
    query = /href="\/retailer\/feeds\/items\?([^"]*after=[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
  }
  expect(seen).toEqual(items.map(item => item.supplierSku))
  expect(skus(await shown('q=OPEN-54'))).toEqual(['OPEN-54'])
  const refused = await operations.post(`/retailer/feeds/items/${items[54]!.id}/match`, { sku: 'no such' })
  expect(skus(await refused.text())[0]).toBe('OPEN-54')
  await hub.orm.delete(offers).where(and(eq(offers.retailerId, retailerId), like(offers.supplierSku, 'OPEN-%')))
})

it('has a damaged GTIN mended, and an item matched by a person', async () => {
  const { retailerId, id: partnershipId } = partnership
  const catalog = {
    kind: 'product-catalog',
    scope: 'delta',
    number: 'C',
    currency: offer.currency,
    products: [{ ids: { supplier: 'NEW-1', unproven: '12345678905' }, cost: '2', title: 'A cup' }],
  } as const
  await hub.work('system', work =>
    applyCatalog(work, { retailerId, partnershipId, catalog: { ...catalog, products: [...catalog.products] } }),
  )
  const [item] = await hub.orm.select().from(offers).where(eq(offers.supplierSku, 'NEW-1'))
  expect(await (await operations.get('/retailer/feeds/items')).text()).toContain('It is 00012345678905')
  const at = `/retailer/feeds/items/${item!.id}`
  const wrong = await operations.post(`${at}/gtin`, { gtin: '123' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('check digit')])
  expect((await operations.post(`${at}/gtin`, { gtin: '00012345678905' })).status).toBe(303)
  const product = await hub.orm.query.products.findFirst({
    where: eq(products.retailerId, retailerId),
    orderBy: products.sku,
  })
  expect((await operations.post(`${at}/match`, { sku: 'no such' })).status).toBe(422)
  expect((await operations.post(`${at}/match`, { sku: product!.sku })).status).toBe(303)
  const [matched] = await hub.orm.select().from(offers).where(eq(offers.id, item!.id))
  expect(matched).toMatchObject({ gtin: '00012345678905', productId: product!.id, matchedBy: 'person' })
})

it('has the settings of a supplier’s feeds changed: what is held back follows at once, and it is in the audit log', async () => {
  const { retailerId, id: partnershipId } = partnership
  await hub.orm.update(stock).set({ quantity: '50', buffer: '0' }).where(eq(stock.offerId, offer.id))
  const at = `/retailer/feeds/settings/${partnershipId}`
  const shown = await (await operations.get(at)).text()
  expect(shown).toMatch(/name="maxDropShare"[^>]*value="10"/)
  const fields = {
    ...{
      missing: 'keep',
      freshBy: 'full',
      quarantineFrom: '5',
      maxDropShare: '7',
      maxZeroShare: '90%',
      staleShare: '30',
    },
    ...{ staleAfterHours: '48', expireAfterHours: '', statusWords: 'plenty = 25\r\nin stock=10', all: '1' },
    ...{ newItems: 'off', newSku: 'NW-{supplierSku}' },
    ...{ categories: 'Lighting = 10%', items: `${offer.supplierSku} = 2 + 10%` },
  }
  const wrong = await operations.post(at, { ...fields, items: 'no rule', expireAfterHours: '24' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('write SKU = 2 + 10%')])
  const early = await operations.post(at, { ...fields, expireAfterHours: '24' })
  expect([early.status, await early.text()]).toEqual([422, expect.stringContaining('later than it becomes late')])
  expect((await operations.post(at, fields)).status).toBe(303)
  const [kept] = await hub.orm.select().from(partnerships).where(eq(partnerships.id, partnershipId))
  expect(kept!.settings.feeds).toEqual({
    ...{ missing: 'keep', freshBy: 'full', quarantineFrom: 5, maxDropShare: 0.07, maxZeroShare: 0.9, staleShare: 0.3 },
    ...{ staleAfterHours: 48, expireAfterHours: null, statusWords: { plenty: '25', 'in stock': '10' } },
    newProducts: { mode: 'off', sku: 'NW-{supplierSku}' },
    buffers: {
      all: { units: '1', share: 0 },
      categories: { Lighting: { units: '0', share: 0.1 } },
      items: { [offer.supplierSku]: { units: '2', share: 0.1 } },
    },
  })
  const [level] = await hub.orm.select().from(stock).where(eq(stock.offerId, offer.id))
  expect(level?.buffer).toBe('7')
  const again = await (await operations.get(at)).text()
  expect(again).toContain(`${offer.supplierSku} = 2 + 10%`)
  const audited = await hub.orm.select().from(auditLog).where(eq(auditLog.retailerId, retailerId)).orderBy(auditLog.id)
  expect(audited.filter(row => row.action === 'feed-settings.changed')).toMatchObject([{ subject: partnershipId }])
})

it('shows which items a product feed would end, for a person to decide', async () => {
  const { retailerId, id: partnershipId } = partnership
  const settings = { feeds: { quarantineFrom: 1, maxZeroShare: 0.1 } }
  await hub.orm.update(partnerships).set({ settings }).where(eq(partnerships.id, partnershipId))
  const body = new FormData()
  body.set('partnershipId', partnershipId)
  body.set('kind', 'product')
  body.set('file', new File(['Code,Product Name,Dealer Price\nNEW-1,Cup,2\n'], 'products.csv'))
  body.set('next', 'look')
  const init = { method: 'POST', body, headers: { origin } }
  const sent = await operations.send('/retailer/feeds/uploads', init)
  const at = sent.headers.get('location')!
  expect(await (await operations.get(at)).text()).toContain('What Dealer Price holds')
  const said = {
    'columns[0]': 'products[].ids.supplier',
    'columns[1]': 'products[].title',
    'columns[2]': 'products[].cost',
  }
  const looked = await operations.post(at, { ...said, scope: 'full', decimalMark: '.', do: 'look' })
  expect(await looked.text()).toContain('somebody at the retailer has to let it take effect')
  const applied = await operations.post(at, { ...said, scope: 'full', decimalMark: '.', do: 'apply' })
  expect(applied.status).toBe(303)
  const run = await (await operations.get(applied.headers.get('location')!)).text()
  expect(run).toMatch(new RegExp(`${offer.supplierSku}[^]*ended`))
  expect((await operations.post(at, { ...said, scope: 'full', do: 'apply' })).status).toBe(409)
  expect((await operations.post(`${applied.headers.get('location')}/release`)).status).toBe(303)
  const [ended] = await hub.orm.select().from(offers).where(eq(offers.id, offer.id))
  expect(ended?.discontinued).toBe(true)
  const rows = await hub.orm.select().from(feedRuns).where(eq(feedRuns.retailerId, retailerId))
  expect(rows.find(row => row.fileName === 'products.csv')).toMatchObject({ kind: 'product', status: 'applied' })
})

it('has products made of complete items by a click or by themselves, and what a feed brought retired', async () => {
  const { retailerId, id: partnershipId } = partnership
  const settings = { ...partnership.settings, feeds: {} }
  await hub.orm.update(partnerships).set({ settings }).where(eq(partnerships.id, partnershipId))
  const head = { kind: 'product-catalog', scope: 'delta', currency: offer.currency } as const
  const feed = (number: string, sku: string, title: string) =>
    hub.work('system', work =>
      applyCatalog(work, {
        ...{ retailerId, partnershipId },
        catalog: { ...head, number, products: [{ ids: { supplier: sku }, cost: '2', title }] },
      }),
    )
  const { id: feedRunId } = await feed('D', 'FRESH-1', 'A fresh thing')
  const items = '/retailer/feeds/items'
  const shown = await (await operations.get(items)).text()
  expect(shown).toContain('Make products of all complete items')
  expect(shown).toContain('New items wait here for a person.')
  expect((await operations.post(`${items}/products`)).status).toBe(303)
  await makeProducts(hub, { retailerId, asked: true })
  const made = (await hub.orm.select().from(products).where(eq(products.sku, 'FRESH-1')))[0]!
  expect(made).toMatchObject({ title: 'A fresh thing', madeFromRunId: feedRunId, discontinuedAt: null })
  const wrong = await operations.post(`${items}/settings`, { mode: 'list', sku: 'ONE' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('{supplierSku} or {gtin}')])
  expect((await operations.post(`${items}/settings`, { mode: 'list', sku: 'N-{supplierSku}' })).status).toBe(303)
  expect(await (await operations.get(items)).text()).toContain('become products by themselves')
  expect(await (await operations.get(`${items}/settings`)).text()).toContain('value="N-{supplierSku}"')
  const run = `/retailer/feeds/${feedRunId}`
  expect(await (await operations.get(run)).text()).toContain('Retire them')
  expect((await operations.post(`${run}/products/retire`)).status).toBe(303)
  expect(await (await operations.get(run)).text()).not.toContain('Retire them')
  const page = `/retailer/products/${made.id}`
  expect(await (await operations.get(page)).text()).toContain('Sell it again')
  expect((await operations.post(`${page}/restore`)).status).toBe(303)
  expect(await (await operations.get(page)).text()).toContain('Retire this product')
  expect((await operations.post(`${page}/retire`)).status).toBe(303)
})

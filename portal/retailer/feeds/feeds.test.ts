import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { HubDatabase } from '../../../db/hub-database.ts'
import { feedRuns, offers, partnerships, stock } from '../../../db/schema/index.ts'
import { applyCatalog } from '../../../engine/catalogue/apply-catalog.ts'
import { applyInventory } from '../../../engine/inventory/apply-advice.ts'
import { type Busy, openBusyWorld } from '../../testing/busy-world.ts'
import type { Client } from '../../testing/client.ts'

let hub: HubDatabase
let busy: Busy
let operations: Client
let partnership: typeof partnerships.$inferSelect
let offer: typeof offers.$inferSelect

beforeAll(async () => {
  hub = await HubDatabase.open({})
  busy = await openBusyWorld(hub)
  operations = await busy.as('operations@here.example')
  const [level] = await hub.orm
    .select({ offer: offers })
    .from(stock)
    .innerJoin(offers, eq(offers.id, stock.offerId))
    .innerJoin(partnerships, eq(partnerships.retailerId, offers.retailerId))
    .limit(1)
  offer = level!.offer
  const source = await hub.orm.query.sources.findFirst({ where: (t, { eq: is }) => is(t.id, offer.sourceId) })
  ;[partnership] = (await hub.orm.select().from(partnerships).where(eq(partnerships.id, source!.partnershipId!))) as [
    typeof partnership,
  ]
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
  const product = await hub.orm.query.products.findFirst()
  expect((await operations.post(`${at}/match`, { sku: 'no such' })).status).toBe(422)
  expect((await operations.post(`${at}/match`, { sku: product!.sku })).status).toBe(303)
  const [matched] = await hub.orm.select().from(offers).where(eq(offers.id, item!.id))
  expect(matched).toMatchObject({ gtin: '00012345678905', productId: product!.id, matchedBy: 'person' })
})

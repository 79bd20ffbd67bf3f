import { and, asc, eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { events, listingMarks, listings, offers, products, salesChannels, stock } from '../../../db/schema/index.ts'
import { applyInventory } from '../../inventory/apply-advice.ts'
import type { RuleBook, RuleContent } from '../../rule-sets/book.ts'
import { beginDraft, keepDraft } from '../../rule-sets/drafts.ts'
import { publishVersion } from '../../rule-sets/publish.ts'
import { type Seeded, seedRetailer } from '../../testing/seed.ts'
import { listingBook, priceBook } from '../books.ts'
import { addSalesChannel, changeSalesChannel, channelFields } from '../channels.ts'
import { approvePrices, putOn, refusePrices, takeOff } from '../decide.ts'
import { listingRules } from '../listing-rules.ts'
import { previewRules } from '../preview.ts'
import { priceRules } from '../price-rules.ts'
import { markAll } from './mark.ts'
import { refreshSome } from './refresh.ts'

const seed = {
  suppliers: [
    {
      name: 'Northwind',
      offers: [
        { sku: 'TENT', cost: '60', stock: '10' },
        { sku: 'LAMP', cost: '8', stock: '3' },
      ],
    },
  ],
  warehouse: { name: 'Own', offers: [{ sku: 'TENT', cost: '50', stock: '2' }] },
}

const cost40 = { id: 'base', basis: 'cost', adjustment: { by: 'percent', percent: '40' }, ending: '.99' }
const listAll = { id: 'all', effect: { action: 'list' } }
const hotSellers = {
  id: 'hot-seller-low',
  when: { categories: ['hot sellers'], quantityBelow: '5' },
  effect: { action: 'pause' },
}
const amazonOwn = {
  id: 'amazon-own-stock',
  when: { channels: ['Amazon'], ownWarehouse: 'out', suppliers: 'in' },
  effect: { action: 'pause' },
}

describeOnBothDatabases('refreshing listings', open => {
  const publish = async <C extends RuleContent>(hub: HubDatabase, retailerId: string, book: RuleBook<C>, content: C) =>
    await hub.work('user:ann', async work => {
      const { id } = await beginDraft(book, work, { retailerId })
      await keepDraft(book, work, { retailerId, id, content })
      await publishVersion(book, work, { retailerId, id, reason: 'For the test.' })
    })
  const prices = (hub: HubDatabase, { retailerId }: Seeded, rules: object[], settings: object = {}) =>
    publish(hub, retailerId, priceBook, priceRules.parse({ version: 0, rules, settings }))
  const rules = (hub: HubDatabase, { retailerId }: Seeded, ...given: object[]) =>
    publish(hub, retailerId, listingBook, listingRules.parse({ version: 0, rules: given }))
  /** Does what the jobs asked for would do. */
  const settle = async (hub: HubDatabase, { retailerId }: Seeded, all = false) => {
    if (all) await hub.work('system', work => markAll(work, retailerId))
    while ((await hub.work('system', work => refreshSome(work, retailerId))) > 0);
  }
  const start = async () => {
    const hub = await open()
    const seeded = await seedRetailer(hub, seed)
    const { retailerId } = seeded
    await hub.orm.update(products).set({ category: 'Hot Sellers' }).where(eq(products.sku, 'LAMP'))
    const add = (name: string, fields: object = {}) =>
      hub.work('user:ann', work =>
        addSalesChannel(work, { retailerId, fields: channelFields.parse({ name, ...fields }) }),
      )
    const channels = { web: (await add('Web')).id, amazon: (await add('Amazon', { buffer: { units: '1' } })).id }
    return { hub, seeded, retailerId, channels }
  }
  const listing = async (hub: HubDatabase, name: string) => {
    const [channel, sku] = name.split('/') as [string, string]
    const [row] = await hub.orm
      .select({ listing: listings })
      .from(listings)
      .innerJoin(products, and(eq(products.retailerId, listings.retailerId), eq(products.id, listings.productId)))
      .innerJoin(salesChannels, eq(salesChannels.id, listings.channelId))
      .where(and(eq(products.sku, sku), eq(salesChannels.name, channel)))
    return row!.listing
  }
  const feed = (
    hub: HubDatabase,
    { retailerId, suppliers }: Seeded,
    lines: [sku: string, quantity: string, cost?: string][],
  ) =>
    hub.work('partner:Northwind', work =>
      applyInventory(work, {
        retailerId,
        partnershipId: suppliers.Northwind!.partnershipId,
        advice: {
          ...{ kind: 'inventory-advice', scope: 'delta', number: 'F-1', date: '2026-11-22' },
          lines: lines.map(([sku, quantity, unitCost]) => ({
            ...{ ids: { buyer: sku }, quantity },
            ...(unitCost !== undefined && { unitCost, currency: 'USD' }),
          })),
        },
      }),
    )

  it('makes every product a candidate on every channel, and lists those that rules want and that are complete', async () => {
    const { hub, seeded } = await start()
    await settle(hub, seeded, true)
    expect(await listing(hub, 'Web/TENT')).toMatchObject({
      status: 'candidate',
      price: '50',
      quantity: '12',
      revision: 0,
    })
    await prices(hub, seeded, [cost40])
    await rules(hub, seeded, listAll, {
      id: 'words',
      when: { channels: ['amazon'] },
      effect: { action: 'require', fields: ['description'] },
    })
    await settle(hub, seeded, true)
    expect(await listing(hub, 'Web/TENT')).toMatchObject({
      status: 'listed',
      price: '70.99',
      pricing: { rule: 'base', ruleVersion: 1, basis: '50', cost: '50' },
      content: { title: 'Product TENT' },
    })
    expect(await listing(hub, 'Amazon/TENT')).toMatchObject({
      status: 'candidate',
      missing: ['description'],
      quantity: '11',
    })
    await hub.orm.update(offers).set({ catalog: { description: 'Sleeps two.', images: ['https://a.example/1.jpg'] } })
    await settle(hub, seeded, true)
    expect(await listing(hub, 'Amazon/TENT')).toMatchObject({
      status: 'listed',
      missing: [],
      content: { description: 'Sleeps two.', images: ['https://a.example/1.jpg'] },
    })
  })

  it('pauses by both examples and brings back what no rule pauses any more, all from a supplier’s feed', async () => {
    const { hub, seeded } = await start()
    await prices(hub, seeded, [cost40])
    await rules(hub, seeded, listAll, hotSellers, amazonOwn)
    await settle(hub, seeded, true)
    // 3 hot sellers; on Amazon only the supplier has them.
    expect(await listing(hub, 'Web/LAMP')).toMatchObject({ status: 'paused', pauseReasons: ['hot-seller-low'] })
    expect(await listing(hub, 'Amazon/LAMP')).toMatchObject({ pauseReasons: ['amazon-own-stock', 'hot-seller-low'] })
    expect(await listing(hub, 'Amazon/TENT')).toMatchObject({ status: 'listed' })
    await feed(hub, seeded, [['LAMP', '5']])
    await settle(hub, seeded)
    expect(await listing(hub, 'Web/LAMP')).toMatchObject({ status: 'listed', pauseReasons: [], quantity: '5' })
    expect(await listing(hub, 'Amazon/LAMP')).toMatchObject({ status: 'paused', pauseReasons: ['amazon-own-stock'] })
    await hub.orm.update(stock).set({ quantity: '0' }).where(eq(stock.offerId, seeded.offers['Own/TENT']!))
    await settle(hub, seeded, true)
    expect(await listing(hub, 'Amazon/TENT')).toMatchObject({ status: 'paused', pauseReasons: ['amazon-own-stock'] })
    expect(await listing(hub, 'Web/TENT')).toMatchObject({ status: 'listed' })
  })

  it('numbers what each channel is told without gaps, and tells nothing when nothing changed', async () => {
    const { hub, seeded, channels } = await start()
    await prices(hub, seeded, [cost40])
    await rules(hub, seeded, listAll)
    await settle(hub, seeded, true)
    await settle(hub, seeded, true)
    await feed(hub, seeded, [['TENT', '11']])
    await settle(hub, seeded)
    const rows = await hub.orm
      .select()
      .from(listings)
      .where(eq(listings.channelId, channels.web))
      .orderBy(asc(listings.revision))
    expect(rows.map(({ revision }) => revision)).toEqual([2, 3])
    const told = await hub.orm.select().from(events).where(eq(events.type, 'listing.changed')).orderBy(asc(events.id))
    const web = told.map(({ data }) => data).filter(({ channel }) => channel === 'Web')
    expect(web).toMatchObject([
      { after: 0, upTo: 2, changed: 2 },
      { after: 2, upTo: 3, changed: 1, listings: [{ sku: 'TENT', status: 'listed', price: '70.99', quantity: '13' }] },
    ])
    expect(await hub.orm.select().from(listingMarks)).toEqual([])
  })

  it('does not drift: refreshed again and again, prices stand', async () => {
    const { hub, seeded } = await start()
    await prices(hub, seeded, [{ ...cost40, adjustment: { by: 'margin', margin: '0.37' } }])
    await rules(hub, seeded, listAll)
    await settle(hub, seeded, true)
    const first = await hub.orm.select().from(listings).orderBy(asc(listings.id))
    for (let again = 0; again < 3; again++) await settle(hub, seeded, true)
    expect(await hub.orm.select().from(listings).orderBy(asc(listings.id))).toEqual(first)
  })

  it('lets large changes of a price wait, and asks once', async () => {
    const { hub, seeded, retailerId } = await start()
    await prices(hub, seeded, [cost40], { approveAbove: '0.2', cost: 'lowest' })
    await rules(hub, seeded, listAll)
    await settle(hub, seeded, true)
    await feed(hub, seeded, [
      ['LAMP', '9', '9'],
      ['TENT', '10', '20'],
    ])
    await settle(hub, seeded)
    // 8 → 9 is taken at once: 11.99 → 12.99. 50 → 20 waits: 70.99 → 28.99.
    expect(await listing(hub, 'Web/LAMP')).toMatchObject({ price: '12.99', proposedPrice: null })
    const tent = await listing(hub, 'Web/TENT')
    expect(tent).toMatchObject({ price: '70.99', proposedPrice: '28.99' })
    const decide = (how: typeof approvePrices, ...listingIds: string[]) =>
      hub.work('user:ann', work => how(work, { retailerId, listingIds }))
    expect(await decide(refusePrices, tent.id)).toBe(1)
    await settle(hub, seeded, true)
    expect(await listing(hub, 'Web/TENT')).toMatchObject({ price: '70.99', proposedPrice: null, refusedPrice: '28.99' })
    const amazon = await listing(hub, 'Amazon/TENT')
    expect(await decide(approvePrices, amazon.id, tent.id)).toBe(1)
    const approved = await listing(hub, 'Amazon/TENT')
    expect(approved).toMatchObject({ price: '28.99', proposedPrice: null })
    expect(approved.revision).toBeGreaterThan(amazon.revision)
    expect(await decide(approvePrices, amazon.id)).toBe(0)
    await expect(decide(approvePrices)).rejects.toMatchObject({ code: 'invalid-input' })
    await settle(hub, seeded, true)
    expect(await listing(hub, 'Amazon/TENT')).toEqual(approved)
  })

  it('keeps off what a person took off, until a person puts it on', async () => {
    const { hub, seeded, retailerId } = await start()
    await rules(hub, seeded, listAll)
    await settle(hub, seeded, true)
    const { id: listingId } = await listing(hub, 'Web/TENT')
    await hub.work('user:ann', work => takeOff(work, { retailerId, listingId }))
    await settle(hub, seeded, true)
    const off = await listing(hub, 'Web/TENT')
    expect(off).toMatchObject({ status: 'delisted', keptOff: true, revision: 3 })
    await hub.work('user:ann', work => putOn(work, { retailerId, listingId }))
    await settle(hub, seeded)
    expect(await listing(hub, 'Web/TENT')).toMatchObject({ status: 'listed', keptOff: false, revision: 4 })
    await hub.orm.update(products).set({ discontinuedAt: new Date(0) })
    await settle(hub, seeded, true)
    expect(await listing(hub, 'Web/TENT')).toMatchObject({ status: 'delisted' })
    const again = hub.work('user:ann', work => putOn(work, { retailerId, listingId }))
    await expect(again).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('holds a channel’s buffer back, and refreshes when it changes', async () => {
    const { hub, seeded, retailerId, channels } = await start()
    await settle(hub, seeded, true)
    const fields = channelFields.parse({ name: 'Amazon', buffer: { units: '2', share: 0.25 } })
    await hub.work('user:ann', work => changeSalesChannel(work, { retailerId, id: channels.amazon, fields }))
    await settle(hub, seeded, true)
    expect(await listing(hub, 'Amazon/TENT')).toMatchObject({ quantity: '7' })
    const taken = hub.work('user:ann', work =>
      changeSalesChannel(work, { retailerId, id: channels.amazon, fields: { ...fields, name: 'WEB' } }),
    )
    await expect(taken).rejects.toMatchObject({ code: 'conflict' })
  })

  it('counts no stock of a supplier that does not trade, and no cost in another currency', async () => {
    const { hub, seeded } = await start()
    await prices(hub, seeded, [cost40])
    await hub.orm.execute(sql`update partnerships set status = 'paused'`)
    await hub.orm.update(offers).set({ currency: 'EUR' }).where(eq(offers.id, seeded.offers['Own/TENT']!))
    await settle(hub, seeded, true)
    expect(await listing(hub, 'Web/TENT')).toMatchObject({
      quantity: '2',
      price: '50',
      pricing: { reason: 'no-basis', rule: 'base', own: true },
    })
  })

  it('tells what other rules would change, and changes nothing', async () => {
    const { hub, seeded, retailerId } = await start()
    await prices(hub, seeded, [cost40])
    await rules(hub, seeded, listAll)
    await settle(hub, seeded, true)
    const stood = await hub.orm.select().from(listings).orderBy(asc(listings.id))
    const dearer = priceRules.parse({
      version: 0,
      rules: [{ ...cost40, adjustment: { by: 'percent', percent: '60' } }],
      settings: { approveAbove: '0.1' },
    })
    const byPrices = await previewRules(hub.orm, retailerId, { prices: dearer }, hub.now())
    expect(byPrices).toMatchObject({ products: 2, listings: 4, pricesUp: 2, pricesWaiting: 2, more: false })
    const other = listingRules.parse({ version: 0, rules: [listAll, hotSellers] })
    const byRules = await previewRules(hub.orm, retailerId, { listing: other }, hub.now())
    expect(byRules).toMatchObject({ pricesUp: 0, pricesWaiting: 0, paused: 2, listed: 0, rewritten: 0 })
    expect(byRules.examples.map(({ sku, after }) => [sku, after.pauseReasons])).toEqual([
      ['LAMP', ['hot-seller-low']],
      ['LAMP', ['hot-seller-low']],
    ])
    const same = await previewRules(hub.orm, retailerId, {}, hub.now())
    expect(same).toMatchObject({ pricesUp: 0, pricesDown: 0, paused: 0, examples: [] })
    expect(await hub.orm.select().from(listings).orderBy(asc(listings.id))).toEqual(stood)
  })

  it('marks nothing for a retailer that sells on no channel', async () => {
    const hub = await open()
    const seeded = await seedRetailer(hub, seed)
    await feed(hub, seeded, [['TENT', '11']])
    expect(await hub.orm.select().from(listingMarks)).toEqual([])
  })
})

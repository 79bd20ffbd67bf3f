import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import { listings, offers, products } from '../../../db/schema/index.ts'
import { cost40, feed, listAll, listing, prices, rules, sellOnTwo, settle } from '../../testing/listings.ts'
import { approvePrices, refusePrices } from '../decide.ts'
import { listingRules } from '../listing-rules.ts'
import { previewRules } from '../preview.ts'
import { priceRules } from '../price-rules.ts'

const hotSellers = {
  id: 'hot-seller-low',
  when: { categories: ['hot sellers'], quantityBelow: '5' },
  effect: { action: 'pause' },
}

describeOnBothDatabases('prices of listings', open => {
  it('does not drift: refreshed again and again, prices stand', async () => {
    const { hub, seeded } = await sellOnTwo(await open())
    await prices(hub, seeded, [{ ...cost40, adjustment: { by: 'margin', margin: '0.37' } }])
    await rules(hub, seeded, listAll)
    await settle(hub, seeded, true)
    const first = await hub.orm.select().from(listings).orderBy(asc(listings.id))
    for (let again = 0; again < 20; again++) await settle(hub, seeded, true)
    expect(await hub.orm.select().from(listings).orderBy(asc(listings.id))).toEqual(first)
  })

  it('lets large changes of a price wait, and asks once', async () => {
    const { hub, seeded, retailerId } = await sellOnTwo(await open())
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

  it('asks before a price comes back from nothing far from where it stood', async () => {
    const { hub, seeded, retailerId } = await sellOnTwo(await open())
    await hub.orm.update(products).set({ retailPrice: null })
    await prices(hub, seeded, [cost40], { approveAbove: '0.2' })
    await rules(hub, seeded, listAll)
    await settle(hub, seeded, true)
    const costOf = async (cost: string) => {
      await hub.orm.update(offers).set({ cost }).where(eq(offers.id, seeded.offers['Northwind/LAMP']!))
      await settle(hub, seeded, true)
    }
    await costOf('0')
    expect(await listing(hub, 'Web/LAMP')).toMatchObject({
      status: 'paused',
      pauseReasons: ['incomplete'],
      price: null,
    })
    await costOf('0.8')
    const back = await listing(hub, 'Web/LAMP')
    expect(back).toMatchObject({ status: 'listed', price: '11.99', proposedPrice: '1.99' })
    await hub.work('user:ann', work => approvePrices(work, { retailerId, listingIds: [back.id] }))
    await settle(hub, seeded, true)
    expect(await listing(hub, 'Web/LAMP')).toMatchObject({ price: '1.99', proposedPrice: null })
  })

  it('tells what other rules would change, and changes nothing', async () => {
    const { hub, seeded, retailerId } = await sellOnTwo(await open())
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
})

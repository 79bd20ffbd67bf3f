import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import { listingMarks, offers, products, stock } from '../../../db/schema/index.ts'
import {
  cost40,
  feed,
  listAll,
  listing,
  prices,
  rules,
  sellOnTwo,
  settle,
  twoProducts,
} from '../../testing/listings.ts'
import { seedRetailer } from '../../testing/seed.ts'
import { changeSalesChannel, channelFields } from '../channels.ts'
import { putOn, takeOff } from '../decide.ts'

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
  it('makes every product a candidate on every channel, and lists those that rules want and that are complete', async () => {
    const { hub, seeded } = await sellOnTwo(await open())
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
    const { hub, seeded } = await sellOnTwo(await open())
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

  it('keeps off what a person took off, until a person puts it on', async () => {
    const { hub, seeded, retailerId } = await sellOnTwo(await open())
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
    const { hub, seeded, retailerId, channels } = await sellOnTwo(await open())
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
    const { hub, seeded } = await sellOnTwo(await open())
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

  it('marks nothing for a retailer that sells on no channel', async () => {
    const hub = await open()
    const seeded = await seedRetailer(hub, twoProducts)
    await feed(hub, seeded, [['TENT', '11']])
    expect(await hub.orm.select().from(listingMarks)).toEqual([])
  })
})

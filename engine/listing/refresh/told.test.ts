import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases, describeOnServer } from '../../../checks/support/databases.ts'
import { events, listingMarks, listings, products, salesChannels } from '../../../db/schema/index.ts'
import { cost40, feed, listAll, listing, prices, rules, sellOnTwo, settle } from '../../testing/listings.ts'
import { putOn, takeOff } from '../decide.ts'
import { changesSince, type ToldListing } from '../feed.ts'

describeOnBothDatabases('what channels are told', open => {
  it('numbers what each channel is told without gaps, and tells nothing when nothing changed', async () => {
    const { hub, seeded, channels } = await sellOnTwo(await open())
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

  it('tells of a product’s new GTIN, and of nothing twice', async () => {
    const { hub, seeded, retailerId, channels } = await sellOnTwo(await open())
    await rules(hub, seeded, listAll)
    await settle(hub, seeded, true)
    await hub.orm.update(products).set({ upc: '036000291452' }).where(eq(products.sku, 'LAMP'))
    await settle(hub, seeded, true)
    const told = await changesSince(hub.orm, retailerId, channels.web, 2, 10)
    expect(told).toMatchObject([{ sku: 'LAMP', gtin: '036000291452', revision: 3 }])
    expect(await changesSince(hub.orm, retailerId, channels.web, 3, 10)).toEqual([])
  })
})

describeOnServer('who follows a channel’s changes', open => {
  const skus = Array.from({ length: 30 }, (_, at) => `ITEM-${at}`)
  const names = ['North', 'South', 'East', 'West']
  const some = (seed: number) => skus.filter((_, at) => (at * 7 + seed) % 3 === 0)

  it('misses nothing and hears nothing twice while twenty others change stock, prices and what is listed', async () => {
    const offered = (cost: string) => skus.map(sku => ({ sku, cost, stock: '100' }))
    const suppliers = names.map((name, at) => ({ name, offers: offered(String(10 + at)) }))
    const { hub, seeded, retailerId, channels } = await sellOnTwo(await open(), { suppliers })
    await prices(hub, seeded, [cost40])
    await rules(hub, seeded, listAll)
    await settle(hub, seeded, true)
    const write = async (writer: number) => {
      for (let round = 0; round < 4; round++) {
        const quantity = String(100 + ((writer * 5 + round * 11) % 17))
        const lines = some(writer + round).map((sku): [string, string, string] => [
          sku,
          quantity,
          String(8 + (writer % 7)),
        ])
        await feed(hub, seeded, lines, names[writer % names.length])
        await settle(hub, seeded)
      }
    }
    const decide = async (writer: number) => {
      const { id: listingId } = await listing(hub, `Web/${skus[writer]!}`)
      for (const how of [takeOff, putOn, takeOff, putOn])
        await hub.work('user:ann', work => how(work, { retailerId, listingId }))
    }
    let writing = true
    const follow = async (channelId: string) => {
      const known = new Map<string, ToldListing>()
      for (let after = 0, last = false; ; ) {
        const isLast = !writing
        const page = await changesSince(hub.orm, retailerId, channelId, after, 7)
        for (const row of page) {
          expect(row.revision).toBeGreaterThan(after)
          after = row.revision
          known.set(row.id, row)
        }
        // Nothing that was read past comes to light later.
        const passed = (await changesSince(hub.orm, retailerId, channelId, 0, 1_000)).filter(
          row => row.revision <= after,
        )
        for (const row of passed) expect(known.get(row.id)?.revision).toBe(row.revision)
        if (last && page.length === 0) return known
        last = isLast
      }
    }
    const following = [follow(channels.web), follow(channels.amazon)]
    await Promise.all(Array.from({ length: 20 }, (_, at) => (at < 17 ? write(at) : decide(at))))
    await settle(hub, seeded)
    writing = false
    for (const [at, channelId] of [channels.web, channels.amazon].entries()) {
      const now = await changesSince(hub.orm, retailerId, channelId, 0, 1_000)
      expect(now).toHaveLength(skus.length)
      expect([...(await following[at]!).values()].sort((a, b) => a.revision - b.revision)).toEqual(now)
    }
    // The latest revision of all is the channel's own count: none was given twice or left out.
    const [web] = await hub.orm.select().from(salesChannels).where(eq(salesChannels.id, channels.web))
    const told = await hub.orm.select().from(events).where(eq(events.type, 'listing.changed')).orderBy(asc(events.id))
    const spans = told.map(({ data }) => data as { channel: string; after: number; upTo: number })
    const ofWeb = spans.filter(({ channel }) => channel === 'Web').sort((a, b) => a.upTo - b.upTo)
    expect(ofWeb.map(({ after }) => after)).toEqual([0, ...ofWeb.slice(0, -1).map(({ upTo }) => upTo)])
    expect(ofWeb.at(-1)!.upTo).toBe(web!.revision)
  })
})

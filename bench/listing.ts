import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { startPostgres } from '../checks/support/postgres.ts'
import { HubDatabase } from '../db/hub-database.ts'
import { listingBook, priceBook } from '../engine/listing/books.ts'
import { addSalesChannel, channelFields } from '../engine/listing/channels.ts'
import { listingRules } from '../engine/listing/listing-rules.ts'
import { priceRules } from '../engine/listing/price-rules.ts'
import { markAll } from '../engine/listing/refresh/mark.ts'
import { refreshSome } from '../engine/listing/refresh/refresh.ts'
import { beginDraft, keepDraft } from '../engine/rule-sets/drafts.ts'
import { publishVersion } from '../engine/rule-sets/publish.ts'
import { applyFile, digestOf } from './feed-apply.ts'
import { applyByHand } from './feed-by-hand.ts'
import { retailerId, seedItems, writeFeed } from './feed-seed.ts'
import { type Figure, held } from './figure.ts'

const categories = ['Camping Products', 'Hot Sellers', 'Lamps', 'Tools']

/** Price rules for brands and for all, and listing rules of every kind: 40 and 20. */
const prices = [
  ...Array.from({ length: 39 }, (_, i) => ({
    id: `brand-${i}`,
    for: { brands: [`Brand ${i}`] },
    basis: 'cost',
    adjustment: { by: 'margin', margin: '0.3' },
    ending: '.99',
  })),
  { id: 'base', basis: 'cost', adjustment: { by: 'percent', percent: '40' } },
]
const listing = [
  { id: 'all', effect: { action: 'list' } },
  { id: 'needs', effect: { action: 'require', fields: ['brand', 'category'] } },
  {
    id: 'camping',
    when: { categories: ['Camping Products'] },
    effect: { action: 'category', to: 'Camping and Outdoors' },
  },
  { id: 'title', effect: { action: 'text', field: 'title', template: '{brand} {title}' } },
  ...Array.from({ length: 16 }, (_, i) => ({
    id: `low-${i}`,
    when: { categories: [categories[i % 4]!], quantityBelow: String(i) },
    effect: { action: 'pause' },
  })),
]

/**
 * Prices and listings of 100,000 products on two channels: made for the first time, and refreshed after a feed file that changed the stock of all of them, with the
 * changes numbered and told. Held against writing the same rows with statements by hand in the same run.
 */
export async function* listingFigures(
  count = Number(process.env.BENCH_LISTING_ROWS ?? 100_000),
): AsyncGenerator<Figure> {
  const server = await startPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-listing-'))
  try {
    const hub = await HubDatabase.open({ url: `${server.root}/postgres`, connections: 4 })
    await seedItems(hub, count)
    await seedProducts(hub)
    const first = await timed(hub, () => hub.work('bench', work => markAll(work, retailerId)))
    const hand = await byHand(hub)
    const path = join(folder, 'stock.csv')
    await writeFeed(path, count, 1)
    await hub.orm.execute(sql`vacuum analyze`)
    const stockByHand = await applyByHand(`${server.root}/postgres`, path)
    const feed = await applyFile(hub, path, await digestOf(path))
    const again = await timed(hub, async () => undefined)
    const same = await timed(hub, () => hub.work('bench', work => markAll(work, retailerId)))
    const products = count.toLocaleString('en-US')
    const rows = count * 2
    yield { name: `listing ${products} products written by hand`, value: rows / hand, unit: 'rows/s' }
    yield { name: `listing ${products} products on 2 channels, new`, value: rows / first, unit: 'rows/s' }
    yield held(`listing ${products} products after a feed`, rows / again, 'rows/s', rows / hand, 'by hand', 0.2)
    yield held(
      `feed ${products} changed rows to stock, prices and listings`,
      count / (feed + again),
      'rows/s',
      count / (stockByHand + hand),
      'by hand',
      0.2,
    )
    yield { name: `listing ${products} products, nothing changed`, value: rows / same, unit: 'rows/s' }
    await hub.close(1)
  } finally {
    rmSync(folder, { recursive: true })
    await server.stop()
  }
}

/** Marks, and refreshes until none waits: seconds. */
async function timed(hub: HubDatabase, mark: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await mark()
  while ((await hub.work('bench', work => refreshSome(work, retailerId))) > 0);
  return (performance.now() - start) / 1000
}

/** One update of every listing, with all of its indexes: what no refresh can do without. */
async function byHand(hub: HubDatabase): Promise<number> {
  const start = performance.now()
  await hub.orm.execute(
    sql`update listings set quantity = quantity, revision = revision, content = content || '{}', updated_at = now()`,
  )
  return (performance.now() - start) / 1000
}

async function seedProducts(hub: HubDatabase): Promise<void> {
  await hub.orm.execute(sql`
    insert into products (retailer_id, id, sku, title, brand, category, retail_price, msrp, map, attributes, created_at, updated_at)
    select retailer_id, id, 'P-' || supplier_sku, 'Product ' || supplier_sku, 'Brand ' || (row_number() over (order by id) % 60),
      (${JSON.stringify(categories)}::jsonb) ->> (row_number() over (order by id) % 4)::int, cost * 2, cost * 2, cost * 1.2,
      '{"color": "Moss"}', created_at, updated_at from offers`)
  await hub.orm.execute(sql`update offers set product_id = id`)
  await hub.orm.execute(sql`vacuum analyze`)
  await hub.work('bench', async work => {
    for (const name of ['Web', 'Amazon'])
      await addSalesChannel(work, { retailerId, fields: channelFields.parse({ name }) })
    const content = priceRules.parse({ version: 0, rules: prices, settings: { approveAbove: '0.5' } })
    const { id } = await beginDraft(priceBook, work, { retailerId })
    await keepDraft(priceBook, work, { retailerId, id, content })
    await publishVersion(priceBook, work, { retailerId, id, reason: 'Measured.' })
    const rules = await beginDraft(listingBook, work, { retailerId })
    await keepDraft(listingBook, work, {
      ...{ retailerId, id: rules.id },
      content: listingRules.parse({ version: 0, rules: listing }),
    })
    await publishVersion(listingBook, work, { retailerId, id: rules.id, reason: 'Measured.' })
  })
}

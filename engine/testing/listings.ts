import { and, eq } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { listings, products, salesChannels } from '../../db/schema/index.ts'
import { applyInventory } from '../inventory/apply-advice.ts'
import { listingBook, priceBook } from '../listing/books.ts'
import { addSalesChannel, channelFields } from '../listing/channels.ts'
import { listingRules } from '../listing/listing-rules.ts'
import { priceRules } from '../listing/price-rules.ts'
import { markAll } from '../listing/refresh/mark.ts'
import { refreshSome } from '../listing/refresh/refresh.ts'
import type { RuleBook, RuleContent } from '../rule-sets/book.ts'
import { beginDraft, keepDraft } from '../rule-sets/drafts.ts'
import { publishVersion } from '../rule-sets/publish.ts'
import { type Seed, type Seeded, seedRetailer } from './seed.ts'

/** A tent of two sources, and a lamp of which there are three. */
export const twoProducts: Seed = {
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

/** Cost plus 40 %, up to the next .99. */
export const cost40 = { id: 'base', basis: 'cost', adjustment: { by: 'percent', percent: '40' }, ending: '.99' }
/** Lists all that is complete. */
export const listAll = { id: 'all', effect: { action: 'list' } }

async function publish<C extends RuleContent>(
  hub: HubDatabase,
  retailerId: string,
  book: RuleBook<C>,
  content: C,
): Promise<void> {
  await hub.work('user:ann', async work => {
    const { id } = await beginDraft(book, work, { retailerId })
    await keepDraft(book, work, { retailerId, id, content })
    await publishVersion(book, work, { retailerId, id, reason: 'For the test.' })
  })
}

/** Puts these pricing rules into use. */
export const prices = (hub: HubDatabase, { retailerId }: Seeded, rules: object[], settings: object = {}) =>
  publish(hub, retailerId, priceBook, priceRules.parse({ version: 0, rules, settings }))

/** Puts these listing rules into use. */
export const rules = (hub: HubDatabase, { retailerId }: Seeded, ...given: object[]) =>
  publish(hub, retailerId, listingBook, listingRules.parse({ version: 0, rules: given }))

/** Does what the jobs asked for would do; of every product with `all`. */
export async function settle(hub: HubDatabase, { retailerId }: Seeded, all = false): Promise<void> {
  if (all) await hub.work('system', work => markAll(work, retailerId))
  while ((await hub.work('system', work => refreshSome(work, retailerId))) > 0);
}

/** A retailer that sells on two channels: Web, and Amazon, which is not told of one unit. */
export async function sellOnTwo(hub: HubDatabase, seed: Seed = twoProducts) {
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

/** A listing by channel and SKU: `Web/TENT`. */
export async function listing(hub: HubDatabase, name: string): Promise<typeof listings.$inferSelect> {
  const [channel, sku] = name.split('/') as [string, string]
  const [row] = await hub.orm
    .select({ listing: listings })
    .from(listings)
    .innerJoin(products, and(eq(products.retailerId, listings.retailerId), eq(products.id, listings.productId)))
    .innerJoin(salesChannels, eq(salesChannels.id, listings.channelId))
    .where(and(eq(products.sku, sku), eq(salesChannels.name, channel)))
  return row!.listing
}

/** A supplier's stock of some items, and what they cost. */
export async function feed(
  hub: HubDatabase,
  { retailerId, suppliers }: Seeded,
  lines: readonly [sku: string, quantity: string, cost?: string][],
  supplier = 'Northwind',
): Promise<void> {
  await hub.work(`partner:${supplier}`, work =>
    applyInventory(work, {
      retailerId,
      partnershipId: suppliers[supplier]!.partnershipId,
      advice: {
        ...{ kind: 'inventory-advice', scope: 'delta', number: 'F-1', date: '2026-11-22' },
        lines: lines.map(([sku, quantity, unitCost]) => ({
          ...{ ids: { buyer: sku }, quantity },
          ...(unitCost !== undefined && { unitCost, currency: 'USD' }),
        })),
      },
    }),
  )
}

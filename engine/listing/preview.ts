import Big from 'big.js'
import { and, asc, eq, gt } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { products } from '../../db/schema/index.ts'
import { loadInEffect } from '../rule-sets/book.ts'
import { type ListingContentRules, listingBook, type PriceContent, priceBook } from './books.ts'
import { loadFacts } from './refresh/facts.ts'
import { isChanged, type ListingValues, newListing, planListing, readyRules } from './refresh/plan.ts'
import { activeChannels, listingsOf, valuesOfRow } from './refresh/refresh.ts'

/** A listing that would change. */
export interface PreviewRow {
  sku: string
  channel: string
  before: ListingValues
  after: ListingValues
}

/** What rules would change, had they been published now. */
export interface ListingPreview {
  /** Products that were looked at, and whether there are more. */
  products: number
  more: boolean
  listings: number
  pricesUp: number
  pricesDown: number
  /** Prices that would wait for a person. */
  pricesWaiting: number
  listed: number
  paused: number
  /** Paused now, and back then. */
  back: number
  /** Listings whose title, description, category or attributes would be others. */
  rewritten: number
  examples: PreviewRow[]
}

const batch = 5_000
/** At most so many products are looked at: a person waits for it. */
const mostProducts = 20_000
const mostExamples = 30

/** Computes every listing by other rules and holds it beside what stands, without writing anything. What is not given is as it is in effect. */
export async function previewRules(
  orm: Orm,
  retailerId: string,
  given: { prices?: PriceContent; listing?: ListingContentRules },
  now: Date,
): Promise<ListingPreview> {
  const channels = await activeChannels(orm, retailerId)
  const prices = { version: 0, ...(given.prices ?? (await loadInEffect(priceBook, orm, retailerId, now))) }
  const rules = readyRules(prices, given.listing ?? (await loadInEffect(listingBook, orm, retailerId, now)))
  const preview = emptyPreview()
  let after: string | undefined
  while (preview.products < mostProducts) {
    const ids = await nextProducts(orm, retailerId, after)
    const facts = await loadFacts(orm, retailerId, ids, prices.settings.cost)
    const stored = await listingsOf(orm, retailerId, ids)
    for (const fact of facts)
      for (const channel of channels) {
        const row = stored.get(`${fact.id} ${channel.id}`)
        const before = row ? valuesOfRow(row) : newListing
        note(preview, {
          sku: fact.sku,
          channel: channel.name,
          before,
          after: planListing(fact, channel, before, rules),
        })
      }
    preview.products += ids.length
    after = ids.at(-1)
    preview.more = ids.length === batch
    if (!preview.more) break
  }
  return preview
}

const emptyPreview = (): ListingPreview => ({
  ...{ products: 0, more: false, listings: 0, pricesUp: 0, pricesDown: 0, pricesWaiting: 0 },
  ...{ listed: 0, paused: 0, back: 0, rewritten: 0, examples: [] },
})

async function nextProducts(orm: Orm, retailerId: string, after: string | undefined): Promise<string[]> {
  const rows = await orm
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.retailerId, retailerId), after ? gt(products.id, after) : undefined))
    .orderBy(asc(products.id))
    .limit(batch)
  return rows.map(({ id }) => id)
}

/** Counts one listing. Which version made a price is no change. */
function note(preview: ListingPreview, row: PreviewRow): void {
  const { before, after } = row
  preview.listings++
  const change = before.price === null ? 0 : new Big(after.price ?? '0').cmp(before.price)
  if (change > 0) preview.pricesUp++
  if (change < 0) preview.pricesDown++
  const isWaiting = after.proposedPrice !== null && after.proposedPrice !== before.proposedPrice
  if (isWaiting) preview.pricesWaiting++
  const moved = before.status !== after.status
  if (moved && after.status === 'listed' && before.status === 'paused') preview.back++
  if (moved && after.status === 'listed' && before.status !== 'paused') preview.listed++
  if (moved && after.status === 'paused') preview.paused++
  const rewritten = after.status !== 'candidate' && isChanged(before, { ...before, content: after.content })
  if (rewritten) preview.rewritten++
  const reasons = before.pauseReasons.join() !== after.pauseReasons.join()
  const told = before.price !== after.price || isWaiting || moved || reasons || rewritten
  if (told && preview.examples.length < mostExamples) preview.examples.push(row)
}

import type { Work } from '../../db/work.ts'
import { askForProducts } from '../catalogue/new-products/settings.ts'
import type { RuleBook } from '../rule-sets/book.ts'
import { type ListingRules, listingRules } from './listing-rules.ts'
import { type PriceRules, priceRules } from './price-rules.ts'

/** What a version of each kind says. */
export type PriceContent = Pick<PriceRules, 'rules' | 'settings'>
export type ListingContentRules = Pick<ListingRules, 'rules' | 'settings'>

/** Every listing is refreshed by what then counts. */
async function refreshAll(work: Work, { retailerId, from }: { retailerId: string; from: Date }): Promise<void> {
  await work.enqueue('refresh-listings', { retailerId, all: true }, from > work.now ? { startAfter: from } : {})
}

/** Pricing rules, as a retailer writes them in versions. Until the first, every product has its own retail price. */
export const priceBook: RuleBook<PriceContent> = {
  kind: 'pricing',
  name: 'pricing rules',
  initial: { rules: [], settings: priceRules.parse({ version: 0 }).settings },
  read(row) {
    const { rules, settings } = priceRules.parse(row)
    return { rules, settings }
  },
  onChange: refreshAll,
}

/** What was incomplete may be complete by other rules. */
async function refreshAndMake(work: Work, change: { retailerId: string; from: Date }): Promise<void> {
  await refreshAll(work, change)
  await askForProducts(work, change.retailerId, { from: change.from })
}

/** Listing rules, as a retailer writes them in versions. Until the first, nothing is listed by itself. */
export const listingBook: RuleBook<ListingContentRules> = {
  kind: 'listing',
  name: 'listing rules',
  initial: { rules: [], settings: {} },
  read(row) {
    const { rules, settings } = listingRules.parse(row)
    return { rules, settings }
  },
  onChange: refreshAndMake,
}

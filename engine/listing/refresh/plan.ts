import { isDeepStrictEqual } from 'node:util'
import Big from 'big.js'
import type { ChannelBuffer, ListingContent, listings } from '../../../db/schema/index.ts'
import { type CompiledListingRules, compileListingRules, type ListedProduct } from '../conditions.ts'
import { contentOf, missingOf, type ProductWords } from '../content.ts'
import type { ListingRules } from '../listing-rules.ts'
import { type CompiledPriceRules, compilePriceRules, nextPrice, priceBy } from '../price.ts'
import type { PriceRules } from '../price-rules.ts'
import { nextState, pauseReasonsOf } from '../state.ts'
import type { ProductFacts } from './facts.ts'

/** How a listing's price came about, kept with it: the rule and what it went by, or why none made it. */
export interface ListingPricing {
  /** As computed, whether it stands or waits. */
  price?: string
  rule?: string
  ruleVersion?: number
  basis?: string
  bound?: 'minimum-margin' | 'map' | 'msrp'
  rounded?: boolean
  reason?: 'no-rule' | 'no-basis' | 'comes-to-nothing'
  /** No rule made a price, so that the product's own retail price holds. */
  own?: boolean
  /** While there is no price: the one that stood before. */
  last?: string
  cost?: string
  msrp?: string
  map?: string
}

/** What of a listing follows from facts and rules, and what it is computed beside. */
export type ListingValues = Pick<
  typeof listings.$inferSelect,
  'status' | 'pauseReasons' | 'keptOff' | 'missing' | 'price' | 'proposedPrice' | 'refusedPrice' | 'quantity'
> & { content: ListingContent | Record<string, never>; pricing: ListingPricing }

/** A sales channel, as far as its listings follow from it. */
export interface ListingChannel {
  id: string
  name: string
  buffer: ChannelBuffer
}

/** Both kinds of rules, made ready. */
export interface ReadyRules {
  prices: CompiledPriceRules
  listing: CompiledListingRules
  approveAbove: string | undefined
  /** Prices of products on any channel; absent where a rule for prices names channels. */
  pricings?: WeakMap<ProductFacts, ListingPricing>
}

/** Makes rules ready for many products. */
export function readyRules(prices: PriceRules, listing: Pick<ListingRules, 'rules'>): ReadyRules {
  return {
    prices: compilePriceRules(prices),
    listing: compileListingRules(listing),
    approveAbove: prices.settings.approveAbove,
    ...(prices.rules.some(rule => rule.for.channels) ? {} : { pricings: new WeakMap() }),
  }
}

/** What was never looked at before. */
export const newListing: ListingValues = {
  status: 'candidate',
  pauseReasons: [],
  keptOff: false,
  missing: [],
  price: null,
  proposedPrice: null,
  refusedPrice: null,
  quantity: '0',
  content: {},
  pricing: {},
}

/** What a listing is by now: price, content, what it lacks, whether it is shown. The same again gives the same. */
export function planListing(
  facts: ProductFacts,
  channel: ListingChannel,
  current: ListingValues,
  rules: ReadyRules,
): ListingValues {
  const { sku, brand, category, ownQuantity, supplierQuantity } = facts
  const product: ListedProduct = { channel: channel.name, sku, brand, category, ownQuantity, supplierQuantity }
  const words: ProductWords = facts
  const pricing = rules.pricings?.get(facts) ?? pricingOf(facts, channel, rules)
  rules.pricings?.set(facts, pricing)
  const { price: before, proposedPrice: proposed, refusedPrice: refused } = current
  const standing = { price: before, proposed, refused, last: current.pricing.last ?? null }
  const price = nextPrice(standing, pricing.price, rules.approveAbove)
  const missing = missingOf(product, words, price.price !== null, rules.listing)
  const state = nextState(current.status, {
    discontinued: facts.discontinued,
    keptOff: current.keptOff,
    complete: missing.length === 0,
    wanted: rules.listing.list.some(rule => rule.applies(product)),
    reasons: pauseReasonsOf(product, rules.listing),
  })
  return {
    ...state,
    keptOff: current.keptOff,
    missing,
    price: price.price,
    proposedPrice: price.proposed,
    refusedPrice: price.refused,
    quantity: quantityFor(facts, channel),
    content: contentOf(product, words, rules.listing),
    pricing: price.last === null ? pricing : { ...pricing, last: price.last },
  }
}

/** The largest quantity or price that is kept (24 digits, 6 of them behind the point): sources that claim more sum up to no more. */
const mostKept = new Big('999999999999999999')

/** What can be promised on a channel: all that its buffer leaves, in whole units. */
export function quantityFor(
  { ownQuantity, supplierQuantity }: Pick<ProductFacts, 'ownQuantity' | 'supplierQuantity'>,
  { buffer }: Pick<ListingChannel, 'buffer'>,
): string {
  const all = new Big(ownQuantity).plus(supplierQuantity)
  const left = all.minus(buffer.units).minus(all.times(buffer.share).round(0, Big.roundUp))
  const kept = left.gt(mostKept) ? mostKept : left
  return kept.gt(0) ? kept.round(0, Big.roundDown).toFixed() : '0'
}

function pricingOf(facts: ProductFacts, channel: ListingChannel, rules: ReadyRules): ListingPricing {
  const { sku, brand, category, cost, msrp, map, retailPrice } = facts
  const product = {
    ...{ sku, channel: channel.name },
    ...(brand !== undefined && { brand }),
    ...(category !== undefined && { category }),
    ...(cost !== undefined && { cost }),
    ...(msrp !== undefined && { msrp }),
    ...(map !== undefined && { map }),
  }
  const { price, ...pricing } = priceBy(product, rules.prices)
  const sources = { ...(cost && { cost }), ...(msrp && { msrp }), ...(map && { map }) }
  // One spelling for each amount, the one in which the database gives it back.
  if (price !== undefined && new Big(price).lte(mostKept))
    return { ...pricing, price: new Big(price).toFixed(), ...sources }
  if (retailPrice === undefined) return { ...pricing, ...sources }
  return { ...pricing, own: true, price: retailPrice, ...sources }
}

/** What the channel can see of a listing; a change of it is told. */
export function isTold(before: ListingValues, after: ListingValues): boolean {
  const wasShown = before.status !== 'candidate'
  const isShown = after.status !== 'candidate'
  if (!wasShown && !isShown) return false
  return (
    before.status !== after.status ||
    before.price !== after.price ||
    before.quantity !== after.quantity ||
    !isDeepStrictEqual(before.content, after.content)
  )
}

/** Whether there is anything to write down. */
export function isChanged(before: ListingValues, after: ListingValues): boolean {
  return !isDeepStrictEqual(before, after)
}

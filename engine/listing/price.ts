import Big from 'big.js'
import { unlessZero } from '../catalogue/known-amount.ts'
import type { PriceRule, PriceRules } from './price-rules.ts'

/** What a price is computed from, in one currency: always the source values, never the price that stands, so that repeated runs do not drift. */
export interface PricedProduct {
  sku: string
  /** The name of the sales channel that it is for. */
  channel?: string
  brand?: string
  category?: string
  cost?: string
  msrp?: string
  map?: string
}

/** What set a bound that moved the price. */
type PriceBound = 'minimum-margin' | 'map' | 'msrp'

/** A price to the cent with the rule that made it, or why there is none. */
export type Pricing =
  | { price: string; rule: string; ruleVersion: number; basis: string; bound?: PriceBound; rounded: boolean }
  | { price?: undefined; reason: 'no-rule' | 'no-basis' | 'comes-to-nothing'; rule?: string }

/** Pricing rules made ready to price many products: the most specific first, each with its words to look up. */
export type CompiledPriceRules = readonly CompiledPriceRule[]

interface CompiledPriceRule {
  rule: PriceRule
  version: number
  named: [keyof PricedProduct, ReadonlySet<string>][]
}

/** The levels, the most specific first. */
const levels = ['skus', 'brands', 'categories'] as const
const fieldOf = { skus: 'sku', brands: 'brand', categories: 'category', channels: 'channel' } as const

/** Sorts a version's rules by how specific they are, and leaves out those that are off. */
export function compilePriceRules({ rules, version }: Pick<PriceRules, 'rules' | 'version'>): CompiledPriceRules {
  const rank = ({ for: whom }: PriceRule) => {
    const level = levels.findIndex(name => whom[name] !== undefined)
    return (level < 0 ? levels.length : level) * 2 + (whom.channels ? 0 : 1)
  }
  return rules
    .filter(rule => !rule.off)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(rule => ({ rule, version, named: namedBy(rule) }))
}

function namedBy({ for: whom }: PriceRule): CompiledPriceRule['named'] {
  return (['skus', 'brands', 'categories', 'channels'] as const).flatMap(name => {
    const words = whom[name]
    if (words === undefined) return []
    const known = new Set(name === 'skus' ? words : words.map(word => word.toLowerCase()))
    return [[fieldOf[name], known] as [keyof PricedProduct, ReadonlySet<string>]]
  })
}

function isFor(product: PricedProduct, { named }: CompiledPriceRule): boolean {
  return named.every(([field, words]) => {
    const value = product[field]
    return value !== undefined && words.has(field === 'sku' ? value : value.toLowerCase())
  })
}

/**
 * A product's price by the most specific rule: basis, adjustment, ending, then the bounds. Where the floor lies above the ceiling the floor holds:
 * selling below cost or below an agreed minimum costs more than selling above a recommendation. Money is rounded half up to the cent. What sources give
 * as zero they do not know, and a price of nothing is none.
 */
export function priceBy(product: PricedProduct, rules: CompiledPriceRules): Pricing {
  const found = rules.find(one => isFor(product, one))
  if (!found) return { reason: 'no-rule' }
  const { rule, version } = found
  const basis = unlessZero(product[rule.basis])
  if (basis === undefined) return { reason: 'no-basis', rule: rule.id }
  const exact = cents(adjusted(new Big(basis), rule.adjustment))
  const ended = rule.ending === undefined ? exact : nextEnding(exact, rule.ending)
  const { price, bound } = bounded(ended, rule, product)
  if (price.lte(0)) return { reason: 'comes-to-nothing', rule: rule.id }
  return {
    price: price.toFixed(2),
    rule: rule.id,
    ruleVersion: version,
    basis,
    ...(bound && { bound }),
    rounded: !price.eq(exact) && bound === undefined,
  }
}

/** {@link priceBy} for one product. */
export function priceOf(product: PricedProduct, rules: Pick<PriceRules, 'rules' | 'version'>): Pricing {
  return priceBy(product, compilePriceRules(rules))
}

/** A listing's price: what stands, and what waits for a person. */
export interface PriceState {
  price: string | null
  proposed: string | null
  refused: string | null
  /** While there is none: the one that stood before. */
  last: string | null
}

/**
 * What becomes of a listing's price when it is computed anew. The first price needs nobody; a change within the limit is taken; a larger one waits beside the
 * price that stands, unless a person has refused this very one. A price that could not be computed for a while is held against the one that stood before.
 * Applied again to its own result it changes nothing.
 */
export function nextPrice(standing: PriceState, computed: string | undefined, limit: string | undefined): PriceState {
  const { refused } = standing
  const price = standing.price ?? standing.last
  if (computed === undefined) return { price: null, proposed: null, refused, last: price }
  if (price === null || limit === undefined || !needsApproval(price, computed, limit))
    return { price: computed, proposed: null, refused: null, last: null }
  const isRefused = refused !== null && new Big(refused).eq(computed)
  return { price, proposed: isRefused ? null : computed, refused: isRefused ? refused : null, last: null }
}

/** Whether a new price is so far from the one that stands that a person should approve it. `limit` is a share: `0.2` is a fifth. */
export function needsApproval(standing: string, next: string, limit: string): boolean {
  const before = new Big(standing)
  return new Big(next).minus(before).abs().gt(before.times(limit))
}

function adjusted(basis: Big, adjustment: PriceRule['adjustment']): Big {
  switch (adjustment.by) {
    case 'percent':
      return raised(basis, adjustment.percent)
    case 'amount':
      return basis.plus(adjustment.amount)
    case 'margin':
      return basis.div(new Big(1).minus(adjustment.margin))
    case 'tiers': {
      const tier = adjustment.tiers.find(one => one.upTo === undefined || basis.lte(one.upTo))
      return raised(basis, (tier ?? adjustment.tiers.at(-1)!).percent)
    }
  }
}

function raised(basis: Big, percent: string): Big {
  return basis.times(new Big(100).plus(percent)).div(100)
}

function nextEnding(price: Big, ending: string): Big {
  const here = price.round(0, Big.roundDown).plus(`0${ending}`)
  return here.gte(price) ? here : here.plus(1)
}

function bounded(price: Big, rule: PriceRule, product: PricedProduct): { price: Big; bound?: PriceBound } {
  const [cost, map, msrp] = [unlessZero(product.cost), unlessZero(product.map), unlessZero(product.msrp)]
  const margin = rule.floor.margin
  const least =
    cost !== undefined && margin !== undefined ? centsUp(new Big(cost).div(new Big(1).minus(margin))) : undefined
  const minimum = map !== undefined && rule.floor.map ? centsUp(new Big(map)) : undefined
  const most = msrp !== undefined && rule.ceiling.msrp ? new Big(msrp) : undefined
  let result: { price: Big; bound?: PriceBound } = { price }
  if (most && result.price.gt(most)) result = { price: cents(most), bound: 'msrp' }
  if (minimum && result.price.lt(minimum)) result = { price: minimum, bound: 'map' }
  if (least && result.price.lt(least)) result = { price: least, bound: 'minimum-margin' }
  return result
}

function cents(value: Big): Big {
  const rounded = value.round(2, Big.roundHalfUp)
  return rounded.lt(0) ? new Big(0) : rounded
}

/** A floor is never undercut by rounding. */
function centsUp(value: Big): Big {
  return value.round(2, Big.roundUp)
}

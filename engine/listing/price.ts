import Big from 'big.js'
import type { PriceRule, PriceRules } from './price-rules.ts'

/** What a price is computed from, in one currency: always the source values, never the price that stands, so that repeated runs do not drift. */
export interface PricedProduct {
  sku: string
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
  | { price?: undefined; reason: 'no-rule' | 'no-basis'; rule?: string }

/**
 * A product's price by the most specific rule: basis, adjustment, ending, then the bounds. Where the floor lies above the ceiling the floor holds:
 * selling below cost or below an agreed minimum costs more than selling above a recommendation. Money is rounded half up to the cent.
 */
export function priceOf(product: PricedProduct, { rules, version }: PriceRules): Pricing {
  const rule = ruleFor(product, rules)
  if (!rule) return { reason: 'no-rule' }
  const basis = product[rule.basis]
  if (basis === undefined) return { reason: 'no-basis', rule: rule.id }
  const exact = cents(adjusted(new Big(basis), rule.adjustment))
  const ended = rule.ending === undefined ? exact : nextEnding(exact, rule.ending)
  const { price, bound } = bounded(ended, rule, product)
  return {
    price: price.toFixed(2),
    rule: rule.id,
    ruleVersion: version,
    basis,
    ...(bound && { bound }),
    rounded: !price.eq(exact) && bound === undefined,
  }
}

/** Whether a new price is so far from the one that stands that a person should approve it. `limit` is a share: `0.2` is a fifth. */
export function needsApproval(standing: string, next: string, limit: string): boolean {
  const before = new Big(standing)
  return new Big(next).minus(before).abs().gt(before.times(limit))
}

function ruleFor(product: PricedProduct, rules: readonly PriceRule[]): PriceRule | undefined {
  let best: { rule: PriceRule; level: number } | undefined
  for (const rule of rules) {
    const level = levelOf(product, rule)
    if (level !== undefined && (!best || level > best.level)) best = { rule, level }
  }
  return best?.rule
}

/** How specific a rule is for a product; undefined when it is not for it. */
function levelOf({ sku, brand, category }: PricedProduct, { for: whom }: PriceRule): number | undefined {
  const named: [readonly string[] | undefined, string | undefined][] = [
    [whom.categories, category],
    [whom.brands, brand],
    [whom.skus, sku],
  ]
  let level = 0
  for (const [index, [wanted, value]] of named.entries()) {
    if (wanted === undefined) continue
    if (value === undefined || !wanted.includes(value)) return undefined
    level = index + 1
  }
  return level
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

function bounded(price: Big, rule: PriceRule, { cost, map, msrp }: PricedProduct): { price: Big; bound?: PriceBound } {
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

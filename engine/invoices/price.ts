import Big from 'big.js'
import type { Tolerance } from '../../db/schema/index.ts'
import { cents } from './money.ts'
import { allowedBeyond } from './tolerance.ts'
import type { Ratio } from './units.ts'

/** A billed price beside the agreed one, both for one of the supplier's billing units. */
export interface PriceCheck {
  verdict: 'same' | 'in-favour' | 'within-tolerance' | 'too-high'
  billed: Big
  agreed: Big
  /** What is paid for one: the billed price where it stands, else the agreed one. */
  accepted: Big
}

/**
 * Compares a billed price with the agreed cost. `ratio` says how many of the order's units one billed unit is; where they differ the agreed
 * price is rounded to the places that the supplier prints. A lower price is in the retailer's favour and stops nothing.
 */
export function checkPrice(unitPrice: string, unitCost: string, ratio: Ratio, tolerance?: Tolerance): PriceCheck {
  const billed = new Big(unitPrice)
  if (unitPrice === unitCost && ratio.times === ratio.by)
    return { verdict: 'same', billed, agreed: billed, accepted: billed }
  const agreed = agreedFor(new Big(unitCost), ratio, billed)
  const beyond = billed.minus(agreed)
  if (beyond.eq(0)) return { verdict: 'same', billed, agreed, accepted: billed }
  if (beyond.lt(0)) return { verdict: 'in-favour', billed, agreed, accepted: billed }
  if (beyond.lte(allowedBeyond(agreed, tolerance))) {
    return { verdict: 'within-tolerance', billed, agreed, accepted: billed }
  }
  return { verdict: 'too-high', billed, agreed, accepted: agreed }
}

function agreedFor(unitCost: Big, { times, by }: Ratio, billed: Big): Big {
  if (times === by) return unitCost
  const exact = unitCost.times(times).div(by)
  return times.eq(by) ? exact : exact.round(placesOf(billed), Big.roundHalfUp)
}

/** What a price that is too high would cost for so many. */
export function priceStake({ billed, agreed }: PriceCheck, quantity: Big): Big {
  return cents(billed.minus(agreed).times(quantity))
}

/** Decimal places that a price is printed with: never fewer than two. */
function placesOf(price: Big): number {
  return Math.max(2, price.c.length - price.e - 1)
}

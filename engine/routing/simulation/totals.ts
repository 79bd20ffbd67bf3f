import { bounded, decimalOf, micros } from '../micros.ts'
import type { PricedPlacement } from './price-decision.ts'

/** What routing one order or many comes to. Money in the orders' currency, units in selling units: decimals as text. */
export interface Outcome {
  /** One for each source of each order. */
  shipments: number
  units: string
  unplacedUnits: string
  items: string
  fees: string
  shipping: string
  surcharges: string
  /** All of these. */
  cost: string
  /** Placed units at the customers' prices. */
  revenue: string
  margin: string
  /** Mean miles of the shipments whose distance is known. */
  miles?: number
}

/** Adds up what orders come to. */
export class Tally {
  #shipments = 0
  #known = 0
  #miles = 0
  readonly #sums = { units: 0, unplaced: 0, items: 0, fee: 0, shipping: 0, surcharge: 0, revenue: 0 }

  /** One order's placements, and what could not be placed of it. */
  add(placements: readonly PricedPlacement[], unplaced: readonly { quantity: string }[]): void {
    for (const placement of placements) {
      this.#shipments++
      for (const name of ['units', 'items', 'fee', 'shipping', 'surcharge', 'revenue'] as const)
        this.#sums[name] = bounded(this.#sums[name] + placement[name])
      if (placement.miles === undefined) continue
      this.#known++
      this.#miles += placement.miles
    }
    for (const { quantity } of unplaced) this.#sums.unplaced = bounded(this.#sums.unplaced + micros(quantity))
  }

  outcome(): Outcome {
    const { units, unplaced, items, fee, shipping, surcharge, revenue } = this.#sums
    const cost = bounded(items + fee + shipping + surcharge)
    return {
      shipments: this.#shipments,
      units: decimalOf(units),
      unplacedUnits: decimalOf(unplaced),
      items: decimalOf(items),
      fees: decimalOf(fee),
      shipping: decimalOf(shipping),
      surcharges: decimalOf(surcharge),
      cost: decimalOf(cost),
      revenue: decimalOf(revenue),
      margin: decimalOf(bounded(revenue - cost)),
      ...(this.#known > 0 && { miles: Math.round(this.#miles / this.#known) }),
    }
  }
}

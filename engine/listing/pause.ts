import Big from 'big.js'
import type { PauseRule, PauseRules } from './pause-rules.ts'

/** What is known of a product on a channel. Quantities are what can be promised, after reservations and buffers. */
export interface ListedProduct {
  channel: string
  sku: string
  category?: string
  brand?: string
  ownQuantity: string
  supplierQuantity: string
}

export type ListingState =
  | { status: 'candidate' | 'listed' | 'delisted'; pauseReasons: [] }
  | { status: 'paused'; pauseReasons: string[] }

/** The ids of all rules that want this listing off its channel, in the order of the rules. */
export function pauseReasonsOf(product: ListedProduct, { rules }: PauseRules): string[] {
  return rules.filter(rule => applies(rule, product)).map(rule => rule.id)
}

/** What becomes of a listing: it is paused while there is any reason, and comes back with the last one. What was never listed, or was delisted, stays so. */
export function nextState(current: ListingState['status'], reasons: readonly string[]): ListingState {
  if (current === 'candidate' || current === 'delisted') return { status: current, pauseReasons: [] }
  return reasons.length > 0
    ? { status: 'paused', pauseReasons: [...new Set(reasons)].sort() }
    : { status: 'listed', pauseReasons: [] }
}

function applies({ when }: PauseRule, product: ListedProduct): boolean {
  const { ownQuantity, supplierQuantity } = product
  return (
    isOneOf(when.channels, product.channel) &&
    isOneOf(when.categories, product.category) &&
    isOneOf(when.brands, product.brand) &&
    (when.skus?.includes(product.sku) ?? true) &&
    (when.quantityBelow === undefined || new Big(ownQuantity).plus(supplierQuantity).lt(when.quantityBelow)) &&
    isStocked(when.ownWarehouse, ownQuantity) &&
    isStocked(when.suppliers, supplierQuantity)
  )
}

function isOneOf(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  if (wanted === undefined) return true
  return value !== undefined && wanted.some(one => one.toLowerCase() === value.toLowerCase())
}

function isStocked(wanted: 'in' | 'out' | undefined, quantity: string): boolean {
  return wanted === undefined || (wanted === 'in') === new Big(quantity).gt(0)
}

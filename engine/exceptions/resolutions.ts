import Big from 'big.js'
import type { ExceptionKind } from '../../db/schema/index.ts'

/**
 * What the retailer can decide about what a supplier did with an order. `accept` takes it as it is; `refuse` says no; `insist` sends a change that states the order as it
 * was; `reroute` and `cancel` take the goods away from the supplier, for another source or for good; `extend` gives more time.
 */
export const orderResolutions = ['accept', 'refuse', 'insist', 'reroute', 'cancel', 'extend'] as const
export type OrderResolution = (typeof orderResolutions)[number]

const another: readonly OrderResolution[] = ['accept', 'insist', 'reroute', 'cancel']

const allowed: Partial<Record<ExceptionKind, readonly OrderResolution[]>> = {
  'price-change': another,
  'quantity-change': another,
  'date-change': another,
  substitution: ['accept', 'refuse'],
  'change-requested': ['accept', 'refuse'],
  'acknowledgment-overdue': ['reroute', 'cancel'],
  'shipment-overdue': ['extend', 'reroute', 'cancel'],
}

/**
 * The decisions that can be taken about an open exception: what a page offers. Empty for kinds that are only noted as seen to (`resolveException`), or decided on their
 * invoice. More than was ordered cannot be accepted: no customer wants it.
 */
export function orderResolutionsFor(exception: {
  kind: ExceptionKind
  expected: string | null
  actual: string | null
  resolvedAt: Date | null
}): OrderResolution[] {
  if (exception.resolvedAt) return []
  const { kind, expected, actual } = exception
  const isTooMuch = kind === 'quantity-change' && new Big(actual!).gt(expected!)
  return (allowed[kind] ?? []).filter(resolution => !(isTooMuch && resolution === 'accept'))
}

import type { CompiledListingRules, ListedProduct } from './conditions.ts'
import { incomplete } from './listing-rules.ts'

/** Where a listing stands. */
export type ListingState =
  | { status: 'candidate' | 'listed' | 'delisted'; pauseReasons: [] }
  | { status: 'paused'; pauseReasons: string[] }

/** What a listing's state is decided by. */
export interface ListingFacts {
  /** The retailer sells the product no more. */
  discontinued: boolean
  /** A person took it off. */
  keptOff: boolean
  /** It has all that its channel asks for. */
  complete: boolean
  /** A rule lists it by itself. */
  wanted: boolean
  /** The ids of the rules that want it off the channel for now. */
  reasons: readonly string[]
}

/** The ids of all rules that want this listing off its channel, in the order of the rules. */
export function pauseReasonsOf(product: ListedProduct, { pause }: Pick<CompiledListingRules, 'pause'>): string[] {
  return pause.filter(rule => rule.applies(product)).map(rule => rule.id)
}

/**
 * What becomes of a listing. It is taken off for good when the product is discontinued or a person says so, and is a candidate again when neither holds; a
 * candidate is listed once it is complete and a rule wants it; a listed one is paused while there is any reason, and comes back with the last one.
 */
export function nextState(current: ListingState['status'], facts: ListingFacts): ListingState {
  if (facts.keptOff || facts.discontinued) return { status: 'delisted', pauseReasons: [] }
  const isOn = current === 'listed' || current === 'paused'
  if (!isOn && !(facts.complete && facts.wanted)) return { status: 'candidate', pauseReasons: [] }
  const reasons = new Set(facts.complete ? facts.reasons : [...facts.reasons, incomplete])
  return reasons.size > 0
    ? { status: 'paused', pauseReasons: [...reasons].sort() }
    : { status: 'listed', pauseReasons: [] }
}

import type { Candidate, OpenLine, RoutingRequest } from './decision.ts'
import { micros } from './micros.ts'
import type { Condition } from './rules.ts'

/** Whether a rule's conditions on order and line hold; those on the source are asked of each candidate. */
export function concernsLine(when: Condition, order: RoutingRequest['order'], line: OpenLine): boolean {
  return (
    isOneOf(when.channels, order.channel) &&
    isOneOf(when.countries, order.country) &&
    isOneOf(when.states, order.state) &&
    isOneOf(when.skus, line.sku) &&
    isOneOf(when.categories, line.category) &&
    isOneOf(when.brands, line.brand) &&
    (when.postalPrefixes?.some(prefix => order.postalCode.startsWith(prefix)) ?? true) &&
    isAtLeast(line.quantity, when.quantityFrom) &&
    isAtLeast(order.value, when.valueFrom)
  )
}

/** Whether a rule's conditions on the source hold. */
export function concernsSource(when: Condition, candidate: Candidate): boolean {
  const named = isOneOf(when.sources, candidate.sourceId) || isOneOf(when.sources, candidate.sourceName)
  return named && isOneOf(when.sourceKinds, candidate.kind)
}

function isOneOf(wanted: readonly string[] | undefined, value: string | undefined): boolean {
  return wanted === undefined || (value !== undefined && wanted.includes(value))
}

function isAtLeast(value: string, least: string | undefined): boolean {
  return least === undefined || micros(value) >= micros(least)
}

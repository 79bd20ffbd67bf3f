import type { Candidate, OpenLine, RoutingRequest } from './decision.ts'
import { micros } from './micros.ts'
import type { Condition } from './rules.ts'

type Order = RoutingRequest['order']

/** Asks one thing of an order. */
export type OrderCheck = (order: Order) => boolean
/** Asks one thing of a line; `weight` is its weight in millionths of a pound, undefined where it is unknown. */
export type LineCheck = (line: OpenLine, quantity: number, weight: number | undefined) => boolean

/** What a condition asks of the order: all of it must hold. */
export function orderChecks(when: Condition): OrderCheck[] {
  const checks: OrderCheck[] = []
  const { channels, countries, states, postalPrefixes, postalRanges, customers, valueFrom, valueBelow } = when
  if (channels) checks.push(oneOf(channels, order => order.channel))
  if (countries) checks.push(oneOf(countries, order => order.country))
  if (states) checks.push(oneOf(states, order => order.state))
  if (postalPrefixes) checks.push(order => postalPrefixes.some(prefix => order.postalCode.startsWith(prefix)))
  if (postalRanges) checks.push(order => postalRanges.some(range => isBetween(order.postalCode, range)))
  if (customers) checks.push(isCustomer(customers))
  if (valueFrom) checks.push(atLeast(valueFrom, order => micros(order.value)))
  if (valueBelow) checks.push(below(valueBelow, order => micros(order.value)))
  return checks
}

/** What a condition asks of the line: all of it must hold. */
export function lineChecks(when: Condition): LineCheck[] {
  const checks: LineCheck[] = []
  const { skus, categories, brands, tags, quantityFrom, quantityBelow, weightFrom, weightBelow } = when
  if (skus) checks.push(oneOf(skus, line => line.sku))
  if (categories) checks.push(oneOf(categories, line => line.category))
  if (brands) checks.push(oneOf(brands, line => line.brand))
  if (tags) checks.push(anyOf(tags, line => line.tags))
  const [from, upTo] = [quantityFrom && micros(quantityFrom), quantityBelow && micros(quantityBelow)]
  if (from) checks.push((_, quantity) => quantity >= from)
  if (upTo) checks.push((_, quantity) => quantity < upTo)
  const [heavy, light] = [weightFrom && micros(weightFrom), weightBelow && micros(weightBelow)]
  if (heavy) checks.push((_, __, weight) => weight !== undefined && weight >= heavy)
  if (light) checks.push((_, __, weight) => weight !== undefined && weight < light)
  return checks
}

/** What a condition asks of the source itself, whatever the order. */
export function sourceCheck({ sources, sourceKinds, sourceTags }: Condition): (candidate: Candidate) => boolean {
  const isKind = oneOf<Candidate>(sourceKinds ?? ['supplier', 'warehouse'], ({ kind }) => kind)
  const isTagged = sourceTags ? anyOf<Candidate>(sourceTags, ({ tags }) => tags) : () => true
  if (!sources) return candidate => isKind(candidate) && isTagged(candidate)
  const named = new Set(sources)
  return candidate =>
    (named.has(candidate.sourceId) || named.has(candidate.sourceName)) && isKind(candidate) && isTagged(candidate)
}

/** What a condition asks of a candidate's own figures. `margin` is in millionths of the price, undefined without one. */
export function figuresHold(when: Condition, candidate: Candidate, margin: () => number | undefined): boolean {
  const { marginFrom, marginBelow, shipDaysFrom, milesFrom, scoreBelow } = when
  const { miles, scorecard } = candidate
  if (shipDaysFrom !== undefined && (candidate.shipDays ?? candidate.leadDays) < shipDaysFrom) return false
  if (milesFrom !== undefined && (miles === undefined || miles < milesFrom)) return false
  if (scoreBelow !== undefined && (scorecard === undefined || micros(scorecard) >= micros(scoreBelow))) return false
  if (marginFrom === undefined && marginBelow === undefined) return true
  const share = margin()
  if (share === undefined) return false
  return (
    (marginFrom === undefined || share >= micros(marginFrom)) &&
    (marginBelow === undefined || share < micros(marginBelow))
  )
}

function oneOf<Asked>(wanted: readonly string[], of: (asked: Asked) => string | undefined): (asked: Asked) => boolean {
  const [first, ...others] = wanted
  if (others.length === 0) return asked => of(asked) === first
  const all = new Set(wanted)
  return asked => {
    const value = of(asked)
    return value !== undefined && all.has(value)
  }
}

function anyOf<Asked>(wanted: readonly string[], of: (asked: Asked) => readonly string[] | undefined) {
  const all = new Set(wanted)
  return (asked: Asked) => of(asked)?.some(value => all.has(value)) ?? false
}

function isBetween(postalCode: string, { from, to }: { from: string; to: string }): boolean {
  return postalCode.slice(0, from.length) >= from && postalCode.slice(0, to.length) <= to
}

function isCustomer(customers: readonly string[]): OrderCheck {
  const wanted = new Set(customers.map(name => name.toLowerCase()))
  return ({ customer }) => {
    if (!customer) return false
    const email = customer.email?.toLowerCase() ?? ''
    return (
      wanted.has(customer.name.toLowerCase()) || wanted.has(email) || wanted.has(email.slice(email.indexOf('@') + 1))
    )
  }
}

function atLeast(least: string, of: (order: Order) => number): OrderCheck {
  const amount = micros(least)
  return order => of(order) >= amount
}

function below(end: string, of: (order: Order) => number): OrderCheck {
  const amount = micros(end)
  return order => of(order) < amount
}

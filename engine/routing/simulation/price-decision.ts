import { compile } from '../compile.ts'
import type { Decision, Placement, RoutingRequest } from '../decision.ts'
import { bounded, micros, times } from '../micros.ts'
import type { RoutingRules } from '../rules.ts'
import { shippingCost, zoneOf } from '../shipping.ts'

/** What one source's part of a decision comes to. Money and units are in millionths. */
export interface PricedPlacement {
  sourceId: string
  sourceName: string
  units: number
  items: number
  fee: number
  shipping: number
  surcharge: number
  revenue: number
  miles: number | undefined
}

/**
 * What a decision would cost by a rule set's rate tables and learned surcharges: without what rules add or set, so that the decisions of
 * two rule sets can be held against each other. The decision must have been made of this request.
 */
export function priceDecision(request: RoutingRequest, decision: Decision, rules: RoutingRules): PricedPlacement[] {
  const compiled = compile(rules)
  const lines = new Map(request.lines.map(line => [line.orderLineId, line]))
  return decision.placements.map(({ sourceId, lines: placed }: Placement) => {
    const parts = placed.map(part => {
      const line = lines.get(part.orderLineId)!
      return { part, line, candidate: line.candidates.find(({ offerId }) => offerId === part.offerId)! }
    })
    const { candidate } = parts[0]!
    const { rates } = compiled.factsOf(candidate)
    const total = (of: (one: (typeof parts)[number]) => number) => bounded(parts.reduce((sum, one) => sum + of(one), 0))
    const weightOf = ({ line, part }: (typeof parts)[number]) =>
      times(line.weight === undefined ? compiled.assumedWeight : micros(line.weight), micros(part.covers))
    return {
      sourceId,
      sourceName: candidate.sourceName,
      units: total(({ part }) => micros(part.covers)),
      items: total(one => times(micros(one.candidate.cost), micros(one.part.quantity))),
      fee: micros(candidate.orderFee),
      shipping: rates ? shippingCost(rates, zoneOf(candidate.miles), total(weightOf)) : 0,
      surcharge: rules.settings.learnSurcharges && candidate.surcharge ? micros(candidate.surcharge) : 0,
      revenue: total(({ line, part }) => times(micros(line.unitPrice ?? '0'), micros(part.covers))),
      miles: candidate.miles,
    }
  })
}

import { assessLine, isLimited, rulesFor } from './assess.ts'
import { compile } from './compile.ts'
import type { Decision, Placement, RoutingRequest } from './decision.ts'
import { explainLine } from './explain.ts'
import { decimalOf } from './micros.ts'
import { mindMinimums } from './minimums.ts'
import type { LinePlan } from './place-line.ts'
import { planOrder } from './plan-order.ts'
import type { RoutingRules } from './rules.ts'

/**
 * Decides where an order's open quantities go. Pure: the same request and rules give the same decision. No offer is asked for more than it has
 * available, no line gets more than it asked for, and whatever is left over has its reason. `released`: a person let go what rules hold.
 *
 * Candidates rank by preference (what rules prefer), then by the criteria of the rule set in their order, then by the source's name and its id.
 */
export function decide(request: RoutingRequest, rules: RoutingRules, { released = false } = {}): Decision {
  const { order } = request
  const compiled = compile(rules)
  const passing = rulesFor(order, compiled)
  const lines = request.lines.map(line => assessLine(line, order.currency, compiled, passing, released))
  const { settings } = rules
  const { plans, below } = mindMinimums(barred => planOrder(lines, settings, { barred }), settings)
  return {
    ruleVersion: rules.version,
    placements: placementsOf(plans),
    unplaced: plans.flatMap(({ assessed: { line, wanted }, unplaced, reason }) =>
      reason
        ? [
            {
              orderLineId: line.orderLineId,
              quantity: unplaced === wanted ? line.quantity : decimalOf(unplaced),
              reason,
            },
          ]
        : [],
    ),
    explanation: plans.map(plan => explainLine(plan, below)),
  }
}

function placementsOf(plans: readonly LinePlan[]): Placement[] {
  const bySource = new Map<string, Placement>()
  for (const { assessed, portions } of plans) {
    for (const { contender, quantity, covers } of portions) {
      const { sourceId, offerId } = contender.candidate
      const placement = bySource.get(sourceId) ?? { sourceId, lines: [] }
      bySource.set(sourceId, placement)
      if (isLimited(contender)) placement.limited = true
      const { orderLineId } = assessed.line
      placement.lines.push({ orderLineId, offerId, quantity: decimalOf(quantity), covers: decimalOf(covers) })
    }
  }
  return [...bySource.values()]
}

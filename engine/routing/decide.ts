import { type AssessedLine, assessLine } from './assess.ts'
import type { Decision, Placement, RoutingRequest } from './decision.ts'
import { explainLine } from './explain.ts'
import { decimalOf, micros } from './micros.ts'
import { type Ledger, type LinePlan, placeLine } from './place-line.ts'
import { compareScores, type Score, scoreOf } from './rank.ts'
import type { RoutingRules, RoutingSettings } from './rules.ts'

/**
 * Decides where an order's open quantities go. Pure: the same request and rules give the same decision. No offer is asked for more than it has
 * available, no line gets more than it asked for, and whatever is left over has its reason.
 */
export function decide(request: RoutingRequest, rules: RoutingRules): Decision {
  const lines = request.lines.map(line => assessLine(line, request.order, rules.rules))
  const plans = planOrder(lines, rules.settings)
  return {
    ruleVersion: rules.version,
    placements: placementsOf(plans),
    unplaced: plans.flatMap(({ assessed, unplaced, reason }) =>
      reason ? [{ orderLineId: assessed.line.orderLineId, quantity: decimalOf(unplaced), reason }] : [],
    ),
    explanation: plans.map(explainLine),
  }
}

function planOrder(lines: readonly AssessedLine[], settings: RoutingSettings): LinePlan[] {
  if (settings.oneSource === 'no') return planEach(lines, settings)
  const together = bestSingleSource(lines, settings)
  if (together) return planEach(lines, settings, together)
  if (settings.oneSource === 'preferred') return planEach(lines, settings)
  return planEach(lines, settings, nobody).map(plan =>
    plan.assessed.held ? plan : { ...plan, reason: 'no-single-source' },
  )
}

/** Stands for a source that does not exist: nothing is placed, and all is explained. */
const nobody = ''

function planEach(lines: readonly AssessedLine[], settings: RoutingSettings, only?: string): LinePlan[] {
  const ledger = ledgerOf(lines)
  return lines.map(assessed => placeLine(assessed, ledger, settings, only))
}

function ledgerOf(lines: readonly AssessedLine[]): Ledger {
  const available = new Map<string, bigint>()
  for (const { contenders } of lines) {
    for (const { candidate } of contenders) available.set(candidate.offerId, micros(candidate.available))
  }
  return { available, used: new Set() }
}

/** The best of the sources that can fill every line that is not held, wholly. */
function bestSingleSource(lines: readonly AssessedLine[], settings: RoutingSettings): string | undefined {
  const wanted = lines.filter(line => !line.held)
  const sources = new Set(wanted.flatMap(line => line.contenders.map(contender => contender.candidate.sourceId)))
  let best: { source: string; score: Score } | undefined
  for (const source of sources) {
    const plans = planEach(wanted, settings, source)
    if (plans.some(plan => plan.unplaced > 0n)) continue
    const score = totalScore(plans)
    if (!best || compareScores(score, best.score, settings.rankBy) < 0) best = { source, score }
  }
  return best?.source
}

/** The score of a plan with one source: costs add up, the fee once; the slowest line sets the days. */
function totalScore(plans: readonly LinePlan[]): Score {
  const used = new Set<string>()
  let total: Score | undefined
  for (const { contender, covers } of plans.flatMap(plan => plan.portions)) {
    const score = scoreOf(contender, covers, used)
    used.add(contender.candidate.sourceId)
    if (total) {
      total.preference += score.preference
      total.landedCost += score.landedCost
      total.leadDays = Math.max(total.leadDays, score.leadDays)
    } else total = score
  }
  return total!
}

function placementsOf(plans: readonly LinePlan[]): Placement[] {
  const bySource = new Map<string, Placement>()
  for (const { assessed, portions } of plans) {
    for (const { contender, quantity, covers } of portions) {
      const { sourceId, offerId } = contender.candidate
      const placement = bySource.get(sourceId) ?? { sourceId, lines: [] }
      bySource.set(sourceId, placement)
      const { orderLineId } = assessed.line
      placement.lines.push({ orderLineId, offerId, quantity: decimalOf(quantity), covers: decimalOf(covers) })
    }
  }
  return [...bySource.values()]
}

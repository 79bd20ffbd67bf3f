import type { Contender } from './assess.ts'
import type { CandidateExplanation, LineExplanation, ToldScore } from './decision.ts'
import { decimalOf } from './micros.ts'
import type { BelowMinimum } from './minimums.ts'
import type { LinePlan } from './place-line.ts'
import type { Score } from './rank.ts'

/** Tells what was made of each candidate of a line, the best first and the excluded last. `below`: sources that get less than their minimum. */
export function explainLine(plan: LinePlan, below: ReadonlyMap<string, BelowMinimum>): LineExplanation {
  const { line, contenders, held } = plan.assessed
  const candidates = plan.ranked.map(({ contender, score }, index) => {
    const told = candidateOf(contender)
    told.score = scoreTold(contender, score)
    told.rank = index + 1
    return told
  })
  for (const portion of plan.portions) {
    const index = plan.ranked.findIndex(({ contender }) => contender === portion.contender)
    tellPlaced(candidates[index]!, portion, below)
  }
  if (candidates.length < contenders.length) {
    for (const contender of contenders) {
      const excluded = contender.excluded ?? shortOf(plan, contender)
      if (excluded) candidates.push({ ...candidateOf(contender), excluded })
    }
  }
  const explained: LineExplanation = {
    orderLineId: line.orderLineId,
    sku: line.sku,
    quantity: line.quantity,
    candidates,
  }
  if (plan.reason) {
    const quantity = plan.unplaced === plan.assessed.wanted ? line.quantity : decimalOf(plan.unplaced)
    explained.unplaced = { quantity, reason: plan.reason, ...held }
  }
  return explained
}

function shortOf({ short }: LinePlan, contender: Contender): CandidateExplanation['excluded'] {
  const reason = short.get(contender)
  if (!reason) return undefined
  return reason === 'at-capacity' && contender.cappedBy ? { reason, rule: contender.cappedBy } : { reason }
}

function candidateOf({ candidate, rules }: Contender): CandidateExplanation {
  const { sourceId, sourceName, offerId, available } = candidate
  const told: CandidateExplanation = { sourceId, sourceName, offerId, available }
  if (rules) told.rules = rules
  return told
}

function scoreTold({ candidate, extra, fixed }: Contender, score: Score): ToldScore {
  const { preference, ownWarehouse, priority, leadDays, items, fee, shipping, surcharge } = score
  const landedCost = decimalOf(score.landedCost)
  const told: ToldScore = { preference, ownWarehouse, priority, landedCost, leadDays }
  if (fixed === undefined && score.landedCost !== items) {
    const costs: ToldScore['costs'] = { items: decimalOf(items) }
    if (fee !== 0) costs.fee = decimalOf(fee)
    if (shipping !== 0) costs.shipping = decimalOf(shipping)
    if (surcharge !== 0) costs.surcharge = decimalOf(surcharge)
    if (extra !== 0) costs.rules = decimalOf(extra)
    told.costs = costs
  }
  if (candidate.shipsOn !== undefined) told.shipsOn = candidate.shipsOn
  if (candidate.miles !== undefined) told.miles = candidate.miles
  if (candidate.scorecard !== undefined) told.scorecard = candidate.scorecard
  return told
}

function tellPlaced(
  told: CandidateExplanation,
  { contender, covers }: LinePlan['portions'][number],
  below: ReadonlyMap<string, BelowMinimum>,
): void {
  told.placed = decimalOf(covers)
  const short = below.get(contender.candidate.sourceId)
  if (short) told.belowMinimum = { value: decimalOf(short.value), minimum: decimalOf(short.minimum) }
}

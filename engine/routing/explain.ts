import type { Contender } from './assess.ts'
import type { CandidateExplanation, LineExplanation } from './decision.ts'
import { decimalOf } from './micros.ts'
import type { LinePlan } from './place-line.ts'
import type { Score } from './rank.ts'

/** Tells what was made of each candidate of a line, the best first and the excluded last. */
export function explainLine(plan: LinePlan): LineExplanation {
  const { line, wanted, contenders, held } = plan.assessed
  const ranked = plan.ranked.map(({ contender, score }, index) => ({
    ...candidateOf(contender),
    score: scoreTold(score),
    rank: index + 1,
    ...placedWith(plan, contender),
  }))
  const running = new Set(plan.ranked.map(({ contender }) => contender))
  const out = contenders
    .filter(contender => !running.has(contender))
    .map(contender => ({
      ...candidateOf(contender),
      excluded: contender.excluded ?? { reason: plan.short.get(contender)! },
    }))
  return {
    orderLineId: line.orderLineId,
    sku: line.sku,
    quantity: decimalOf(wanted),
    candidates: [...ranked, ...out],
    ...(plan.reason && {
      unplaced: { quantity: decimalOf(plan.unplaced), reason: plan.reason, ...held },
    }),
  }
}

function candidateOf({ candidate, rules }: Contender): CandidateExplanation {
  const { sourceId, sourceName, offerId, available } = candidate
  return { sourceId, sourceName, offerId, available, ...(rules.length > 0 && { rules }) }
}

function scoreTold(score: Score): CandidateExplanation['score'] {
  const { preference, ownWarehouse, priority, landedCost, leadDays } = score
  return { preference, ownWarehouse, priority, landedCost: decimalOf(landedCost), leadDays }
}

function placedWith({ portions }: LinePlan, contender: Contender): { placed?: string } {
  const portion = portions.find(one => one.contender === contender)
  return portion ? { placed: decimalOf(portion.covers) } : {}
}

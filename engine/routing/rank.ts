import type { Contender } from './assess.ts'
import { times } from './micros.ts'
import type { Criterion } from './rules.ts'

/** What a candidate, or a whole plan, is compared by. Money is in millionths. */
export interface Score {
  preference: number
  ownWarehouse: boolean
  priority: number
  landedCost: bigint
  leadDays: number
  /** Ties go to the name, then to the id: both in code unit order. */
  name: string
  id: string
}

/** A contender's score for a quantity in selling units. The order fee counts once: not for a source that has part of the order already. */
export function scoreOf(contender: Contender, quantity: bigint, used: ReadonlySet<string>): Score {
  const { candidate, preference, cost, fee, extra } = contender
  const items = times(cost, quantity) / BigInt(candidate.packSize)
  return {
    preference,
    ownWarehouse: candidate.kind === 'warehouse',
    priority: candidate.priority,
    landedCost: items + extra + (used.has(candidate.sourceId) ? 0n : fee),
    leadDays: candidate.leadDays,
    name: candidate.sourceName,
    id: `${candidate.sourceId}/${candidate.offerId}`,
  }
}

/** Negative when `one` goes first. Never zero for two different offers. */
export function compareScores(one: Score, other: Score, rankBy: readonly Criterion[]): number {
  if (one.preference !== other.preference) return other.preference - one.preference
  for (const criterion of rankBy) {
    const difference = comparing[criterion](one, other)
    if (difference !== 0) return difference
  }
  return inOrder(one.name, other.name) || inOrder(one.id, other.id)
}

const comparing: Record<Criterion, (one: Score, other: Score) => number> = {
  'own-warehouse': (one, other) => Number(other.ownWarehouse) - Number(one.ownWarehouse),
  priority: (one, other) => one.priority - other.priority,
  'landed-cost': (one, other) => inOrder(one.landedCost, other.landedCost),
  'lead-days': (one, other) => one.leadDays - other.leadDays,
}

function inOrder<T extends bigint | string>(one: T, other: T): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

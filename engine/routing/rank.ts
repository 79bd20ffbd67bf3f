import type { Contender } from './assess.ts'
import { bounded, dividedBy, times } from './micros.ts'
import type { Criterion } from './settings.ts'
import { shippingCost } from './shipping.ts'

/** What a candidate, or a whole plan, is compared by. Money is in millionths. */
export interface Score {
  preference: number
  /** Its source has part of the order already: counts where the fewest shipments are wanted. */
  joins: boolean
  ownWarehouse: boolean
  priority: number
  landedCost: number
  items: number
  fee: number
  shipping: number
  surcharge: number
  leadDays: number
  miles: number | undefined
  scorecard: number | undefined
  /** Ties go to the name, then to the id: both in code unit order. */
  name: string
  source: string
  offer: string
}

/** What an order's sources have been given so far: their weight in millionths of a pound. */
export type Used = ReadonlyMap<string, number>

/**
 * A contender's score for a quantity in selling units that weigh `weight` each. Fee and surcharge count once: not for a source that has part of the order already;
 * shipping then counts by how much dearer the heavier parcel is.
 */
export function scoreOf(contender: Contender, quantity: number, weight: number, used: Used): Score {
  const { candidate, rates, zone, fixed } = contender
  const before = used.get(candidate.sourceId)
  const isFirst = before === undefined
  const items = dividedBy(times(contender.cost, quantity), candidate.packSize)
  const fee = isFirst ? contender.fee : 0
  const surcharge = isFirst ? contender.surcharge : 0
  const shipping = rates ? extraShipping(rates, zone, before ?? 0, times(weight, quantity)) : 0
  return {
    preference: contender.preference,
    joins: !isFirst,
    ownWarehouse: candidate.kind === 'warehouse',
    priority: candidate.priority,
    landedCost: bounded(
      fixed === undefined ? items + contender.extra + fee + surcharge + shipping : times(fixed, quantity),
    ),
    items,
    fee,
    shipping,
    surcharge,
    leadDays: candidate.shipDays ?? candidate.leadDays,
    miles: candidate.miles,
    scorecard: contender.scorecard,
    name: candidate.sourceName,
    source: candidate.sourceId,
    offer: candidate.offerId,
  }
}

function extraShipping(rates: NonNullable<Contender['rates']>, zone: number, before: number, weight: number): number {
  const whole = shippingCost(rates, zone, before + weight)
  return before === 0 ? whole : whole - shippingCost(rates, zone, before)
}

/** Negative when `one` goes first. Never zero for two different offers. */
export function compareScores(one: Score, other: Score, rankBy: readonly Criterion[], fewest = false): number {
  if (one.preference !== other.preference) return other.preference - one.preference
  if (fewest && one.joins !== other.joins) return one.joins ? -1 : 1
  for (const criterion of rankBy) {
    const difference = comparing[criterion](one, other)
    if (difference !== 0) return difference
  }
  return inOrder(one.name, other.name) || inOrder(one.source, other.source) || inOrder(one.offer, other.offer)
}

const comparing: Record<Criterion, (one: Score, other: Score) => number> = {
  'own-warehouse': (one, other) => Number(other.ownWarehouse) - Number(one.ownWarehouse),
  priority: (one, other) => one.priority - other.priority,
  'landed-cost': (one, other) => one.landedCost - other.landedCost,
  'ships-soonest': (one, other) => one.leadDays - other.leadDays,
  nearest: (one, other) => inOrder(one.miles ?? unknownMiles, other.miles ?? unknownMiles),
  'best-scorecard': (one, other) => inOrder(other.scorecard ?? unknownScore, one.scorecard ?? unknownScore),
}

/** What is unknown goes last. */
const [unknownMiles, unknownScore] = [Number.MAX_SAFE_INTEGER, -1]

function inOrder<T extends number | string>(one: T, other: T): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

import type { AssessedLine, Contender } from './assess.ts'
import type { Exclusion, UnplacedReason } from './decision.ts'
import { one, times } from './micros.ts'
import { compareScores, type Score, scoreOf } from './rank.ts'
import type { RoutingSettings } from './settings.ts'

/** What is left while an order is placed. */
export interface Ledger {
  /** Stock by offer, in the offer's units. */
  available: Map<string, number>
  /** The sources that have part of the order already, with the weight of it. */
  used: Map<string, number>
  /** Selling units given to each source. */
  given: Map<string, number>
}

/** What binds a plan besides the rules: the sources that alone may have lines, and those that may have none. */
export interface Bounds {
  only?: ReadonlySet<string> | undefined
  barred?: ReadonlySet<string> | undefined
}

/** What one contender gets: `quantity` in the offer's units, `covers` in selling units. */
interface Portion {
  contender: Contender
  quantity: number
  covers: number
}

/** A contender in the running, best first. */
interface Ranked {
  contender: Contender
  score: Score
}

export interface LinePlan {
  assessed: AssessedLine
  portions: Portion[]
  ranked: Ranked[]
  /** Out for want of stock or capacity, as it stood when this line's turn came. */
  short: Map<Contender, Exclusion>
  unplaced: number
  reason?: UnplacedReason
}

/** Places one line: with the best that can fill it alone, or else split over the best. */
export function placeLine(assessed: AssessedLine, ledger: Ledger, settings: RoutingSettings, bounds: Bounds): LinePlan {
  const { ranked, short } = rank(assessed, ledger, settings, bounds)
  const { only } = bounds
  const eligible = only ? ranked.filter(({ contender }) => only.has(contender.candidate.sourceId)) : ranked
  const portions = assessed.held || assessed.tooLarge ? [] : portionsOf(assessed, eligible, ledger, settings)
  for (const { contender, quantity, covers } of portions) {
    const { offerId, sourceId } = contender.candidate
    ledger.available.set(offerId, stockOf(contender, ledger) - quantity)
    ledger.used.set(sourceId, (ledger.used.get(sourceId) ?? 0) + times(assessed.weight, covers))
    ledger.given.set(sourceId, (ledger.given.get(sourceId) ?? 0) + covers)
  }
  const unplaced = assessed.wanted - covered(portions)
  const plan: LinePlan = { assessed, portions, ranked, short, unplaced }
  if (unplaced !== 0) plan.reason = reasonFor(plan)
  return plan
}

function rank(assessed: AssessedLine, ledger: Ledger, settings: RoutingSettings, { barred }: Bounds) {
  const short = new Map<Contender, Exclusion>()
  const ranked: Ranked[] = []
  const { wanted, weight } = assessed
  for (const contender of assessed.contenders) {
    if (contender.excluded) continue
    const reason = shortOf(contender, wanted, ledger, barred)
    if (reason) short.set(contender, reason)
    else ranked.push({ contender, score: scoreOf(contender, wanted, weight, ledger.used) })
  }
  const { rankBy, fewestShipments } = settings
  ranked.sort((left, right) => compareScores(left.score, right.score, rankBy, fewestShipments))
  return { ranked, short }
}

/** Why a contender can have nothing of a line now. */
function shortOf(
  contender: Contender,
  wanted: number,
  ledger: Ledger,
  barred: Bounds['barred'],
): Exclusion | undefined {
  if (barred?.has(contender.candidate.sourceId)) return 'below-minimum'
  if (stockOf(contender, ledger) <= 0) return 'no-stock'
  if (isAtCapacity(contender, ledger)) return 'at-capacity'
  return take(contender, wanted, ledger) === 0 ? 'pack-too-large' : undefined
}

/** Whether its source takes no further order today, or no further unit. */
function isAtCapacity(contender: Contender, ledger: Ledger): boolean {
  const { ordersLeft, candidate } = contender
  return (ordersLeft <= 0 && !ledger.used.has(candidate.sourceId)) || unitsLeft(contender, ledger) <= 0
}

function unitsLeft({ unitsLeft: left, candidate }: Contender, ledger: Ledger): number {
  return left === Number.POSITIVE_INFINITY ? left : left - (ledger.given.get(candidate.sourceId) ?? 0)
}

/** What the order has left of an offer: nobody has asked for it yet, or several lines share it. */
function stockOf({ candidate, available }: Contender, ledger: Ledger): number {
  return ledger.available.get(candidate.offerId) ?? available
}

function portionsOf(
  { wanted }: AssessedLine,
  ranked: readonly Ranked[],
  ledger: Ledger,
  settings: RoutingSettings,
): Portion[] {
  const whole = ranked.find(({ contender }) => covers(contender, take(contender, wanted, ledger)) === wanted)
  if (whole) return [portionOf(whole.contender, take(whole.contender, wanted, ledger))]
  const portions = settings.splitQuantity ? spread(wanted, ranked, ledger) : most(wanted, ranked, ledger)
  return settings.partial || covered(portions) === wanted ? portions : []
}

function spread(wanted: number, ranked: readonly Ranked[], ledger: Ledger): Portion[] {
  const portions: Portion[] = []
  let left = wanted
  for (const { contender } of ranked) {
    const portion = portionOf(contender, take(contender, left, ledger))
    if (portion.covers === 0) continue
    portions.push(portion)
    left -= portion.covers
  }
  return portions
}

/** The portion that covers most; the better ranked of two that cover the same. */
function most(wanted: number, ranked: readonly Ranked[], ledger: Ledger): Portion[] {
  const [first, ...others] = ranked.map(({ contender }) => portionOf(contender, take(contender, wanted, ledger)))
  if (!first) return []
  return [others.reduce((best, portion) => (portion.covers > best.covers ? portion : best), first)]
}

const covers = ({ candidate }: Contender, quantity: number) => quantity * candidate.packSize
const portionOf = (contender: Contender, quantity: number): Portion => ({
  contender,
  quantity,
  covers: covers(contender, quantity),
})

/** As much of the quantity as a contender has and may give today, in the offer's units; whole packs where it sells packs. */
function take(contender: Contender, wanted: number, ledger: Ledger): number {
  const { packSize } = contender.candidate
  const allowed = Math.min(wanted, unitsLeft(contender, ledger))
  const available = stockOf(contender, ledger)
  if (packSize === 1) return Math.min(allowed, available)
  return Math.min(Math.floor(allowed / (packSize * one)) * one, available - (available % one))
}

function reasonFor({ assessed, ranked, short }: LinePlan): UnplacedReason {
  if (assessed.held) return 'held-by-rule'
  if (assessed.tooLarge) return 'too-large'
  if (assessed.contenders.length === 0) return 'nobody-sells-it'
  if (ranked.length > 0) return 'not-enough-stock'
  if (short.size > 0)
    return [...short.values()].every(reason => reason === 'no-stock') ? 'out-of-stock' : 'none-can-take-it'
  const tried = assessed.contenders.some(contender => contender.excluded?.reason === 'tried-before')
  return tried ? 'all-tried' : 'all-excluded'
}

function covered(portions: readonly Portion[]): number {
  return portions.reduce((total, portion) => total + portion.covers, 0)
}

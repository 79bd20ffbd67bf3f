import type { AssessedLine, Contender } from './assess.ts'
import type { Exclusion, UnplacedReason } from './decision.ts'
import { one } from './micros.ts'
import { compareScores, type Score, scoreOf } from './rank.ts'
import type { RoutingSettings } from './rules.ts'

/** What is left while an order is placed: stock by offer in the offer's units, and the sources that have part of the order already. */
export interface Ledger {
  available: Map<string, bigint>
  used: Set<string>
}

/** What one contender gets: `quantity` in the offer's units, `covers` in selling units. */
interface Portion {
  contender: Contender
  quantity: bigint
  covers: bigint
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
  /** Out for want of stock, as it stood when this line's turn came. */
  short: Map<Contender, Exclusion>
  unplaced: bigint
  reason?: UnplacedReason
}

/** Places one line: with the best that can fill it alone, or else split over the best. `only` allows one source alone. */
export function placeLine(assessed: AssessedLine, ledger: Ledger, settings: RoutingSettings, only?: string): LinePlan {
  const { ranked, short } = rank(assessed, ledger, settings)
  const eligible = ranked.filter(one => only === undefined || one.contender.candidate.sourceId === only)
  const portions = assessed.held ? [] : portionsOf(assessed, eligible, ledger, settings)
  for (const { contender, quantity } of portions) {
    const { offerId, sourceId } = contender.candidate
    ledger.available.set(offerId, ledger.available.get(offerId)! - quantity)
    ledger.used.add(sourceId)
  }
  const unplaced = assessed.wanted - covered(portions)
  const plan = { assessed, portions, ranked, short, unplaced }
  return unplaced === 0n ? plan : { ...plan, reason: reasonFor(assessed, portions, ranked, short) }
}

function rank({ contenders, wanted }: AssessedLine, ledger: Ledger, settings: RoutingSettings) {
  const short = new Map<Contender, Exclusion>()
  const ranked: Ranked[] = []
  for (const contender of contenders) {
    if (contender.excluded) continue
    if (ledger.available.get(contender.candidate.offerId)! <= 0n) short.set(contender, 'no-stock')
    else if (take(contender, wanted, ledger).covers === 0n) short.set(contender, 'pack-too-large')
    else ranked.push({ contender, score: scoreOf(contender, wanted, ledger.used) })
  }
  ranked.sort((left, right) => compareScores(left.score, right.score, settings.rankBy))
  return { ranked, short }
}

function portionsOf(
  { wanted }: AssessedLine,
  ranked: readonly Ranked[],
  ledger: Ledger,
  settings: RoutingSettings,
): Portion[] {
  const offered = ranked.map(({ contender }) => take(contender, wanted, ledger))
  const whole = offered.find(portion => portion.covers === wanted)
  if (whole) return [whole]
  const portions = settings.splitQuantity ? spread(wanted, ranked, ledger) : most(offered)
  return settings.partial || covered(portions) === wanted ? portions : []
}

function spread(wanted: bigint, ranked: readonly Ranked[], ledger: Ledger): Portion[] {
  const portions: Portion[] = []
  let left = wanted
  for (const { contender } of ranked) {
    const portion = take(contender, left, ledger)
    if (portion.covers === 0n) continue
    portions.push(portion)
    left -= portion.covers
  }
  return portions
}

/** The portion that covers most; the better ranked of two that cover the same. */
function most(offered: readonly Portion[]): Portion[] {
  const [first, ...others] = offered
  if (!first) return []
  return [others.reduce((best, portion) => (portion.covers > best.covers ? portion : best), first)]
}

/** As much of the quantity as a contender has; whole packs where it sells packs. */
function take(contender: Contender, wanted: bigint, ledger: Ledger): Portion {
  const { offerId, packSize } = contender.candidate
  const available = ledger.available.get(offerId)!
  const asked = packSize === 1 ? wanted : (wanted / (BigInt(packSize) * one)) * one
  const inStock = packSize === 1 ? available : (available / one) * one
  const quantity = asked < inStock ? asked : inStock
  return { contender, quantity, covers: quantity * BigInt(packSize) }
}

function reasonFor(
  assessed: AssessedLine,
  portions: readonly Portion[],
  ranked: readonly Ranked[],
  short: ReadonlyMap<Contender, Exclusion>,
): UnplacedReason {
  if (assessed.held) return 'held-by-rule'
  if (assessed.contenders.length === 0) return 'nobody-sells-it'
  if (portions.length > 0 || ranked.length > 0) return 'not-enough-stock'
  if (short.size > 0) return 'out-of-stock'
  const tried = assessed.contenders.some(contender => contender.excluded?.reason === 'tried-before')
  return tried ? 'all-tried' : 'all-excluded'
}

function covered(portions: readonly Portion[]): bigint {
  return portions.reduce((total, portion) => total + portion.covers, 0n)
}

import type { AssessedLine } from './assess.ts'
import { times } from './micros.ts'
import { type Bounds, type Ledger, type LinePlan, placeLine } from './place-line.ts'
import { compareScores, type Score, scoreOf } from './rank.ts'
import type { RoutingSettings } from './settings.ts'

/** Plans every line of an order within the bounds: from one source, from as few as can be, or each from its best. */
export function planOrder(lines: readonly AssessedLine[], settings: RoutingSettings, bounds: Bounds): LinePlan[] {
  const { oneSource, fewestShipments } = settings
  if (oneSource === 'no' && !fewestShipments) return planEach(lines, settings, bounds)
  const wanted = lines.filter(line => !line.held && !line.tooLarge)
  const single = best(
    sourcesOf(wanted).map(source => [source]),
    wanted,
    settings,
    bounds,
  )
  if (single) return planEach(lines, settings, { ...bounds, only: single })
  if (oneSource === 'required')
    return planEach(lines, settings, { ...bounds, only: new Set() }).map(plan =>
      plan.assessed.held || plan.assessed.tooLarge ? plan : { ...plan, reason: 'no-single-source' },
    )
  if (!fewestShipments) return planEach(lines, settings, bounds)
  const few = fewest(wanted, settings, bounds)
  return few ? planEach(lines, settings, { ...bounds, only: few }) : planEach(lines, settings, bounds)
}

function planEach(lines: readonly AssessedLine[], settings: RoutingSettings, bounds: Bounds): LinePlan[] {
  const ledger: Ledger = { available: new Map(), used: new Map(), given: new Map() }
  return lines.map(assessed => placeLine(assessed, ledger, settings, bounds))
}

function sourcesOf(lines: readonly AssessedLine[]): string[] {
  const all = lines.flatMap(line => line.contenders.filter(one => !one.excluded).map(one => one.candidate.sourceId))
  return [...new Set(all)]
}

/** The best of the groups of sources that can fill every line wholly. */
function best(
  groups: readonly (readonly string[])[],
  lines: readonly AssessedLine[],
  settings: RoutingSettings,
  bounds: Bounds,
): ReadonlySet<string> | undefined {
  let found: { sources: ReadonlySet<string>; score: Score } | undefined
  for (const group of groups) {
    const sources = new Set(group)
    const plans = planEach(lines, settings, { ...bounds, only: sources })
    if (plans.some(plan => plan.unplaced > 0)) continue
    const score = totalScore(plans)
    if (score && (!found || compareScores(score, found.score, settings.rankBy) < 0)) found = { sources, score }
  }
  return found?.sources
}

/** The score of a whole plan: costs add up; the slowest, the farthest and the worst of its sources stand for it. */
function totalScore(plans: readonly LinePlan[]): Score | undefined {
  const used = new Map<string, number>()
  let total: Score | undefined
  for (const { assessed, portions } of plans) {
    for (const { contender, covers } of portions) {
      const score = scoreOf(contender, covers, assessed.weight, used)
      const { sourceId } = contender.candidate
      used.set(sourceId, (used.get(sourceId) ?? 0) + times(assessed.weight, covers))
      if (!total) {
        total = score
        continue
      }
      total.preference += score.preference
      total.landedCost += score.landedCost
      total.ownWarehouse &&= score.ownWarehouse
      total.priority = Math.max(total.priority, score.priority)
      total.leadDays = Math.max(total.leadDays, score.leadDays)
      total.miles = worse(total.miles, score.miles, Math.max)
      total.scorecard = worse(total.scorecard, score.scorecard, Math.min)
    }
  }
  return total
}

/** What is unknown is worst. */
function worse(one: number | undefined, other: number | undefined, choose: (a: number, b: number) => number) {
  return one === undefined || other === undefined ? undefined : choose(one, other)
}

/** Up to so many sources every pair is tried; beyond that, and for more than two, sources are added by how many lines they fill. */
const mostForPairs = 40

/** The fewest sources that can fill all lines which any source can fill alone; undefined where that says nothing. */
function fewest(
  lines: readonly AssessedLine[],
  settings: RoutingSettings,
  bounds: Bounds,
): ReadonlySet<string> | undefined {
  const fills = linesFilledBy(lines, settings, bounds)
  const fillable = lines.filter(line => [...fills.values()].some(filled => filled.has(line)))
  if (fillable.length < lines.length || fillable.length === 0) return undefined
  const sources = [...fills.keys()]
  const pairs =
    sources.length > mostForPairs
      ? []
      : sources.flatMap((one, index) => sources.slice(index + 1).map(other => [one, other] as const))
  const together = pairs.filter(([one, other]) =>
    fillable.every(line => fills.get(one)!.has(line) || fills.get(other)!.has(line)),
  )
  return best(together, lines, settings, bounds) ?? best([cover(fillable, fills)], lines, settings, bounds)
}

function linesFilledBy(lines: readonly AssessedLine[], settings: RoutingSettings, bounds: Bounds) {
  const fills = new Map<string, Set<AssessedLine>>()
  for (const source of sourcesOf(lines)) {
    const filled = lines.filter(
      line => planEach([line], settings, { ...bounds, only: new Set([source]) })[0]!.unplaced === 0,
    )
    if (filled.length > 0) fills.set(source, new Set(filled))
  }
  return fills
}

/** Sources by how many of the lines still open they fill, the first of equals by id, until all are filled. */
function cover(lines: readonly AssessedLine[], fills: ReadonlyMap<string, ReadonlySet<AssessedLine>>): string[] {
  const chosen: string[] = []
  const open = new Set(lines)
  const order = [...fills.keys()].sort()
  while (open.size > 0) {
    const gains = order.map(source => ({ source, gain: [...fills.get(source)!].filter(line => open.has(line)).length }))
    const next = gains.reduce((most, one) => (one.gain > most.gain ? one : most))
    chosen.push(next.source)
    for (const line of fills.get(next.source)!) open.delete(line)
  }
  return chosen
}

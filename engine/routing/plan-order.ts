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

/** So many groups of one size are looked at, and so many of those that may do are planned; beyond that sources are added by how much they fill. */
const [mostGroups, mostPlanned] = [10_000, 800]

/** The fewest sources that fill all lines together; undefined where all of them cannot. */
function fewest(
  lines: readonly AssessedLine[],
  settings: RoutingSettings,
  bounds: Bounds,
): ReadonlySet<string> | undefined {
  const shares = sharesOf(lines, settings, bounds)
  const sources = [...shares.keys()].sort()
  const mayDo = (group: readonly string[]) => lines.every((_, at) => sumOf(group, at, shares) >= 1)
  if (lines.length === 0 || !mayDo(sources)) return undefined
  for (let size = 2; size <= sources.length && countOf(sources.length, size) <= mostGroups; size++) {
    const groups = groupsOf(sources, size).filter(mayDo)
    const found = best(groups.slice(0, mostPlanned), lines, settings, bounds)
    if (found) return found
  }
  return best([cover(lines, sources, shares)], lines, settings, bounds)
}

/** Which share of each line a source can have: whole lines only, where a line comes from one source. */
type Shares = ReadonlyMap<string, readonly number[]>

function sharesOf(lines: readonly AssessedLine[], settings: RoutingSettings, bounds: Bounds): Shares {
  const alone = { ...settings, partial: true }
  return new Map(
    sourcesOf(lines).map(source => [
      source,
      lines.map(line => {
        const [plan] = planEach([line], alone, { ...bounds, only: new Set([source]) })
        const share = 1 - plan!.unplaced / line.wanted
        return settings.splitQuantity || share === 1 ? share : 0
      }),
    ]),
  )
}

/** What shares come to, with what adding them loses. */
const sumOf = (group: readonly string[], at: number, shares: Shares) =>
  group.reduce((sum, source) => sum + shares.get(source)![at]!, rounding)
const rounding = 1e-9

/** How many groups of a size there are. */
function countOf(all: number, size: number): number {
  let count = 1
  for (let at = 0; at < size; at++) count = (count * (all - at)) / (at + 1)
  return count
}

function groupsOf(sources: readonly string[], size: number): string[][] {
  if (size === 0) return [[]]
  return sources.flatMap((first, at) => groupsOf(sources.slice(at + 1), size - 1).map(others => [first, ...others]))
}

/** Sources by how much of what is still open they fill, the first of equals by id, until all is filled. */
function cover(lines: readonly AssessedLine[], sources: readonly string[], shares: Shares): string[] {
  const chosen: string[] = []
  const left = new Set(sources)
  const open = lines.map(() => 1)
  const gainOf = (source: string) =>
    shares.get(source)!.reduce((gain, share, at) => gain + Math.min(share, open[at]!), 0)
  while (left.size > 0 && open.some(share => share > rounding)) {
    const gains = [...left].map(source => ({ source, gain: gainOf(source) }))
    const { source } = gains.reduce((most, one) => (one.gain > most.gain ? one : most))
    chosen.push(source)
    left.delete(source)
    for (const [at, share] of shares.get(source)!.entries()) open[at] = Math.max(0, open[at]! - share)
  }
  return chosen
}

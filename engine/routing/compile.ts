import { type LineCheck, lineChecks, type OrderCheck, orderChecks, sourceCheck } from './conditions.ts'
import type { Candidate } from './decision.ts'
import { micros } from './micros.ts'
import type { Condition, RoutingRules, Rule } from './rules.ts'
import type { RoutingSettings } from './settings.ts'
import { type CompiledTable, compileTable } from './shipping.ts'

/** A rule made ready to be asked many times. Amounts are in millionths. */
export interface CompiledRule {
  rule: Rule
  /** Its place among the rules that are not switched off. */
  index: number
  order: OrderCheck[]
  line: LineCheck[]
  /** Whether its conditions ask for figures of the single candidate, such as its margin. */
  figures: Condition | undefined
  amount: number
}

/** A rule set made ready to decide by. */
export interface Compiled {
  version: number
  settings: RoutingSettings
  rules: CompiledRule[]
  assumedWeight: number
  ranksByScorecard: boolean
  factsOf(candidate: Candidate): SourceFacts
}

const known = new WeakMap<RoutingRules, Compiled>()

/** Makes a rule set ready; the same set, once. */
export function compile(rules: RoutingRules): Compiled {
  const before = known.get(rules)
  if (before) return before
  const compiled = compileAnew(rules)
  known.set(rules, compiled)
  return compiled
}

function compileAnew({ version, rules, settings }: RoutingRules): Compiled {
  const active = rules.filter(rule => !rule.off).map(compileRule)
  const sources = new KnownSources(active, settings)
  return {
    version,
    settings,
    rules: active,
    assumedWeight: micros(settings.assumedWeight),
    ranksByScorecard: settings.rankBy.includes('best-scorecard'),
    factsOf: candidate => sources.of(candidate),
  }
}

function compileRule(rule: Rule, index: number): CompiledRule {
  const { when, effect } = rule
  return {
    rule,
    index,
    order: orderChecks(when),
    line: lineChecks(when),
    figures: figureNames.some(name => when[name] !== undefined) ? when : undefined,
    amount: 'amount' in effect ? micros(effect.amount) : 0,
  }
}

const figureNames = ['marginFrom', 'marginBelow', 'shipDaysFrom', 'milesFrom', 'scoreBelow'] as const

/** What a rule set says of a source, whatever the order. */
interface SourceFacts {
  candidate: Candidate
  /** The rules whose conditions on the source itself hold, and those that require others: in their order. */
  concerning: SourceRule[]
  /** What shipping from it costs; undefined where no table is for it. */
  rates: CompiledTable | undefined
}

/** A rule beside what it makes of one source. */
export interface SourceRule {
  rule: CompiledRule
  holds: boolean
}

/** So many sources are remembered at most. */
const mostSources = 20_000

/** What the rules make of each source: the sources of a retailer are few, and meet its rules again with every order. */
class KnownSources {
  readonly #rules: readonly CompiledRule[]
  readonly #checks: ((candidate: Candidate) => boolean)[]
  readonly #tables: Map<string, CompiledTable>
  readonly #otherwise: CompiledTable | undefined
  readonly #known = new Map<string, SourceFacts>()

  constructor(rules: readonly CompiledRule[], settings: RoutingSettings) {
    this.#rules = rules
    this.#checks = rules.map(({ rule }) => sourceCheck(rule.when))
    const tables = settings.shippingRates.map(table => ({ table, compiled: compileTable(table) }))
    // Of two tables that name a source the first counts.
    this.#tables = new Map(
      tables.toReversed().flatMap(({ table, compiled }) => (table.sources ?? []).map(name => [name, compiled])),
    )
    this.#otherwise = tables.find(({ table }) => !table.sources)?.compiled
  }

  of(candidate: Candidate): SourceFacts {
    const before = this.#known.get(candidate.sourceId)
    if (before && isSame(before.candidate, candidate)) return before
    if (this.#known.size >= mostSources) this.#known.clear()
    const { sourceId, sourceName } = candidate
    const facts = {
      candidate,
      concerning: this.#rules
        .map((rule, index) => ({ rule, holds: this.#checks[index]!(candidate) }))
        .filter(({ rule, holds }) => holds || rule.rule.effect.action === 'require'),
      rates: this.#tables.get(sourceId) ?? this.#tables.get(sourceName) ?? this.#otherwise,
    }
    this.#known.set(sourceId, facts)
    return facts
  }
}

/** Whether a source has not changed in what conditions ask of it. */
function isSame(one: Candidate, other: Candidate): boolean {
  if (one.sourceName !== other.sourceName || one.kind !== other.kind) return false
  if (one.tags === other.tags) return true
  const [tags, others] = [one.tags ?? [], other.tags ?? []]
  return tags.length === others.length && tags.every((tag, index) => tag === others[index])
}

import Big from 'big.js'
import { and, desc, eq, gte, lte, ne } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { orders } from '../../../db/schema/index.ts'
import { namesOf } from '../../rule-sets/names.ts'
import { decide } from '../decide.ts'
import type { Decision, LineExplanation, RoutingRequest } from '../decision.ts'
import { loadRules } from '../load-rules.ts'
import { rulesNamedIn } from '../named-rules.ts'
import type { RoutingRules } from '../rules.ts'
import { type DayOf, DayUses } from './day-uses.ts'
import { type PastOrder, pastRequests } from './past-requests.ts'
import { type PricedPlacement, priceDecision } from './price-decision.ts'
import { type Outcome, Tally } from './totals.ts'

/** One order as the rules in effect and the tried ones would route it. */
export interface SimulatedOrder {
  orderId: string
  number: string
  placedAt: Date
  currency: string
  before: Outcome & { sources: string[] }
  after: Outcome & { sources: string[] }
  /** Whether anything goes elsewhere, or somewhere instead of nowhere. */
  differs: boolean
  /** Every candidate of every line, under either: why each lost. */
  lines: { before: LineExplanation; after: LineExplanation }[]
}

/** What trying a rule set came to: nothing of it is stored. */
export interface Simulation {
  /** The version in effect, with which the tried rules are compared. */
  comparedWith: number
  orders: number
  /** There were more orders than are tried at once: the newest were. */
  isPartial: boolean
  changed: number
  /** For each currency. */
  totals: { currency: string; before: Outcome; after: Outcome }[]
  /** For each source and currency, the costliest first. */
  sources: { sourceId: string; sourceName: string; currency: string; before: Outcome; after: Outcome }[]
  /** Orders that would be routed otherwise, the newest first; at most {@link mostShown}. For a single order, that order in any case. */
  differences: SimulatedOrder[]
  /** What the rules are called that the differences name, by their ids: in effect, and tried. */
  ruleNames: { before: Record<string, string>; after: Record<string, string> }
}

/** Orders tried at once at most, and orders told of one by one. */
export const [mostTried, mostShown] = [2000, 100]

const day = 86_400_000

/**
 * Routes one order, or those of the last days, by a rule set and by the one in effect, without any effect. Every order is taken whole and as if it came now: with
 * today's offers and stock, to which what the order itself holds is added. Capacity a day counts the tried orders of the source's day on which they came. Both are priced alike ({@link priceDecision}). Throws `not-found` for
 * an order that the retailer does not have.
 */
export async function simulateRouting(
  orm: Orm,
  now: Date,
  query: { retailerId: string; rules: RoutingRules; orderId?: string | undefined; days?: number | undefined },
): Promise<Simulation> {
  const { retailerId, rules } = query
  const { those, isPartial } = await findOrders(orm, now, query)
  const inEffect = await loadRules(orm, retailerId, now)
  const run = new Run(inEffect, rules)
  for await (const past of pastRequests(orm, now, retailerId, those, [inEffect, rules])) run.add(past)
  return run.result(isPartial, query.orderId !== undefined)
}

async function findOrders(
  orm: Orm,
  now: Date,
  { retailerId, orderId, days = 7 }: { retailerId: string; orderId?: string | undefined; days?: number | undefined },
) {
  const which = orderId
    ? eq(orders.id, orderId)
    : and(
        gte(orders.placedAt, new Date(now.getTime() - days * day)),
        lte(orders.placedAt, now),
        ne(orders.status, 'cancelled'),
      )
  const found = await orm
    .select()
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), which))
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(mostTried + 1)
  if (orderId && found.length === 0) throw new ApplicationError('not-found', 'There is no such order.')
  return { those: found.slice(0, mostTried), isPartial: found.length > mostTried }
}

interface Side {
  decision: Decision
  priced: PricedPlacement[]
}

/** Decides order by order under both rule sets, and adds up. */
class Run {
  readonly #rules: readonly [RoutingRules, RoutingRules]
  readonly #uses = [new DayUses(), new DayUses()] as const
  readonly #totals = new Tallies<{ currency: string }>()
  readonly #sources = new Tallies<{ sourceId: string; sourceName: string; currency: string }>()
  readonly #all: SimulatedOrder[] = []
  #orders = 0
  #changed = 0

  constructor(inEffect: RoutingRules, tried: RoutingRules) {
    this.#rules = [inEffect, tried]
  }

  add({ order, request, dayOf }: PastOrder): void {
    const [before, after] = [this.#decide(request, dayOf, 0), this.#decide(request, dayOf, 1)]
    const simulated = compare(order, before, after)
    this.#orders++
    if (simulated.differs) this.#changed++
    const { currency } = order
    for (const [index, { priced, decision }] of [before, after].entries()) {
      this.#totals.of(currency, { currency })[index]!.add(priced, decision.unplaced)
      for (const placement of priced) {
        const { sourceId, sourceName } = placement
        this.#sources.of(`${sourceId} ${currency}`, { sourceId, sourceName, currency })[index]!.add([placement], [])
      }
    }
    if (this.#all.length === 0 || (simulated.differs && this.#all.length <= mostShown)) this.#all.push(simulated)
  }

  #decide(request: RoutingRequest, dayOf: DayOf, index: 0 | 1): Side {
    const decision = decide(this.#uses[index].apply(request, dayOf), this.#rules[index])
    this.#uses[index].note(decision, dayOf)
    return { decision, priced: priceDecision(request, decision, this.#rules[1]) }
  }

  result(isPartial: boolean, isSingle: boolean): Simulation {
    const differences = isSingle ? this.#all : this.#all.filter(({ differs }) => differs).slice(0, mostShown)
    return {
      comparedWith: this.#rules[0].version,
      orders: this.#orders,
      isPartial,
      changed: this.#changed,
      totals: this.#totals.all(),
      sources: this.#sources.all().toSorted((one, other) => new Big(other.after.cost).cmp(one.after.cost)),
      differences,
      ruleNames: {
        before: this.#namesIn(
          differences.flatMap(({ lines }) => lines.map(({ before }) => before)),
          0,
        ),
        after: this.#namesIn(
          differences.flatMap(({ lines }) => lines.map(({ after }) => after)),
          1,
        ),
      },
    }
  }

  #namesIn(lines: readonly LineExplanation[], index: 0 | 1): Record<string, string> {
    const names = namesOf(this.#rules[index].rules)
    return Object.fromEntries(rulesNamedIn(lines).map(id => [id, names.get(id) ?? id]))
  }
}

/** Pairs of sums, before and after, by a key. */
class Tallies<Named> {
  readonly #known = new Map<string, { named: Named; pair: [Tally, Tally] }>()

  of(key: string, named: Named): [Tally, Tally] {
    const known = this.#known.get(key) ?? { named, pair: [new Tally(), new Tally()] }
    this.#known.set(key, known)
    return known.pair
  }

  all(): (Named & { before: Outcome; after: Outcome })[] {
    return [...this.#known.values()].map(({ named, pair: [before, after] }) => ({
      ...named,
      before: before.outcome(),
      after: after.outcome(),
    }))
  }
}

function compare(order: PastOrder['order'], before: Side, after: Side): SimulatedOrder {
  const lines = before.decision.explanation.map((told, index) => ({
    before: told,
    after: after.decision.explanation[index]!,
  }))
  const { id: orderId, number, placedAt, currency } = order
  const differs = placementsKey(before.decision) !== placementsKey(after.decision)
  return { orderId, number, placedAt, currency, before: outcomeOf(before), after: outcomeOf(after), differs, lines }
}

function outcomeOf({ decision, priced }: Side): Outcome & { sources: string[] } {
  const tally = new Tally()
  tally.add(priced, decision.unplaced)
  return { ...tally.outcome(), sources: priced.map(({ sourceName }) => sourceName).sort() }
}

function placementsKey({ placements }: Decision): string {
  const parts = placements.flatMap(({ lines }) =>
    lines.map(({ orderLineId, offerId, quantity }) => `${orderLineId} ${offerId} ${quantity}`),
  )
  return parts.sort().join()
}

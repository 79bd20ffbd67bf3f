import type { Compiled, CompiledRule } from './compile.ts'
import { figuresHold } from './conditions.ts'
import type { Candidate, Exclusion, OpenLine, RoutingRequest } from './decision.ts'
import { bounded, dividedBy, isReckonable, micros, one, times } from './micros.ts'
import { type CompiledTable, shippingCost, zoneOf } from './shipping.ts'

/** One candidate with what the rules made of it. Amounts are in millionths. */
export interface Contender {
  candidate: Candidate
  excluded: { reason: Exclusion; rule?: string } | undefined
  preference: number
  available: number
  /** Per unit of the offer. */
  cost: number
  /** Once for each order: the agreed fee, and what invoices were seen to add. */
  fee: number
  surcharge: number
  rates: CompiledTable | undefined
  zone: number
  /** What rules add to its landed cost. */
  extra: number
  /** The landed cost of a selling unit where a rule sets it. */
  fixed: number | undefined
  scorecard: number | undefined
  /** How many more orders, and selling units, its source takes today. */
  ordersLeft: number
  unitsLeft: number
  /** The rule that allows no more; absent where it is the source's own capacity. */
  cappedBy: string | undefined
  /** Ids of the rules that moved it. */
  rules: string[] | undefined
}

/** Whether its source takes only so much a day, by itself or by a rule. */
export function isLimited({ ordersLeft, unitsLeft }: Contender): boolean {
  return ordersLeft !== Number.POSITIVE_INFINITY || unitsLeft !== Number.POSITIVE_INFINITY
}

/** A line ready to be placed. */
export interface AssessedLine {
  line: OpenLine
  wanted: number
  /** Of one selling unit. */
  weight: number
  contenders: Contender[]
  /** Kept for a person, by this rule where one did. */
  held?: { rule?: string; note: string }
  /** Too large to be reckoned with exactly. */
  tooLarge?: boolean
}

/** The rules whose conditions on the order hold. */
export function rulesFor(order: RoutingRequest['order'], compiled: Compiled): CompiledRule[] {
  return compiled.rules.filter(rule => rule.order.every(holds => holds(order)))
}

/** Excludes and weighs the candidates of one line. `passing` are the rules that concern the order; `released`: a person let go what rules hold. */
export function assessLine(
  line: OpenLine,
  currency: string,
  compiled: Compiled,
  passing: readonly CompiledRule[],
  released: boolean,
): AssessedLine {
  const wanted = micros(line.quantity)
  const knownWeight = line.weight === undefined ? undefined : micros(line.weight)
  const lineWeight = knownWeight === undefined ? undefined : times(knownWeight, wanted)
  const concerned = new Uint8Array(compiled.rules.length)
  let holding: CompiledRule | undefined
  for (const rule of passing) {
    if (!concerns(rule, line, wanted, lineWeight)) continue
    concerned[rule.index] = 1
    if (rule.rule.effect.action === 'hold') holding ??= rule
  }
  const weight = knownWeight ?? compiled.assumedWeight
  const assessed: AssessedLine = { line, wanted, weight, contenders: [] }
  for (const candidate of line.candidates)
    assessed.contenders.push(contend(assessed, candidate, currency, compiled, concerned))
  if (!isReckonable(line.quantity)) return { ...assessed, tooLarge: true }
  if (!released && holding) {
    const { id, effect } = holding.rule
    if (effect.action === 'hold') assessed.held = { rule: id, note: effect.reason }
  }
  return assessed
}

function concerns({ line: checks }: CompiledRule, line: OpenLine, wanted: number, weight: number | undefined): boolean {
  for (const holds of checks) if (!holds(line, wanted, weight)) return false
  return true
}

function contend(
  assessed: AssessedLine,
  candidate: Candidate,
  currency: string,
  compiled: Compiled,
  concerned: Uint8Array,
): Contender {
  const { capacity, today, scorecard, surcharge } = candidate
  const { concerning, rates } = compiled.factsOf(candidate)
  const contender: Contender = {
    candidate,
    excluded: undefined,
    preference: 0,
    available: micros(candidate.available),
    cost: micros(candidate.cost),
    fee: micros(candidate.orderFee),
    surcharge: compiled.settings.learnSurcharges && surcharge !== undefined ? micros(surcharge) : 0,
    rates,
    zone: zoneOf(candidate.miles),
    extra: 0,
    fixed: undefined,
    scorecard: compiled.ranksByScorecard && scorecard !== undefined ? micros(scorecard) : undefined,
    ordersLeft: capacity?.orders === undefined ? Number.POSITIVE_INFINITY : capacity.orders - (today?.orders ?? 0),
    unitsLeft:
      capacity?.units === undefined ? Number.POSITIVE_INFINITY : capacity.units * one - micros(today?.units ?? '0'),
    cappedBy: undefined,
    rules: undefined,
  }
  const reason = unfit(candidate, currency)
  if (reason) {
    contender.excluded = { reason }
    return contender
  }
  for (const { rule, holds } of concerning) {
    if (concerned[rule.index] === 0) continue
    const isConcerned =
      holds && (!rule.figures || figuresHold(rule.figures, candidate, () => marginOf(assessed, contender)))
    if (isConcerned || rule.rule.effect.action === 'require') apply(rule, contender, isConcerned)
  }
  return contender
}

/** What keeps a candidate out whatever the rules say. */
function unfit(candidate: Candidate, currency: string): Exclusion | undefined {
  if (!candidate.usable) return 'source-not-in-use'
  if (candidate.discontinued) return 'discontinued'
  if (candidate.currency !== currency) return 'other-currency'
  return candidate.tried ? 'tried-before' : undefined
}

/** The first rule that excludes stands in the explanation. */
function apply({ rule: { id, effect }, amount }: CompiledRule, contender: Contender, isConcerned: boolean): void {
  switch (effect.action) {
    case 'require':
      if (!isConcerned) contender.excluded ??= { reason: 'required-elsewhere', rule: id }
      return
    case 'exclude':
      contender.excluded ??= { reason: 'excluded-by-rule', rule: id }
      break
    case 'prefer':
      contender.preference += effect.by
      break
    case 'add-cost':
      contender.extra = bounded(contender.extra + amount)
      break
    case 'set-cost':
      contender.fixed = amount
      break
    case 'cap':
      cap(contender, id, effect)
      break
    case 'hold':
      break
  }
  if (contender.rules) contender.rules.push(id)
  else contender.rules = [id]
}

function cap(contender: Contender, rule: string, effect: { of: 'orders' | 'units'; aDay: number }): void {
  const { today } = contender.candidate
  const left =
    effect.of === 'orders' ? effect.aDay - (today?.orders ?? 0) : effect.aDay * one - micros(today?.units ?? '0')
  const name = effect.of === 'orders' ? 'ordersLeft' : 'unitsLeft'
  if (left >= contender[name]) return
  contender[name] = left
  contender.cappedBy = rule
}

/** (price − landed cost before rules) ÷ price, in millionths. */
function marginOf({ line, wanted, weight }: AssessedLine, contender: Contender): number | undefined {
  const revenue = line.unitPrice === undefined ? 0 : times(micros(line.unitPrice), wanted)
  if (revenue <= 0) return undefined
  const { rates, zone, candidate } = contender
  const items = dividedBy(times(contender.cost, wanted), candidate.packSize)
  const shipping = rates ? shippingCost(rates, zone, times(weight, wanted)) : 0
  const cost = items + contender.fee + contender.surcharge + shipping
  return Number((BigInt(revenue - cost) * BigInt(one)) / BigInt(revenue))
}

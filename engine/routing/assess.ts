import { concernsLine, concernsSource } from './conditions.ts'
import type { Candidate, Exclusion, OpenLine, RoutingRequest } from './decision.ts'
import { micros } from './micros.ts'
import type { Rule } from './rules.ts'

/** One candidate with what the rules made of it. Amounts are in millionths. */
export interface Contender {
  candidate: Candidate
  excluded?: { reason: Exclusion; rule?: string }
  preference: number
  /** Per unit of the offer. */
  cost: bigint
  fee: bigint
  /** What rules add to its landed cost. */
  extra: bigint
  /** Ids of the rules that moved it. */
  rules: string[]
}

/** A line ready to be placed. */
export interface AssessedLine {
  line: OpenLine
  wanted: bigint
  contenders: Contender[]
  /** Kept for a person by this rule. */
  held?: { rule: string; note: string }
}

/** Excludes and weighs the candidates of one line. */
export function assessLine(line: OpenLine, order: RoutingRequest['order'], rules: readonly Rule[]): AssessedLine {
  const concerned = rules.filter(rule => concernsLine(rule.when, order, line))
  const contenders = line.candidates.map(candidate => contend(candidate, order.currency, concerned))
  const assessed: AssessedLine = { line, wanted: micros(line.quantity), contenders }
  for (const { id, effect } of concerned) {
    if (effect.action === 'hold') return { ...assessed, held: { rule: id, note: effect.reason } }
  }
  return assessed
}

function contend(candidate: Candidate, currency: string, rules: readonly Rule[]): Contender {
  const { cost, orderFee } = candidate
  const contender: Contender = {
    candidate,
    preference: 0,
    cost: micros(cost),
    fee: micros(orderFee),
    extra: 0n,
    rules: [],
  }
  const reason = unfit(candidate, currency)
  if (reason) return { ...contender, excluded: { reason } }
  for (const rule of rules) apply(rule, contender)
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
function apply({ id, when, effect }: Rule, contender: Contender): void {
  const concerned = concernsSource(when, contender.candidate)
  if (effect.action === 'require') {
    if (!concerned) contender.excluded ??= { reason: 'required-elsewhere', rule: id }
    return
  }
  if (!concerned) return
  if (effect.action === 'exclude') contender.excluded ??= { reason: 'excluded-by-rule', rule: id }
  if (effect.action === 'prefer') contender.preference += effect.by
  if (effect.action === 'add-cost') contender.extra += micros(effect.amount)
  contender.rules.push(id)
}

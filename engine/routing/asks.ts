import type { RoutingRules } from './rules.ts'

/** Whether anything in a rule set looks at scorecards or learned surcharges. */
export function asksForStandings({ rules, settings }: RoutingRules): boolean {
  return (
    settings.learnSurcharges ||
    settings.rankBy.includes('best-scorecard') ||
    rules.some(rule => !rule.off && rule.when.scoreBelow !== undefined)
  )
}

/** Whether a rule set limits what sources get a day. */
export function hasCaps({ rules }: RoutingRules): boolean {
  return rules.some(rule => !rule.off && rule.effect.action === 'cap')
}

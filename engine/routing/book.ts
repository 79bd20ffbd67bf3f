import type { RuleBook, RuleVersion } from '../rule-sets/book.ts'
import { defaultRules, type RoutingRules, routingRules } from './rules.ts'

/** What a rule set says, without its version. */
export type RoutingContent = Pick<RoutingRules, 'rules' | 'settings'>

/** One version of a retailer's routing rules. */
export type RoutingVersion = RuleVersion<RoutingContent>

/** Routing rules, as a retailer writes them in versions. */
export const routingBook: RuleBook<RoutingContent> = {
  kind: 'routing',
  name: 'routing rules',
  initial: { rules: defaultRules.rules, settings: defaultRules.settings },
  read(row) {
    const { rules, settings } = routingRules.parse(row)
    return { rules, settings }
  },
}

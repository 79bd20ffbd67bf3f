import type { Orm } from '../../../db/connection.ts'
import { listVersions, type RuleBook, type RuleVersion, statesAt, versionById } from '../../rule-sets/book.ts'
import { defaultRules, type RoutingRules, routingRules } from '../rules.ts'

export { type RuleSetState, revisionOf, statesAt } from '../../rule-sets/book.ts'

/** What a rule set says, without its version. */
export type RuleSetContent = Pick<RoutingRules, 'rules' | 'settings'>

/** One version of a retailer's routing rules. */
export type RuleSet = RuleVersion<RuleSetContent>

/** Routing rules, as a retailer writes them in versions. */
export const routingBook: RuleBook<RuleSetContent> = {
  kind: 'routing',
  name: 'routing rules',
  initial: { rules: defaultRules.rules, settings: defaultRules.settings },
  read(row) {
    const { rules, settings } = routingRules.parse(row)
    return { rules, settings }
  },
}

/** One version by its id. Throws `not-found`. */
export async function ruleSetById(orm: Orm, retailerId: string, id: string): Promise<RuleSet> {
  return await versionById(routingBook, orm, retailerId, id)
}

/** All versions, the newest first. */
export async function listRuleSets(orm: Orm, retailerId: string): Promise<RuleSet[]> {
  return await listVersions(routingBook, orm, retailerId)
}

/** What is in effect at an instant, or what the hub begins with. */
export function contentInEffect(versions: readonly RuleSet[], now: Date): RoutingRules {
  const states = statesAt(versions, now)
  return versions.find(({ id }) => states.get(id) === 'in-effect') ?? defaultRules
}

import { and, desc, eq, lte } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { ruleSets } from '../../db/schema/index.ts'
import { defaultRules, type RoutingRules, routingRules } from './rules.ts'

/** Published rule sets never change, so what was read once is kept: by id, the newest few. */
const kept = new Map<string, RoutingRules>()
const mostKept = 200

/** The retailer's routing rules in effect at an instant: the highest published version whose day has come, or the built-in ones (version 0). */
export async function loadRules(orm: Orm, retailerId: string, now: Date): Promise<RoutingRules> {
  const [current] = await orm
    .select({ id: ruleSets.id })
    .from(ruleSets)
    .where(
      and(
        eq(ruleSets.retailerId, retailerId),
        eq(ruleSets.kind, 'routing'),
        eq(ruleSets.status, 'published'),
        lte(ruleSets.effectiveFrom, now),
      ),
    )
    .orderBy(desc(ruleSets.version))
    .limit(1)
  if (!current) return defaultRules
  const before = kept.get(current.id)
  if (before) return before
  const [stored] = await orm
    .select({ version: ruleSets.version, rules: ruleSets.rules, settings: ruleSets.settings })
    .from(ruleSets)
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.id, current.id)))
  const rules = routingRules.parse(stored)
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
  kept.set(current.id, rules)
  return rules
}

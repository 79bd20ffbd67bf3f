import { and, desc, eq, lte } from 'drizzle-orm'
import { ruleSets } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { defaultRules, type RoutingRules, routingRules } from './rules.ts'

/** The retailer's routing rules in effect now: the highest published version whose day has come, or the built-in ones (version 0). */
export async function loadRules(work: Work, retailerId: string): Promise<RoutingRules> {
  const [stored] = await work.tx
    .select()
    .from(ruleSets)
    .where(
      and(
        eq(ruleSets.retailerId, retailerId),
        eq(ruleSets.kind, 'routing'),
        eq(ruleSets.status, 'published'),
        lte(ruleSets.effectiveFrom, work.now),
      ),
    )
    .orderBy(desc(ruleSets.version))
    .limit(1)
  return stored
    ? routingRules.parse({ version: stored.version, rules: stored.rules, settings: stored.settings })
    : defaultRules
}

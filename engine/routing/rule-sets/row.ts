import { and, desc, eq } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { ruleSets } from '../../../db/schema/index.ts'
import { lockKey, type Work } from '../../../db/work.ts'
import { defaultRules, type RoutingRules, routingRules } from '../rules.ts'

/** What a rule set says, without its version. */
export type RuleSetContent = Pick<RoutingRules, 'rules' | 'settings'>

/** One version of a retailer's routing rules. */
export type RuleSet = Omit<typeof ruleSets.$inferSelect, 'rules' | 'settings'> & RuleSetContent

/** Where a version stands: being written, waiting for its day, in effect, replaced by a newer one, or taken back before its day. */
export type RuleSetState = 'draft' | 'scheduled' | 'in-effect' | 'replaced' | 'withdrawn'

/** One version by its id. Throws `not-found`. */
export async function ruleSetById(orm: Orm, retailerId: string, id: string): Promise<RuleSet> {
  const [row] = await orm
    .select()
    .from(ruleSets)
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.kind, 'routing'), eq(ruleSets.id, id)))
  if (!row) throw new ApplicationError('not-found', 'There is no such version of the routing rules.')
  return read(row)
}

/** All versions, the newest first. */
export async function listRuleSets(orm: Orm, retailerId: string): Promise<RuleSet[]> {
  const rows = await orm
    .select()
    .from(ruleSets)
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.kind, 'routing')))
    .orderBy(desc(ruleSets.version))
  return rows.map(read)
}

function read(row: typeof ruleSets.$inferSelect): RuleSet {
  const { rules, settings } = routingRules.parse(row)
  return { ...row, rules, settings }
}

/** Where each version stands at an instant, by id. Of several that have come into effect the highest counts. */
export function statesAt(versions: readonly RuleSet[], now: Date): Map<string, RuleSetState> {
  const published = versions.filter(({ status }) => status === 'published')
  const current = published
    .filter(({ effectiveFrom }) => effectiveFrom <= now)
    .reduce<RuleSet | undefined>((best, one) => (best && best.version > one.version ? best : one), undefined)
  const stateOf = (one: RuleSet): RuleSetState => {
    if (one.status === 'draft') return 'draft'
    if (one.status === 'retired') return 'withdrawn'
    if (one === current) return 'in-effect'
    return one.effectiveFrom > now && !(current && current.version > one.version) ? 'scheduled' : 'replaced'
  }
  return new Map(versions.map(one => [one.id, stateOf(one)]))
}

/** What is in effect at an instant, or what the hub begins with. */
export function contentInEffect(versions: readonly RuleSet[], now: Date): RoutingRules {
  const states = statesAt(versions, now)
  return versions.find(({ id }) => states.get(id) === 'in-effect') ?? defaultRules
}

/** Lets one change of a retailer's routing rules happen after the other. */
export async function lockRules(work: Work, retailerId: string): Promise<void> {
  await lockKey(work.tx, `rules:${retailerId}:routing`)
}

/** A version that is a draft, locked. Throws `not-found`, `wrong-state`, and `changed-since` where it is not as it was `seen`. */
export async function lockedDraft(
  work: Work,
  { retailerId, id, seen }: { retailerId: string; id: string; seen?: number | undefined },
): Promise<RuleSet> {
  await lockRules(work, retailerId)
  const row = await ruleSetById(work.tx, retailerId, id)
  if (row.status !== 'draft')
    throw new ApplicationError('wrong-state', `Version ${row.version} is published: begin a new one to change it.`)
  if (seen !== undefined && seen !== revisionOf(row))
    throw new ApplicationError('changed-since', 'Somebody else changed this draft meanwhile: look at it again.')
  return row
}

/** By what a state of a draft is told from others: the last nine digits of the milliseconds of its last change, as short as an ETag wants it. */
export function revisionOf({ changedAt, createdAt }: Pick<RuleSet, 'changedAt' | 'createdAt'>): number {
  return (changedAt ?? createdAt).getTime() % 1_000_000_000
}

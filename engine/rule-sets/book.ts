import { and, desc, eq, lte } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { type ruleKinds, ruleSets } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'

/** What a rule set says, without its version. */
export interface RuleContent {
  rules: readonly unknown[]
  settings: object
}

/** One kind of rules that a retailer writes in versions. */
export interface RuleBook<Content extends RuleContent> {
  kind: (typeof ruleKinds)[number]
  /** What people call them, in lower case: `routing rules`. The audit log names its actions by it. */
  name: string
  /** Before anything is published. */
  initial: Content
  /** Reads what is stored. */
  read(row: { version: number; rules: unknown[]; settings: Record<string, unknown> }): Content
  /** What follows when another version counts: now, or from an instant to come on. */
  onChange?(work: Work, change: { retailerId: string; from: Date }): Promise<void>
}

/** One version of a retailer's rules. */
export type RuleVersion<Content extends RuleContent> = Omit<typeof ruleSets.$inferSelect, 'rules' | 'settings'> &
  Content

/** Where a version stands: being written, waiting for its day, in effect, replaced by a newer one, or taken back before its day. */
export type RuleSetState = 'draft' | 'scheduled' | 'in-effect' | 'replaced' | 'withdrawn'

/** The action of the audit log: `routing-rules.published`. */
export const auditAction = (book: { name: string }, what: string) => `${book.name.replaceAll(' ', '-')}.${what}`

/** One version by its id. Throws `not-found`. */
export async function versionById<C extends RuleContent>(
  book: RuleBook<C>,
  orm: Orm,
  retailerId: string,
  id: string,
): Promise<RuleVersion<C>> {
  const [row] = await orm
    .select()
    .from(ruleSets)
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.kind, book.kind), eq(ruleSets.id, id)))
  if (!row) throw new ApplicationError('not-found', `There is no such version of the ${book.name}.`)
  return withContent(book, row)
}

/** All versions, the newest first. */
export async function listVersions<C extends RuleContent>(
  book: RuleBook<C>,
  orm: Orm,
  retailerId: string,
): Promise<RuleVersion<C>[]> {
  const rows = await orm
    .select()
    .from(ruleSets)
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.kind, book.kind)))
    .orderBy(desc(ruleSets.version))
  return rows.map(row => withContent(book, row))
}

function withContent<C extends RuleContent>(book: RuleBook<C>, row: typeof ruleSets.$inferSelect): RuleVersion<C> {
  const { rules, settings, ...rest } = row
  return { ...book.read({ version: rest.version, rules, settings }), ...rest }
}

/** What is in effect at an instant, with its version: the highest published one whose day has come, or the initial content as version 0. */
export async function loadInEffect<C extends RuleContent>(
  book: RuleBook<C>,
  orm: Orm,
  retailerId: string,
  now: Date,
): Promise<C & { version: number }> {
  const [row] = await orm
    .select()
    .from(ruleSets)
    .where(
      and(
        eq(ruleSets.retailerId, retailerId),
        eq(ruleSets.kind, book.kind),
        eq(ruleSets.status, 'published'),
        lte(ruleSets.effectiveFrom, now),
      ),
    )
    .orderBy(desc(ruleSets.version))
    .limit(1)
  return row ? withContent(book, row) : { ...book.initial, version: 0 }
}

type Standing = Pick<typeof ruleSets.$inferSelect, 'id' | 'version' | 'status' | 'effectiveFrom'>

/** Where each version stands at an instant, by id. Of several that have come into effect the highest counts. */
export function statesAt(versions: readonly Standing[], now: Date): Map<string, RuleSetState> {
  const published = versions.filter(({ status }) => status === 'published')
  const current = published
    .filter(({ effectiveFrom }) => effectiveFrom <= now)
    .reduce<Standing | undefined>((best, one) => (best && best.version > one.version ? best : one), undefined)
  const stateOf = (one: Standing): RuleSetState => {
    if (one.status === 'draft') return 'draft'
    if (one.status === 'retired') return 'withdrawn'
    if (one === current) return 'in-effect'
    return one.effectiveFrom > now && !(current && current.version > one.version) ? 'scheduled' : 'replaced'
  }
  return new Map(versions.map(one => [one.id, stateOf(one)]))
}

/** Lets one change of a retailer's rules of a kind happen after the other. */
export async function lockRules(book: { kind: string }, work: Work, retailerId: string): Promise<void> {
  await lockKey(work.tx, `rules:${retailerId}:${book.kind}`)
}

/** A version that is a draft, locked. Throws `not-found`, `wrong-state`, and `changed-since` where it is not as it was `seen`. */
export async function lockedDraft<C extends RuleContent>(
  book: RuleBook<C>,
  work: Work,
  { retailerId, id, seen }: { retailerId: string; id: string; seen?: number | undefined },
): Promise<RuleVersion<C>> {
  await lockRules(book, work, retailerId)
  const row = await versionById(book, work.tx, retailerId, id)
  if (row.status !== 'draft')
    throw new ApplicationError('wrong-state', `Version ${row.version} is published: begin a new one to change it.`)
  if (seen !== undefined && seen !== revisionOf(row))
    throw new ApplicationError('changed-since', 'Somebody else changed this draft meanwhile: look at it again.')
  return row
}

/** By what a state of a draft is told from others: the last nine digits of the milliseconds of its last change, as short as an ETag wants it. */
export function revisionOf({ changedAt, createdAt }: { changedAt: Date | null; createdAt: Date }): number {
  return (changedAt ?? createdAt).getTime() % 1_000_000_000
}

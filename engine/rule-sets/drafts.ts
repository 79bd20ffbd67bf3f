import { and, eq, max } from 'drizzle-orm'
import { ZodError } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { ruleSets } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import {
  auditAction,
  listVersions,
  lockedDraft,
  lockRules,
  type RuleBook,
  type RuleContent,
  revisionOf,
  statesAt,
} from './book.ts'

/** What is about to be stored, if it can be read again. Throws `invalid-input` naming what is wrong. */
function checked<C extends RuleContent>(book: RuleBook<C>, version: number, content: RuleContent): RuleContent {
  try {
    book.read({ version, ...stored(content) })
    return content
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    const fields = error.issues.map(({ path, message }) => [path.join('.'), message])
    throw new ApplicationError('invalid-input', `These ${book.name} cannot be kept.`, Object.fromEntries(fields))
  }
}

/** As the columns want it. */
const stored = ({ rules, settings }: RuleContent) => ({ rules: [...rules], settings: { ...settings } })

/**
 * Begins a new version: with `content`, with what the version `fromId` says, or with what is in effect. There is one draft at a time. Throws `not-found` for
 * an unknown version, `conflict` when there is a draft.
 */
export async function beginDraft<C extends RuleContent>(
  book: RuleBook<C>,
  work: Work,
  command: { retailerId: string; fromId?: string | undefined; content?: C | undefined },
): Promise<{ id: string; version: number }> {
  const { retailerId, fromId } = command
  await lockRules(book, work, retailerId)
  const versions = await listVersions(book, work.tx, retailerId)
  const draft = versions.find(({ status }) => status === 'draft')
  if (draft)
    throw new ApplicationError('conflict', `Version ${draft.version} is being worked on: publish or discard it first.`)
  const states = statesAt(versions, work.now)
  const from = versions.find(({ id }) => (fromId === undefined ? states.get(id) === 'in-effect' : id === fromId))
  if (fromId !== undefined && !from)
    throw new ApplicationError('not-found', `There is no such version of the ${book.name}.`)
  const id = work.newId()
  const version = await nextVersion(book, work, retailerId)
  await work.tx.insert(ruleSets).values({
    ...{ retailerId, id, kind: book.kind, version, status: 'draft' },
    ...stored(checked(book, version, command.content ?? from ?? book.initial)),
    basedOn: command.content ? null : (from?.version ?? null),
    effectiveFrom: work.now,
    createdBy: work.actor,
    createdAt: work.now,
    changedAt: work.now,
  })
  await recordChange(work, { retailerId, action: auditAction(book, 'drafted'), subject: id, after: { version } })
  return { id, version }
}

async function nextVersion(book: { kind: RuleBook<RuleContent>['kind'] }, work: Work, retailerId: string) {
  const [last] = await work.tx
    .select({ version: max(ruleSets.version) })
    .from(ruleSets)
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.kind, book.kind)))
  return (last?.version ?? 0) + 1
}

/**
 * Keeps what a draft says now. `seen` is the revision that the change was made on: when somebody else saved in between it throws `changed-since`. Throws
 * `not-found`, `wrong-state` for what is no draft.
 */
export async function keepDraft<C extends RuleContent>(
  book: RuleBook<C>,
  work: Work,
  command: { retailerId: string; id: string; content: Partial<C>; seen?: number | undefined },
): Promise<{ revision: number }> {
  const { retailerId, id, content } = command
  const draft = await lockedDraft(book, work, command)
  const now = { ...draft, ...content }
  checked(book, draft.version, now)
  // Two changes within a millisecond are two states.
  const changedAt = new Date(Math.max(work.now.getTime(), (draft.changedAt ?? draft.createdAt).getTime() + 1))
  await work.tx
    .update(ruleSets)
    .set({ ...stored(now), changedAt })
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.id, id)))
  await recordChange(work, {
    ...{ retailerId, action: auditAction(book, 'changed'), subject: id },
    before: stored(draft),
    after: { version: draft.version, ...stored(now) },
  })
  return { revision: revisionOf({ ...draft, changedAt }) }
}

/** Throws a draft away; the audit log keeps what it said. Throws `not-found`, `wrong-state`. */
export async function dropDraft<C extends RuleContent>(
  book: RuleBook<C>,
  work: Work,
  command: { retailerId: string; id: string },
): Promise<void> {
  const { retailerId, id } = command
  const draft = await lockedDraft(book, work, command)
  await work.tx.delete(ruleSets).where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.id, id)))
  const before = { version: draft.version, ...stored(draft) }
  await recordChange(work, { retailerId, action: auditAction(book, 'discarded'), subject: id, before })
}

import { and, eq, max } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import { ruleSets } from '../../../db/schema/index.ts'
import type { Work } from '../../../db/work.ts'
import { recordChange } from '../../../partners/audit.ts'
import { contentInEffect, listRuleSets, lockedDraft, lockRules, type RuleSetContent, revisionOf } from './row.ts'

/**
 * Begins a new version: with `content`, with what the version `fromId` says, or with what is in effect. There is one draft at a time. Throws `not-found` for
 * an unknown version, `conflict` when there is a draft.
 */
export async function createDraft(
  work: Work,
  command: { retailerId: string; fromId?: string | undefined; content?: RuleSetContent | undefined },
): Promise<{ id: string; version: number }> {
  const { retailerId, fromId } = command
  await lockRules(work, retailerId)
  const versions = await listRuleSets(work.tx, retailerId)
  const draft = versions.find(({ status }) => status === 'draft')
  if (draft)
    throw new ApplicationError('conflict', `Version ${draft.version} is being worked on: publish or discard it first.`)
  const from = fromId === undefined ? contentInEffect(versions, work.now) : versions.find(({ id }) => id === fromId)
  if (!from) throw new ApplicationError('not-found', 'There is no such version of the routing rules.')
  const { rules, settings } = command.content ?? from
  const id = work.newId()
  const version = await nextVersion(work, retailerId)
  await work.tx.insert(ruleSets).values({
    ...{ retailerId, id, kind: 'routing', version, status: 'draft', rules, settings },
    basedOn: command.content || from.version === 0 ? null : from.version,
    effectiveFrom: work.now,
    createdBy: work.actor,
    createdAt: work.now,
    changedAt: work.now,
  })
  await recordChange(work, { retailerId, action: 'routing-rules.drafted', subject: id, after: { version } })
  return { id, version }
}

async function nextVersion(work: Work, retailerId: string): Promise<number> {
  const [last] = await work.tx
    .select({ version: max(ruleSets.version) })
    .from(ruleSets)
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.kind, 'routing')))
  return (last?.version ?? 0) + 1
}

/**
 * Keeps what a draft says now. `seen` is the revision that the change was made on: when somebody else saved in between it throws `changed-since`. Throws
 * `not-found`, `wrong-state` for what is no draft.
 */
export async function saveDraft(
  work: Work,
  command: { retailerId: string; id: string; content: Partial<RuleSetContent>; seen?: number | undefined },
): Promise<{ revision: number }> {
  const { retailerId, id, content } = command
  const draft = await lockedDraft(work, command)
  const { rules, settings } = { ...draft, ...content }
  // Two changes within a millisecond are two states.
  const changedAt = new Date(Math.max(work.now.getTime(), (draft.changedAt ?? draft.createdAt).getTime() + 1))
  await work.tx
    .update(ruleSets)
    .set({ rules, settings, changedAt })
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.id, id)))
  await recordChange(work, {
    ...{ retailerId, action: 'routing-rules.changed', subject: id },
    before: { rules: draft.rules, settings: draft.settings },
    after: { version: draft.version, rules, settings },
  })
  return { revision: revisionOf({ ...draft, changedAt }) }
}

/** Throws a draft away; the audit log keeps what it said. Throws `not-found`, `wrong-state`. */
export async function discardDraft(work: Work, command: { retailerId: string; id: string }): Promise<void> {
  const { retailerId, id } = command
  const { version, rules, settings } = await lockedDraft(work, command)
  await work.tx.delete(ruleSets).where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.id, id)))
  const before = { version, rules, settings }
  await recordChange(work, { retailerId, action: 'routing-rules.discarded', subject: id, before })
}

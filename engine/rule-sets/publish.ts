import { and, eq } from 'drizzle-orm'
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
  statesAt,
  versionById,
} from './book.ts'

/** A draft put into use. */
export interface Publication {
  retailerId: string
  id: string
  /** For whoever asks later. */
  reason: string
  effectiveFrom?: Date | undefined
  /** The state of the draft that was seen. */
  seen?: number | undefined
}

/**
 * Puts a draft into use: from an instant on, or at once. It then never changes, and a higher version replaces it as soon as that takes effect. Throws `not-found`,
 * `wrong-state` for what is no draft, `changed-since`, `invalid-input` without a reason or for an instant that has passed.
 */
export async function publishVersion<C extends RuleContent>(
  book: RuleBook<C>,
  work: Work,
  command: Publication,
): Promise<{ version: number; effectiveFrom: Date }> {
  const { retailerId, id, effectiveFrom = work.now } = command
  const { version } = await lockedDraft(book, work, command)
  const reason = command.reason.trim()
  if (!/^.{3,500}$/s.test(reason))
    throw new ApplicationError('invalid-input', 'Say why.', { reason: 'A reason of 3 to 500 characters is needed.' })
  if (effectiveFrom < work.now)
    throw new ApplicationError('invalid-input', 'This has passed.', { effectiveFrom: 'Choose a time still to come.' })
  await work.tx
    .update(ruleSets)
    .set({ status: 'published', effectiveFrom, publishedBy: work.actor, publishedAt: work.now, reason })
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.id, id)))
  const after = { version, reason, effectiveFrom: effectiveFrom.toISOString() }
  await recordChange(work, { retailerId, action: auditAction(book, 'published'), subject: id, after })
  await book.onChange?.(work, { retailerId, from: effectiveFrom })
  return { version, effectiveFrom }
}

/** Takes a published version back whose day has not come. Throws `not-found`, `wrong-state` once it has been in effect. */
export async function takeBackVersion<C extends RuleContent>(
  book: RuleBook<C>,
  work: Work,
  command: { retailerId: string; id: string },
): Promise<void> {
  const { retailerId, id } = command
  await lockRules(book, work, retailerId)
  const { version } = await versionById(book, work.tx, retailerId, id)
  const states = statesAt(await listVersions(book, work.tx, retailerId), work.now)
  if (states.get(id) !== 'scheduled')
    throw new ApplicationError('wrong-state', `Version ${version} does not wait for its day.`)
  await work.tx
    .update(ruleSets)
    .set({ status: 'retired' })
    .where(and(eq(ruleSets.retailerId, retailerId), eq(ruleSets.id, id)))
  await recordChange(work, { retailerId, action: auditAction(book, 'withdrawn'), subject: id, after: { version } })
}

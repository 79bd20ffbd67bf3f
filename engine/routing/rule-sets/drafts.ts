import type { Work } from '../../../db/work.ts'
import { beginDraft, dropDraft, keepDraft } from '../../rule-sets/drafts.ts'
import { type RuleSetContent, routingBook } from './row.ts'

/** Begins a new version of the routing rules; see {@link beginDraft}. */
export async function createDraft(
  work: Work,
  command: { retailerId: string; fromId?: string | undefined; content?: RuleSetContent | undefined },
): Promise<{ id: string; version: number }> {
  return await beginDraft(routingBook, work, command)
}

/** Keeps what a draft says now; see {@link keepDraft}. */
export async function saveDraft(
  work: Work,
  command: { retailerId: string; id: string; content: Partial<RuleSetContent>; seen?: number | undefined },
): Promise<{ revision: number }> {
  return await keepDraft(routingBook, work, command)
}

/** Throws a draft away; see {@link dropDraft}. */
export async function discardDraft(work: Work, command: { retailerId: string; id: string }): Promise<void> {
  await dropDraft(routingBook, work, command)
}

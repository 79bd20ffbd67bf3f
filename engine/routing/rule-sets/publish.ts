import type { Work } from '../../../db/work.ts'
import { type Publication, publishVersion, takeBackVersion } from '../../rule-sets/publish.ts'
import { routingBook } from './row.ts'

/** Puts a draft into use; see {@link publishVersion}. */
export async function publishDraft(
  work: Work,
  command: Publication,
): Promise<{ version: number; effectiveFrom: Date }> {
  return await publishVersion(routingBook, work, command)
}

/** Takes a published version back whose day has not come; see {@link takeBackVersion}. */
export async function withdrawVersion(work: Work, command: { retailerId: string; id: string }): Promise<void> {
  await takeBackVersion(routingBook, work, command)
}

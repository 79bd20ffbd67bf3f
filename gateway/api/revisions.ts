import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'

/** The header by which a client says what it has seen of a thing that it changes (RFC 9110 §13.1.1). */
export const ifMatch = 'If-Match'

export const revisionHeaders = z.object({
  [ifMatch]: z
    .string()
    .max(40)
    .optional()
    .describe('The `ETag` of the thing as it was seen: where somebody else has changed it since, the answer is 412.'),
})

/** The revision that a client has seen: what compresses an answer on its way makes the tag a weak one. Throws `changed-since` for a tag that no revision ever had. */
export function seenRevision(tag: string | undefined): number | undefined {
  if (tag === undefined || tag.trim() === '*') return undefined
  const revision = /^(?:W\/)?"(\d{1,15})"$/.exec(tag.trim())?.[1]
  if (revision === undefined)
    throw new ApplicationError('changed-since', 'No revision has this tag.', {
      [ifMatch]: 'Expected the ETag as it came.',
    })
  return Number(revision)
}

/** What is said to somebody who is to send `If-Match` and does not (RFC 6585 §3). */
export const unseen =
  'Read it first and send its ETag as If-Match, so that nobody’s change is overwritten unseen. * overwrites whatever is there.'

/** The revision of a thing that nobody counts: 48 bits of the SHA-256 of what is shown of it, so any change that can be seen changes it. */
export function contentRevision(shown: unknown): number {
  return createHash('sha256').update(JSON.stringify(shown)).digest().readUIntBE(0, 6)
}

/** Throws `changed-since` where the thing is not what the client has seen of it. */
export function refuseChanged(seen: number | undefined, revision: number): void {
  if (seen === undefined || seen === revision) return
  throw new ApplicationError('changed-since', 'Somebody else has changed this: look at it again.')
}

import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'

/** The header by which a client says what it has seen of a thing that it changes (RFC 9110 §13.1.1). */
const ifMatch = 'If-Match'

export const revisionHeaders = z.object({
  [ifMatch]: z
    .string()
    .max(40)
    .optional()
    .describe('The `ETag` of the thing as it was seen: where somebody else has changed it since, the answer is 412.'),
})

/** The revision that a client has seen. Throws `changed-since` for a tag that no revision ever had. */
export function seenRevision(tag: string | undefined): number | undefined {
  if (tag === undefined || tag.trim() === '*') return undefined
  const revision = /^"(\d{1,15})"$/.exec(tag.trim())?.[1]
  if (revision === undefined)
    throw new ApplicationError('changed-since', 'No revision has this tag.', {
      [ifMatch]: 'Expected the ETag as it came.',
    })
  return Number(revision)
}

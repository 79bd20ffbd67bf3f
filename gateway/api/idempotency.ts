import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { idempotencyKeys } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'

/** The header by which a client says that a request is the same one again (draft-ietf-httpapi-idempotency-key-header). */
export const idempotencyHeader = 'Idempotency-Key'

export const idempotencyHeaders = z.object({
  [idempotencyHeader]: z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/, 'expected 1 to 128 visible ASCII characters')
    .optional()
    .describe(
      'The same key and request again give the same answer and change nothing. Use a new UUID for each request.',
    ),
})

/** An answer as it goes over the wire: what is stored under a key, byte for byte. */
export interface WrittenAnswer {
  status: number
  text: string | null
  headers: Record<string, string>
}

/** One request that is to take effect once. `client` is whoever chose the key. */
export interface OnceRequest {
  retailerId: string
  client: string
  key: string
  /** Method, path and validated input, as text: the same request gives the same. */
  request: string
}

/**
 * Runs a write once for its key: its answer is stored in the same transaction as its effect, and given again to the same request. Two at the
 * same time wait for each other. Throws `invalid-input` when the key was used for another request. A write that fails leaves nothing behind.
 */
export async function once(
  work: Work,
  { retailerId, client, key, request }: OnceRequest,
  run: () => Promise<WrittenAnswer>,
): Promise<WrittenAnswer> {
  const name = `${client} ${key}`
  const requestHash = createHash('sha256').update(request).digest('hex')
  await lockKey(work.tx, `idempotency:${retailerId}:${name}`)
  const stored = await answerUnder(work, retailerId, name)
  if (stored && stored.requestHash !== requestHash) {
    throw new ApplicationError('invalid-input', 'This idempotency key was used for another request.', {
      [idempotencyHeader]: 'Used for another request: choose a new one for each.',
    })
  }
  if (stored) return { ...stored.answer, headers: { ...stored.answer.headers, 'Idempotency-Replayed': 'true' } }
  const answer = await run()
  const { status, ...body } = answer
  await work.tx
    .insert(idempotencyKeys)
    .values({ retailerId, key: name, requestHash, status, body, createdAt: work.now })
  return answer
}

async function answerUnder(work: Work, retailerId: string, key: string) {
  const [row] = await work.tx
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.retailerId, retailerId), eq(idempotencyKeys.key, key)))
  if (!row) return undefined
  const { text, headers } = row.body as Omit<WrittenAnswer, 'status'>
  return { requestHash: row.requestHash, answer: { status: row.status, text, headers } }
}

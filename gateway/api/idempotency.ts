import { createHash } from 'node:crypto'
import { and, eq, or } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { idempotencyKeys } from '../../db/schema/index.ts'
import { lockKeys, type Work } from '../../db/work.ts'
import type { SecretBox } from '../../partners/secrets.ts'

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
  /** Seals the answer while it is kept: for those that show a secret. */
  box?: SecretBox | undefined
}

/**
 * Runs a write once for its key: its answer is stored in the same transaction as its effect, and given again to the same request. Two at the
 * same time wait for each other. Throws `invalid-input` when the key was used for another request. A write that fails leaves nothing behind.
 */
export async function once(
  work: Work,
  request: OnceRequest,
  run: () => Promise<WrittenAnswer>,
): Promise<WrittenAnswer> {
  const [answer] = await onceEach(work, [request], async () => [await run()])
  if (answer instanceof ApplicationError) throw answer
  return answer!
}

/**
 * The same for several requests of one transaction, of which those without a key run each time. `run` is given the places of those that have to
 * run, and answers for them in that order: with an error where one is refused, which leaves nothing under its key.
 */
export async function onceEach(
  work: Work,
  requests: readonly (OnceRequest | undefined)[],
  run: (places: number[]) => Promise<(WrittenAnswer | ApplicationError)[]>,
): Promise<(WrittenAnswer | ApplicationError)[]> {
  const keyed = requests.map(request => request && fingerprinted(request))
  await lockAll(work, keyed)
  const stored = await answersUnder(work, keyed)
  const places: number[] = []
  const firsts = new Map<string, number>()
  for (const [place, one] of keyed.entries()) {
    if (one && (stored.has(one.id) || firsts.has(one.id))) continue
    if (one) firsts.set(one.id, place)
    places.push(place)
  }
  const answers = places.length === 0 ? [] : await run(places)
  const ran = new Map(answers.map((answer, at) => [places[at]!, answer]))
  await keep(work, keyed, ran)
  return keyed.map((one, place) => {
    const answer = ran.get(place)
    if (answer || !one) return answer!
    const first = firsts.get(one.id)
    if (first === undefined) return replayed(one, stored.get(one.id)!)
    const made = ran.get(first)!
    return made instanceof ApplicationError
      ? made
      : replayed(one, { requestHash: keyed[first]!.requestHash, answer: () => made })
  })
}

interface Keyed {
  retailerId: string
  name: string
  requestHash: string
  /** Retailer and name: nothing else has it. */
  id: string
  box: SecretBox | undefined
}

interface Stored {
  requestHash: string
  /** Opens what is sealed, which only the same request can: it has the box. */
  answer: (box: SecretBox | undefined) => WrittenAnswer
}

/** An answer as it is kept. */
type Kept = Omit<WrittenAnswer, 'status'> | { sealed: string }

function fingerprinted({ retailerId, client, key, request, box }: OnceRequest): Keyed {
  const name = `${client} ${key}`
  return {
    retailerId,
    name,
    requestHash: createHash('sha256').update(request).digest('hex'),
    id: `${retailerId}:${name}`,
    box,
  }
}

function replayed(one: Keyed, { requestHash, answer }: Stored): WrittenAnswer | ApplicationError {
  if (requestHash === one.requestHash) {
    const given = answer(one.box)
    return { ...given, headers: { ...given.headers, 'Idempotency-Replayed': 'true' } }
  }
  return new ApplicationError('invalid-input', 'This idempotency key was used for another request.', {
    [idempotencyHeader]: 'Used for another request: choose a new one for each.',
  })
}

/** In one sequence for everybody, so that no two wait for each other. */
async function lockAll(work: Work, keyed: readonly (Keyed | undefined)[]): Promise<void> {
  const ids = [...new Set(keyed.flatMap(one => one?.id ?? []))].sort()
  await lockKeys(
    work.tx,
    ids.map(id => `idempotency:${id}`),
  )
}

async function answersUnder(work: Work, keyed: readonly (Keyed | undefined)[]): Promise<Map<string, Stored>> {
  const wanted = keyed.filter(one => one !== undefined)
  if (wanted.length === 0) return new Map()
  const rows = await work.tx
    .select()
    .from(idempotencyKeys)
    .where(
      or(
        ...wanted.map(({ retailerId, name }) =>
          and(eq(idempotencyKeys.retailerId, retailerId), eq(idempotencyKeys.key, name)),
        ),
      ),
    )
  return new Map(
    rows.map(row => {
      const answer = (box: SecretBox | undefined) => ({ status: row.status, ...opened(row.body as Kept, box) })
      return [`${row.retailerId}:${row.key}`, { requestHash: row.requestHash, answer }]
    }),
  )
}

function opened(kept: Kept, box: SecretBox | undefined): Omit<WrittenAnswer, 'status'> {
  return 'sealed' in kept ? JSON.parse(box!.open(kept.sealed)) : kept
}

async function keep(
  work: Work,
  keyed: readonly (Keyed | undefined)[],
  ran: ReadonlyMap<number, WrittenAnswer | ApplicationError>,
): Promise<void> {
  const rows = [...ran].flatMap(([place, answer]) => {
    const one = keyed[place]
    if (!one || answer instanceof ApplicationError) return []
    const { status, ...given } = answer
    const { retailerId, name, requestHash, box } = one
    const body: Kept = box ? { sealed: box.seal(JSON.stringify(given)) } : given
    return [{ retailerId, key: name, requestHash, status, body, createdAt: work.now }]
  })
  if (rows.length > 0) await work.tx.insert(idempotencyKeys).values(rows)
}

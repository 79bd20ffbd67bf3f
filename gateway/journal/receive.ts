import { and, eq, or, sql } from 'drizzle-orm'
import { storeBlobs } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { storableText } from '../../db/schema/columns.ts'
import { messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { addMessageEvent, addMessageEvents } from '../../engine/messages/timeline.ts'
import type { Kept, ReceivedMessage, Reception } from '../transports/contract.ts'
import { type Arrival, type GivenReceipt, messageRow, originOf, receivedEvent } from './arrival.ts'
import { commitBytes, sizeOf } from './keep.ts'
import { storeIfNew } from './receive-new.ts'

/**
 * Stores a received message and the job that processes it, in one transaction. When this resolves everything is committed, and only then
 * may a transport confirm. A message with a wire id that is known already changes nothing but the count of its repeats. Most are new and small: those are stored
 * at once, and only where that fails is looked what was there.
 */
export async function receiveMessage(
  hub: HubDatabase,
  message: ReceivedMessage,
  receipt?: GivenReceipt,
): Promise<Reception> {
  const [stored] = (await storeIfNew(hub, [{ message, receipt }])) ?? []
  if (stored) return stored
  return hub.work(`transport:${message.transport}`, work => storeReceived(work, message, receipt))
}

/** The same inside a unit of work that does more. */
export async function storeReceived(
  work: Work,
  message: ReceivedMessage<Uint8Array | Kept>,
  receipt?: GivenReceipt,
): Promise<Reception> {
  const [reception] = await storeAllReceived(work, [{ message, receipt }])
  return reception!
}

/** Stores many at once, in as few statements as one takes; the answers stand in the order of the messages. */
export async function storeAllReceived(work: Work, arrivals: readonly Arrival[]): Promise<Reception[]> {
  const known = await knownAmong(
    work,
    arrivals.map(({ message }) => message),
  )
  const fresh = arrivals.filter(({ message }) => !known.has(keyOf(message)))
  const rows = await messageRows(work, fresh)
  const stored = rows.length === 0 ? [] : await insertMessages(work, rows)
  await followUp(
    work,
    fresh.flatMap(({ message }, at) => (stored.includes(rows[at]!.id) ? [{ message, id: rows[at]!.id }] : [])),
  )
  const receptions: Reception[] = []
  for (const arrival of arrivals) {
    const id = rows[fresh.indexOf(arrival)]?.id
    receptions.push(
      id && stored.includes(id)
        ? { messageId: id, repeated: false }
        : { messageId: await countRepeat(work, arrival.message), repeated: true },
    )
  }
  return receptions
}

type MessageRow = typeof messages.$inferInsert & { id: string }

/** What names a message: no two of a retailer have the same. */
const keyOf = (message: ReceivedMessage<unknown>) =>
  [message.retailerId, message.transport, originOf(message), storableText(message.wireId)].join('\0')

/** Those that are stored already. Nothing of them is written again, their bytes neither. */
async function knownAmong(work: Work, given: readonly ReceivedMessage<unknown>[]): Promise<Set<string>> {
  const found = await work.tx
    .select({
      retailerId: messages.retailerId,
      transport: messages.transport,
      origin: messages.origin,
      wireId: messages.wireId,
    })
    .from(messages)
    .where(or(...given.map(namedLike)))
  return new Set(found.map(row => [row.retailerId, row.transport, row.origin, row.wireId].join('\0')))
}

const namedLike = (message: ReceivedMessage<unknown>) =>
  and(
    eq(messages.retailerId, message.retailerId),
    eq(messages.direction, 'in'),
    eq(messages.transport, message.transport),
    eq(messages.origin, originOf(message)),
    eq(messages.wireId, storableText(message.wireId)),
  )

/** Commits the bytes of messages, and tells what the journal keeps of each. */
async function messageRows(work: Work, arrivals: readonly Arrival[]): Promise<MessageRow[]> {
  const blobIds = await commitAll(
    work,
    arrivals.map(({ message, receipt, origin }) => ({
      retailerId: message.retailerId,
      contents: [message.bytes, receipt?.body, origin?.bytes],
    })),
  )
  return arrivals.map((arrival, at) => {
    const [blobId, receiptBlobId, originBlobId] = blobIds[at]!
    if (!blobId) throw new TypeError('a message has bytes')
    const made = { id: work.newId(), now: work.now, blobId, receiptBlobId, originBlobId }
    return { ...messageRow(arrival, made), size: sizeOf(arrival.message.bytes) }
  })
}

/** Gives the ids of those that were not there. Another process may have stored one since, and two of one group may be the same. */
async function insertMessages(work: Work, rows: MessageRow[]): Promise<string[]> {
  const stored = await work.tx.insert(messages).values(rows).onConflictDoNothing().returning({ id: messages.id })
  return stored.map(({ id }) => id)
}

/** The history of new messages, and the jobs that process them. Neither waits for the other: a server is sent both at once. */
async function followUp(work: Work, stored: readonly { message: Arrival['message']; id: string }[]): Promise<void> {
  if (stored.length === 0) return
  const events = stored.map(({ message, id }) => receivedEvent(message, id))
  const jobs = stored.map(({ message, id }) => ({ retailerId: message.retailerId, messageId: id }))
  await Promise.all([addMessageEvents(work, events), work.enqueueAll('process-message', jobs)])
}

interface Contents {
  retailerId: string
  contents: readonly (Uint8Array | Kept | undefined)[]
}

/** Commits what there is of these bytes: all that lies in memory together, for each retailer. Gives their blobs in the same order. */
async function commitAll(work: Work, given: readonly Contents[]): Promise<(string | undefined)[][]> {
  const inMemory = new Map<string, Uint8Array[]>()
  for (const { retailerId, contents } of given) {
    const own = contents.filter(bytes => bytes instanceof Uint8Array)
    inMemory.set(retailerId, [...(inMemory.get(retailerId) ?? []), ...own])
  }
  const stored = new Map<Uint8Array, string>()
  for (const [retailerId, contents] of inMemory) {
    const blobIds = await storeBlobs(work, retailerId, contents)
    for (const [at, bytes] of contents.entries()) stored.set(bytes, blobIds[at]!.blobId)
  }
  const committed: (string | undefined)[][] = []
  for (const { retailerId, contents } of given) {
    const blobIds: (string | undefined)[] = []
    for (const bytes of contents) {
      const kept = bytes !== undefined && !(bytes instanceof Uint8Array)
      blobIds.push(kept ? await commitBytes(work, retailerId, bytes) : bytes && stored.get(bytes))
    }
    committed.push(blobIds)
  }
  return committed
}

async function countRepeat(work: Work, message: ReceivedMessage<unknown>): Promise<string> {
  const [known] = await work.tx
    .update(messages)
    .set({ repeats: sql`${messages.repeats} + 1` })
    .where(namedLike(message))
    .returning({ id: messages.id })
  await addMessageEvent(work, message.retailerId, known!.id, 'repeated', { ...message.evidence })
  return known!.id
}

import { and, eq, sql } from 'drizzle-orm'
import { storeBlobs } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { storableText } from '../../db/schema/columns.ts'
import { messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { addMessageEvent } from '../../engine/messages/timeline.ts'
import type { Kept, ReceivedMessage, Reception } from '../transports/contract.ts'
import { commitBytes, sizeOf } from './keep.ts'

/** Proof of receipt that we give: stored with the message, and given again when it is repeated. */
export interface GivenReceipt {
  body: Uint8Array
  /** What the transport needs besides the body to give it again; plain data. */
  detail: Record<string, unknown>
}

/**
 * Proof of who sent a message, as its transport has it. `documentAt`: the message's own bytes belong in it there, and were left out since
 * they are stored by themselves.
 */
export interface ProofOfOrigin {
  bytes: Uint8Array | Kept
  documentAt?: number
}

/**
 * Stores a received message and the job that processes it, in one transaction. When this resolves everything is committed, and only then
 * may a transport confirm. A message with a wire id that is known already changes nothing but the count of its repeats.
 */
export async function receiveMessage(
  hub: HubDatabase,
  message: ReceivedMessage,
  receipt?: GivenReceipt,
): Promise<Reception> {
  return hub.work(`transport:${message.transport}`, work => storeReceived(work, message, receipt))
}

/** The same inside a unit of work that does more. */
export async function storeReceived(
  work: Work,
  message: ReceivedMessage<Uint8Array | Kept>,
  receipt?: GivenReceipt,
  origin?: ProofOfOrigin,
): Promise<Reception> {
  const { retailerId } = message
  const [blobId, receiptBlobId, originBlobId] = await commitAll(work, retailerId, [
    message.bytes,
    receipt?.body,
    origin?.bytes,
  ])
  if (!blobId) throw new TypeError('a message has bytes')
  const id = work.newId()
  const detail = receipt?.detail
  const [stored] = await work.tx
    .insert(messages)
    .values({
      retailerId,
      id,
      direction: 'in',
      partnershipId: message.partnershipId,
      transport: message.transport,
      origin: originOf(message),
      wireId: storableText(message.wireId),
      fileName: message.fileName && storableText(message.fileName),
      contentType: message.contentType,
      blobId,
      size: sizeOf(message.bytes),
      status: 'received',
      receiptBlobId: receiptBlobId ?? null,
      receiptDetail: originBlobId
        ? { ...detail, origin: { blobId: originBlobId, documentAt: origin?.documentAt } }
        : detail,
      createdAt: work.now,
    })
    .onConflictDoNothing()
    .returning({ id: messages.id })
  if (!stored) return { messageId: await countRepeat(work, message), repeated: true }
  // Neither waits for the other: a server is sent both at once.
  await Promise.all([
    addMessageEvent(work, retailerId, id, 'received', { ...message.evidence }),
    work.enqueue('process-message', { retailerId, messageId: id }),
  ])
  return { messageId: id, repeated: false }
}

/** Commits what there is of these bytes: all that lies in memory together. Gives their blobs in the same order. */
async function commitAll(
  work: Work,
  retailerId: string,
  contents: readonly (Uint8Array | Kept | undefined)[],
): Promise<(string | undefined)[]> {
  const inMemory = contents.filter(bytes => bytes instanceof Uint8Array)
  const stored = await storeBlobs(work, retailerId, inMemory)
  const blobIds: (string | undefined)[] = []
  for (const bytes of contents) {
    if (bytes === undefined) blobIds.push(undefined)
    else if (bytes instanceof Uint8Array) blobIds.push(stored[inMemory.indexOf(bytes)]?.blobId)
    else blobIds.push(await commitBytes(work, retailerId, bytes))
  }
  return blobIds
}

/** Whose ids the wire id is unique among. */
const originOf = (message: Pick<ReceivedMessage, 'partnershipId' | 'evidence'>) =>
  message.partnershipId ?? message.evidence?.sender ?? ''

async function countRepeat(work: Work, message: ReceivedMessage<unknown>): Promise<string> {
  const [known] = await work.tx
    .update(messages)
    .set({ repeats: sql`${messages.repeats} + 1` })
    .where(
      and(
        eq(messages.retailerId, message.retailerId),
        eq(messages.direction, 'in'),
        eq(messages.transport, message.transport),
        eq(messages.origin, originOf(message)),
        eq(messages.wireId, storableText(message.wireId)),
      ),
    )
    .returning({ id: messages.id })
  await addMessageEvent(work, message.retailerId, known!.id, 'repeated', { ...message.evidence })
  return known!.id
}

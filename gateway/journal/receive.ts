import { and, eq, sql } from 'drizzle-orm'
import { storeBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { storableText } from '../../db/schema/columns.ts'
import { messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { addMessageEvent } from '../../engine/messages/timeline.ts'
import type { ReceivedMessage, Reception } from '../transports/contract.ts'

/** Proof of receipt that we give: stored with the message, and given again when it is repeated. */
export interface GivenReceipt {
  body: Uint8Array
  /** What the transport needs besides the body to give it again; plain data. */
  detail: unknown
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
export async function storeReceived(work: Work, message: ReceivedMessage, receipt?: GivenReceipt): Promise<Reception> {
  const { retailerId } = message
  const { blobId } = await storeBlob(work, retailerId, message.bytes)
  const receiptBlobId = receipt ? (await storeBlob(work, retailerId, receipt.body)).blobId : null
  const id = work.newId()
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
      size: message.bytes.length,
      status: 'received',
      receiptBlobId,
      receiptDetail: receipt?.detail,
      createdAt: work.now,
    })
    .onConflictDoNothing()
    .returning({ id: messages.id })
  if (!stored) return { messageId: await countRepeat(work, message), repeated: true }
  await addMessageEvent(work, retailerId, id, 'received', { ...message.evidence })
  await work.enqueue('process-message', { retailerId, messageId: id })
  return { messageId: id, repeated: false }
}

/** Whose ids the wire id is unique among. */
const originOf = (message: ReceivedMessage) => message.partnershipId ?? message.evidence?.sender ?? ''

async function countRepeat(work: Work, message: ReceivedMessage): Promise<string> {
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

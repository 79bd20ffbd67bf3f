import { and, eq } from 'drizzle-orm'
import { readBlob, streamBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { messages } from '../../db/schema/index.ts'

/**
 * The proof of who sent a message: the signed layer as it came, put together again with the document that stands in it. It is a MIME file that
 * `crossdock as2 inspect` verifies. Undefined for a message that came without a signature.
 */
export async function readOrigin(
  { orm }: Pick<HubDatabase, 'orm'>,
  retailerId: string,
  messageId: string,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const [message] = await orm
    .select({ blobId: messages.blobId, detail: messages.receiptDetail })
    .from(messages)
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, messageId), eq(messages.direction, 'in')))
  const { origin } = (message?.detail ?? {}) as { origin?: { blobId: string; documentAt?: number } }
  if (!message || !origin) return undefined
  if (origin.documentAt === undefined) return streamBlob(orm, retailerId, origin.blobId)
  const frame = await readBlob(orm, retailerId, origin.blobId)
  return around(frame, origin.documentAt, streamBlob(orm, retailerId, message.blobId))
}

async function* around(frame: Uint8Array, at: number, document: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield frame.subarray(0, at)
  yield* document
  yield frame.subarray(at)
}

import { and, eq } from 'drizzle-orm'
import { readBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { messages } from '../../db/schema/index.ts'

/**
 * The receipt of an AS2 message as a MIME file, its headers first: what the partner gave for a message of ours, or what we gave for one of
 * theirs. `crossdock as2 verify-receipt` verifies it. Undefined for a message without receipt.
 */
export async function readReceiptFile(
  { orm }: Pick<HubDatabase, 'orm'>,
  retailerId: string,
  messageId: string,
): Promise<Uint8Array | undefined> {
  const [message] = await orm
    .select({ direction: messages.direction, blobId: messages.receiptBlobId, detail: messages.receiptDetail })
    .from(messages)
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, messageId), eq(messages.transport, 'as2')))
  if (!message?.blobId) return undefined
  const body = await readBlob(orm, retailerId, message.blobId)
  if (message.direction === 'out') return body
  const { headers = {} } = (message.detail ?? {}) as { headers?: Record<string, string> }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return body.length > 0 ? Buffer.concat([Buffer.from(`${lines.join('')}\r\n`, 'latin1'), body]) : undefined
}

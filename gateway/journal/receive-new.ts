import { newBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { storableText } from '../../db/schema/columns.ts'
import { messageEvents, messages } from '../../db/schema/index.ts'
import { insertion } from '../../db/statements.ts'
import type { ReceivedMessage } from '../transports/contract.ts'

const insertMessage = insertion(messages, [
  'retailerId',
  'id',
  'direction',
  'partnershipId',
  'transport',
  'origin',
  'wireId',
  'fileName',
  'contentType',
  'blobId',
  'size',
  'status',
  'createdAt',
])
const insertEvent = insertion(messageEvents, ['retailerId', 'id', 'messageId', 'kind', 'detail', 'at'])

/**
 * Stores a small message of which neither name nor bytes are there yet, with the job that processes it, in one round trip. Gives its id; fails with a unique
 * violation where it is not new, having changed nothing.
 * @param origin whose ids the wire id is unique among
 */
export async function storeNew(hub: HubDatabase, message: ReceivedMessage, origin: string): Promise<string> {
  const { retailerId, partnershipId, transport, fileName, contentType, bytes } = message
  const { blobId, statements } = newBlob(hub, retailerId, bytes)
  const id = hub.newId()
  const now = hub.now()
  const row = insertMessage({
    retailerId,
    id,
    direction: 'in',
    partnershipId,
    transport,
    origin,
    wireId: storableText(message.wireId),
    fileName: fileName && storableText(fileName),
    contentType,
    blobId,
    size: bytes.length,
    status: 'received',
    createdAt: now,
  })
  const detail = { ...message.evidence }
  const event = insertEvent({ retailerId, id: hub.newId(), messageId: id, kind: 'received', detail, at: now })
  await hub.workAtOnce(
    [...statements, row, event],
    [{ name: 'process-message', payload: { retailerId, messageId: id } }],
  )
  return id
}

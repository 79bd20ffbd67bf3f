import { chunkSize, newBlobs } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { messageEvents, messages } from '../../db/schema/index.ts'
import { insertion } from '../../db/statements.ts'
import { isUniqueViolation } from '../../db/work.ts'
import type { ReceivedMessage, Reception } from '../transports/contract.ts'
import { type Arrival, messageRow, receivedEvent } from './arrival.ts'

const insertMessages = insertion(messages, [
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
  'receiptBlobId',
  'receiptDetail',
  'createdAt',
])
const insertEvents = insertion(messageEvents, ['retailerId', 'id', 'messageId', 'kind', 'detail', 'at'])

/** A message whose bytes are all in memory, and fit one chunk each. */
interface Small extends Arrival {
  message: ReceivedMessage
  origin?: { bytes: Uint8Array; documentAt?: number } | undefined
}

/** So many octets go together: a statement holds all its values in memory. */
const mostTogether = 4 * chunkSize

/**
 * Stores messages with the jobs that process them in one transaction and one round trip, if they are small and new, as most are. Otherwise nothing is changed,
 * and undefined is given: then it has to be looked what is there.
 */
export async function storeIfNew(hub: HubDatabase, arrivals: readonly Arrival[]): Promise<Reception[] | undefined> {
  if (!areSmall(arrivals)) return undefined
  try {
    return await storeNew(hub, arrivals)
  } catch (error) {
    if (isUniqueViolation(error)) return undefined
    throw error
  }
}

function areSmall(arrivals: readonly Arrival[]): arrivals is readonly Small[] {
  let size = 0
  for (const bytes of arrivals.flatMap(contentsOf)) {
    if (!(bytes instanceof Uint8Array) || bytes.length > chunkSize) return false
    size += bytes.length
  }
  return size <= mostTogether
}

const contentsOf = ({ message, receipt, origin }: Arrival) =>
  [message.bytes, receipt?.body, origin?.bytes].filter(bytes => bytes !== undefined)

async function storeNew(hub: HubDatabase, arrivals: readonly Small[]): Promise<Reception[]> {
  const now = hub.now()
  const { blobIdOf, statements } = newBlobs(
    hub,
    arrivals.flatMap(({ message, receipt, origin }) =>
      [message.bytes, receipt?.body, origin?.bytes].flatMap(bytes =>
        bytes ? [{ retailerId: message.retailerId, bytes }] : [],
      ),
    ),
  )
  const rows = arrivals.map(arrival => {
    const { message, receipt, origin } = arrival
    const blobIds = {
      blobId: blobIdOf(message.bytes),
      receiptBlobId: receipt && blobIdOf(receipt.body),
      originBlobId: origin && blobIdOf(origin.bytes),
    }
    return { ...messageRow(arrival, { id: hub.newId(), now, ...blobIds }), size: message.bytes.length }
  })
  const events = arrivals.map(({ message }, at) => ({
    ...receivedEvent(message, rows[at]!.id),
    id: hub.newId(),
    at: now,
  }))
  const payloads = rows.map(({ retailerId, id }) => ({ retailerId, messageId: id }))
  await hub.workAtOnce(
    [...statements, insertMessages(rows), insertEvents(events)],
    [{ name: 'process-message', payloads }],
  )
  return rows.map(({ id }) => ({ messageId: id, repeated: false }))
}

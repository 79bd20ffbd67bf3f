import { storableText } from '../../db/schema/columns.ts'
import type { Kept, ReceivedMessage } from '../transports/contract.ts'

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

/** A message to be stored, with the proofs that go with it. */
export interface Arrival {
  message: ReceivedMessage<Uint8Array | Kept>
  receipt?: GivenReceipt | undefined
  origin?: ProofOfOrigin | undefined
}

/** Whose ids the wire id is unique among. */
export const originOf = (message: Pick<ReceivedMessage<unknown>, 'partnershipId' | 'evidence'>) =>
  message.partnershipId ?? message.evidence?.sender ?? ''

/** What the journal keeps of a new message, but for the number of its bytes. */
export function messageRow(
  { message, receipt, origin }: Arrival,
  made: { id: string; now: Date; blobId: string; receiptBlobId: string | undefined; originBlobId: string | undefined },
) {
  const { originBlobId } = made
  return {
    retailerId: message.retailerId,
    id: made.id,
    direction: 'in' as const,
    partnershipId: message.partnershipId,
    transport: message.transport,
    origin: originOf(message),
    wireId: storableText(message.wireId),
    fileName: message.fileName && storableText(message.fileName),
    contentType: message.contentType,
    blobId: made.blobId,
    status: 'received' as const,
    receiptBlobId: made.receiptBlobId ?? null,
    receiptDetail: originBlobId
      ? { ...receipt?.detail, origin: { blobId: originBlobId, documentAt: origin?.documentAt } }
      : receipt?.detail,
    createdAt: made.now,
  }
}

/** The first line of its history. */
export function receivedEvent({ retailerId, evidence }: Arrival['message'], messageId: string) {
  return { retailerId, messageId, kind: 'received' as const, detail: { ...evidence } }
}

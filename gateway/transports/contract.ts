import type { BusinessDocument } from '../../translators/documents/index.ts'

/** Every way in which a delivery can fail, stored on the message and shown to people. A new reason is a line here with its retry rule. */
export const deliveryFailures = {
  'connection-refused': { retry: true, says: 'Nothing listens at the partner’s address.' },
  'connection-lost': { retry: true, says: 'The connection broke before the partner confirmed.' },
  timeout: { retry: true, says: 'The partner did not answer in time.' },
  'name-not-found': { retry: true, says: 'The partner’s host name does not resolve.' },
  'tls-failed': { retry: true, says: 'No secure connection could be agreed.' },
  'address-not-allowed': {
    retry: false,
    says: 'The address lies in a private range that this hub is not allowed to call.',
  },
  'authentication-failed': { retry: false, says: 'The partner refused our name, password, key or signature.' },
  'partner-busy': { retry: true, says: 'The partner asked to come back later.' },
  'partner-refused': { retry: false, says: 'The partner refused the message.' },
  'receipt-missing': { retry: true, says: 'The message went out, but no receipt came back.' },
  'receipt-invalid': { retry: true, says: 'The receipt that came back cannot be trusted.' },
  'receipt-differs': {
    retry: false,
    says: 'The partner’s receipt does not prove that the partner holds what was sent. Ask it what it received before sending again.',
  },
  'receipt-negative': { retry: false, says: 'The partner’s receipt says that the message could not be processed.' },
  'settings-incomplete': { retry: false, says: 'The channel’s settings lack something that sending needs.' },
  'too-large': { retry: false, says: 'The message is larger than the partner or this hub allows.' },
} as const satisfies Record<string, { retry: boolean; says: string }>

export type DeliveryFailureCode = keyof typeof deliveryFailures

/** Why a delivery failed: the closed reason, and the detail as the wire gave it. */
export interface DeliveryFailure {
  code: DeliveryFailureCode
  detail: string
}

/** Bytes that may be too many to hold in memory: read in pieces from any place, as often as needed. */
export interface Content {
  /** In octets. */
  size: number
  read(from?: number): AsyncIterable<Uint8Array>
}

/**
 * Bytes that are in the journal already because they are too many for memory, and belong to nothing yet: they are committed with a message or
 * dropped, and what neither happens to is swept away after a day.
 */
export interface Kept extends Content {
  blobId: string
  /** Hex. */
  sha256: string
}

/** One message ready to leave: its exact bytes, and what a transport may name it by. */
export interface OutboundMessage<Bytes = Uint8Array> {
  /** The journal's id of the message (UUID v7): the same at every attempt, so that ids on the wire can be derived from it. */
  id: string
  retailerId: string
  partnershipId: string
  /** e.g. `850-000000012.edi`: safe characters only. */
  fileName: string
  /** e.g. `application/edi-x12`, `text/csv`. */
  contentType: string
  /** What stands in a mail's subject and text. */
  subject: string
  text?: string
  /** The documents that the bytes hold, for transports that show them to people (mail). */
  documents?: readonly BusinessDocument[]
  bytes: Bytes
}

/** How often a delivery is tried before it waits for a person; the pauses between double from the first to the longest, in seconds. */
export interface RetryRule {
  attempts: number
  firstPauseSeconds: number
  longestPauseSeconds: number
}

/**
 * What one attempt came to. `confirmed`: the partner has said that it holds the message (MDN, SMTP 250, HTTP 2xx). Not confirmed: it is
 * on its way and the confirmation comes later (asynchronous MDN, a file waiting to be fetched), and somebody looks after it when it has not come
 * within `confirmWithinSeconds`. `evidence` is kept on the message's timeline. `retryRule`: what was agreed with this partner, where something was.
 */
export type Delivery =
  | {
      ok: true
      confirmed: boolean
      reference: string
      evidence?: Record<string, string>
      receipt?: Uint8Array
      confirmWithinSeconds?: number
    }
  | { ok: false; failure: DeliveryFailure; retryRule?: RetryRule }

/** One file or message that came in, before anybody knows what it means. */
export interface ReceivedMessage<Bytes = Uint8Array> {
  retailerId: string
  /** Unknown when no partner could be recognised; the message is kept all the same. */
  partnershipId?: string
  transport: TransportName
  /** The wire's own name of the message (AS2 Message-ID, path and upload id, mail Message-ID and part): the same again is a repeat. */
  wireId: string
  fileName?: string
  contentType?: string
  bytes: Bytes
  /** Headers, sender, encryption used …: shown on the timeline. */
  evidence?: Record<string, string>
}

/** What became of a received message. It is committed, with its job, when this comes back; only then may a transport confirm it. */
export interface Reception {
  messageId: string
  /** The same wire id had been received before: nothing new was stored. */
  repeated: boolean
}

/** How a transport hands what it received to the journal. */
export type Receive = (message: ReceivedMessage) => Promise<Reception>

export type TransportName = 'as2' | 'sftp' | 'ftp' | 'http' | 'email' | 'portal' | 'rest'

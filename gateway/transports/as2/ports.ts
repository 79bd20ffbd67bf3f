import type { Content, Delivery, Kept, OutboundMessage, ReceivedMessage, Reception } from '../contract.ts'
import type { Disposition } from './disposition.ts'
import type { As2Settings } from './settings.ts'

/** A partnership as AS2 sees it, found by the two names on a message. */
export interface As2Station {
  retailerId: string
  partnershipId: string
  settings: As2Settings
}

/** An HTTP request as it came. `headers` has every value of every header, names in lower case. */
export interface As2Request<Body = Uint8Array> {
  headers: Record<string, string[] | undefined>
  body: Body
  remoteAddress: string
}

/** A request whose body is still coming in. */
export type As2Arrival = As2Request<Uint8Array | AsyncIterable<Uint8Array>>

/** What goes back on the same connection. */
export interface As2Response {
  status: number
  headers: Record<string, string>
  body: Uint8Array
}

/** How a receipt has to travel: not at all, in the HTTP response, or later to a URL. */
export type ReceiptRoute = { kind: 'none' } | { kind: 'sync' } | { kind: 'async'; url: string }

/**
 * Our receipt (MDN) for one message, ready to go out, and stored as it stands: a repeat of the message is answered with these
 * same bytes. Plain data, so that it can be kept as JSON with the body beside it.
 */
export interface As2Receipt {
  route: ReceiptRoute
  headers: Record<string, string>
  body: Uint8Array
  /** Hex SHA-256 of what the receipt vouches for: the same message id with another digest is not a repeat but an error. */
  contentDigest: string
  disposition: Disposition
}

/** Further documents of the same message (RFC 6362); the first one is the message itself. */
export interface As2Attachment {
  fileName: string
  contentType: string
  bytes: Uint8Array | Kept
}

/**
 * What proves later who sent a message: the signed layer as it came, after decryption, as a MIME file that `as2 inspect` verifies. Where the
 * document stands in it as it is, it is left out and `documentAt` says where it belongs, so that the proof costs a few kilobytes.
 */
export interface As2Origin {
  bytes: Uint8Array | Kept
  documentAt?: number
}

/** A good message and its receipt, to be committed together, with the message's job (and a delivery job if the receipt goes out later). */
export interface As2Commit {
  message: ReceivedMessage<Uint8Array | Kept>
  attachments: As2Attachment[]
  receipt: As2Receipt
  /** Absent for a message without signature. */
  origin?: As2Origin
  warnings: string[]
}

/** A message that could not be taken, kept for people to look at; nothing in it is trusted. */
export interface As2Rejected {
  station?: As2Station
  as2From?: string
  as2To?: string
  wireId: string
  /** Closed reason, and the words for the console. */
  reason: Disposition
  detail: string
  receipt: As2Receipt
  wire: As2Request<Uint8Array | Kept>
  /** Who sent it and from where, as its headers say. */
  evidence: Record<string, string>
}

/** A message of ours that a receipt is about. */
export interface As2Sent {
  /** As it was handed to `sendAs2`; the MIC is computed again from it when `evidence` has none. */
  message: OutboundMessage<Uint8Array | Content>
  settings: As2Settings
  /** `Delivery.evidence` of the attempt, if it is stored already: a receipt may overtake the response of its own message. */
  evidence?: Record<string, string>
}

/** An asynchronous receipt that arrived. Without `sent` it is about nothing that we know: keep it apart. */
export interface As2ReceiptArrival {
  sent?: As2Sent
  /** What the receipt makes of the delivery; a failure too is final for this attempt. */
  delivery: Delivery
  /** The Original-Message-ID as the receipt gives it. */
  originalMessageId?: string
  wire: As2Request
}

/** What the receiving side needs from the house around it; nothing here knows of a database. */
export interface As2ReceiveDeps {
  now(): Date
  /** A fresh unique id, e.g. a UUID, for message ids and boundaries of receipts. */
  newId(): string
  /** The partnership between these two names (without quotes, case as sent), or undefined. */
  findStation(as2From: string, as2To: string): Promise<As2Station | undefined>
  /** What `findStation` gave last for these names, the same object: it gives that again while nothing has changed. */
  expectStation?(as2From: string, as2To: string): As2Station | undefined
  /** The receipt committed with this wire id, or undefined if no message with it was taken before. */
  findReceipt(retailerId: string, wireId: string): Promise<As2Receipt | undefined>
  /** Keeps a receipt for a message that was taken without one. Gives the one that stands now: another, if a repeat at the same time was first. */
  addReceipt(added: { retailerId: string; wireId: string; receipt: As2Receipt }): Promise<As2Receipt>
  /** Has that receipt go out once more, to where a repeat of its message asks for it. */
  sendReceiptAgain(again: { retailerId: string; wireId: string; url: string }): Promise<void>
  /**
   * Keeps bytes that are too many for memory, for a retailer, until they are committed or dropped. Throws what reading them throws, and keeps nothing then.
   */
  keep(retailerId: string, bytes: AsyncIterable<Uint8Array>): Promise<Kept>
  /** Gives up what was kept and is not needed. */
  drop(retailerId: string, kept: Kept): Promise<void>
  /** Stores message, job and receipt in one transaction; `repeated` if the wire id was there already. Throws to have the sender try again. */
  commit(commit: As2Commit): Promise<Reception>
  /** Keeps what was refused, without taking its wire id: the same message may come again and be good. With its receipt (and the job that delivers it, if it goes out later). */
  keepRejected(rejected: As2Rejected): Promise<void>
  /** The message of ours with this journal id, or undefined. */
  findSent(messageId: string): Promise<As2Sent | undefined>
  /** Stores what an asynchronous receipt says. */
  receiveReceipt(arrival: As2ReceiptArrival): Promise<void>
}

/** What the sending side needs. */
export interface As2SendDeps {
  now(): Date
  /** Whether private and loopback addresses may be called; false unless configured. */
  allowPrivateAddresses: boolean
  /** Told the HTTP status of the partner's answer. */
  onAnswer?(status: number): void
  /** Told what speaks against a receipt that is not taken. */
  onReceiptCheck?(failed: ReceiptCheck): void
}

/** What a receipt is looked at for: that it is about the message, who signed it, whether it refuses without a signature, and what it says. */
export type ReceiptCheck = 'receipt' | 'signature' | 'refusal' | 'disposition'

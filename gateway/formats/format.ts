import type { Work } from '../../db/work.ts'
import type { Channel } from '../../partners/channels/channel.ts'
import type { BusinessDocument, FunctionalAcknowledgment } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import type { PdfReading } from '../../translators/pdf/invoice/index.ts'
import type { InterchangeAcknowledgment } from '../../translators/x12/index.ts'
import type { TransportName } from '../transports/contract.ts'

/** The control numbers by which the partner's 997 will name a document, without leading zeros. */
export interface ControlNumbers {
  interchange: string
  group: string
  set: string
  functionalId: string
}

/** A document of a rendering: its place among those that were given, and where it stands in the bytes. */
export interface RenderedDocument {
  index: number
  issues: Issue[]
  /** X12 only. */
  numbers?: ControlNumbers
}

/** Documents as they leave, in one file. With nothing written `bytes` is empty. */
export interface Rendering {
  bytes: Uint8Array
  fileName: string
  contentType: string
  written: RenderedDocument[]
  /** Those that cannot be written, and why: one bad document stops only itself. */
  refused: { index: number; issues: Issue[] }[]
}

/** One document found in a message. Without `content` it could not be read, and the issues say why. */
export interface FoundDocument {
  kind: string
  number: string
  content?: BusinessDocument
  /** What was read of an invoice that a person has to look at: it is stored, and waits without content. */
  review?: PdfReading
  /** The message itself is the document, too large to be held as one: a stock feed, applied from its file as what it says that it is, or as what changed. */
  isFile?: 'as-told' | 'as-changes'
  issues: Issue[]
  /** X12: ST01. */
  set?: string
  interchangeNumber?: string
  groupNumber?: string
  setNumber?: string
  functionalId?: string
}

/** Exact bytes that go back at once. */
export interface Reply {
  bytes: Uint8Array
  fileName: string
  contentType: string
}

/** The part of a message that comes from one partner: a whole CSV file, or one interchange. */
export interface FoundPart {
  /** Undefined when the names on it belong to no partner. */
  partnershipId?: string | undefined
  documents: FoundDocument[]
  /** What is wrong with the part itself. An error keeps all its documents from being applied. */
  issues: Issue[]
  /** Answers that go back on the same channel: 997s. */
  answers: FunctionalAcknowledgment[]
  /** Answers that are no documents, as bytes that go back on the same channel: TA1s. */
  replies?: Reply[]
  /** How they go back. */
  transport?: TransportName
  /** What the partner says of interchanges that we sent: TA1s. */
  interchangeAnswers?: InterchangeAcknowledgment[]
  /** The same part had come in an earlier message: nothing in it is applied. */
  duplicate: boolean
  /** Sent as a test to a live channel (ISA15 = T): read and answered, never applied. */
  test?: boolean
}

/** What a message is read with. */
export interface ReadContext {
  work: Work
  retailerId: string
  messageId: string
  /** From whom, as far as the transport could tell. */
  partnershipId?: string | undefined
  fileName?: string | undefined
}

/** A way of writing documents down. A new format is a file here and a line in `registry.ts`. */
export interface Format {
  /** Whether these bytes look like this format. */
  recognises(bytes: Uint8Array, fileName: string | undefined): boolean
  read(bytes: Uint8Array, context: ReadContext): Promise<{ parts: FoundPart[]; issues: Issue[] }>
  /** Renders documents of one kind for a channel, as one file; control numbers are taken in the work's transaction. */
  render(work: Work, channel: Channel, documents: readonly BusinessDocument[]): Promise<Rendering>
}

/** Documents that cannot be written down for their channel; the work in which it was tried is rolled back. */
export class NotRenderable extends Error {
  readonly issues: Issue[]
  /** Which documents, where they are not just the one that was asked for. */
  readonly documents: { id: string; issues: Issue[] }[] | undefined

  constructor(issues: Issue[], documents?: { id: string; issues: Issue[] }[]) {
    super(issues.map(issue => issue.message).join(' '))
    this.name = 'NotRenderable'
    this.issues = issues
    this.documents = documents
  }
}

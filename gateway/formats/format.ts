import type { Work } from '../../db/work.ts'
import type { Channel } from '../../partners/channels/channel.ts'
import type { BusinessDocument, FunctionalAcknowledgment } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'

/** One document as it leaves: exact bytes, and where it stands in them. */
export interface Rendering {
  bytes: Uint8Array
  fileName: string
  contentType: string
  issues: Issue[]
  /** X12: the control numbers by which the partner's 997 will name it, without leading zeros. */
  numbers?: { interchange: string; group: string; set: string; functionalId: string }
}

/** One document found in a message. Without `content` it could not be read, and the issues say why. */
export interface FoundDocument {
  kind: string
  number: string
  content?: BusinessDocument
  issues: Issue[]
  interchangeNumber?: string
  groupNumber?: string
  setNumber?: string
  functionalId?: string
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
  /** The same part had come in an earlier message: nothing in it is applied. */
  duplicate: boolean
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
  /** Renders one document for a channel; control numbers are taken in the work's transaction. */
  render(work: Work, channel: Channel, document: BusinessDocument): Promise<Rendering>
}

/** A document that cannot be written down for its channel; the work in which it was tried is rolled back. */
export class NotRenderable extends Error {
  readonly issues: Issue[]

  constructor(issues: Issue[]) {
    super(issues.map(issue => issue.message).join(' '))
    this.name = 'NotRenderable'
    this.issues = issues
  }
}

/** Without leading zeros, as numbers are compared: partners answer `12` to `000000012`. */
export const plainNumber = (text: string) => text.replace(/^0+(?=.)/, '')

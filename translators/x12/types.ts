import type { BusinessDocument } from '../documents/index.ts'
import type { Issue } from '../issue.ts'
import type { DictionaryVersion } from './guides/dictionary.ts'
import type { Overlay, OverlayContext } from './overlay.ts'

/** The four characters that structure an interchange, and its release character where it has one (ISX01; published with 007040, read and written from 005010 on). */
export interface Delimiters {
  /** Between elements (the byte after `ISA`). */
  element: string
  /** Ends a segment (the byte after ISA16). */
  segment: string
  /** Between the components of a composite (ISA16). */
  component: string
  /** Between repetitions of an element (ISA11, from 00402 on, and then not when it is a letter, a digit or a space). */
  repetition?: string
  /** The next byte is data (ISX01). Written only where asked for: then no other delimiters are chosen when the data holds one. */
  release?: string
}

/** ISA15: production, test, or information only. */
export type Usage = 'P' | 'T' | 'I'

/** One transaction set, ST to SE. */
export interface TransactionSet {
  /** ST01, e.g. `850`. */
  id: string
  /** ST02 as received: leading zeros and letters survive. */
  controlNumber: string
  /** Present when the set has no error, its group and interchange neither, and a map for it exists. */
  document?: BusinessDocument
  /** What is wrong inside the set. One `error` rejects the set; a `warning` with a code makes it accepted with errors. */
  issues: Issue[]
  /** Segments found, ST and SE included. */
  segmentsCount: number
  /** First byte of ST, counted from the start of the file, and the bytes up to and with SE's terminator. */
  offset: number
  length: number
}

/** One functional group, GS to GE. */
export interface Group {
  /** GS01, e.g. `PO`. */
  functionalId: string
  /** GS02 and GS03, without trailing spaces. */
  sender: string
  receiver: string
  /** GS04, `YYYY-MM-DD`, or as received when it is no date. */
  date: string
  /** GS06 as received. */
  controlNumber: string
  /** GS08 as received, e.g. `004010VICS`. */
  version: string
  sets: TransactionSet[]
  /** What is wrong with GS, GE or between sets. An `error` rejects every set of the group. */
  issues: Issue[]
}

/** The answer to one interchange (X12 TA1): received, and its envelope read or refused; it says nothing of the groups. */
export interface InterchangeAcknowledgment {
  /** ISA13 of the interchange answered, exactly as received. */
  controlNumber: string
  /** ISA09 and ISA10 of the interchange answered: `YYYY-MM-DD` and `HH:MM`. */
  date: string
  time: string
  status: 'accepted' | 'accepted-with-errors' | 'rejected'
  /** X12 I18; `000` when nothing is wrong. */
  code: string
}

/** One interchange, ISA to IEA. */
export interface Interchange {
  /** ISA05 to ISA08; the ids without their trailing spaces. */
  senderQualifier: string
  sender: string
  receiverQualifier: string
  receiver: string
  /** ISA09 as `YYYY-MM-DD` and ISA10 as `HH:MM`, or as received when they are neither. */
  date: string
  time: string
  /** ISA13 as received. */
  controlNumber: string
  /** ISA12, e.g. `00401`. */
  version: string
  usage: Usage
  /** ISA14 = 1: the sender wants a TA1. */
  acknowledgmentRequested: boolean
  delimiters: Delimiters
  /** The TA1 segments that it carries. */
  acknowledgments: InterchangeAcknowledgment[]
  groups: Group[]
  /** What is wrong with ISA, IEA or between groups. An `error` rejects every group. */
  issues: Issue[]
  /** First byte of ISA, counted from the start of the file, and the bytes up to and with IEA's terminator. */
  offset: number
  length: number
}

/** A whole file. */
export interface X12File {
  interchanges: Interchange[]
  /** What stands outside any interchange: an empty file, text before ISA, a segment after IEA. */
  issues: Issue[]
}

/** Finds the partner's map for what is being read: ISA06 and ISA08 (trimmed), ST01, GS08. */
export type OverlayResolver = (sender: string, receiver: string, set: string, version: string) => Overlay | undefined

/** Which characters a partner may send (X12.6, 3.3). */
export type CharacterSet = 'basic' | 'extended' | 'utf-8'

/** What a partner is forgiven: data, kept with the partnership. Everything off means strict reading. */
export interface ValidationOptions {
  /** `error` keeps a document from being applied; `warning` tells and goes on; `ignore` stays silent. By issue code, e.g. `{ 'unknown-segment': 'warning' }`. */
  severities?: Readonly<Record<string, 'error' | 'warning' | 'ignore'>>
  /** The characters agreed; others are `invalid-character`. Absent: any, and what is no UTF-8 is read as Windows-1252. */
  characterSet?: CharacterSet
  /** The release whose guide reads what the partner sends, whatever GS08 says. Absent: that of GS08, or the nearest to it. */
  release?: DictionaryVersion
}

export interface ReadOptions {
  overlay?: OverlayResolver
  /** What the partner's map may look at beside a set: the facts that its conditions ask for. */
  overlayContext?: OverlayContext
  validation?: ValidationOptions
  /** False: only check, make no documents. What a map alone can tell (missing parties, totals) is then not told. */
  documents?: boolean
  /** True: only count sets and segments and compare control numbers; look at nothing within a set. */
  envelopeOnly?: boolean
  /** Most issues kept for one set (100 when absent); one more says that there were others. */
  maxIssuesPerSet?: number
}

/** From whom, to whom, in which version and under which numbers an interchange is written. */
export interface WriteEnvelope {
  /** ISA05, ISA06, ISA07, ISA08. */
  senderQualifier: string
  sender: string
  receiverQualifier: string
  receiver: string
  /** GS02 and GS03 where they differ from ISA06 and ISA08. */
  groupSender?: string
  groupReceiver?: string
  /** GS08, e.g. `004010`, `005010`, `004010VICS`. */
  version: string
  usage: 'P' | 'T'
  /** ISA13: a number of at most nine digits. */
  interchangeControlNumber: number
  /** GS06 of the first group; following groups count up. */
  groupControlNumber: number
  /** ST02 of the first set; following sets count up through the whole interchange. */
  firstSetControlNumber: number
  /** The moment written into ISA and GS, ISO 8601 in UTC. */
  at: string
  delimiters?: Partial<Delimiters>
  /** ISA14. */
  acknowledgmentRequested?: boolean
}

/** One written set: which document it is (index into the documents given), and the control numbers that its 997 will name. */
export interface WrittenSet {
  /** Index into the documents given. */
  document: number
  kind: BusinessDocument['kind']
  /** ST01 and GS01. */
  set: string
  functionalId: string
  /** ST02 and GS06 as written. */
  controlNumber: string
  groupControlNumber: string
  /** The document's own number, as people speak of it. */
  number: string
}

/** What was written. A document with an error is left out of `bytes` and `sets`; its issues name it by `at.path` (`documents[3]…`). */
export interface WrittenInterchange {
  bytes: Uint8Array
  issues: Issue[]
  sets: WrittenSet[]
}

import { type BusinessDocument, type DocumentKind, documentNumberOf } from '../documents/index.ts'
import type { Issue } from '../issue.ts'
import { ByteSink } from './byte-sink.ts'
import { headerWidths } from './delimiters.ts'
import { setGuides } from './guides/registry.ts'
import { mapOfKind } from './maps/registry.ts'
import type { OverlayContext } from './overlay/context.ts'
import {
  envelopeRulesOf,
  envelopeUnder,
  groupHeaderUnder,
  interchangeHeaderUnder,
  wrappedLines,
} from './overlay/envelope.ts'
import type { Overlay } from './overlay.ts'
import { issueOf } from './problems.ts'
import { SetWriter } from './set-writer.ts'
import type { Delimiters, WriteEnvelope, WrittenInterchange, WrittenSet } from './types.ts'
import { askedDelimiters, freeDelimiters, interchangeVersion } from './writer-delimiters.ts'

/**
 * The set and the functional group of a kind of document: `{ set: '850', functionalId: 'PO' }`. `preferred` is a set that the partner
 * wants instead, where it carries the kind: `999` for functional acknowledgments.
 */
export function transactionSetFor(kind: DocumentKind, preferred?: string): { set: string; functionalId: string } {
  const { set } = mapOfKind(kind, preferred)
  return { set, functionalId: setGuides[set]!.functionalId }
}

/**
 * Writes documents as one interchange, those of one functional id in one group, groups in the order in which their first document
 * comes. Every set is held against the guide and the partner's map before it is let out: one with an error is left out and takes
 * no control number, and its issues name it by `at.path`. With nothing to write `bytes` is empty. Where the data holds a delimiter,
 * another one is chosen, unless the envelope or the partner's map insists on it. `contexts` holds for each document what the map may
 * look at beside it; what the map says of the envelope is decided with the first. Documents that are many need not stand in memory
 * at once: whatever begins anew each time it is gone through will do, for they are gone through once for each group.
 */
export function writeX12(
  documents: Iterable<BusinessDocument>,
  channelEnvelope: WriteEnvelope,
  overlay?: Overlay,
  contexts: readonly OverlayContext[] = [],
): WrittenInterchange {
  if (isSpentAfterUse(documents))
    throw new TypeError('writeX12 goes through the documents more than once; give a list.')
  const envelope = envelopeUnder(channelEnvelope, overlay, contexts[0])
  const asked = askedDelimiters(envelope.version, envelope, overlay)
  const faults = [...envelopeFaults(envelope), ...releaseFaults(envelope, asked)]
  if (faults.length > 0) return { bytes: new Uint8Array(0), issues: faults, sets: [] }
  const first = writeWith(documents, envelope, overlay, contexts, asked)
  if (!first.clash) return first.written
  const free = freeDelimiters(documents, asked, envelope, overlay)
  return writeWith(documents, envelope, overlay, contexts, free).written
}

/** Whether this is an iterator in use, which a second pass would find empty. */
function isSpentAfterUse(documents: Iterable<BusinessDocument>): boolean {
  return (documents[Symbol.iterator]() as unknown) === documents
}

function writeWith(
  documents: Iterable<BusinessDocument>,
  envelope: WriteEnvelope,
  overlay: Overlay | undefined,
  contexts: readonly OverlayContext[],
  delimiters: Delimiters,
): { written: WrittenInterchange; clash: boolean } {
  const { version } = envelope
  const rules = envelopeRulesOf(overlay, contexts[0])
  const lineBreak = overlay?.lineBreak ?? ''
  const writer = new SetWriter({ version, at: envelope.at, delimiters, lineBreak, overlay })
  const sink = new ByteSink()
  const control = (elements: readonly string[]) =>
    sink.addText(elements.join(delimiters.element) + delimiters.segment + lineBreak)
  control(interchangeHeaderUnder(interchangeHeader(envelope, version, delimiters), rules))
  if (delimiters.release) control(['ISX', delimiters.release])
  const issues: Issue[] = []
  const sets: WrittenSet[] = []
  let clash = false
  let groups = 0
  // Grows while it is gone through: a group is known when its first document has come.
  const functionalIds = new Set<string>()
  for (const first of documents) {
    functionalIds.add(functionalIdOf(first.kind))
    break
  }
  for (const functionalId of functionalIds) {
    const groupControlNumber = String(envelope.groupControlNumber + groups)
    const start = sink.size
    const before = sets.length
    const header = groupHeader(functionalId, envelope, groupControlNumber, version)
    control(groupHeaderUnder(header, rules, envelope.at))
    let index = -1
    for (const document of documents) {
      index++
      const its = functionalIdOf(document.kind)
      if (its !== functionalId) {
        functionalIds.add(its)
        continue
      }
      const number = String(envelope.firstSetControlNumber + sets.length)
      const controlNumber = number.padStart(rules.setControlNumberWidth ?? 4, '0')
      const result = writer.write(document, controlNumber, `documents[${index}].`, contexts[index])
      for (const issue of result.issues) issues.push(issue)
      clash ||= result.clash
      if (!result.good) continue
      writer.copyTo(sink)
      sets.push(writtenSet(document, index, overlay?.set, controlNumber, groupControlNumber))
    }
    if (sets.length > before) {
      groups++
      control(['GE', String(sets.length - before), groupControlNumber])
    } else sink.cut(start)
  }
  control(['IEA', String(groups), interchangeNumber(envelope)])
  const bytes = groups > 0 ? wrappedLines(sink.finish(), overlay?.lineLength, lineBreak) : new Uint8Array(0)
  return { written: { bytes, issues, sets }, clash }
}

function functionalIdOf(kind: DocumentKind): string {
  return setGuides[mapOfKind(kind).set]!.functionalId
}

function writtenSet(
  document: BusinessDocument,
  index: number,
  preferred: string | undefined,
  controlNumber: string,
  groupControlNumber: string,
): WrittenSet {
  const { set, functionalId } = transactionSetFor(document.kind, preferred)
  const number = documentNumberOf(document)
  return { document: index, kind: document.kind, set, functionalId, controlNumber, groupControlNumber, number }
}

/** ISA, padded to its fixed widths. */
export function interchangeHeader(envelope: WriteEnvelope, version: string, delimiters: Delimiters): string[] {
  const day = envelope.at.slice(0, 10).replaceAll('-', '')
  const elements = [
    '00',
    '',
    '00',
    '',
    envelope.senderQualifier,
    envelope.sender,
    envelope.receiverQualifier,
    envelope.receiver,
    day.slice(2),
    timeOf(envelope),
    delimiters.repetition ?? 'U',
    interchangeVersion(version),
    interchangeNumber(envelope),
    envelope.acknowledgmentRequested ? '1' : '0',
    envelope.usage,
    delimiters.component,
  ]
  return ['ISA', ...elements.map((element, i) => element.padEnd(headerWidths[i]!))]
}

function groupHeader(functionalId: string, envelope: WriteEnvelope, number: string, version: string): string[] {
  const day = envelope.at.slice(0, 10).replaceAll('-', '')
  const sender = envelope.groupSender ?? envelope.sender
  const receiver = envelope.groupReceiver ?? envelope.receiver
  return ['GS', functionalId, sender, receiver, day, timeOf(envelope), number, 'X', version]
}

function timeOf(envelope: WriteEnvelope): string {
  return envelope.at.slice(11, 16).replace(':', '')
}

/** ISA13 and IEA02. */
export function interchangeNumber(envelope: WriteEnvelope): string {
  return String(envelope.interchangeControlNumber).padStart(9, '0')
}

/** What in the envelope ISA and GS cannot hold. */
export function envelopeFaults(envelope: WriteEnvelope): Issue[] {
  const faults: [boolean, string][] = [
    [!/^[A-Z0-9]{2}$/.test(envelope.senderQualifier), 'senderQualifier must have two characters'],
    [!/^[A-Z0-9]{2}$/.test(envelope.receiverQualifier), 'receiverQualifier must have two characters'],
    [!/^[ -~]{1,15}$/.test(envelope.sender), 'sender must have 1 to 15 characters'],
    [!/^[ -~]{1,15}$/.test(envelope.receiver), 'receiver must have 1 to 15 characters'],
    [!/^[ -~]{2,15}$/.test(envelope.groupSender ?? envelope.sender), 'groupSender must have 2 to 15 characters'],
    [!/^[ -~]{2,15}$/.test(envelope.groupReceiver ?? envelope.receiver), 'groupReceiver must have 2 to 15 characters'],
    [!/^\d{6}[A-Z0-9]{0,6}$/.test(envelope.version), 'version must be a release such as 004010 or 004010VICS'],
    [!isNumber(envelope.interchangeControlNumber), 'interchangeControlNumber must have at most nine digits'],
    [!isNumber(envelope.groupControlNumber), 'groupControlNumber must have at most nine digits'],
    [!isNumber(envelope.firstSetControlNumber), 'firstSetControlNumber must have at most nine digits'],
    [!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(envelope.at), 'at must be an instant such as 2026-11-22T15:00:00Z'],
  ]
  return tell(faults)
}

/** ISX came after 004010, and what is released in data is not in GS, whose ids are read as they stand. */
function releaseFaults(envelope: WriteEnvelope, { release }: Delimiters): Issue[] {
  if (!release) return []
  const { version, groupSender = envelope.sender, groupReceiver = envelope.receiver } = envelope
  return tell([
    [version < '005010', 'delimiters.release must be left out before 005010'],
    [groupSender.includes(release), 'groupSender must not hold the release character'],
    [groupReceiver.includes(release), 'groupReceiver must not hold the release character'],
  ])
}

function tell(faults: readonly [wrong: boolean, message: string][]): Issue[] {
  return faults.flatMap(([wrong, message]) =>
    wrong
      ? (issueOf('invalid-envelope', { message: `${message}.`, at: { path: `envelope.${message.split(' ')[0]}` } }) ??
        [])
      : [],
  )
}

function isNumber(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 999_999_999
}

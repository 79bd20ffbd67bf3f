import type { Header } from './delimiters.ts'
import { setGuides } from './guides/registry.ts'
import { toBusinessDate, toClock } from './maps/dates.ts'
import type { Finding, ProblemCode } from './problems.ts'
import type { Group, Interchange, Usage } from './types.ts'

/** Takes what is wrong with an envelope segment. */
export type Add = (code: ProblemCode, finding: Finding) => void

/** An interchange as ISA announces it. */
export function interchangeFrom(header: Header, offset: number, length: number): Interchange {
  const elements = header.elements.map(element => element.trimEnd())
  const at = (element: number) => elements[element - 1] ?? ''
  return {
    senderQualifier: at(5),
    sender: at(6),
    receiverQualifier: at(7),
    receiver: at(8),
    date: toBusinessDate(at(9)) ?? at(9),
    time: toClock(at(10)),
    controlNumber: at(13),
    version: at(12),
    usage: (['P', 'T', 'I'].includes(at(15)) ? at(15) : 'I') as Usage,
    acknowledgmentRequested: at(14) === '1',
    delimiters: header.delimiters,
    acknowledgments: [],
    groups: [],
    issues: [],
    offset,
    length,
  }
}

/** What is odd about ISA itself. */
export function checkInterchange(interchange: Interchange, header: Header, add: Add): void {
  const at = { segment: 'ISA', offset: interchange.offset }
  if (!header.fixedWidth) add('unpadded-header', { message: 'ISA does not have the fixed widths of X12.5.', at })
  const usage = header.elements[14]?.trimEnd() ?? ''
  if (usage !== interchange.usage) {
    const message = `ISA15 "${usage}" is none of P, T and I; the interchange is taken as information.`
    add('invalid-header', { message, at: { ...at, element: 15 }, value: usage })
  }
}

/** A group as GS announces it; `text` gives its elements. */
export function groupFrom(text: (element: number) => string): Group {
  return {
    functionalId: text(1),
    sender: text(2),
    receiver: text(3),
    date: toBusinessDate(text(4)) ?? text(4),
    controlNumber: text(6),
    version: text(8),
    sets: [],
    issues: [],
  }
}

/** What is wrong with GS itself. */
export function checkGroup(group: Group, offset: number, add: Add): void {
  const at = { segment: 'GS', offset }
  if (!Object.values(setGuides).some(guide => guide.functionalId === group.functionalId)) {
    const message = `Functional group ${group.functionalId || '(none)'} is not one that this hub reads.`
    add('unsupported-group', { message, at: { ...at, element: 1 }, value: group.functionalId })
  }
  if (group.version === '') add('unsupported-version', { message: 'GS08 names no version.', at: { ...at, element: 8 } })
  if (!/^\d{1,9}$/.test(group.controlNumber)) {
    const message = `GS06 "${group.controlNumber}" is no number of at most nine digits.`
    add('invalid-group-header', { message, at: { ...at, element: 6 }, value: group.controlNumber })
  }
}

/** What a trailer says, and what it should say. */
export interface Trailer {
  /** `IEA`, `GE` or `SE`, and the element that it repeats: `ISA13`, `GS06`, `ST02`. */
  tag: string
  repeats: string
  /** What it counts, in words. */
  counts: string
  claimed: string
  counted: number
  number: string
  expected: string
  at: Finding['at']
  countCode: ProblemCode
  numberCode: ProblemCode
}

/** Compares a trailer with what came before it. */
export function checkTrailer(trailer: Trailer, add: Add): void {
  const { tag, claimed, counted, number, expected, at } = trailer
  if (Number(claimed) !== counted || claimed === '') {
    const message = `${tag}01 says ${claimed || 'nothing'}, but ${counted} ${trailer.counts} came.`
    add(trailer.countCode, { message, at: { ...at, element: 1 }, value: claimed, expected: String(counted) })
  }
  if (number !== expected) {
    const message = `${tag}02 is ${number || 'empty'}, but ${trailer.repeats} is ${expected || 'empty'}.`
    add(trailer.numberCode, { message, at: { ...at, element: 2 }, value: number, expected })
  }
}

/** Whether a set belongs into its group. */
export function checkSetGroup(id: string, group: Group, add: Add): void {
  const guide = Object.hasOwn(setGuides, id) ? setGuides[id] : undefined
  if (!guide || guide.functionalId === group.functionalId) return
  const message = `Set ${id} belongs into a group ${guide.functionalId}, not ${group.functionalId}.`
  const at = { segment: 'ST', position: 1 }
  add('wrong-group-for-set', { message, at, value: group.functionalId, expected: guide.functionalId })
}

/** What the first bytes of a file that is no X12 tell of it, as far as they do. */
const lookalikes: readonly [readonly number[], string][] = [
  [[0xc9, 0xe2, 0xc1], 'The file is X12 in EBCDIC'],
  [[0xff, 0xfe], 'The file is text in UTF-16'],
  [[0xfe, 0xff], 'The file is text in UTF-16'],
  [[0x49, 0x00, 0x53, 0x00], 'The file is X12 in UTF-16'],
  [[0x50, 0x4b, 0x03, 0x04], 'The file is a ZIP archive'],
  [[0x25, 0x50, 0x44, 0x46], 'The file is a PDF'],
  [[0x55, 0x4e, 0x41], 'The file is EDIFACT'],
  [[0x55, 0x4e, 0x42], 'The file is EDIFACT'],
]

/** How texts begin that are no X12, or X12 that lacks something, and what to say of them. */
const openings: readonly [string, string][] = [
  ['<', 'The file is XML or HTML, which is not read; ask the sender for X12 in ASCII or UTF-8.'],
  ['{', 'The file is JSON, which is not read as X12; ask the sender for X12 in ASCII or UTF-8.'],
  [
    'SVNB',
    'The file is X12 in base64, which was not decoded; ask the sender to send it as it is, or to name the encoding.',
  ],
  ['isa', 'The file begins with isa in small letters; segment ids are capital letters: ask the sender for ISA.'],
  [
    'ISA',
    'The file begins with ISA, but the segment is cut or its sixteen elements cannot be told apart; ask the sender for the whole file.',
  ],
  ['GS', 'The file begins with GS; the ISA segment before it is missing, so that sender and delimiters are not known.'],
  [
    'ST',
    'The file begins with ST; the ISA and GS segments before it are missing, so that sender and delimiters are not known.',
  ],
]

/**
 * Says what stands outside any interchange: something in another encoding or format, where its first bytes tell. `first` says that no
 * interchange came before.
 */
export function strayMessage(bytes: Uint8Array, start: number, first: boolean): string {
  const known = lookalikes.find(([mark]) => mark.every((byte, i) => bytes[start + i] === byte))
  if (known) return `${known[1]}, which is not read; ask the sender for X12 in ASCII or UTF-8.`
  const opening = openings.find(([text]) => [...text].every((letter, i) => bytes[start + i] === letter.charCodeAt(0)))
  if (first && opening) return opening[1]
  return 'Something stands outside any interchange, before ISA or after IEA; it is not read.'
}

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
  const tell = (code: ProblemCode, element: number, why: string) => {
    const value = header.elements[element - 1]?.trimEnd() ?? ''
    const message = `ISA${String(element).padStart(2, '0')} "${value}" ${why}.`
    add(code, { message, at: { ...at, element }, value })
  }
  const [date, time, , , number, request, usage] = header.elements.slice(8).map(element => element.trimEnd())
  if (!/^\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(date ?? '')) tell('invalid-interchange-date', 9, 'is no date')
  if (!/^([01]\d|2[0-3])[0-5]\d$/.test(time ?? '')) tell('invalid-interchange-time', 10, 'is no time')
  if (!/^\d{9}$/.test(number ?? ''))
    tell('invalid-interchange-control-number', 13, 'is no number of nine digits; it is answered as it came')
  if (request !== '0' && request !== '1')
    tell('invalid-acknowledgment-request', 14, 'is neither 0 nor 1; no TA1 is wanted')
  if (usage !== interchange.usage)
    tell('invalid-usage', 15, 'is none of P, T and I; the interchange is taken as information')
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

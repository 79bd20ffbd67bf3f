import { hasErrors, type Issue, type Place } from '../issue.ts'
import { packCode } from './guides/model.ts'
import { setGuides } from './guides/registry.ts'
import { readInterchangeAcknowledgment } from './interchange-acknowledgments.ts'
import { Lexer } from './lexer.ts'
import { toBusinessDate, toClock } from './maps/dates.ts'
import { type Finding, issueOf, type ProblemCode } from './problems.ts'
import { Report } from './report.ts'
import { decode, SetBuffer } from './set-buffer.ts'
import { checkSet, mapDocument, type SetContext } from './set-reader.ts'
import type { Group, Interchange, ReadOptions, TransactionSet, Usage } from './types.ts'

/** Told of everything in the order in which it is read. Groups and interchanges are told when they begin and again when they end, with all that is wrong with them. */
export interface EnvelopeHandler {
  interchange(interchange: Interchange): void
  group(group: Group, interchange: Interchange): void
  set(set: TransactionSet, group: Group, interchange: Interchange): void
  groupEnd(group: Group, interchange: Interchange): void
  interchangeEnd(interchange: Interchange): void
  outside(issue: Issue): void
}

const tags = {
  GS: packCode('GS'),
  GE: packCode('GE'),
  ST: packCode('ST'),
  SE: packCode('SE'),
  IEA: packCode('IEA'),
  ISX: packCode('ISX'),
  TA1: packCode('TA1'),
}
/** Interchange control segments that may stand before the first group, and say nothing of the groups (X12.5). */
const interchangeSegments = new Set(['TA3', 'ISB', 'ISE'].map(packCode))

/** Reads interchanges from bytes that come in pieces of any size, one transaction set at a time: memory holds one set, not the file. */
export class EnvelopeReader {
  readonly #options: ReadOptions
  readonly #handler: EnvelopeHandler
  readonly #lexer = new Lexer()
  readonly #buffer = new SetBuffer()
  #interchange: Interchange | undefined
  #group: Group | undefined
  #inSet = false
  #setOffset = 0
  #setEnd = 0
  #release = -1
  #sets = 0
  #groups = 0
  #setNumbers = new Set<string>()
  #groupNumbers = new Set<string>()
  #interchangeNumbers = new Set<string>()
  #strayUntil = -1
  #any = false

  constructor(options: ReadOptions, handler: EnvelopeHandler) {
    this.#options = options
    this.#handler = handler
  }

  /** Adds bytes and reads as far as they go. */
  push(chunk: Uint8Array): void {
    this.#lexer.push(chunk)
    this.#read()
  }

  /** No more bytes will come: what is open is closed, and told to be incomplete. */
  end(): void {
    this.#lexer.end()
    this.#read()
    this.#closeInterchange(false)
    if (!this.#any) this.#outside('no-interchange', 'The file holds no X12 interchange: no ISA segment was found.', 0)
  }

  #read(): void {
    for (;;) {
      const token = this.#lexer.next()
      if (token === 'more' || token === 'end') return
      if (token === 'header') this.#openInterchange()
      else if (token === 'junk') this.#stray()
      else this.#segment()
    }
  }

  #segment(): void {
    const { count, starts, bytes } = this.#lexer
    if (count === 1 && starts[1]! - 1 === starts[0]!) {
      this.#remark('empty-segment', 'A segment is empty: two terminators follow each other.')
      return
    }
    this.#noteOddities()
    const key = keyAt(bytes, starts[0]!, starts[1]! - 1)
    if (key === tags.ST) this.#openSet()
    else if (key === tags.SE && this.#inSet) this.#closeSet(true)
    else if (key === tags.GS) this.#openGroup()
    else if (key === tags.GE) this.#trailGroup()
    else if (key === tags.IEA) this.#trailInterchange()
    else if (this.#inSet) this.#append()
    else this.#segmentBetween(key)
  }

  #noteOddities(): void {
    const { terminated, wrapped } = this.#lexer
    if (!terminated) this.#remark('unterminated-segment', 'The last segment has no terminator; it is read as it is.')
    if (wrapped) this.#remark('wrapped-lines', 'Lines are broken within segments; the breaks are dropped.')
  }

  /** Told once for each interchange. */
  #remark(code: ProblemCode, message: string): void {
    const interchange = this.#interchange
    if (interchange && !interchange.issues.some(issue => issue.code === code)) {
      this.#add(interchange.issues, code, { message, at: { offset: this.#lexer.offset } })
    }
  }

  #segmentBetween(key: number): void {
    if (key === tags.ISX) {
      this.#release = this.#text(1).charCodeAt(0)
      if (this.#release >= 0) this.#lexer.setRelease(this.#release)
    } else if (key === tags.TA1 && this.#interchange && !this.#group) {
      this.#interchange.acknowledgments.push(readInterchangeAcknowledgment([1, 2, 3, 4, 5].map(i => this.#text(i))))
    } else if (this.#group) {
      const message = `Segment ${this.#text(0).slice(0, 20)} stands outside any transaction set.`
      this.#add(this.#group.issues, 'segment-outside-set', { message, at: { offset: this.#lexer.offset } })
    } else if (!interchangeSegments.has(key) && this.#interchange) {
      const message = `Segment ${this.#text(0).slice(0, 20)} stands outside any functional group.`
      this.#add(this.#interchange.issues, 'segment-outside-group', { message, at: { offset: this.#lexer.offset } })
    }
  }

  #stray(): void {
    const { offset, length } = this.#lexer
    const adjoining = this.#strayUntil === offset
    this.#strayUntil = offset + length
    if (adjoining) return
    this.#outside(
      'outside-interchange',
      'Something stands outside any interchange, before ISA or after IEA; it is not read.',
      offset,
    )
  }

  #outside(code: ProblemCode, message: string, offset: number): void {
    const issue = issueOf(code, { message, at: { offset } }, this.#options.validation)
    if (issue) this.#handler.outside(issue)
  }

  #openInterchange(): void {
    this.#closeInterchange(false)
    const { header, offset, length } = this.#lexer
    if (!header) return
    this.#any = true
    this.#release = -1
    this.#groups = 0
    this.#groupNumbers = new Set()
    const [, , , , qualifier, sender, receiverQualifier, receiver, date, time, , version, number, wanted, usage] =
      header.elements.map(element => element.trimEnd())
    const interchange: Interchange = {
      senderQualifier: qualifier!,
      sender: sender!,
      receiverQualifier: receiverQualifier!,
      receiver: receiver!,
      date: toBusinessDate(date!) ?? date!,
      time: toClock(time!),
      controlNumber: number!,
      version: version!,
      usage: (['P', 'T', 'I'].includes(usage!) ? usage : 'I') as Usage,
      acknowledgmentRequested: wanted === '1',
      delimiters: header.delimiters,
      acknowledgments: [],
      groups: [],
      issues: [],
      offset,
      length,
    }
    this.#interchange = interchange
    this.#checkHeader(interchange, usage!, header.fixedWidth)
    this.#handler.interchange(interchange)
  }

  #checkHeader(interchange: Interchange, usage: string, fixedWidth: boolean): void {
    const at = { segment: 'ISA', offset: interchange.offset }
    if (!fixedWidth) {
      this.#add(interchange.issues, 'unpadded-header', { message: 'ISA does not have the fixed widths of X12.5.', at })
    }
    if (usage !== interchange.usage) {
      const message = `ISA15 "${usage}" is none of P, T and I; the interchange is taken as information.`
      this.#add(interchange.issues, 'invalid-header', { message, at: { ...at, element: 15 }, value: usage })
    }
    if (this.#interchangeNumbers.has(numberOf(interchange))) {
      const message = `Interchange control number ${interchange.controlNumber} came before in this file.`
      this.#add(interchange.issues, 'duplicate-interchange-control-number', { message, at: { ...at, element: 13 } })
    }
    this.#interchangeNumbers.add(numberOf(interchange))
  }

  #trailInterchange(): void {
    const interchange = this.#interchange
    if (!interchange) return
    this.#closeGroup(false)
    const [claimed, number] = [this.#text(1), this.#text(2)]
    const at = { segment: 'IEA', offset: this.#lexer.offset }
    if (Number(claimed) !== this.#groups || claimed === '') {
      const message = `IEA01 says ${claimed || 'nothing'}, but ${this.#groups} functional groups came.`
      this.#add(interchange.issues, 'group-count-mismatch', {
        message,
        at: { ...at, element: 1 },
        value: claimed,
        expected: String(this.#groups),
      })
    }
    if (number !== interchange.controlNumber) {
      const message = `IEA02 is ${number || 'empty'}, but ISA13 is ${interchange.controlNumber}.`
      const expected = interchange.controlNumber
      this.#add(interchange.issues, 'interchange-control-number-mismatch', {
        message,
        at: { ...at, element: 2 },
        value: number,
        expected,
      })
    }
    interchange.length = this.#lexer.offset + this.#lexer.length - interchange.offset
    this.#closeInterchange(true)
    this.#lexer.leave()
  }

  #closeInterchange(trailed: boolean): void {
    const interchange = this.#interchange
    if (!interchange) return
    this.#closeGroup(false)
    if (!trailed) {
      const message = 'The interchange ends without IEA: it was cut off.'
      this.#add(interchange.issues, 'missing-interchange-trailer', {
        message,
        at: { segment: 'IEA', offset: this.#position() },
      })
      interchange.length = this.#position() - interchange.offset
    }
    this.#interchange = undefined
    this.#handler.interchangeEnd(interchange)
  }

  #position(): number {
    return this.#lexer.offset + (this.#any && this.#interchange ? this.#lexer.length : 0)
  }

  #openGroup(): void {
    this.#closeGroup(false)
    const interchange = this.#interchange!
    const [functionalId, sender, receiver, date, , controlNumber] = [1, 2, 3, 4, 5, 6].map(i =>
      this.#text(i),
    ) as string[]
    const group: Group = {
      functionalId: functionalId!,
      sender: sender!,
      receiver: receiver!,
      date: toBusinessDate(date!) ?? date!,
      controlNumber: controlNumber!,
      version: this.#text(8),
      sets: [],
      issues: [],
    }
    this.#group = group
    this.#groups++
    this.#sets = 0
    this.#setNumbers = new Set()
    this.#checkGroup(group)
    this.#handler.group(group, interchange)
  }

  #checkGroup(group: Group): void {
    const at = { segment: 'GS', offset: this.#lexer.offset }
    if (!Object.values(setGuides).some(guide => guide.functionalId === group.functionalId)) {
      const message = `Functional group ${group.functionalId || '(none)'} is not one that this hub reads.`
      this.#add(group.issues, 'unsupported-group', { message, at: { ...at, element: 1 }, value: group.functionalId })
    }
    if (group.version === '') {
      this.#add(group.issues, 'unsupported-version', { message: 'GS08 names no version.', at: { ...at, element: 8 } })
    }
    if (!/^\d{1,9}$/.test(group.controlNumber)) {
      const message = `GS06 "${group.controlNumber}" is no number of at most nine digits.`
      this.#add(group.issues, 'invalid-group-header', {
        message,
        at: { ...at, element: 6 },
        value: group.controlNumber,
      })
    }
    if (this.#groupNumbers.has(group.controlNumber)) {
      const message = `Group control number ${group.controlNumber} came before in this interchange.`
      this.#add(group.issues, 'duplicate-group-control-number', {
        message,
        at: { ...at, element: 6 },
        value: group.controlNumber,
      })
    }
    this.#groupNumbers.add(group.controlNumber)
  }

  #trailGroup(): void {
    const group = this.#group
    if (!group) {
      this.#segmentBetween(tags.GE)
      return
    }
    this.#closeSet(false)
    const [claimed, number] = [this.#text(1), this.#text(2)]
    const at = { segment: 'GE', offset: this.#lexer.offset }
    if (Number(claimed) !== this.#sets || claimed === '') {
      const message = `GE01 says ${claimed || 'nothing'}, but ${this.#sets} transaction sets came.`
      this.#add(group.issues, 'set-count-mismatch', {
        message,
        at: { ...at, element: 1 },
        value: claimed,
        expected: String(this.#sets),
      })
    }
    if (number !== group.controlNumber) {
      const message = `GE02 is ${number || 'empty'}, but GS06 is ${group.controlNumber}.`
      this.#add(group.issues, 'group-control-number-mismatch', {
        message,
        at: { ...at, element: 2 },
        value: number,
        expected: group.controlNumber,
      })
    }
    this.#closeGroup(true)
  }

  #closeGroup(trailed: boolean): void {
    const group = this.#group
    if (!group) return
    this.#closeSet(false)
    if (!trailed) {
      const message = 'The functional group ends without GE: it was cut off.'
      this.#add(group.issues, 'missing-group-trailer', { message, at: { segment: 'GE', offset: this.#lexer.offset } })
    }
    this.#group = undefined
    this.#handler.groupEnd(group, this.#interchange!)
  }

  #openSet(): void {
    this.#closeSet(false)
    if (!this.#group) {
      this.#segmentBetween(tags.ST)
      return
    }
    this.#inSet = true
    this.#sets++
    this.#setOffset = this.#lexer.offset
    this.#buffer.reset()
    this.#append()
  }

  #append(): void {
    this.#buffer.append(this.#lexer, this.#release)
    this.#setEnd = this.#lexer.offset + this.#lexer.length
  }

  #closeSet(trailed: boolean): void {
    if (!this.#inSet) return
    if (trailed) this.#append()
    this.#inSet = false
    const set = this.#finishSet(trailed)
    this.#handler.set(set, this.#group!, this.#interchange!)
  }

  #finishSet(trailed: boolean): TransactionSet {
    const buffer = this.#buffer
    const id = buffer.text(0, 1)
    const controlNumber = buffer.text(0, 2)
    const context = this.#setContext(id, controlNumber)
    const checked = checkSet(buffer, trailed ? buffer.count - 1 : buffer.count, context)
    this.#checkSetEnvelope(trailed, id, controlNumber, context.report)
    const document = this.#options.documents === false ? undefined : mapDocument(buffer, checked, context)
    return {
      id,
      controlNumber,
      ...(document && !hasErrors(context.report.issues) ? { document } : {}),
      issues: context.report.issues,
      segmentsCount: buffer.count,
      offset: this.#setOffset,
      length: this.#setEnd - this.#setOffset,
    }
  }

  #setContext(id: string, controlNumber: string): SetContext {
    const interchange = this.#interchange!
    const { version } = this.#group!
    const overlay = this.#options.overlay?.(interchange.sender, interchange.receiver, id, version)
    const severities = { ...this.#options.validation?.severities, ...overlay?.severities }
    const place = { ...this.#place(), set: { id, controlNumber } }
    const report = new Report(place, { severities }, this.#options.maxIssuesPerSet ?? 100)
    return { id, version, place, delimiters: interchange.delimiters, overlay, report }
  }

  #checkSetEnvelope(trailed: boolean, id: string, controlNumber: string, report: Report): void {
    const buffer = this.#buffer
    const last = buffer.count - 1
    const guide = Object.hasOwn(setGuides, id) ? setGuides[id] : undefined
    const { functionalId } = this.#group!
    if (guide && guide.functionalId !== functionalId) {
      const message = `Set ${id} belongs into a group ${guide.functionalId}, not ${functionalId}.`
      report.add('wrong-group-for-set', {
        message,
        at: { segment: 'ST', position: 1 },
        value: functionalId,
        expected: guide.functionalId,
      })
    }
    if (this.#setNumbers.has(controlNumber)) {
      const message = `Set control number ${controlNumber} came before in this group.`
      report.add('duplicate-set-control-number', { message, at: { segment: 'ST', position: 1 }, value: controlNumber })
    }
    this.#setNumbers.add(controlNumber)
    if (!trailed) {
      report.add('missing-set-trailer', {
        message: 'The transaction set ends without SE: it was cut off.',
        at: { segment: 'SE', position: last + 2 },
      })
      return
    }
    const [claimed, number] = [buffer.text(last, 1), buffer.text(last, 2)]
    const at = { segment: 'SE', position: last + 1, offset: buffer.offsets[last]! }
    if (Number(claimed) !== buffer.count) {
      const message = `SE01 says ${claimed || 'nothing'}, but ${buffer.count} segments came.`
      report.add('segment-count-mismatch', { message, at, value: claimed, expected: String(buffer.count) })
    }
    if (number !== controlNumber) {
      const message = `SE02 is ${number || 'empty'}, but ST02 is ${controlNumber || 'empty'}.`
      report.add('set-control-number-mismatch', { message, at, value: number, expected: controlNumber })
    }
  }

  #place(): Place {
    return {
      ...(this.#interchange ? { interchange: this.#interchange.controlNumber } : {}),
      ...(this.#group ? { group: this.#group.controlNumber } : {}),
    }
  }

  #add(issues: Issue[], code: ProblemCode, finding: Finding): void {
    const issue = issueOf(code, { ...finding, at: { ...this.#place(), ...finding.at } }, this.#options.validation)
    if (issue && issues.length < (this.#options.maxIssuesPerSet ?? 100)) issues.push(issue)
  }

  /** An element of the segment that the lexer holds, without trailing spaces. */
  #text(element: number): string {
    const { starts, count, bytes } = this.#lexer
    if (element >= count) return ''
    return decode(bytes.subarray(starts[element]!, starts[element + 1]! - 1))
      .replace(/[\r\n]/g, '')
      .trimEnd()
  }
}

function keyAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 3) return -1
  let key = 0
  for (let at = start; at < end; at++) key = (key << 8) | bytes[at]!
  return key
}

/** An interchange is known by sender, receiver and number together. */
function numberOf(interchange: Interchange): string {
  return [interchange.sender, interchange.receiver, interchange.controlNumber].join('\n')
}

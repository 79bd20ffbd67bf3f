import { hasErrors, type Issue, type Place } from '../issue.ts'
import {
  type Add,
  checkGroup,
  checkInterchange,
  checkSetGroup,
  checkTrailer,
  groupFrom,
  interchangeFrom,
  type Trailer,
} from './envelope-segments.ts'
import { packCode } from './guides/model.ts'
import { readInterchangeAcknowledgment } from './interchange-acknowledgments.ts'
import { Lexer } from './lexer.ts'
import { type Finding, issueOf, type ProblemCode } from './problems.ts'
import { Report } from './report.ts'
import { decode, SetBuffer } from './set-buffer.ts'
import { checkSet, mapDocument, type SetContext } from './set-reader.ts'
import type { Group, Interchange, ReadOptions, TransactionSet } from './types.ts'

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
    const interchange = interchangeFrom(header, offset, length)
    this.#interchange = interchange
    checkInterchange(interchange, header, this.#adder(interchange.issues))
    const known = numberOf(interchange)
    if (this.#interchangeNumbers.has(known)) {
      const message = `Interchange control number ${interchange.controlNumber} came before in this file.`
      this.#add(interchange.issues, 'duplicate-interchange-control-number', {
        message,
        at: { segment: 'ISA', offset, element: 13 },
      })
    }
    this.#interchangeNumbers.add(known)
    this.#handler.interchange(interchange)
  }

  #trailInterchange(): void {
    const interchange = this.#interchange
    if (!interchange) return
    this.#closeGroup(false)
    this.#checkTrailer(interchange.issues, {
      tag: 'IEA',
      repeats: 'ISA13',
      counts: 'functional groups',
      counted: this.#groups,
      expected: interchange.controlNumber,
      countCode: 'group-count-mismatch',
      numberCode: 'interchange-control-number-mismatch',
    })
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
    const group = groupFrom(element => this.#text(element))
    this.#group = group
    this.#groups++
    this.#sets = 0
    this.#setNumbers = new Set()
    checkGroup(group, this.#lexer.offset, this.#adder(group.issues))
    if (this.#groupNumbers.has(group.controlNumber)) {
      const message = `Group control number ${group.controlNumber} came before in this interchange.`
      const at = { segment: 'GS', offset: this.#lexer.offset, element: 6 }
      this.#add(group.issues, 'duplicate-group-control-number', { message, at, value: group.controlNumber })
    }
    this.#groupNumbers.add(group.controlNumber)
    this.#handler.group(group, interchange)
  }

  #trailGroup(): void {
    const group = this.#group
    if (!group) {
      this.#segmentBetween(tags.GE)
      return
    }
    this.#closeSet(false)
    this.#checkTrailer(group.issues, {
      tag: 'GE',
      repeats: 'GS06',
      counts: 'transaction sets',
      counted: this.#sets,
      expected: group.controlNumber,
      countCode: 'set-count-mismatch',
      numberCode: 'group-control-number-mismatch',
    })
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
    const add: Add = (code, finding) => report.add(code, finding)
    const buffer = this.#buffer
    const last = buffer.count - 1
    checkSetGroup(id, this.#group!, add)
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
    const at = { segment: 'SE', position: last + 1, offset: buffer.offsets[last]! }
    const trailer = {
      tag: 'SE',
      repeats: 'ST02',
      counts: 'segments',
      counted: buffer.count,
      expected: controlNumber,
      at,
    }
    const said = { claimed: buffer.text(last, 1), number: buffer.text(last, 2) }
    const codes = { countCode: 'segment-count-mismatch', numberCode: 'set-control-number-mismatch' } as const
    checkTrailer({ ...trailer, ...said, ...codes }, add)
  }

  /** Compares IEA or GE, which the lexer holds, with what came. */
  #checkTrailer(issues: Issue[], trailer: Omit<Trailer, 'claimed' | 'number' | 'at'>): void {
    const at = { segment: trailer.tag, offset: this.#lexer.offset }
    checkTrailer({ ...trailer, claimed: this.#text(1), number: this.#text(2), at }, this.#adder(issues))
  }

  #adder(issues: Issue[]): Add {
    return (code, finding) => this.#add(issues, code, finding)
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

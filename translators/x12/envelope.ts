import type { Issue } from '../issue.ts'
import { checkInterchange, checkTrailer, interchangeFrom } from './envelope-segments.ts'
import { GroupReader } from './group-reader.ts'
import { packCode } from './guides/model.ts'
import { readInterchangeAcknowledgment } from './interchange-acknowledgments.ts'
import { Lexer, traits } from './lexer.ts'
import { OutsideRun } from './outside-run.ts'
import { issueOf, type ProblemCode } from './problems.ts'
import { Report } from './report.ts'
import { SetCollector } from './set-collector.ts'
import { StrayRun } from './stray-run.ts'
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
  readonly #sets: SetCollector
  #interchange: Interchange | undefined
  /** What is wrong with the interchange. */
  #report: Report | undefined
  #group: GroupReader | undefined
  readonly #outsideRun = new OutsideRun('segment-outside-group', 'functional group, whose GS is missing')
  #groupCount = 0
  #groupNumbers = new Set<string>()
  #interchangeNumbers = new Set<string>()
  /** Where the interchange's last segment ends. */
  #end = 0
  readonly #strays = new StrayRun()
  #any = false

  constructor(options: ReadOptions, handler: EnvelopeHandler) {
    this.#options = options
    this.#handler = handler
    this.#sets = new SetCollector(options)
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
    const lexer = this.#lexer
    this.#end = lexer.offset + lexer.length
    if (lexer.count === 1 && lexer.starts[1]! - 1 === lexer.starts[0]!) {
      this.#remark('empty-segment', 'A segment is empty: two terminators follow each other.')
      return
    }
    if (!lexer.terminated || lexer.traits & traits.wrapped) this.#tellOddities()
    const { key } = lexer
    if (key === tags.GS) this.#openGroup()
    else if (key === tags.IEA) this.#trailInterchange()
    else if (!this.#group) this.#segmentBetween(key)
    else if (key === tags.ST) this.#group.openSet()
    else if (key === tags.SE) this.#group.closeSet()
    else if (key === tags.GE) this.#trailGroup()
    else if (key === tags.ISX && !this.#sets.open) this.#setRelease()
    else this.#group.segment()
  }

  #tellOddities(): void {
    const { terminated, overlong } = this.#lexer
    if (overlong)
      this.#remark(
        'overlong-segment',
        'A segment is longer than 1 MiB: a terminator is missing. It is cut; what follows up to the next terminator is not read.',
      )
    else if (!terminated)
      this.#remark('unterminated-segment', 'The last segment has no terminator; it is read as it is.')
    if (this.#lexer.traits & traits.wrapped)
      this.#remark('wrapped-lines', 'Lines are broken within segments; the breaks are dropped.')
  }

  /** Told once for each interchange. */
  #remark(code: ProblemCode, message: string): void {
    if (this.#report?.issues.some(issue => issue.code === code)) return
    const group = this.#group?.group.controlNumber
    this.#report?.add(code, { message, at: { ...(group === undefined ? {} : { group }), offset: this.#lexer.offset } })
  }

  /** A segment between interchange header and group, or between groups. */
  #segmentBetween(key: number): void {
    const lexer = this.#lexer
    if (key === tags.ISX) {
      this.#setRelease()
    } else if (key === tags.TA1) {
      const elements = [1, 2, 3, 4, 5].map(element => lexer.text(element))
      this.#interchange?.acknowledgments.push(readInterchangeAcknowledgment(elements))
    } else if (!interchangeSegments.has(key)) {
      if (this.#report) this.#outsideRun.add(lexer, this.#report)
    }
  }

  #setRelease(): void {
    const release = this.#lexer.text(1)
    const interchange = this.#interchange
    if (!interchange) return
    if (!isDelimiter(release) || Object.values(interchange.delimiters).includes(release)) {
      this.#remark('invalid-header', `ISX01 "${release.slice(0, 9)}" can be no release character; none is used.`)
      return
    }
    this.#lexer.setRelease(release.charCodeAt(0))
    interchange.delimiters = { ...interchange.delimiters, release }
  }

  #stray(): void {
    const { bytes, start, length, offset } = this.#lexer
    for (const stray of this.#strays.add(bytes.subarray(start, start + length), offset, !this.#any)) {
      this.#outside(stray.code, stray.message, stray.offset)
    }
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
    this.#strays.end()
    this.#outsideRun.end()
    this.#end = offset + length
    this.#groupCount = 0
    this.#groupNumbers = new Set()
    const interchange = interchangeFrom(header, offset, length)
    const { validation, maxIssuesPerSet } = this.#options
    const report = new Report({ interchange: interchange.controlNumber }, validation, maxIssuesPerSet)
    interchange.issues = report.issues
    this.#interchange = interchange
    this.#report = report
    checkInterchange(interchange, header, (code, finding) => report.add(code, finding))
    const known = numberOf(interchange)
    if (this.#interchangeNumbers.has(known)) {
      const message = `Interchange control number ${interchange.controlNumber} came before in this file.`
      report.add('duplicate-interchange-control-number', { message, at: { segment: 'ISA', offset, element: 13 } })
    }
    this.#interchangeNumbers.add(known)
    this.#handler.interchange(interchange)
  }

  #trailInterchange(): void {
    const { offset } = this.#lexer
    this.#closeGroup(false)
    checkTrailer(
      {
        tag: 'IEA',
        repeats: 'ISA13',
        counts: 'functional groups',
        claimed: this.#lexer.text(1),
        counted: this.#groupCount,
        number: this.#lexer.text(2),
        expected: this.#interchange?.controlNumber ?? '',
        at: { segment: 'IEA', offset },
        countCode: 'group-count-mismatch',
        numberCode: 'interchange-control-number-mismatch',
      },
      (code, finding) => this.#report?.add(code, finding),
    )
    this.#closeInterchange(true)
    this.#lexer.leave()
  }

  #closeInterchange(trailed: boolean): void {
    const interchange = this.#interchange
    if (!interchange) return
    this.#closeGroup(false)
    if (!trailed) {
      const message = 'The interchange ends without IEA: it was cut off.'
      this.#report?.add('missing-interchange-trailer', { message, at: { segment: 'IEA', offset: this.#end } })
    }
    interchange.length = this.#end - interchange.offset
    this.#interchange = undefined
    this.#report = undefined
    this.#handler.interchangeEnd(interchange)
  }

  #openGroup(): void {
    this.#closeGroup(false)
    const interchange = this.#interchange!
    this.#outsideRun.end()
    this.#groupCount++
    this.#group = new GroupReader({
      lexer: this.#lexer,
      sets: this.#sets,
      options: this.#options,
      interchange,
      handler: this.#handler,
      numbers: this.#groupNumbers,
    })
  }

  #trailGroup(): void {
    this.#group?.trail()
    this.#closeGroup(true)
  }

  #closeGroup(trailed: boolean): void {
    const group = this.#group
    this.#group = undefined
    group?.close(trailed)
  }
}

/** One character of ASCII that is neither letter nor digit. */
function isDelimiter(text: string): boolean {
  return text.length === 1 && text <= '\u007f' && !/[A-Za-z0-9]/.test(text)
}

/** An interchange is known by sender, receiver and number together. */
function numberOf(interchange: Interchange): string {
  return [interchange.sender, interchange.receiver, interchange.controlNumber].join('\n')
}

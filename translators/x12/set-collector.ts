import { hasErrors, type Place } from '../issue.ts'
import { checkCharacters } from './character-check.ts'
import { type Add, checkSetGroup, checkTrailer } from './envelope-segments.ts'
import type { Lexer } from './lexer.ts'
import { Report } from './report.ts'
import { SetBuffer } from './set-buffer.ts'
import { type CheckedSet, checkSet, mapDocument, type SetContext } from './set-reader.ts'
import type { Group, Interchange, ReadOptions, TransactionSet } from './types.ts'

/** Gathers the segments of one transaction set after another, and makes of each what the options ask for: an envelope compared, elements checked, a document. */
export class SetCollector {
  readonly #options: ReadOptions
  readonly #envelopeOnly: boolean
  readonly #buffer = new SetBuffer()
  #interchange: Interchange | undefined
  #group: Group | undefined
  /** Segments so far, ST included. */
  #segments = 0
  #offset = 0
  #end = 0
  #lastCode = -1
  #lastId = ''
  /** ST02 of the sets of this group. */
  #numbers = new Set<string>()

  constructor(options: ReadOptions) {
    this.#options = options
    this.#envelopeOnly = options.envelopeOnly === true
  }

  /** Whether a set is open. */
  get open(): boolean {
    return this.#group !== undefined
  }

  /** A new group: its set control numbers are its own. */
  startGroup(): void {
    this.#numbers = new Set()
  }

  /** Begins a set with the ST that the lexer holds. */
  start(lexer: Lexer, interchange: Interchange, group: Group): void {
    this.#interchange = interchange
    this.#group = group
    this.#segments = 0
    this.#offset = lexer.offset
    this.#buffer.reset()
    this.#append(lexer)
  }

  /** Adds the segment that the lexer holds; where only the envelope is wanted it is counted. */
  add(lexer: Lexer): void {
    if (!this.#envelopeOnly) {
      this.#append(lexer)
      return
    }
    this.#segments++
    this.#end = lexer.offset + lexer.length
  }

  /** Ends the set with the SE that the lexer holds. */
  finish(lexer: Lexer): TransactionSet {
    this.#append(lexer)
    return this.#close(true)
  }

  /** Ends a set whose SE never came. */
  abandon(): TransactionSet {
    return this.#close(false)
  }

  #append(lexer: Lexer): void {
    this.#buffer.append(lexer)
    this.#segments++
    this.#end = lexer.offset + lexer.length
  }

  #close(trailed: boolean): TransactionSet {
    const buffer = this.#buffer
    const id = this.#id()
    const controlNumber = buffer.text(0, 2)
    const context = this.#context(id, controlNumber)
    const { report } = context
    const checked = this.#envelopeOnly ? undefined : checkSet(buffer, buffer.count - (trailed ? 1 : 0), context)
    if (checked) this.#checkCharacters(checked.guide, context)
    this.#checkEnvelope(trailed, id, controlNumber, report)
    const wanted = checked && this.#options.documents !== false
    const document = wanted ? mapDocument(buffer, checked, context) : undefined
    this.#group = undefined
    const set: TransactionSet = {
      id,
      controlNumber,
      issues: report.issues,
      segmentsCount: this.#segments,
      offset: this.#offset,
      length: this.#end - this.#offset,
    }
    if (document && !hasErrors(report.issues)) set.document = document
    return set
  }

  /** ST01. Sets of one kind follow each other, so the text is made once. */
  #id(): string {
    const code = this.#buffer.code(0, 1)
    if (code !== this.#lastCode || code < 0) this.#lastId = this.#buffer.text(0, 1)
    this.#lastCode = code
    return this.#lastId
  }

  #context(id: string, controlNumber: string): SetContext {
    const interchange = this.#interchange!
    const { version, controlNumber: group } = this.#group!
    const { overlay: find, overlayContext, validation, maxIssuesPerSet } = this.#options
    const overlay = find?.(interchange.sender, interchange.receiver, id, version)
    const options = overlay?.severities
      ? { ...validation, severities: { ...validation?.severities, ...overlay.severities } }
      : validation
    const place: Place = { interchange: interchange.controlNumber, group, set: { id, controlNumber } }
    const report = new Report(place, options, maxIssuesPerSet)
    const { delimiters } = interchange
    return { id, version, release: validation?.release, delimiters, overlay, overlayContext, report }
  }

  #checkCharacters(guide: CheckedSet['guide'], { delimiters: { component, repetition }, report }: SetContext): void {
    const inner = repetition ? [component, repetition] : [component]
    checkCharacters(this.#buffer, guide, this.#options.validation?.characterSet, inner, report)
  }

  #checkEnvelope(trailed: boolean, id: string, controlNumber: string, report: Report): void {
    const add: Add = (code, finding) => report.add(code, finding)
    checkSetGroup(id, this.#group!, add)
    if (this.#numbers.has(controlNumber)) {
      const message = `Set control number ${controlNumber} came before in this group.`
      report.add('duplicate-set-control-number', { message, at: { segment: 'ST', position: 1 }, value: controlNumber })
    }
    this.#numbers.add(controlNumber)
    if (trailed) {
      if (!this.#trailerAgrees()) this.#checkTrailer(controlNumber, add)
    } else {
      const message = 'The transaction set ends without SE: it was cut off.'
      report.add('missing-set-trailer', { message, at: { segment: 'SE', position: this.#segments + 1 } })
    }
  }

  /** Told by bytes alone, as nearly every set's trailer agrees. */
  #trailerAgrees(): boolean {
    const buffer = this.#buffer
    const last = buffer.count - 1
    return buffer.count > 1 && buffer.digits(last, 1) === this.#segments && buffer.equal(last, 2, 0, 2)
  }

  #checkTrailer(controlNumber: string, add: Add): void {
    const buffer = this.#buffer
    const last = buffer.count - 1
    checkTrailer(
      {
        tag: 'SE',
        repeats: 'ST02',
        counts: 'segments',
        claimed: buffer.text(last, 1),
        counted: this.#segments,
        number: buffer.text(last, 2),
        expected: controlNumber,
        at: { segment: 'SE', position: this.#segments, offset: buffer.offsets[last]! },
        countCode: 'segment-count-mismatch',
        numberCode: 'set-control-number-mismatch',
      },
      add,
    )
  }
}

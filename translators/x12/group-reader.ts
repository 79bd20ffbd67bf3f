import type { EnvelopeHandler } from './envelope.ts'
import { checkGroup, checkTrailer, groupFrom } from './envelope-segments.ts'
import type { Lexer } from './lexer.ts'
import { OutsideRun } from './outside-run.ts'
import { Report } from './report.ts'
import type { SetCollector } from './set-collector.ts'
import type { Group, Interchange, ReadOptions, TransactionSet } from './types.ts'

/** What a group is read with. */
export interface GroupContext {
  /** Holds GS to begin with, then one segment of the group after the other. */
  lexer: Lexer
  sets: SetCollector
  options: ReadOptions
  interchange: Interchange
  handler: EnvelopeHandler
  /** GS06 of the interchange's groups so far. */
  numbers: Set<string>
}

/** One functional group while it is read, GS to GE. */
export class GroupReader {
  readonly group: Group
  readonly #context: GroupContext
  readonly #report: Report
  readonly #outside = new OutsideRun('segment-outside-set', 'transaction set, whose ST is missing')
  #sets = 0

  constructor(context: GroupContext) {
    const { lexer, sets, options, interchange, handler, numbers } = context
    const group = groupFrom(element => lexer.text(element))
    const { controlNumber } = group
    const place = { interchange: interchange.controlNumber, group: controlNumber }
    const report = new Report(place, options.validation, options.maxIssuesPerSet)
    group.issues = report.issues
    this.group = group
    this.#context = context
    this.#report = report
    sets.startGroup()
    checkGroup(group, lexer.offset, (code, finding) => report.add(code, finding))
    if (numbers.has(controlNumber)) {
      const message = `Group control number ${controlNumber} came before in this interchange.`
      const at = { segment: 'GS', offset: lexer.offset, element: 6 }
      report.add('duplicate-group-control-number', { message, at, value: controlNumber })
    }
    numbers.add(controlNumber)
    handler.group(group, interchange)
  }

  /** ST begins a set. One that is still open has no SE. */
  openSet(): void {
    const { sets, lexer, interchange } = this.#context
    this.#abandonSet()
    this.#outside.end()
    this.#sets++
    sets.start(lexer, interchange, this.group)
  }

  /** SE ends the set. */
  closeSet(): void {
    const { sets, lexer } = this.#context
    if (sets.open) this.#tell(sets.finish(lexer))
    else this.segment()
  }

  /** Any other segment: it belongs to the open set, or to none. */
  segment(): void {
    const { sets, lexer } = this.#context
    if (sets.open) {
      sets.add(lexer)
      return
    }
    this.#outside.add(lexer, this.#report)
  }

  /** Compares GE with what came. */
  trail(): void {
    const { lexer } = this.#context
    this.#abandonSet()
    checkTrailer(
      {
        tag: 'GE',
        repeats: 'GS06',
        counts: 'transaction sets',
        claimed: lexer.text(1),
        counted: this.#sets,
        number: lexer.text(2),
        expected: this.group.controlNumber,
        at: { segment: 'GE', offset: lexer.offset },
        countCode: 'set-count-mismatch',
        numberCode: 'group-control-number-mismatch',
      },
      (code, finding) => this.#report.add(code, finding),
    )
  }

  /** The group is over, with GE or without. */
  close(trailed: boolean): void {
    const { lexer, handler, interchange } = this.#context
    this.#abandonSet()
    if (!trailed) {
      const message = 'The functional group ends without GE: it was cut off.'
      this.#report.add('missing-group-trailer', { message, at: { segment: 'GE', offset: lexer.offset } })
    }
    handler.groupEnd(this.group, interchange)
  }

  #abandonSet(): void {
    const { sets } = this.#context
    if (sets.open) this.#tell(sets.abandon())
  }

  #tell(set: TransactionSet): void {
    this.#context.handler.set(set, this.group, this.#context.interchange)
  }
}

import { parseArgs } from 'node:util'
import type { FunctionalAcknowledgment } from '../../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../../translators/issue.ts'
import { AnnotatedReader } from '../../../translators/x12/annotate/annotated-reader.ts'
import {
  functionalAcknowledgmentsOf,
  type Interchange,
  interchangeAcknowledgmentOf,
  type Overlay,
  type ReadOptions,
  type WriteEnvelope,
  writeInterchangeAcknowledgments,
  writeX12,
} from '../../../translators/x12/index.ts'
import { CannotRun, type Command, type CommandIo } from '../command.ts'
import { inputNames } from '../input.ts'
import { type EnvelopeValues, envelopeNumbers, envelopeOptions } from './envelope-options.ts'
import { reportIssues } from './report-issues.ts'
import { readingFrom, readingOptions, readPieces } from './source.ts'

/** Answers X12 as the hub would. */
export const x12Ack: Command = {
  name: 'x12 ack',
  does: 'answer X12: print its functional acknowledgments (997 or 999), and the TA1 where ISA14 asks for one',
  usage: `crossdock x12 ack orders.edi
crossdock x12 ack --set 999 --control-number 17 --no-lines orders.edi > answer.edi
crossdock x12 ack --ta1 orders.edi            a TA1 even when ISA14 does not ask for it
crossdock x12 ack --overlay northwind-850.json orders.edi
crossdock x12 ack --json orders.edi           what the answers say: one a line, the TA1 where it is asked for
crossdock x12 ack *.edi                       several files, each under the next numbers

Also --release 005010 (whose guide reads), --group-control-number, --set-control-number, --at 2026-11-22T15:04Z.
Exit status: 0 answered, 1 an answer could not be written, 2 wrong usage or not X12.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      allowNegative: true,
      options: {
        ...envelopeOptions,
        ...readingOptions,
        set: { type: 'string', default: '997' },
        ta1: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    })
    if (values.set !== '997' && values.set !== '999') throw new CannotRun('--set takes 997 or 999.')
    const answering = new Answering(io, values, values.set)
    const reading = readingFrom(values)
    for (const name of inputNames(positionals)) await readPieces(name, io, readerFor(answering, reading))
    if (!answering.any) io.error('Nothing here asks for an answer: acknowledgments are not acknowledged.\n')
    return answering.failed ? 1 : 0
  },
}

function readerFor(answering: Answering, reading: ReadOptions): AnnotatedReader {
  return new AnnotatedReader(reading, {
    // Only the issues of a set are answered: its document goes, so that memory does not grow with the file.
    set({ set, group }) {
      delete set.document
      group.sets.push(set)
    },
    groupEnd: (group, interchange) => interchange.groups.push(group),
    interchangeEnd: interchange => answering.answer(interchange),
  })
}

interface AnswerValues extends EnvelopeValues {
  /** A TA1 whether it is asked for or not. */
  ta1?: boolean
  /** What the answers say, as JSON. */
  json?: boolean
}

/** Writes the answers, each interchange under the next number. */
class Answering {
  any = false
  failed = false
  readonly #io: CommandIo
  readonly #numbers: ReturnType<typeof envelopeNumbers>
  readonly #overlay: Overlay
  readonly #always: boolean
  readonly #json: boolean

  constructor(io: CommandIo, values: AnswerValues, set: string) {
    this.#io = io
    this.#numbers = envelopeNumbers(values)
    this.#overlay = { set, lineBreak: values.lines ? '\n' : '' }
    this.#always = values.ta1 ?? false
    this.#json = values.json ?? false
  }

  answer(interchange: Interchange): void {
    const wantsTa1 = interchange.acknowledgmentRequested || this.#always
    if (this.#json) {
      const ta1 = { kind: 'interchange-acknowledgment', ...interchangeAcknowledgmentOf(interchange) }
      for (const each of [...(wantsTa1 ? [ta1] : []), ...functionalAcknowledgmentsOf(interchange)]) this.#tell(each)
      return
    }
    if (wantsTa1) {
      const envelope = this.#envelope(interchange, versionOf(interchange.groups[0]?.version))
      this.#put(writeInterchangeAcknowledgments([interchangeAcknowledgmentOf(interchange)], envelope, this.#overlay))
    }
    for (const [version, answers] of byVersion(interchange)) {
      const written = writeX12(answers, this.#envelope(interchange, version), this.#overlay)
      this.#numbers.groupControlNumber += answers.length - 1
      this.#numbers.firstSetControlNumber += answers.length
      this.#put(written)
    }
  }

  #tell(answer: object): void {
    this.any = true
    this.#io.out(`${JSON.stringify(answer)}\n`)
  }

  /** From whom it was for, to whom it came from. */
  #envelope(interchange: Interchange, version: string): WriteEnvelope {
    const [group] = interchange.groups
    return {
      senderQualifier: interchange.receiverQualifier,
      sender: interchange.receiver,
      receiverQualifier: interchange.senderQualifier,
      receiver: interchange.sender,
      ...(group?.receiver ? { groupSender: group.receiver } : {}),
      ...(group?.sender ? { groupReceiver: group.sender } : {}),
      version,
      usage: interchange.usage === 'P' ? 'P' : 'T',
      ...this.#numbers,
    }
  }

  #put({ bytes, issues }: { bytes: Uint8Array; issues: readonly Issue[] }): void {
    this.any = true
    this.#io.out(bytes)
    reportIssues(issues, this.#io)
    if (hasErrors(issues)) this.failed = true
    this.#numbers.interchangeControlNumber++
    this.#numbers.groupControlNumber++
  }
}

/** A group is answered in its own version. */
function byVersion(interchange: Interchange): Map<string, FunctionalAcknowledgment[]> {
  const answers = new Map<string, FunctionalAcknowledgment[]>()
  for (const group of interchange.groups) {
    const version = versionOf(group.version)
    const own = functionalAcknowledgmentsOf({ ...interchange, groups: [group] })
    if (own.length > 0) answers.set(version, [...(answers.get(version) ?? []), ...own])
  }
  return answers
}

/** GS08, or the usual version where it names none that could be written. */
function versionOf(version: string | undefined): string {
  return version && /^\d{6}[A-Z0-9]{0,6}$/.test(version) ? version : '004010'
}

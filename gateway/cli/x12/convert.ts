import { parseArgs } from 'node:util'
import { type CsvKind, type CsvLayout, csvLayout, defaultLayouts, writeCsv } from '../../../translators/csv/index.ts'
import { type BusinessDocument, type DocumentKind, documentKinds } from '../../../translators/documents/index.ts'
import { hasErrors } from '../../../translators/issue.ts'
import { AnnotatedReader } from '../../../translators/x12/annotate/annotated-reader.ts'
import type { ReadOptions } from '../../../translators/x12/index.ts'
import { CannotRun, type Command, type CommandIo } from '../command.ts'
import { inputNames, shownName } from '../input.ts'
import { counted, paintOf } from '../paint.ts'
import { problemLines } from './problem-lines.ts'
import { reportIssues } from './report-issues.ts'
import { readingFrom, readingOptions, readJsonFile, readPieces } from './source.ts'

/** Turns X12 into the hub's documents. */
export const x12Convert: Command = {
  name: 'x12 convert',
  does: 'turn X12 into documents as JSON or CSV; what cannot be used is told and left out',
  usage: `crossdock x12 convert --to json orders.edi > orders.json
crossdock x12 convert --json < orders.edi                         the same as --to json
crossdock x12 convert --to csv invoices.edi > invoices.csv
crossdock x12 convert --to csv --layout acme-invoice-layout.json invoices.edi
crossdock x12 convert --to csv --kind invoice mixed.edi           one kind of a file that holds several
crossdock x12 convert --to json --overlay northwind-850.json orders.edi
crossdock x12 convert --to json --release 005010 orders.edi       by the guide of this release
crossdock x12 convert --to json *.edi                             several files, in one list

Exit status: 0 all of it, 1 something was left out, 2 wrong usage or not X12.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        to: { type: 'string' },
        json: { type: 'boolean' },
        kind: { type: 'string' },
        layout: { type: 'string' },
        ...readingOptions,
      },
    })
    if (values.kind !== undefined && !documentKinds.includes(values.kind as DocumentKind)) {
      throw new CannotRun(`--kind takes one of ${documentKinds.join(', ')}.`)
    }
    const output = outputOf(values.json ? { ...values, to: 'json' } : values, io)
    const reading = readingFrom(values)
    let failed = false
    for (const name of inputNames(positionals)) {
      const odd = await readDocuments(name, io, reading, document => {
        if (!values.kind || document.kind === values.kind) output.put(document)
      })
      failed ||= odd
    }
    return output.finish() && !failed ? 0 : 1
  },
}

/** Where documents go. */
interface Output {
  put(document: BusinessDocument): void
  /** Writes what is left. Answers whether everything could be written. */
  finish(): boolean
}

function outputOf(values: { to?: string; kind?: string; layout?: string }, io: CommandIo): Output {
  if (values.to === 'json') return jsonOutput(io)
  if (values.to !== 'csv') throw new CannotRun('Say what to convert to: --to json or --to csv.')
  return csvOutput(io, values.layout ? readJsonFile(values.layout, csvLayout, 'a CSV layout') : undefined)
}

/** A list of documents, written one at a time. */
function jsonOutput(io: CommandIo): Output {
  let any = false
  return {
    put(document) {
      io.out(`${any ? ',' : '['}\n${JSON.stringify(document, undefined, 2)}`)
      any = true
    },
    finish() {
      io.out(any ? '\n]\n' : '[]\n')
      return true
    },
  }
}

function csvOutput(io: CommandIo, given: CsvLayout | undefined): Output {
  const documents: BusinessDocument[] = []
  return {
    put: document => documents.push(document),
    finish() {
      const kinds = [...new Set(documents.map(({ kind }) => kind))]
      if (kinds.length === 0) return true
      if (kinds.length > 1) {
        throw new CannotRun(`There are ${kinds.join(' and ')}: choose one with --kind, for CSV takes one kind.`)
      }
      const layout = given ?? layoutOf(kinds[0]!)
      const { bytes, issues } = writeCsv(documents, layout)
      io.out(bytes)
      reportIssues(issues, io)
      return !hasErrors(issues)
    },
  }
}

function layoutOf(kind: BusinessDocument['kind']): CsvLayout {
  const layout = Object.hasOwn(defaultLayouts, kind) ? defaultLayouts[kind as CsvKind] : undefined
  if (!layout) throw new CannotRun(`A ${kind} has no usual CSV layout: convert it to JSON, or give one with --layout.`)
  return layout
}

/** Gives out the documents of each interchange once it has been read whole, and tells what is wrong beside the output. Answers whether anything was in error. */
async function readDocuments(
  name: string,
  io: CommandIo,
  reading: ReadOptions,
  take: (document: BusinessDocument) => void,
): Promise<boolean> {
  const paint = paintOf({ ...io, colours: false })
  const waiting: { document: BusinessDocument; group: object }[] = []
  const ready: BusinessDocument[] = []
  let errors = 0
  const tell = (problem: Parameters<typeof problemLines>[1]) => {
    if (problem.issue.severity === 'error') errors++
    io.error(`${problemLines(shownName(name), problem, paint, io.columns ?? 120).join('\n')}\n\n`)
  }
  const reader = new AnnotatedReader(reading, {
    set({ set, group, problems }) {
      for (const problem of problems) tell(problem)
      if (set.document) waiting.push({ document: set.document, group })
    },
    problem: tell,
    groupEnd(group) {
      // An error in the envelope means that something may be missing.
      if (hasErrors(group.issues)) waiting.splice(0, waiting.length, ...waiting.filter(one => one.group !== group))
    },
    interchangeEnd(interchange) {
      const whole = waiting.splice(0)
      if (!hasErrors(interchange.issues)) for (const { document } of whole) ready.push(document)
    },
  })
  await readPieces(name, io, reader, async () => {
    for (const document of ready.splice(0)) {
      take(document)
      await io.drained?.()
    }
  })
  if (errors > 0) io.error(`${counted(errors, 'error')}: what they concern was left out.\n`)
  return errors > 0
}

import { parseArgs } from 'node:util'
import type { BusinessDocument } from '../../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../../translators/issue.ts'
import { readJson } from '../../../translators/json/index.ts'
import {
  type Overlay,
  transactionSetFor,
  type WriteEnvelope,
  type WrittenInterchange,
} from '../../../translators/x12/index.ts'
import { CannotRun, type Command, type CommandIo } from '../command.ts'
import { bytesOf, inputNames, shownName } from '../input.ts'
import { type EnvelopeValues, envelopeNumbers, envelopeOptions, partyFrom } from './envelope-options.ts'
import { reportIssues } from './report-issues.ts'
import { readOverlay } from './source.ts'
import { writeInterchanges } from './write-interchanges.ts'

/** Writes the hub's documents as X12. */
export const x12Write: Command = {
  name: 'x12 write',
  does: 'write documents in JSON as X12, held against the standard and the partner’s map as its reader will',
  usage: `crossdock x12 write --version 004010 --sender ZZ:NORTHWIND --receiver ZZ:ACME order.json > order.edi
crossdock x12 write --sender … --receiver … --overlay acme-850.json --control-number 17 --usage T *.json
crossdock x12 write … --overlay acme-856.json --source order.json --fact warehouse=EAST notice.json
                                              what the map takes from the order, and from what is known of the trade
crossdock x12 write --json … order.json       interchanges, their sets and what was told, one JSON object a line

Also --group-sender, --group-receiver, --group-control-number, --set-control-number, --at 2026-11-22T15:04Z,
--ta1 (ask for a TA1), --no-lines (no line break after each segment). A map that wants several interchanges
gets them one after the other, each under the next numbers.
Exit status: 0 all of it, 1 something was left out, 2 wrong usage or a file that cannot be read.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      allowNegative: true,
      options: {
        ...envelopeOptions,
        version: { type: 'string', default: '004010' },
        sender: { type: 'string' },
        receiver: { type: 'string' },
        'group-sender': { type: 'string' },
        'group-receiver': { type: 'string' },
        usage: { type: 'string', default: 'P' },
        ta1: { type: 'boolean' },
        overlay: { type: 'string' },
        source: { type: 'string', multiple: true },
        fact: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
    })
    const envelope = envelopeOf(values)
    const overlay = values.overlay ? readOverlay(values.overlay) : undefined
    const facts = { environment: values.usage === 'T' ? 'test' : 'production', ...factsFrom(values.fact ?? []) }
    const sources = values.source ? (await readDocuments(values.source, io)).documents : []
    const { documents, failed } = await readDocuments(inputNames(positionals), io)
    if (documents.length === 0) return 1
    const map = { ...(overlay ?? setOf(documents)), ...lineBreakOf(values, overlay) }
    const { written, issues } = await writeInterchanges(documents, envelope, map, { sources, facts })
    const all = [...issues, ...written.flatMap(interchange => interchange.issues)]
    if (values.json) tell(written, issues, io)
    else {
      for (const { bytes } of written) io.out(bytes)
      reportIssues(all, io)
    }
    return failed || hasErrors(all) ? 1 : 0
  },
}

/** Interchanges with their bytes as text, their sets, and what was told of them; then what was told of documents that are in none. */
function tell(written: readonly WrittenInterchange[], others: readonly Issue[], io: CommandIo): void {
  const record = (type: string, fields: object) => io.out(`${JSON.stringify({ type, ...fields })}\n`)
  for (const { bytes, sets, issues } of written) {
    record('interchange', { text: Buffer.from(bytes).toString() })
    for (const set of sets) record('set', set)
    for (const issue of issues) record('issue', issue)
  }
  for (const issue of others) record('issue', issue)
}

/** `name=value` of each `--fact`. Throws {@link CannotRun} at one of another shape. */
function factsFrom(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map(fact => {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(fact) ?? []
      if (name === undefined || value === undefined) throw new CannotRun(`--fact takes NAME=VALUE, not “${fact}”.`)
      return [name, value]
    }),
  )
}

interface WriteValues extends EnvelopeValues {
  version: string
  sender?: string
  receiver?: string
  'group-sender'?: string
  'group-receiver'?: string
  usage: string
  ta1?: boolean
}

function envelopeOf(values: WriteValues): WriteEnvelope {
  const sender = partyFrom(values.sender, 'sender')
  const receiver = partyFrom(values.receiver, 'receiver')
  if (values.usage !== 'P' && values.usage !== 'T') throw new CannotRun('--usage takes P (production) or T (test).')
  return {
    senderQualifier: sender.qualifier,
    sender: sender.id,
    receiverQualifier: receiver.qualifier,
    receiver: receiver.id,
    ...(values['group-sender'] ? { groupSender: values['group-sender'] } : {}),
    ...(values['group-receiver'] ? { groupReceiver: values['group-receiver'] } : {}),
    version: values.version,
    usage: values.usage,
    acknowledgmentRequested: values.ta1 ?? false,
    ...envelopeNumbers(values),
  }
}

/** The partner's own line break goes before ours. */
function lineBreakOf({ lines }: WriteValues, overlay: Overlay | undefined): Pick<Overlay, 'lineBreak'> {
  return { lineBreak: overlay?.lineBreak ?? (lines ? '\n' : '') }
}

/** Without a partner's map: an empty one, of the set that the first document goes into. */
function setOf([first]: readonly BusinessDocument[]): Overlay {
  return { set: transactionSetFor(first!.kind).set }
}

async function readDocuments(names: readonly string[], io: CommandIo) {
  const documents: BusinessDocument[] = []
  let failed = false
  for (const name of names) {
    const reading = readJson(await bytesOf(name, io))
    if (reading.issues.some(({ code }) => code === 'not-json' || code === 'not-utf-8')) {
      throw new CannotRun(`${shownName(name)}: ${reading.issues[0]!.message}`)
    }
    documents.push(...reading.documents)
    failed ||= hasErrors(reading.issues)
    if (reading.issues.length > 0) io.error(`${shownName(name)}:\n`)
    reportIssues(reading.issues, io)
  }
  return { documents, failed }
}

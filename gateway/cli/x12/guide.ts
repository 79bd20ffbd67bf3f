import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { BusinessDocument, DocumentKind } from '../../../translators/documents/index.ts'
import { readJson } from '../../../translators/json/index.ts'
import { renderPdf } from '../../../translators/pdf/index.ts'
import { visible } from '../../../translators/x12/annotate/visible.ts'
import { setGuides } from '../../../translators/x12/guides/registry.ts'
import {
  type GuideRequest,
  guideDocument,
  guidePage,
  guideText,
  type ImplementationGuide,
  implementationGuide,
} from '../../../translators/x12/implementation-guide/index.ts'
import { setMaps } from '../../../translators/x12/maps/registry.ts'
import { CannotRun, type Command, type CommandIo } from '../command.ts'
import { bytesOf, shownName } from '../input.ts'
import { momentFrom, partyFrom } from './envelope-options.ts'
import { readOverlay } from './source.ts'

const formats = ['html', 'pdf', 'json', 'text'] as const
type Format = (typeof formats)[number]

/** Prints the implementation guide of a set, as a partner's map has it. */
export const x12Guide: Command = {
  name: 'x12 guide',
  does: 'print the implementation guide of a set, with the partner’s map, for the partner’s EDI people',
  usage: `crossdock x12 guide 850 --version 004010 -o 850.html
crossdock x12 guide --overlay acme-850.json --partner "Acme Supply" --format pdf -o 850.pdf
crossdock x12 guide 856 --format text

Formats: html (usual), pdf, json (or --json), text. Without -o it goes to standard output.
Also --publisher NAME, --edition TEXT, --sender ZZ:NORTHWIND, --receiver ZZ:ACME (ids of the example),
--example order.json (a document to show instead of the invented one), --source order.json (the one that it answers),
--fact channel=drop-ship (what is agreed, as the map’s conditions ask for it; may be repeated), --at 2026-11-22T15:04Z.
Exit status: 0 done, 1 the guide has no example that it takes, 2 wrong usage or a file that cannot be read.`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        version: { type: 'string' },
        overlay: { type: 'string' },
        partner: { type: 'string' },
        publisher: { type: 'string' },
        edition: { type: 'string' },
        sender: { type: 'string' },
        receiver: { type: 'string' },
        example: { type: 'string' },
        source: { type: 'string' },
        fact: { type: 'string', multiple: true },
        at: { type: 'string' },
        format: { type: 'string' },
        json: { type: 'boolean' },
        output: { type: 'string', short: 'o' },
      },
    })
    const format = formatFrom(values.json ? 'json' : values.format, values.output)
    const guide = await implementationGuide(await requestFrom(values, positionals, io))
    if (!guide) throw new CannotRun('There is no guide of this set.')
    put(await printed(guide, format, momentFrom(values.at)), values.output, io)
    if (guide.exampleProblems.length === 0) return 0
    io.error('No example could be made that this guide takes; give one with --example:\n')
    for (const problem of guide.exampleProblems) io.error(`- ${visible(problem)}\n`)
    return 1
  },
}

interface GuideValues {
  version?: string
  overlay?: string
  partner?: string
  publisher?: string
  edition?: string
  sender?: string
  receiver?: string
  example?: string
  source?: string
  fact?: string[]
}

async function requestFrom(values: GuideValues, positionals: readonly string[], io: CommandIo): Promise<GuideRequest> {
  const overlay = values.overlay === undefined ? undefined : readOverlay(values.overlay)
  const [set = overlay?.set ?? '', ...others] = positionals
  if (others.length > 0) throw new CannotRun(`One set at a time: “${others.join(' ')}” is too much.`)
  if (!Object.hasOwn(setGuides, set)) {
    const known = Object.keys(setGuides).join(', ')
    throw new CannotRun(set ? `There is no guide of set ${set}; there are ${known}.` : `Name a set: ${known}.`)
  }
  if (overlay && overlay.set !== set) throw new CannotRun(`The map is one of set ${overlay.set}, not of ${set}.`)
  const version = values.version ?? overlay?.version ?? '004010'
  if (!/^\d{6}[A-Z0-9]{0,6}$/.test(version)) {
    throw new CannotRun(`--version ${version} is no version; write it like 004010 or 004010VICS.`)
  }
  if (overlay?.version !== undefined && overlay.version !== version) {
    throw new CannotRun(`The map is written for version ${overlay.version}; leave --version out.`)
  }
  const kind = setMaps[set]?.kind
  return {
    set,
    version,
    overlay,
    partner: values.partner,
    publisher: values.publisher,
    edition: values.edition,
    facts: factsFrom(values.fact ?? []),
    sender: values.sender === undefined ? undefined : partyFrom(values.sender, 'sender'),
    receiver: values.receiver === undefined ? undefined : partyFrom(values.receiver, 'receiver'),
    example: values.example === undefined ? undefined : await documentFrom(values.example, kind, io),
    source: values.source === undefined ? undefined : await documentFrom(values.source, 'purchase-order', io),
  }
}

async function documentFrom(file: string, kind: DocumentKind | undefined, io: CommandIo): Promise<BusinessDocument> {
  if (!kind) throw new CannotRun('The hub makes no document of this set, so there is no example to give.')
  const { documents, issues } = readJson(await bytesOf(file, io))
  const found = documents.find(document => document.kind === kind)
  if (found) return found
  const why = issues[0] ? ` ${issues[0].message}` : ''
  throw new CannotRun(`${shownName(file)} holds no ${kind}.${why}`)
}

function factsFrom(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map(text => {
      const [name, ...value] = text.split('=')
      if (!name || value.length === 0) throw new CannotRun(`--fact takes a name and a value such as channel=drop-ship.`)
      return [name, value.join('=')]
    }),
  )
}

/** The format asked for, else the one that the file's name ends in. */
function formatFrom(given: string | undefined, file: string | undefined): Format {
  const ending = /\.(html|pdf|json|txt)$/i.exec(file ?? '')?.[1]?.toLowerCase()
  const name = given ?? (ending === 'txt' ? 'text' : (ending ?? 'html'))
  const format = formats.find(each => each === name)
  if (!format) throw new CannotRun(`--format takes ${formats.join(', ')}; “${name}” is none of them.`)
  return format
}

async function printed(guide: ImplementationGuide, format: Format, at: Date): Promise<string | Uint8Array> {
  if (format === 'html') return guidePage(guide)
  if (format === 'json') return `${JSON.stringify(guide, null, 2)}\n`
  if (format === 'text') return guideText(guide)
  return await renderPdf(guideDocument(guide, at.toISOString()))
}

function put(content: string | Uint8Array, file: string | undefined, io: CommandIo): void {
  if (file === undefined) io.out(content)
  else {
    try {
      writeFileSync(file, content)
    } catch (error) {
      throw new CannotRun(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

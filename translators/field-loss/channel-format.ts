import { type CsvLayout, readCsv, writeCsv } from '../csv/index.ts'
import type { BusinessDocument } from '../documents/index.ts'
import { hasErrors, type Issue } from '../issue.ts'
import { readJson, writeJson } from '../json/index.ts'
import {
  type Overlay,
  type OverlayContext,
  prepareDocument,
  readX12,
  type WriteEnvelope,
  writeX12,
} from '../x12/index.ts'

/** How a channel carries documents: its format, and the map in use there. */
export type ChannelFormat =
  | { format: 'x12'; version: string; overlay?: Overlay; context?: OverlayContext }
  | { format: 'csv'; layout: CsvLayout }
  | { format: 'json' }

/** What becomes of a document on its way: what whoever receives it reads, and what was told on the way. */
export interface Passage {
  received: BusinessDocument | undefined
  issues: Issue[]
}

/** Sends a document through a channel's format and reads it on the other side. Nothing is stored or sent. */
export async function passThrough(document: BusinessDocument, channel: ChannelFormat): Promise<Passage> {
  switch (channel.format) {
    case 'x12':
      return await throughX12(document, channel)
    case 'csv':
      return throughCsv(document, channel.layout)
    case 'json': {
      const { documents, issues } = readJson(writeJson(document))
      return { received: documents[0], issues }
    }
  }
}

/** Any envelope will do: it carries nothing of the document. */
const envelope: WriteEnvelope = {
  senderQualifier: 'ZZ',
  sender: 'SENDER',
  receiverQualifier: 'ZZ',
  receiver: 'RECEIVER',
  version: '004010',
  usage: 'T',
  interchangeControlNumber: 1,
  groupControlNumber: 1,
  firstSetControlNumber: 1,
  at: '2000-01-01T00:00:00Z',
}

async function throughX12(
  document: BusinessDocument,
  { version, overlay, context }: ChannelFormat & { format: 'x12' },
): Promise<Passage> {
  const prepared = overlay
    ? await prepareDocument(document, overlay, context)
    : { document, context: context ?? {}, issues: [] }
  const written = writeX12([prepared.document], { ...envelope, version }, overlay, [prepared.context])
  const issues = [...prepared.issues, ...written.issues]
  if (hasErrors(prepared.issues) || written.sets.length === 0) return { received: undefined, issues }
  const file = readX12(written.bytes, {
    overlay: (_sender, _receiver, set) => (set === overlay?.set ? overlay : undefined),
  })
  return { received: file.interchanges[0]?.groups[0]?.sets[0]?.document, issues }
}

/** What a reader must know besides the file (a required field without a column) is given as the document has it. */
function throughCsv(document: BusinessDocument, layout: CsvLayout): Passage {
  const { bytes, issues } = writeCsv([document], layout)
  if (hasErrors(issues)) return { received: undefined, issues }
  const given = Object.fromEntries(
    Object.entries(document).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
  const read = readCsv(bytes, layout, { given })
  return { received: read.documents[0], issues }
}

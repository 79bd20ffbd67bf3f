import type { Work } from '../../db/work.ts'
import { contextOf, factsOf } from '../../engine/maps/context.ts'
import type { Channel } from '../../partners/channels/channel.ts'
import type { BusinessDocument } from '../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../translators/issue.ts'
import {
  batchesUnder,
  fileNameFor,
  type Overlay,
  type OverlayContext,
  plainNumber,
  prepareDocument,
  type WrittenSet,
  writeX12,
} from '../../translators/x12/index.ts'
import type { RenderedDocument, Rendering } from './format.ts'
import { interchangeFileName, nextEnvelope } from './x12-envelope.ts'
import { overlayFor } from './x12-map.ts'

/** A document ready to be written, and its place among those that were given. */
interface Ready {
  index: number
  document: BusinessDocument
  context: OverlayContext
  issues: Issue[]
}

/** Renders documents of one kind under the partner's map: in one interchange, or in as many as the map wants, one after the other. */
export async function renderX12(
  work: Work,
  channel: Channel,
  documents: readonly BusinessDocument[],
): Promise<Rendering> {
  const overlay = await overlayFor(work, channel, documents[0]!.kind)
  const prepared = await prepareAll(work, channel, overlay, documents)
  const refused = prepared.filter(each => hasErrors(each.issues)).map(({ index, issues }) => ({ index, issues }))
  const ready = prepared.filter(each => !hasErrors(each.issues))
  const parts: Uint8Array[] = []
  const written: RenderedDocument[] = []
  let fileName = ''
  const kinds = ready.map(({ document }) => document.kind)
  for (const batch of batchesUnder(kinds, overlay)) {
    const part = await writeBatch(
      work,
      channel,
      overlay,
      batch.map(at => ready[at]!),
    )
    parts.push(part.bytes)
    written.push(...part.written)
    refused.push(...part.refused)
    fileName ||= part.fileName
  }
  return { bytes: Buffer.concat(parts), fileName, contentType: 'application/edi-x12', written, refused }
}

async function prepareAll(
  work: Work,
  channel: Channel,
  overlay: Overlay | undefined,
  documents: readonly BusinessDocument[],
): Promise<Ready[]> {
  if (!overlay) return documents.map((document, index) => ({ index, document, context: {}, issues: [] }))
  const facts = await factsOf(work.tx, channel)
  const ready: Ready[] = []
  for (const [index, document] of documents.entries()) {
    const context = await contextOf(work.tx, channel, facts, document)
    ready.push({ index, ...(await prepareDocument(document, overlay, context)) })
  }
  return ready
}

/** Carries what was refused out of a savepoint that is given up. */
class NothingWritten extends Error {
  readonly part: Awaited<ReturnType<typeof writeInterchange>>

  constructor(part: NothingWritten['part']) {
    super('Nothing was written.')
    this.part = part
  }
}

/** One interchange. With nothing to write in it, its control numbers are given back, so that their series has no gaps. */
async function writeBatch(work: Work, channel: Channel, overlay: Overlay | undefined, batch: readonly Ready[]) {
  try {
    return await work.tx.transaction(async tx => {
      const part = await writeInterchange({ ...work, tx: tx as unknown as Work['tx'] }, channel, overlay, batch)
      if (part.written.length === 0) throw new NothingWritten(part)
      return part
    })
  } catch (error) {
    if (error instanceof NothingWritten) return error.part
    throw error
  }
}

async function writeInterchange(work: Work, channel: Channel, overlay: Overlay | undefined, batch: readonly Ready[]) {
  const envelope = await nextEnvelope(work, channel)
  const documents = batch.map(each => each.document)
  const contexts = batch.map(each => each.context)
  const { bytes, issues, sets } = writeX12(documents, envelope, overlay, contexts)
  const about = (at: number) => issues.filter(issue => isAbout(issue, at, batch.length))
  const set = sets[0]?.set ?? 'none'
  return {
    bytes,
    fileName: (overlay && fileNameFor(overlay, envelope, contexts[0])) ?? interchangeFileName(set, envelope),
    written: sets.map(({ document: at, ...rest }) => ({
      index: batch[at]!.index,
      issues: [...batch[at]!.issues, ...about(at)],
      numbers: numbersOf(rest, envelope.interchangeControlNumber),
    })),
    refused: batch.flatMap(({ index }, at) =>
      sets.some(({ document }) => document === at) ? [] : [{ index, issues: about(at).filter(isError) }],
    ),
  }
}

const isError = (issue: Issue) => issue.severity === 'error'

/** The writer names the document in the path; what names none is about the interchange, and so about each of them. */
function isAbout(issue: Issue, index: number, count: number): boolean {
  const path = issue.at.path ?? ''
  return count === 1 || path.startsWith(`documents[${index}]`) || !path.startsWith('documents[')
}

function numbersOf(set: Omit<WrittenSet, 'document'>, interchange: number) {
  return {
    interchange: String(interchange),
    group: plainNumber(set.groupControlNumber),
    set: plainNumber(set.controlNumber),
    functionalId: set.functionalId,
  }
}

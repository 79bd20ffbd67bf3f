import { type BusinessDocument, orderNumberIn } from '../../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../../translators/issue.ts'
import {
  batchesUnder,
  type Overlay,
  type OverlayContext,
  prepareDocument,
  type WriteEnvelope,
  type WrittenInterchange,
  writeX12,
} from '../../../translators/x12/index.ts'

/** What a map may look at beside the documents. */
export interface Beside {
  /** The documents that are answered: orders. */
  sources: readonly BusinessDocument[]
  facts: Readonly<Record<string, string>>
}

interface Ready {
  /** Its place among all documents. */
  index: number
  document: BusinessDocument
  context: OverlayContext
}

/**
 * Writes documents as a hub does: each prepared under the map, in as many interchanges as the map wants, one after the other and each under the
 * next numbers. Issues and sets name a document by its place among all.
 */
export async function writeInterchanges(
  documents: readonly BusinessDocument[],
  first: WriteEnvelope,
  overlay: Overlay,
  beside: Beside,
): Promise<{ written: WrittenInterchange[]; issues: Issue[] }> {
  const issues: Issue[] = []
  const ready: Ready[] = []
  for (const [index, document] of documents.entries()) {
    const prepared = await prepareDocument(document, overlay, contextOf(document, beside))
    issues.push(...prepared.issues.map(issue => ({ ...issue, at: { path: `documents[${index}]`, ...issue.at } })))
    if (!hasErrors(prepared.issues)) ready.push({ index, ...prepared })
  }
  const written: WrittenInterchange[] = []
  let envelope = first
  const kinds = ready.map(({ document }) => document.kind)
  for (const places of batchesUnder(kinds, overlay)) {
    const batch = places.map(at => ready[at]!)
    const interchange = writeBatch(batch, envelope, overlay)
    if (interchange.sets.length > 0) {
      written.push(interchange)
      envelope = after(envelope, interchange)
    } else issues.push(...interchange.issues)
  }
  return { written, issues }
}

function contextOf(document: BusinessDocument, { sources, facts }: Beside): OverlayContext {
  const number = orderNumberIn(document)
  const source = sources.find(each => each.kind === 'purchase-order' && each.number === number)
  return source ? { facts, source } : { facts }
}

function writeBatch(batch: readonly Ready[], envelope: WriteEnvelope, overlay: Overlay): WrittenInterchange {
  const written = writeX12(
    batch.map(each => each.document),
    envelope,
    overlay,
    batch.map(each => each.context),
  )
  const globally = (path: string) =>
    path.replace(/^documents\[(\d+)\]/, (_, at: string) => `documents[${batch[Number(at)]!.index}]`)
  return {
    ...written,
    issues: written.issues.map(issue => {
      const { path } = issue.at
      return path === undefined ? issue : { ...issue, at: { ...issue.at, path: globally(path) } }
    }),
    sets: written.sets.map(set => ({ ...set, document: batch[set.document]!.index })),
  }
}

/** The envelope that follows one whose numbers are used up. */
function after(envelope: WriteEnvelope, { sets }: WrittenInterchange): WriteEnvelope {
  return {
    ...envelope,
    interchangeControlNumber: envelope.interchangeControlNumber + 1,
    groupControlNumber: envelope.groupControlNumber + new Set(sets.map(set => set.groupControlNumber)).size,
    firstSetControlNumber: envelope.firstSetControlNumber + sets.length,
  }
}

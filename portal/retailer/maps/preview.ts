import type { HubDatabase } from '../../../db/hub-database.ts'
import { contextOf, factsOf } from '../../../engine/maps/context.ts'
import { previewReading, previewWriting } from '../../../engine/maps/preview.ts'
import { envelopeOf, givenFor } from '../../../engine/maps/replay.ts'
import { type StoredDocument, storedContent, storedDocuments } from '../../../engine/maps/samples.ts'
import { channelFacts } from '../../../partners/channels/channel.ts'
import type { MapRow } from '../../../partners/maps/map-row.ts'
import type { BusinessDocument } from '../../../translators/documents/index.ts'
import type { Issue } from '../../../translators/issue.ts'
import { findSet } from '../../../translators/x12/annotate/read-set.ts'
import { exampleDocuments } from '../../../translators/x12/implementation-guide/examples/registry.ts'
import type { OverlayContext } from '../../../translators/x12/index.ts'
import type { FormValues } from '../../ui/form-data.ts'
import { idIn } from '../../ui/request.ts'
import { type SetView, setView } from '../document-query.ts'
import type { Editing } from './editing.ts'

/** Stored documents that a person may choose from. */
const choices = 15
/** Characters of a pasted file that are looked at. */
const longestPaste = 2_000_000

/** What the map makes of a document, and of a file. */
export interface Preview {
  documents: StoredDocument[]
  /** `example`, or the id of a stored document. */
  sample: string
  written?: { issues: Issue[]; view?: SetView | undefined; text?: string }
  paste: string
  read?: { documents: BusinessDocument[]; issues: Issue[] }
}

/** Tries a map on the document and the file that were chosen; a map with problems is not tried. */
export async function previewOf(hub: HubDatabase, row: MapRow, editing: Editing, posted: FormValues): Promise<Preview> {
  const documents = await storedDocuments(hub.orm, row, choices)
  const preview: Preview = {
    documents,
    sample: idIn(posted.sample) ?? 'example',
    paste: (posted.paste ?? '').slice(0, longestPaste),
  }
  if (editing.problems.length > 0 || editing.textProblem || editing.torn) return preview
  const channel = await channelFacts(hub.orm, row.retailerId, row.partnershipId)
  const facts = channel ? await factsOf(hub.orm, channel) : {}
  const stored = preview.sample === 'example' ? undefined : await storedContent(hub.orm, row, preview.sample, facts)
  const { document, context } = stored ?? exampleOf(row, facts)
  const { bytes, issues } = await previewWriting(row.format, editing.map, document, context, envelopeOf(channel))
  const written = { issues, ...(await shownBytes(row, bytes, issues)) }
  const read = preview.paste.trim() ? await readPaste(hub, row, editing, preview.paste, facts) : undefined
  return { ...preview, sample: stored ? preview.sample : 'example', written, ...(read ? { read } : {}) }
}

function exampleOf(
  row: MapRow,
  facts: Record<string, string>,
): { document: BusinessDocument; context: OverlayContext } {
  return {
    document: exampleDocuments[row.documentKind],
    context: { facts, source: exampleDocuments['purchase-order'] },
  }
}

async function shownBytes(row: MapRow, bytes: Uint8Array, issues: readonly Issue[]) {
  if (bytes.length === 0) return {}
  if (row.format === 'csv') return { text: new TextDecoder().decode(bytes) }
  async function* pieces() {
    yield bytes
  }
  const found = await findSet(pieces(), { interchange: '1', group: '1', set: '1' })
  return { view: found && setView(found, issues, 1) }
}

async function readPaste(
  hub: HubDatabase,
  row: MapRow,
  editing: Editing,
  paste: string,
  facts: Record<string, string>,
) {
  const bytes = new TextEncoder().encode(paste)
  const given = await givenFor(hub.orm, row)
  const first = await previewReading(row.format, editing.map, bytes, { facts }, given)
  const [document] = first.documents
  const context = document ? await contextOf(hub.orm, row, facts, document) : { facts }
  return context.source ? await previewReading(row.format, editing.map, bytes, context, given) : first
}

import type { MapOf } from '../../partners/maps/map-row.ts'
import { csvLayout, readCsv, writeCsv } from '../../translators/csv/index.ts'
import type { BusinessDocument } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import {
  type Overlay,
  type OverlayContext,
  overlaySchema,
  prepareDocument,
  readX12,
  reviewDocument,
  type WriteEnvelope,
  writeX12,
} from '../../translators/x12/index.ts'

/** What a map without problems makes of a document; `bytes` is empty where it is refused. Nothing is stored, and no number is taken. */
export async function previewWriting(
  format: MapOf['format'],
  map: Record<string, unknown>,
  document: BusinessDocument,
  context: OverlayContext,
  envelope: WriteEnvelope,
): Promise<{ bytes: Uint8Array; issues: Issue[] }> {
  if (format === 'csv') {
    const layout = csvLayout.parse(map)
    return writeCsv([document], layout)
  }
  const overlay = overlaySchema.parse(map)
  const prepared = await prepareDocument(document, overlay, context)
  const { bytes, issues } = writeX12([prepared.document], envelope, overlay, [prepared.context])
  return { bytes, issues: [...prepared.issues, ...issues] }
}

/** What a map without problems reads in a file: sets or tables of its kind. `given` is what a table does not say and its receiver knows. */
export async function previewReading(
  format: MapOf['format'],
  map: Record<string, unknown>,
  bytes: Uint8Array,
  context: OverlayContext,
  given: Readonly<Record<string, string>>,
): Promise<{ documents: BusinessDocument[]; issues: Issue[] }> {
  if (format === 'csv') return readCsv(bytes, csvLayout.parse(map), { given })
  const overlay = overlaySchema.parse(map)
  const file = readX12(bytes, {
    overlay: (_sender, _receiver, set) => (set === overlay.set ? overlay : undefined),
    overlayContext: context.facts ? { facts: context.facts } : {},
  })
  const groups = file.interchanges.flatMap(interchange => interchange.groups)
  const sets = groups.flatMap(group => group.sets)
  const documents = sets.flatMap(set => set.document ?? [])
  return {
    documents,
    issues: [
      ...file.issues,
      ...file.interchanges.flatMap(interchange => interchange.issues),
      ...groups.flatMap(group => group.issues),
      ...sets.flatMap(set => set.issues),
      ...(await reviews(documents, overlay, context)),
    ],
  }
}

async function reviews(documents: readonly BusinessDocument[], overlay: Overlay, context: OverlayContext) {
  const found: Issue[] = []
  for (const document of documents) found.push(...(await reviewDocument(document, overlay, context)))
  return found
}

import type { BusinessDocument } from '../../documents/index.ts'
import type { Issue } from '../../issue.ts'
import { readX12 } from '../reader.ts'
import { bytesOf, envelopeOf, textOf } from '../testing/envelopes.ts'
import { writeX12 } from '../writer.ts'
import type { OverlayContext } from './context.ts'
import { prepareDocument } from './evaluate.ts'
import { type Overlay, type OverlayInput, overlaySchema } from './schema.ts'

/** A document written under a map: the segments from ST to SE, and what was told. */
export interface UnderMap {
  overlay: Overlay
  text: string
  segments: string[]
  issues: Issue[]
}

/** Writes a document under a map as the hub does: prepared first, then written. */
export async function writeUnder(
  document: BusinessDocument,
  given: OverlayInput | Overlay,
  context: OverlayContext = {},
): Promise<UnderMap> {
  const overlay = overlaySchema.parse(given)
  const prepared = await prepareDocument(document, overlay, context)
  const written = writeX12([prepared.document], envelopeOf(), overlay, [prepared.context])
  const text = textOf(written.bytes)
  const segments = text.split(overlay.delimiters?.segment ?? '~').map(segment => segment.replace(/^\r?\n/, ''))
  return { overlay, text, segments: segments.slice(2, -3), issues: [...prepared.issues, ...written.issues] }
}

/** Reads a file under a map: the first set's document and issues. */
export function readUnder(text: string, overlay: Overlay): { document: BusinessDocument | undefined; issues: Issue[] } {
  const file = readX12(bytesOf(text), {
    overlay: (_sender, _receiver, set) => (set === overlay.set ? overlay : undefined),
  })
  const [interchange] = file.interchanges
  const [group] = interchange?.groups ?? []
  const [set] = group?.sets ?? []
  const issues = [file, interchange, group, set].flatMap(part => part?.issues ?? [])
  return { document: set?.document, issues }
}

/** `code place` of each issue. */
export function brief(issues: readonly Issue[]): string[] {
  return issues.map(({ code, at, value }) => {
    const element = at.element === undefined ? '' : String(at.element).padStart(2, '0')
    const place = at.segment === undefined ? (at.path ?? '') : at.segment + element
    return [code, place, value].filter(Boolean).join(' ')
  })
}

import { expect } from 'vitest'
import { fixture } from '../../../fixtures/x12/files.ts'
import type { BusinessDocument, DocumentOf } from '../../documents/index.ts'
import type { Issue } from '../../issue.ts'
import { readX12 } from '../reader.ts'
import { bytesOf, envelopeOf, textOf } from '../testing/envelopes.ts'
import { writeX12 } from '../writer.ts'
import type { OverlayContext } from './context.ts'
import { prepareDocument } from './evaluate.ts'
import { changesOf } from './read-back.ts'
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

/** A document of the fixtures. */
export function documentIn<K extends BusinessDocument['kind']>(path: string, kind: K): DocumentOf<K> {
  const document = readX12(fixture(path)).interchanges[0]?.groups[0]?.sets[0]?.document
  if (document?.kind !== kind) throw new Error(`${path} holds no ${kind}`)
  return document as DocumentOf<K>
}

/** Writes a document and reads it back: it must come back as it was, with nothing told. Answers the segments. */
export async function through(
  document: BusinessDocument,
  given: OverlayInput,
  context: OverlayContext = {},
): Promise<string[]> {
  const written = await writeUnder(document, given, context)
  expect(brief(written.issues), written.text).toEqual([])
  const back = readUnder(written.text, written.overlay)
  expect(brief(back.issues), written.text).toEqual([])
  expect(back.document && changesOf(document, back.document), written.text).toEqual([])
  return written.segments
}

/** What is told when a document is written. */
export async function told(
  document: BusinessDocument,
  given: OverlayInput,
  context: OverlayContext = {},
): Promise<string[]> {
  return brief((await writeUnder(document, given, context)).issues)
}

import type { BusinessDocument } from '../../documents/index.ts'
import { hasErrors } from '../../issue.ts'
import { byteDelimiters, COMPONENT } from '../byte-delimiters.ts'
import { GatheredDraft } from '../gathered-draft.ts'
import type { Guide } from '../guides/model.ts'
import type { Reading } from '../maps/binding.ts'
import { defaultProductIds } from '../maps/products.ts'
import { mapOfKind, setMaps } from '../maps/registry.ts'
import { applyOverlay } from '../overlay/apply.ts'
import type { OverlayContext } from '../overlay/context.ts'
import type { Overlay } from '../overlay/schema.ts'
import { Report } from '../report.ts'
import { SetBuffer } from '../set-buffer.ts'
import { checkSet, mapDocument } from '../set-reader.ts'
import type { Delimiters } from '../types.ts'

/** What examples are written and tried with. */
export interface Trial {
  set: string
  version: string
  guide: Guide
  overlay: Overlay | undefined
  context: OverlayContext
  /** ISO 8601 in UTC. */
  at: string
}

/** Characters that no example holds, so that a value never looks like a delimiter. */
const delimiters: Delimiters = { element: '\u001c', segment: '\u001e', component: COMPONENT, repetition: '\u0015' }
const bytes = byteDelimiters(delimiters)

/** The segments that stand for a document under the partner's map, in order, ST and SE not among them. What the map cannot carry is left out. */
export function segmentsOf(document: BusinessDocument, trial: Trial): string[][] {
  const { guide, overlay, context, at, set } = trial
  const draft = new GatheredDraft(guide.root)
  mapOfKind(document.kind, set).write(
    document,
    draft,
    {
      at,
      delimiters,
      productIds: overlay?.productIds ?? defaultProductIds,
      hierarchy: overlay?.hierarchy,
      report() {},
    },
    '',
  )
  const segments: string[][] = []
  draft.collect(segments)
  return overlay ? applyOverlay(segments, guide, overlay, document, context).segments : segments
}

/** Whether a set of these segments would be refused, by the standard, by the partner's map or because no document can be made of it. */
export function isRefused(segments: readonly (readonly string[])[], trial: Trial): boolean {
  const { buffer, context, report } = checked(segments, trial)
  const result = checkSet(buffer, buffer.count - 1, context)
  mapDocument(buffer, result, context)
  return hasErrors(report.issues)
}

function checked(segments: readonly (readonly string[])[], { set, version, overlay, context }: Trial) {
  const buffer = new SetBuffer()
  buffer.reset()
  const all = [['ST', set, '0001'], ...segments, ['SE', String(segments.length + 2), '0001']]
  for (const segment of all) buffer.appendText(segment, bytes)
  const report = new Report({}, { severities: overlay?.severities ?? {} }, 20)
  return { buffer, report, context: { id: set, version, delimiters, overlay, overlayContext: context, report } }
}

/**
 * Reads a set again and again with one element changed, to learn what its codes mean to the hub. Undefined where the code means nothing to it.
 * Without the partner's map.
 */
export function codeReader(segments: readonly (readonly string[])[], trial: Trial) {
  const { buffer, context } = checked(segments, { ...trial, overlay: undefined })
  const { root } = checkSet(buffer, buffer.count - 1, context)
  const map = setMaps[trial.set]
  return (segment: number, element: number, code: string): BusinessDocument | undefined => {
    if (!root || !map) return undefined
    const asked = (at: number, which: number) => at === segment + 1 && which === element
    let odd = false
    const reading: Reading = {
      buffer,
      report(code, { at }) {
        if (code !== 'unknown-code' && code !== 'ambiguous-value') return
        odd ||= at.position === segment + 2 && at.element === element
      },
      text: (at, which) => (asked(at, which) ? code : buffer.text(at, which)),
      components: (at, which) => (asked(at, which) ? [code] : buffer.components(at, which, bytes.component)),
      code: (at, which) => (asked(at, which) ? packed(code) : buffer.code(at, which)),
      isTaken: () => true,
      pass: () => undefined,
      passed: [],
      traced: () => reading,
    }
    const document = map.read(root, reading)
    return odd ? undefined : document
  }
}

function packed(code: string): number {
  let number = 0
  for (let i = 0; i < code.length; i++) number = (number << 8) | (code.charCodeAt(i) & 0xff)
  return number
}

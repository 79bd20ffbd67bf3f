import type { BusinessDocument } from '../documents/index.ts'
import { hasErrors, type Issue } from '../issue.ts'
import { Draft } from './draft.ts'
import { guideOf } from './guides/guide.ts'
import type { Writing } from './maps/binding.ts'
import { defaultProductIds } from './maps/products.ts'
import { mapOfKind } from './maps/registry.ts'
import { applyOverlay } from './overlay/apply.ts'
import type { OverlayContext } from './overlay/context.ts'
import { reportChanges } from './overlay/read-back.ts'
import { guideUnder } from './overlay/structure.ts'
import type { Overlay } from './overlay.ts'
import { Report } from './report.ts'
import { type ByteDelimiters, SetBuffer } from './set-buffer.ts'
import { checkSet, mapDocument } from './set-reader.ts'
import type { Delimiters, ValidationOptions } from './types.ts'

/** How sets are written: the same for all sets of an interchange. */
export interface SetWriterOptions {
  /** GS08. */
  version: string
  /** ISO 8601 in UTC. */
  at: string
  delimiters: Delimiters
  lineBreak: string
  overlay: Overlay | undefined
}

/** One written set: its bytes unless an error keeps it back. `clash` says that a delimiter stands in its data. */
export interface WrittenBytes {
  bytes?: Uint8Array<ArrayBuffer>
  issues: Issue[]
  clash: boolean
}

/** An acknowledgment repeats what was received, however odd: numbers and codes out of shape are told, and sent. */
const echoes: NonNullable<ValidationOptions['severities']> = {
  'too-long': 'warning',
  'too-short': 'warning',
  'invalid-number': 'warning',
  'invalid-character': 'warning',
}

/** Writes documents as transaction sets and holds each against the guide and the partner's map, as its reader will. */
export class SetWriter {
  readonly #options: SetWriterOptions
  readonly #bytes: ByteDelimiters
  readonly #buffer = new SetBuffer()

  constructor(options: SetWriterOptions) {
    this.#options = options
    this.#bytes = byteDelimiters(options.delimiters)
  }

  /** `path` goes before the paths of the issues: which document it is. */
  write(
    document: BusinessDocument,
    controlNumber: string,
    path: string,
    overlayContext: OverlayContext = {},
  ): WrittenBytes {
    const { version, delimiters } = this.#options
    const map = mapOfKind(document.kind, this.#options.overlay?.set)
    const overlay = this.#options.overlay?.set === map.set ? this.#options.overlay : undefined
    const severities = { ...(document.kind === 'functional-acknowledgment' ? echoes : {}), ...overlay?.severities }
    const report = new Report({ path: path.replace(/\.$/, '') }, { severities }, 100)
    const guide = overlay ? guideUnder(overlay, map.set, version) : guideOf(map.set, version)
    if (!guide) throw new Error(`no guide for ${map.set}`)
    const draft = new Draft(guide.root)
    map.write(document, draft, this.#writing(report), path)
    const segments: string[][] = []
    draft.collect(segments)
    const applied = overlay ? applyOverlay(segments, guide, overlay, document, overlayContext) : undefined
    for (const { message, segment } of applied?.unmet ?? []) report.add('unmet-by-map', { message, at: { segment } })
    const ready = [['ST', map.set, controlNumber], ...(applied?.segments ?? segments)]
    ready.push(['SE', String(ready.length + 1), controlNumber])
    const clash = this.#fill(ready)
    if (clash)
      report.add('unwritable-delimiter', {
        message: 'The data holds a delimiter of the interchange; choose other delimiters.',
        at: {},
      })
    const context = { id: map.set, version, delimiters, overlay, overlayContext, report }
    const checked = checkSet(this.#buffer, this.#buffer.count - 1, context)
    if (overlay && !hasErrors(report.issues)) {
      const back = mapDocument(this.#buffer, checked, context)
      const capitals = overlay.uppercase === true || overlay.characters?.set === 'basic'
      if (back) reportChanges(document, back, report, path, capitals)
    }
    const { issues } = report
    return hasErrors(issues) ? { issues, clash } : { bytes: this.#rendered(), issues, clash }
  }

  #writing(report: Report): Writing {
    const { at, delimiters, overlay } = this.#options
    return {
      at,
      delimiters,
      productIds: overlay?.productIds ?? defaultProductIds,
      hierarchy: overlay?.hierarchy,
      report: (code, message, path) => report.add(code, { message, at: { path } }),
    }
  }

  #fill(segments: readonly (readonly string[])[]): boolean {
    this.#buffer.reset()
    let clash = false
    for (const segment of segments) if (this.#buffer.appendText(segment, this.#bytes)) clash = true
    return clash
  }

  #rendered(): Uint8Array<ArrayBuffer> {
    const buffer = this.#buffer
    const { lineBreak } = this.#options
    if (!lineBreak) return buffer.bytes.slice(0, buffer.size)
    const mark = new TextEncoder().encode(lineBreak)
    const bytes = new Uint8Array(buffer.size + buffer.count * mark.length)
    let to = 0
    for (let segment = 0; segment < buffer.count; segment++) {
      const start = buffer.start(segment, 0)
      const end = segment + 1 < buffer.count ? buffer.start(segment + 1, 0) : buffer.size
      bytes.set(buffer.bytes.subarray(start, end), to)
      to += end - start
      bytes.set(mark, to)
      to += mark.length
    }
    return bytes
  }
}

function byteDelimiters(delimiters: Delimiters): ByteDelimiters {
  const forbidden = new Uint8Array(256)
  for (const character of Object.values(delimiters)) forbidden[character.charCodeAt(0)] = 1
  return {
    element: delimiters.element.charCodeAt(0),
    segment: delimiters.segment.charCodeAt(0),
    component: delimiters.component.charCodeAt(0),
    forbidden,
  }
}

import type { BusinessDocument } from '../documents/index.ts'
import { hasErrors, type Issue } from '../issue.ts'
import { type ByteDelimiters, byteDelimiters } from './byte-delimiters.ts'
import type { ByteSink } from './byte-sink.ts'
import { DirectSet } from './direct-draft.ts'
import { GatheredDraft } from './gathered-draft.ts'
import { guideOf } from './guides/guide.ts'
import type { Guide } from './guides/model.ts'
import { traits } from './lexer.ts'
import type { Writing } from './maps/binding.ts'
import type { SetMap } from './maps/map.ts'
import { defaultProductIds } from './maps/products.ts'
import { mapOfKind } from './maps/registry.ts'
import { applyOverlay } from './overlay/apply.ts'
import type { OverlayContext } from './overlay/context.ts'
import { reportChanges } from './overlay/read-back.ts'
import { guideUnder } from './overlay/structure.ts'
import type { Overlay } from './overlay.ts'
import { Report } from './report.ts'
import { SetBuffer } from './set-buffer.ts'
import { byteOf, checkSet, mapDocument, tellUnfamiliar } from './set-reader.ts'
import type { Delimiters, ValidationOptions } from './types.ts'
import { validateElements } from './validator.ts'
import { Walker } from './walker.ts'
import { writingPlanOf } from './writing-plan.ts'

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

/** What writing a set came to: `good` unless an error keeps it back. `clash` says that a delimiter stands in its data. */
export interface SetResult {
  good: boolean
  issues: Issue[]
  clash: boolean
}

/** One document to be written. */
interface Job {
  document: BusinessDocument
  /** Goes before the paths of issues. */
  path: string
  map: SetMap
  guide: Guide
  overlay: Overlay | undefined
  overlayContext: OverlayContext
  controlNumber: string
}

/** An acknowledgment repeats what was received, however odd: numbers and codes out of shape, and values without their delimiters, are told, and sent. */
const echoes: NonNullable<ValidationOptions['severities']> = {
  'too-long': 'warning',
  'too-short': 'warning',
  'invalid-number': 'warning',
  'invalid-character': 'warning',
  'changed-by-map': 'warning',
}

function validationOf(document: BusinessDocument, overlay: Overlay | undefined): ValidationOptions | undefined {
  if (document.kind !== 'functional-acknowledgment') return overlay
  return { severities: { ...echoes, ...overlay?.severities } }
}

/** What each delimiter does, as sentences about one in the data have it. */
const purposes: Readonly<Record<keyof Delimiters, string>> = {
  element: 'separates elements',
  segment: 'ends segments',
  component: 'separates components',
  repetition: 'separates repetitions',
  release: 'releases delimiters',
}

/** Names the first delimiter that stands in the data. */
function tellClash(
  segments: readonly (readonly (string | undefined)[])[],
  delimiters: Delimiters,
  report: Report,
): void {
  const remedy = 'choose another delimiter, or have the partner’s map replace it (characters.replace).'
  for (const [i, [tag = '', ...elements]] of segments.entries()) {
    for (const [j, text = ''] of elements.entries()) {
      const found = Object.entries(delimiters).find(([, character]) => character >= ' ' && text.includes(character))
      if (!found) continue
      const [name, character] = found as [keyof Delimiters, string]
      const place = `${tag}${String(j + 1).padStart(2, '0')}`
      report.add('unwritable-delimiter', {
        message: `${place} holds "${character}", which ${purposes[name]} in this interchange: ${remedy}`,
        at: { segment: tag, position: i + 2, element: j + 1 },
        value: text.slice(0, 99),
      })
      return
    }
  }
  report.add('unwritable-delimiter', { message: `The data holds a delimiter of the interchange: ${remedy}`, at: {} })
}

/** Writes documents as transaction sets and holds each against the guide and the partner's map, as its reader will. */
export class SetWriter {
  readonly #options: SetWriterOptions
  readonly #bytes: ByteDelimiters
  readonly #buffer = new SetBuffer()
  readonly #direct: DirectSet

  constructor(options: SetWriterOptions) {
    this.#options = options
    this.#bytes = byteDelimiters(options.delimiters, Object.values(options.delimiters))
    this.#direct = new DirectSet(this.#buffer, this.#bytes)
  }

  /** Writes a set, to be taken by `copyTo`. `path` goes before the paths of the issues and says which document it is: `documents[3].`. */
  write(
    document: BusinessDocument,
    controlNumber: string,
    path: string,
    overlayContext: OverlayContext = {},
  ): SetResult {
    const { version, delimiters } = this.#options
    const map = mapOfKind(document.kind, this.#options.overlay?.set)
    const overlay = this.#options.overlay?.set === map.set ? this.#options.overlay : undefined
    const guide = overlay ? guideUnder(overlay, map.set, version) : guideOf(map.set, version)
    if (!guide) throw new Error(`no guide for ${map.set}`)
    const place = { path: path.slice(0, -1) }
    const job = { document, path, map, guide, overlay, overlayContext, controlNumber }
    if (!overlay) {
      const report = new Report(place, validationOf(document, overlay), 100)
      if (this.#writeDirectly(job, report) && !this.#direct.clash) {
        this.#checkDirect(guide, report)
        return { good: !hasErrors(report.issues), issues: report.issues, clash: false }
      }
    }
    // What was told on the first try is told again.
    const report = new Report(place, validationOf(document, overlay), 100)
    const clash = this.#gather(job, report)
    const context = { id: map.set, version, delimiters, overlay, overlayContext, report }
    const checked = checkSet(this.#buffer, this.#buffer.count - 1, context)
    if (overlay && !hasErrors(report.issues)) {
      const back = mapDocument(this.#buffer, checked, context)
      if (back) reportChanges(document, back, report, path, overlay)
    }
    const { issues } = report
    return { good: !hasErrors(issues), issues, clash }
  }

  /** Writes the segments as they come; answers false where they do not come in the order of the guide. */
  #writeDirectly({ document, path, map, guide, controlNumber }: Job, report: Report): boolean {
    const direct = this.#direct
    const root = direct.begin(writingPlanOf(guide))
    direct.control(['ST', map.set, controlNumber])
    map.write(document, root, this.#writing(report), path)
    if (direct.disordered) return false
    direct.end()
    direct.control(['SE', String(this.#buffer.count + 1), controlNumber])
    return true
  }

  /** Holds a set that was written directly against its guide, as far as that has not been done while it was written. */
  #checkDirect(guide: Guide, report: Report): void {
    const buffer = this.#buffer
    const { delimiters, version } = this.#options
    tellUnfamiliar(version, guide, report)
    const inner = { component: byteOf(delimiters.component), repetition: byteOf(delimiters.repetition) }
    if (this.#direct.regular) {
      for (const segment of this.#direct.doubtful) validateElements(buffer, segment, segment + 1, guide, inner, report)
    } else {
      new Walker(guide, buffer, report).walk(1, buffer.count - 1)
      validateElements(buffer, 0, buffer.count, guide, inner, report)
    }
  }

  /** Gathers the segments, brings them into the order of the guide and has the partner's map change them. Answers whether a delimiter stands in the data. */
  #gather({ document, path, map, guide, overlay, overlayContext, controlNumber }: Job, report: Report): boolean {
    const draft = new GatheredDraft(guide.root)
    map.write(document, draft, this.#writing(report), path)
    const segments: (readonly string[])[] = []
    draft.collect(segments)
    const applied = overlay ? applyOverlay(segments, guide, overlay, document, overlayContext) : undefined
    for (const { message, segment } of applied?.unmet ?? []) report.add('unmet-by-map', { message, at: { segment } })
    const inside = applied?.segments ?? segments
    const clash = this.#fill([
      ['ST', map.set, controlNumber],
      ...inside,
      ['SE', String(inside.length + 2), controlNumber],
    ])
    if (clash) tellClash(inside, this.#options.delimiters, report)
    return clash
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

  /** Adds the set written last. */
  copyTo(sink: ByteSink): void {
    const buffer = this.#buffer
    const { lineBreak } = this.#options
    if (!lineBreak && this.#bytes.release < 0) {
      sink.add(buffer.bytes, 0, buffer.size)
      return
    }
    for (let segment = 0; segment < buffer.count; segment++) {
      if (buffer.traits[segment]! & traits.released) {
        const escaped = buffer.escaped(segment, this.#bytes.release)
        sink.add(escaped, 0, escaped.length)
      } else sink.add(buffer.bytes, buffer.start(segment, 0), buffer.endOf(segment))
      if (lineBreak) sink.addText(lineBreak)
    }
  }
}

import type { BusinessDocument } from '../documents/index.ts'
import { hasErrors } from '../issue.ts'
import type { DictionaryVersion } from './guides/dictionary.ts'
import { guideOf, isKnownVersion } from './guides/guide.ts'
import type { Guide } from './guides/model.ts'
import type { Reading } from './maps/binding.ts'
import { tellLeftOut } from './maps/left-out.ts'
import { setMaps } from './maps/registry.ts'
import { SetReading } from './maps/set-reading.ts'
import { NearestGuideReport } from './nearest-guide-report.ts'
import type { OverlayContext } from './overlay/context.ts'
import { guideUnder } from './overlay/structure.ts'
import { checkUnderOverlay } from './overlay/under-overlay.ts'
import type { Overlay } from './overlay.ts'
import type { Report } from './report.ts'
import type { SetBuffer } from './set-buffer.ts'
import type { Delimiters } from './types.ts'
import { validateElements } from './validator.ts'
import { type Loop, Walker } from './walker.ts'

/** A set in its buffer, ST first and SE (when it came) last, checked against guide and overlay. */
export interface CheckedSet {
  root: Loop | undefined
  report: Report
  guide: Guide | undefined
  /** Under a partner's map: the set as the standard has it, and where reading it tells what is wrong. */
  standard?: { buffer: SetBuffer; report: Report }
}

/** What is known of a set before its segments are looked at. */
export interface SetContext {
  id: string
  version: string
  /** The release whose guide is to read it, where the partnership says so. */
  release?: DictionaryVersion | undefined
  delimiters: Delimiters
  overlay: Overlay | undefined
  /** What the partner's map may look at beside the set. */
  overlayContext?: OverlayContext | undefined
  report: Report
}

/** Walks the guide and checks every element. `end` is the place after the last segment before SE. */
export function checkSet(buffer: SetBuffer, end: number, context: SetContext): CheckedSet {
  const { id, version, report, delimiters, overlay, release } = context
  const guide = overlay ? guideUnder(overlay, id, release ?? version) : guideOf(id, release ?? version)
  if (!guide) {
    const message = `Transaction set ${id || '(none)'} is not one that this hub reads.`
    report.add('unsupported-set', { message, at: { segment: 'ST', position: 1 }, value: id })
    return { root: undefined, report, guide }
  }
  const unfamiliar = !release && tellUnfamiliar(version, guide, report)
  const standardReport = unfamiliar ? new NearestGuideReport(report) : report
  const inner = { component: byteOf(delimiters.component), repetition: byteOf(delimiters.repetition) }
  if (overlay?.set === id) {
    const { root, ...standard } = checkUnderOverlay(buffer, end, {
      guide,
      version,
      overlay,
      context: context.overlayContext ?? {},
      delimiters,
      inner,
      report,
      standardReport,
    })
    return { root, report, guide, standard }
  }
  const root = new Walker(guide, buffer, standardReport).walk(1, end)
  validateElements(buffer, 0, buffer.count, guide, inner, standardReport)
  return { root, report, guide }
}

/** Tells a version that the guide was not made for, and answers whether it did. */
export function tellUnfamiliar(version: string, guide: Guide, report: Report): boolean {
  if (isKnownVersion(version)) return false
  const message = `There is no guide of version ${version || '(none)'}: the guide of ${guide.version} stands in, and what it has otherwise is no error.`
  report.add('unfamiliar-version', { message, at: {}, value: version })
  return true
}

/** A delimiter as a byte, -1 where there is none. */
export function byteOf(character: string | undefined): number {
  return character ? character.charCodeAt(0) : -1
}

/** The document of a set without errors; undefined when there is no map for it or the map cannot make one, which is reported. */
export function mapDocument(buffer: SetBuffer, checked: CheckedSet, context: SetContext): BusinessDocument | undefined {
  const map = Object.hasOwn(setMaps, context.id) ? setMaps[context.id] : undefined
  if (!checked.root || hasErrors(checked.report.issues)) return undefined
  if (!map) {
    const message = `Set ${context.id} is checked, but no document is made of it.`
    context.report.add('not-mapped', { message, at: { segment: 'ST', position: 1 } })
    return undefined
  }
  const reading = readingOf(buffer, checked, context)
  const document = map.read(checked.root, reading)
  if (!document || hasErrors(checked.report.issues)) return undefined
  tellLeftOut(checked.root, reading)
  return document
}

function readingOf(came: SetBuffer, checked: CheckedSet, context: SetContext): Reading {
  const { buffer, report } = checked.standard ?? { buffer: came, report: context.report }
  return new SetReading(buffer, byteOf(context.delimiters.component), context.overlay?.productIds, report)
}

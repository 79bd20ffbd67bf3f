import { byteDelimiters } from '../byte-delimiters.ts'
import type { Guide } from '../guides/model.ts'
import { traits } from '../lexer.ts'
import { Report } from '../report.ts'
import { SetBuffer } from '../set-buffer.ts'
import type { Delimiters } from '../types.ts'
import { type InnerDelimiters, validateElements } from '../validator.ts'
import { type Loop, Walker } from '../walker.ts'
import { checkOverlay } from './check.ts'
import type { OverlayContext } from './context.ts'
import { ForgivingReport } from './forgiving-report.ts'
import { normaliseTree } from './normalise.ts'
import { rulesOf } from './rules.ts'
import type { Overlay } from './schema.ts'
import { Branch, treeFromLoops } from './tree.ts'

/** A set held against guide and map, in the form that the standard map reads. */
export interface SetUnderOverlay {
  root: Loop
  /** The set as it came, or as the standard has it where the map changes it. */
  buffer: SetBuffer
  /** Where whoever reads the buffer tells what is wrong: it passes things on at the places where they stood. */
  report: Report
}

/** What is known beside the segments. */
export interface UnderOverlay {
  guide: Guide
  /** GS08. */
  version: string
  overlay: Overlay
  context: OverlayContext
  delimiters: Delimiters
  inner: InnerDelimiters
  report: Report
  /** Where it is told what the guide has against it. */
  standardReport: Report
}

/** Walks, checks against the partner's map, turns back what the map changes, and checks the rest against the standard. */
export function checkUnderOverlay(buffer: SetBuffer, end: number, given: UnderOverlay): SetUnderOverlay {
  const { guide, overlay, context, delimiters, inner, report, standardReport } = given
  tellOtherVersion(given)
  const rules = rulesOf(overlay)
  const separator = delimiters.component
  const walked = new Walker(guide, buffer, new ForgivingReport(standardReport, rules, new Branch(guide.root))).walk(
    1,
    end,
  )
  const root = treeFromLoops(walked, buffer)
  const offsetOf = (segment: number) => buffer.offsets[Math.min(segment, buffer.count - 1)]!
  checkOverlay({ root, overlay, rules, separator, context, report, offsetOf })
  if (!rules.rewrites) {
    const forgiving = new ForgivingReport(standardReport, rules, root)
    validateElements(buffer, 0, buffer.count, guide, inner, forgiving)
    return { root: walked, buffer, report: forgiving }
  }
  const tree = treeFromLoops(walked, buffer)
  normaliseTree(tree, overlay, rules, separator, context)
  const standard = new SetBuffer()
  const at = fill(standard, buffer, tree, end, delimiters)
  const forgiving = new ForgivingReport(standardReport, rules, root, at)
  validateElements(standard, 0, standard.count, guide, inner, forgiving)
  const last = end < buffer.count ? standard.count - 1 : standard.count
  return {
    root: new Walker(guide, standard, new Report({}, undefined, 0)).walk(1, last),
    buffer: standard,
    report: forgiving,
  }
}

/** A set may come in another version than the one that the map is for, where the partner is known to do so. */
function tellOtherVersion({ version, overlay, report }: UnderOverlay): void {
  const expected = [overlay.version ?? version, ...(overlay.envelope?.acceptVersions ?? [])]
  if (expected.includes(version)) return
  const message = `The set came in version ${version || '(none)'}; the partner's map is for ${expected.join(' or ')}.`
  report.add('unfamiliar-version', { message, at: {}, value: version, expected: expected.join(', ') })
}

/** Puts a tree between the ST and SE of the set as it came. Answers for each segment where it stood. */
function fill(standard: SetBuffer, came: SetBuffer, tree: Branch, end: number, delimiters: Delimiters): number[] {
  const plain = byteDelimiters(delimiters)
  const released = byteDelimiters(delimiters, Object.values(delimiters))
  const at: number[] = []
  const put = (elements: readonly string[], from: number) => {
    // Where something was released, separators are data.
    standard.appendText(elements, came.traits[from]! & traits.released ? released : plain)
    standard.offsets[at.length] = came.offsets[from]!
    at.push(from)
  }
  const envelope = (segment: number) =>
    Array.from({ length: came.elements(segment) }, (_, element) => came.text(segment, element))
  put(envelope(0), 0)
  for (const segment of tree.all()) put(segment.elements, segment.at)
  if (end < came.count) put(envelope(came.count - 1), came.count - 1)
  return at
}

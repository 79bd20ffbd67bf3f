import type { Overlay } from './overlay.ts'
import { type OverlayRules, type RulePlace, rulesOf } from './overlay-rules.ts'

/** Does what a partner's map asks of segments about to be written: codes translated, fixed and default values put in, unused elements emptied, unused segments left out, capitals. */
export function applyOverlay(segments: readonly string[][], overlay: Overlay): string[][] {
  const rules = rulesOf(overlay)
  const kept = segments.filter(segment => !isUnused(segment, rules))
  return kept.map(segment => {
    const elements = [...segment]
    translate(elements, rules)
    fill(elements, rules)
    const trimmed = trim(elements)
    return overlay.uppercase ? trimmed.map(element => element.toUpperCase()) : trimmed
  })
}

/** A segment that the partner does not use is left out. One that starts a loop stays and is told, for its loop would lose its head. */
function isUnused(segment: readonly string[], rules: OverlayRules): boolean {
  return rules.segments.some(
    at => at.rule.usage === 'not used' && !starters.has(at.tag) && !at.loops && means(at, segment),
  )
}

const starters = new Set(['ST', 'PO1', 'POC', 'IT1', 'LIN', 'HL', 'N1', 'N9', 'ACK', 'AK2', 'AK3'])

function means(at: RulePlace, segment: readonly string[]): boolean {
  return at.tag === segment[0] && (at.qualifiers.length === 0 || at.qualifiers.includes(segment[1] ?? ''))
}

function translate(elements: string[], rules: OverlayRules): void {
  for (const at of rules.translations) {
    const value = elements[at.element]
    if (value && means(at, elements)) elements[at.element] = at.theirs.get(value) ?? value
  }
}

function fill(elements: string[], rules: OverlayRules): void {
  for (const at of rules.elements) {
    if (!means(at, elements)) continue
    const { fixed, default: standIn, usage } = at.rule
    if (usage === 'not used') elements[at.element] = ''
    else if (fixed) elements[at.element] = fixed
    else if (standIn && !elements[at.element]) elements[at.element] = standIn
  }
}

function trim(elements: readonly string[]): string[] {
  let length = elements.length
  while (length > 1 && !elements[length - 1]) length--
  return Array.from({ length }, (_, i) => elements[i] ?? '')
}

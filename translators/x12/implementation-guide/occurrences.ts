import { isAlwaysThere } from './always.ts'
import { narrowingAt, tellingElement } from './matching.ts'
import type { Occurrence, Usage } from './model.ts'
import type { SegmentSpot } from './spots.ts'
import { type Survey, type Written, writtenAt } from './survey.ts'
import { capital, elementRuleWords } from './words/element-rules.ts'
import { segmentRuleWords } from './words/segment-rules.ts'

/** The kinds of a segment at a spot: REF with DP, REF with IA. */
export function occurrencesAt(spot: SegmentSpot, survey: Survey): Occurrence[] {
  const element = tellingElement(spot.tag)
  if (element === undefined) return []
  const written = writtenAt(spot, survey.traces)
  const codes = new Set([...written.map(each => each.elements[element] ?? ''), ...codesNamed(spot, survey)])
  return [...codes].filter(Boolean).flatMap(code => occurrence(spot, element, code, survey) ?? [])
}

function codesNamed(spot: SegmentSpot, { rules }: Survey): string[] {
  const places = [...(rules?.segments ?? []), ...(rules?.elements ?? [])].filter(each => each.rule.usage !== 'not used')
  return places.flatMap(({ place }) => narrowingAt(place, spot)?.codes ?? [])
}

function occurrence(spot: SegmentSpot, element: number, code: string, survey: Survey): Occurrence | undefined {
  const { traces, needs, rules } = survey
  const segments = (rules?.segments ?? []).filter(({ place }) => narrowingAt(place, spot)?.codes?.includes(code))
  const elements = (rules?.elements ?? []).filter(({ place }) => narrowingAt(place, spot)?.codes?.includes(code))
  if (segments.some(each => each.rule.usage === 'not used')) return undefined
  const written = writtenAt(spot, traces).filter(each => each.elements[element] === code)
  const fields = new Set(
    written.flatMap(each => [...each.fields].flatMap(([at, paths]) => (at === element ? [] : paths))),
  )
  return {
    code,
    meaning: meaningAt(spot, element, code, survey),
    usage: usageOf(segments, isAlwaysSent(written, survey) || needs.segment(spot.key, { element, code })),
    fields: [...fields].filter(path => !isTypeOf(path)),
    alternatives: alternatives(spot, element, code, survey),
    rules: [
      ...segments.flatMap(({ rule }) => segmentRuleWords(rule, ['usage'])),
      ...elements.flatMap(({ place, rule }) =>
        elementRuleWords(rule).map(words => `${spot.tag}${String(place.element).padStart(2, '0')}: ${words}`),
      ),
    ],
  }
}

function usageOf(
  rules: readonly { rule: { usage?: string | undefined; min?: number | undefined } }[],
  needed: boolean,
): Usage {
  const asked = rules.some(({ rule }) => rule.usage === 'required' || (rule.min ?? 0) > 0)
  return asked || (needed && !rules.some(({ rule }) => rule.usage === 'optional')) ? 'required' : 'optional'
}

function isAlwaysSent(written: readonly Written[], { received, traces }: Survey): boolean {
  const [example] = traces
  const paths = written.flatMap(each => [...each.fields.values()].flat())
  return received && example !== undefined && paths.some(path => isAlwaysThere(example.document, path))
}

/** What a code of the partner's means: by the standard, or as the code for which it stands. */
export function meaningAt(spot: SegmentSpot, element: number, code: string, { rules }: Survey): string {
  const meanings = spot.definition.slots?.[element - 1]?.element?.meanings
  const translation = rules?.translations.find(
    ({ place, ours }) => place.element === element && ours.has(code) && narrowingAt(place, spot),
  )
  const standard = translation?.ours.get(code)
  return meanings?.get(standard ?? code) ?? (standard ? `As ${standard} of the standard` : '')
}

/** Codes that the hub reads alike; told only to those who send the set. */
function alternatives(spot: SegmentSpot, element: number, code: string, survey: Survey): string[] {
  const { plain, senses, received, guide } = survey
  const definition = guide.dictionary.segment(spot.tag)?.slots?.[element - 1]?.element
  if (received || !plain || !senses || !definition) return []
  const at = plain.keys.findIndex((key, i) => key === spot.key && plain.segments[i]![element] === code)
  const others = at < 0 ? [] : senses.alternativesTo(at, element, definition)
  const own = new Set(writtenAt(spot, survey.traces).map(each => each.elements[element]))
  return others.filter(other => !own.has(other))
}

/** The type by which a reference is named: told by the code that stands for it. */
export function isTypeOf(path: string): boolean {
  return /\[[\w-]+\]\.type$/.test(path)
}

/** A sentence under a condition: `Where REF01 = DP: must be sent.` */
export function underCondition(words: string, sentence: string): string {
  return words ? `${capital(words.startsWith('in ') ? words : `where ${words}`)}: ${sentence}` : sentence
}

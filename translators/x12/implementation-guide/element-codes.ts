import type { ElementDefinition } from '../guides/model.ts'
import type { ElementRuleAt, Translation } from '../overlay/rules.ts'
import type { CodeSense } from './codes.ts'
import { narrowingAt, tellingElement } from './matching.ts'
import type { CodeEntry, ElementEntry } from './model.ts'
import { meaningAt } from './occurrences.ts'
import type { SegmentSpot } from './spots.ts'
import { type Survey, writtenAt } from './survey.ts'

type Codes = Pick<ElementEntry, 'codes' | 'codesAre' | 'codeList'>

/** Most codes that stand beside an element; longer lists stand in the appendix alone. */
const most = 60

/** The codes of an element: those that the partner allows, else those that the hub sends or understands, else those in use. */
export function codesAt(
  spot: SegmentSpot,
  element: number,
  definition: ElementDefinition | undefined,
  rules: readonly ElementRuleAt[],
  survey: Survey,
): Codes {
  const allowed = rules.find(({ rule }) => rule.fixed ?? rule.codes)?.rule
  const translation = survey.rules?.translations.find(
    ({ place }) => place.element === element && narrowingAt(place, spot),
  )
  const sense = definition ? survey.senses?.senseOf(spot.key, element, definition) : undefined
  const entry = (code: string) => codeEntry(code, spot, element, sense, translation, survey)
  if (allowed) {
    const codes = allowed.fixed ? [allowed.fixed] : (allowed.codes ?? [])
    const coded = definition?.type === 'ID' || allowed.codes
    return coded ? { codes: codes.map(entry), codesAre: 'allowed' } : { codes: [] }
  }
  if (!definition?.meanings)
    return translation ? { codes: [...translation.ours.keys()].map(entry), codesAre: 'known' } : { codes: [] }
  const forbidden = new Set(rules.flatMap(({ rule }) => rule.forbid ?? []))
  const also = rules.flatMap(({ rule }) => rule.alsoCodes ?? [])
  const found = pairCodes(spot, definition, survey) ?? inUse(spot, element, sense, survey)
  const theirs = [
    ...new Set([
      ...found.codes.map(code => translation?.theirs.get(code) ?? code),
      ...(translation?.ours.keys() ?? []),
      ...also,
    ]),
  ]
  const codes = theirs.filter(code => !forbidden.has(code)).map(entry)
  const more = definition.meanings.size > codes.length
  return {
    codes: codes.length > most ? [] : codes,
    codesAre: found.codesAre,
    ...(more && definition.number && found.codesAre !== 'sent' ? { codeList: definition.number } : {}),
  }
}

function codeEntry(
  code: string,
  spot: SegmentSpot,
  element: number,
  sense: CodeSense | undefined,
  translation: Translation | undefined,
  survey: Survey,
): CodeEntry {
  const standard = translation?.ours.get(code)
  const word = sense?.understood.get(standard ?? code)
  return {
    code,
    meaning: meaningAt(spot, element, code, survey),
    ...(word && word !== code ? { word } : {}),
    ...(standard && standard !== code ? { standard } : {}),
  }
}

function inUse(
  spot: SegmentSpot,
  element: number,
  sense: CodeSense | undefined,
  survey: Survey,
): { codes: string[]; codesAre: NonNullable<ElementEntry['codesAre']> } {
  // They stand in the table of the segment's kinds, with their fields.
  if (element === tellingElement(spot.tag) && spot.tag !== 'SAC') return { codes: [], codesAre: 'known' }
  if (sense && survey.received) return { codes: [...sense.sent].sort(), codesAre: 'sent' }
  if (sense) {
    const words = [...sense.understood].filter(([code, word]) => code !== word)
    return { codes: words.map(([code]) => code), codesAre: 'understood' }
  }
  const values = writtenAt(spot, survey.traces).map(each => each.elements[element] ?? '')
  return { codes: [...new Set(values.filter(Boolean))], codesAre: 'known' }
}

/** Qualifiers of product ids: any of them may stand in any pair. */
function pairCodes(spot: SegmentSpot, definition: ElementDefinition, survey: Survey) {
  if (definition.number !== '235') return undefined
  const slots = spot.definition.slots ?? []
  const pairs = slots.flatMap((slot, i) => (slot.element?.number === '235' ? [i + 1] : []))
  if (pairs.length < 2) return undefined
  const written = writtenAt(spot, survey.traces)
  const codes = pairs.flatMap(at => written.map(each => each.elements[at] ?? '')).filter(Boolean)
  return { codes: [...new Set(codes)], codesAre: 'known' as const }
}

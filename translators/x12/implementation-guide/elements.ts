import type { ElementDefinition, Slot } from '../guides/model.ts'
import { elementName } from '../overlay/place.ts'
import type { ElementRuleAt } from '../overlay/rules.ts'
import { isNeededInside } from './always.ts'
import { codesAt } from './element-codes.ts'
import { narrowingAt } from './matching.ts'
import type { ComponentEntry, ElementEntry, Usage } from './model.ts'
import { isTypeOf, underCondition } from './occurrences.ts'
import type { SegmentSpot } from './spots.ts'
import { type Survey, writtenAt } from './survey.ts'
import { elementRuleWords } from './words/element-rules.ts'

/** The elements of a segment that are used, and the numbers of those that are not. */
export function elementsAt(spot: SegmentSpot, survey: Survey): { elements: ElementEntry[]; unused: number[] } {
  const slots = spot.definition.slots ?? []
  const used = slots.flatMap((slot, i) => (isUsedElement(spot, slot, i + 1, survey) ? [i + 1] : []))
  return {
    elements: used.map(element => elementEntry(spot, slots[element - 1]!, element, used, survey)),
    unused: slots.flatMap((_, i) => (used.includes(i + 1) ? [] : [i + 1])),
  }
}

/** The partner's rules for an element as it is, and those for some of its segments only. */
export function rulesFor(spot: SegmentSpot, element: number, { rules }: Survey) {
  const meant = (rules?.elements ?? []).flatMap(at => {
    const narrowing = at.place.element === element ? narrowingAt(at.place, spot) : undefined
    return narrowing ? [{ at, narrowing }] : []
  })
  return {
    plain: meant.filter(({ narrowing }) => !narrowing.words).map(({ at }) => at),
    narrowed: meant.filter(({ narrowing }) => narrowing.words),
  }
}

function isUsedElement(spot: SegmentSpot, slot: Slot, element: number, survey: Survey): boolean {
  const { plain, narrowed } = rulesFor(spot, element, survey)
  if (plain.some(({ rule }) => rule.usage === 'not used')) return false
  if (slot.required || plain.length > 0 || narrowed.some(({ at }) => at.rule.usage !== 'not used')) return true
  return writtenAt(spot, survey.traces).some(({ elements }) => elements[element])
}

function elementEntry(
  spot: SegmentSpot,
  slot: Slot,
  element: number,
  used: readonly number[],
  survey: Survey,
): ElementEntry {
  const { plain, narrowed } = rulesFor(spot, element, survey)
  const definition = slot.element
  const [min, max] = plain.find(({ rule }) => rule.length)?.rule.length ?? [definition?.min ?? 1, definition?.max ?? 0]
  const written = writtenAt(spot, survey.traces)
  const reference = elementName(spot.tag, element)
  return {
    reference,
    number: slot.composite?.number ?? definition?.number ?? '',
    name: slot.composite?.name ?? definition?.name ?? '',
    type: slot.composite ? 'Composite' : typeOf(definition),
    min,
    max,
    ...(slot.repeats ? { repeats: slot.repeats } : {}),
    standard: slot.required ? 'M' : spot.definition.relations.some(each => each.elements.includes(element)) ? 'C' : 'O',
    usage: usageOf(spot, slot, element, used, plain, survey),
    fields: [...new Set(written.flatMap(each => each.fields.get(element) ?? []))].filter(path => !isTypeOf(path)),
    ...codesAt(spot, element, definition, plain, survey),
    rules: [
      ...plain.flatMap(({ rule }) => elementRuleWords(rule, ['usage', 'length', 'codes'])),
      ...narrowed
        .filter(({ narrowing }) => !narrowing.codes)
        .flatMap(({ at, narrowing }) => elementRuleWords(at.rule).map(words => underCondition(narrowing.words, words))),
    ],
    examples: examplesOf(spot, element, survey),
    components: slot.composite?.slots.map((inner, i) => component(inner, `${reference}-0${i + 1}`)) ?? [],
  }
}

function typeOf(definition: ElementDefinition | undefined): string {
  if (!definition) return ''
  return definition.type === 'N' ? `N${definition.decimals}` : definition.type
}

function component({ element, required }: Slot, reference: string): ComponentEntry {
  return {
    reference,
    number: element?.number ?? '',
    name: element?.name ?? '',
    type: typeOf(element),
    min: element?.min ?? 0,
    max: element?.max ?? 0,
    standard: required ? 'M' : 'O',
  }
}

function usageOf(
  spot: SegmentSpot,
  slot: Slot,
  element: number,
  used: readonly number[],
  plain: readonly ElementRuleAt[],
  survey: Survey,
): Usage {
  if (slot.required || plain.some(({ rule }) => rule.usage === 'required' || rule.fixed)) return 'required'
  const relations = spot.definition.relations.filter(each => each.elements.includes(element))
  const choice = relations.some(
    ({ kind, elements }) =>
      (kind === 'R' || kind === 'L') && elements.some(other => other !== element && used.includes(other)),
  )
  if (isAskedSometimes(spot, element, survey)) return 'conditional'
  if (plain.some(({ rule }) => rule.usage === 'optional')) return 'optional'
  const needed =
    isAlwaysSent(spot, element, survey) || survey.needs.element(spot.key, element, spot.definition.relations)
  if (needed) return choice ? 'conditional' : 'required'
  return relations.length > 0 ? 'conditional' : 'optional'
}

/** Whether the hub, which sends the set, never sends the segment without the element. */
function isAlwaysSent(spot: SegmentSpot, element: number, { received, traces }: Survey): boolean {
  const [example] = traces
  if (!received || !example) return false
  const written = writtenAt(spot, [example])
  const paths = written.flatMap(each => each.fields.get(element) ?? [])
  return written.every(each => each.elements[element]) && paths.some(path => isNeededInside(example.document, path))
}

/** Whether a conditional rule of the partner's asks for the element. */
function isAskedSometimes(spot: SegmentSpot, element: number, { rules }: Survey): boolean {
  const sets = rules?.conditions.flatMap(each => [each.must, each.otherwise]) ?? []
  return sets.some(set =>
    set.elements.some(({ place, rule }) => {
      const asks = rule.usage === 'required' || rule.fixed !== undefined
      return asks && place.tag === spot.tag && place.element === element
    }),
  )
}

function examplesOf(spot: SegmentSpot, element: number, { traces }: Survey): string[] {
  const values = writtenAt(spot, traces.slice(0, 1)).map(each => each.elements[element] ?? '')
  return [...new Set(values.filter(Boolean))].slice(0, 3)
}

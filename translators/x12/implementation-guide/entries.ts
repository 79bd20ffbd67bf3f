import { elementName } from '../overlay/place.ts'
import type { SegmentRuleAt } from '../overlay/rules.ts'
import { isAlwaysThere } from './always.ts'
import { elementsAt } from './elements.ts'
import { narrowingAt, tellingElement } from './matching.ts'
import type { GuideEntry, LoopEntry, SegmentEntry, Usage } from './model.ts'
import { meaningAt, occurrencesAt, underCondition } from './occurrences.ts'
import type { LoopSpot, SegmentSpot, Spot } from './spots.ts'
import { isUsed, type Survey, writtenAt } from './survey.ts'
import { parseRelation, relationWords, segmentRuleWords } from './words/segment-rules.ts'

/** Gives entries their numbers in the order of the set. */
export class Numbering {
  #last = 0

  next(): number {
    return ++this.#last
  }
}

/** What is printed of spots: those that are used and that the partner takes. */
export function entriesOf(spots: readonly Spot[], survey: Survey, numbering: Numbering): GuideEntry[] {
  return spots
    .filter(spot => isUsed(spot, survey.used) && !isForbidden(spot, survey))
    .map(spot => (spot.kind === 'loop' ? loopEntry(spot, survey, numbering) : segmentEntry(spot, survey, numbering)))
}

/** Whether the partner does not take a segment or loop at all. */
export function isForbidden(spot: Spot, survey: Survey): boolean {
  return plainRules(spot, survey).some(({ rule }) => rule.usage === 'not used')
}

function plainRules(spot: Spot, { rules }: Survey): SegmentRuleAt[] {
  return (rules?.segments ?? []).filter(({ place }) => narrowingAt(place, spot)?.words === '')
}

function common(spot: Spot, survey: Survey) {
  const rules = plainRules(spot, survey)
  const max = Math.min(spot.max, ...rules.map(({ rule }) => rule.max ?? Number.POSITIVE_INFINITY))
  return {
    depth: spot.loops.length,
    path: spot.path,
    tag: spot.tag,
    standard: spot.min > 0 ? ('M' as const) : ('O' as const),
    usage: usageOf(spot, rules, survey),
    max: Number.isFinite(max) ? max : null,
  }
}

function usageOf(spot: Spot, rules: readonly SegmentRuleAt[], survey: Survey): Usage {
  const asked = rules.some(({ rule }) => rule.usage === 'required' || (rule.min ?? 0) > 0)
  if (spot.min > 0 || asked) return 'required'
  if (isAskedSometimes(spot, survey)) return 'conditional'
  if (rules.some(({ rule }) => rule.usage === 'optional')) return 'optional'
  const added = survey.rules?.added.some(
    ({ rule, loops }) =>
      rule.segment === spot.tag && rule.usage === 'required' && !rule.when && loops.length === spot.loops.length,
  )
  return added || isAlwaysSent(spot, survey) || survey.needs.segment(spot.key) ? 'required' : 'optional'
}

/** Whether the hub, which sends the set, sends this with every document. */
function isAlwaysSent(spot: Spot, { received, traces }: Survey): boolean {
  const [example] = traces
  const head = spot.kind === 'loop' ? (spot.children[0] as SegmentSpot) : spot
  if (!received || !example) return false
  const paths = writtenAt(head, [example]).flatMap(each => [...each.fields.values()].flat())
  return paths.some(path => isAlwaysThere(example.document, path))
}

function isAskedSometimes(spot: Spot, { rules }: Survey): boolean {
  const sets = rules?.conditions.flatMap(each => [each.must, each.otherwise]) ?? []
  const asks = ({ rule }: SegmentRuleAt) => rule.usage === 'required' || (rule.min ?? 0) > 0
  return sets.some(set => set.segments.some(at => asks(at) && at.place.tag === spot.tag))
}

function loopEntry(spot: LoopSpot, survey: Survey, numbering: Numbering): LoopEntry {
  const [head] = spot.children as [SegmentSpot]
  const meaning = spot.level ? meaningAt(head, 3, spot.level, survey) : ''
  return {
    kind: 'loop',
    anchor: `${anchorOf(spot.path)}-loop`,
    number: numbering.next(),
    ...common(spot, survey),
    name: head.definition.name,
    ...(spot.level ? { level: { code: spot.level, meaning } } : {}),
    rules: [],
    entries: entriesOf(spot.children, survey, numbering),
  }
}

function segmentEntry(spot: SegmentSpot, survey: Survey, numbering: Numbering): SegmentEntry {
  const number = numbering.next()
  const { elements, unused } = elementsAt(spot, survey)
  const telling = tellingElement(spot.tag)
  const occurrences = occurrencesAt(spot, survey)
  const pairs = furtherPairs(spot, unused)
  const left = unused.filter(element => pairs === undefined || element < pairs)
  return {
    kind: 'segment',
    anchor: anchorOf(spot.path),
    number,
    ...common(spot, survey),
    depth: spot.loops.length + (spot.starts ? 1 : 0),
    name: spot.definition.name,
    rules: segmentRules(spot, survey),
    ...(telling !== undefined && occurrences.length > 0 ? { toldBy: elementName(spot.tag, telling) } : {}),
    occurrences,
    elements,
    conditions: conditionsAt(
      spot,
      elements.map(each => Number(each.reference.slice(spot.tag.length))),
      survey,
    ),
    unused: ranges(left, spot.tag),
    ...(pairs === undefined ? {} : { furtherPairs: elementName(spot.tag, pairs) }),
  }
}

function segmentRules(spot: SegmentSpot, survey: Survey): string[] {
  const narrowed = (survey.rules?.segments ?? []).flatMap(({ place, rule }) => {
    const narrowing = narrowingAt(place, spot)
    return narrowing?.words && !narrowing.codes ? [{ rule, narrowing }] : []
  })
  return [
    ...plainRules(spot, survey).flatMap(({ rule }) => segmentRuleWords(rule, ['usage', 'max', 'relations'])),
    ...narrowed.flatMap(({ rule, narrowing }) =>
      segmentRuleWords(rule).map(words => underCondition(narrowing.words, words)),
    ),
  ]
}

/** Conditions of the standard that concern what is used, without those that the partner takes off, and the partner's own. */
function conditionsAt(spot: SegmentSpot, used: readonly number[], survey: Survey): string[] {
  const rules = (survey.rules?.segments ?? []).filter(({ place }) => narrowingAt(place, spot))
  const off = new Set(rules.flatMap(({ rule }) => rule.relations?.off ?? []))
  const added = rules.flatMap(({ rule }) => (rule.relations?.add ?? []).map(parseRelation))
  const code = ({ kind, elements }: { kind: string; elements: readonly number[] }) =>
    kind + elements.map(element => String(element).padStart(2, '0')).join('')
  const concerning = spot.definition.relations.filter(relation => {
    const count = relation.elements.filter(element => used.includes(element)).length
    const choice = relation.kind === 'R' || relation.kind === 'L'
    return !off.has(code(relation)) && (choice ? count > 0 : count > 1)
  })
  return [...concerning, ...added].map(relation => relationWords(relation, spot.tag))
}

/** From which element on only pairs of product ids are left. */
function furtherPairs(spot: SegmentSpot, unused: readonly number[]): number | undefined {
  const slots = spot.definition.slots ?? []
  const numberOf = (element: number) => slots[element - 1]?.element?.number
  const from = unused.find((element, i) => {
    const rest = unused.slice(i)
    return (
      rest.length === slots.length - element + 1 && rest.every((each, j) => numberOf(each) === (j % 2 ? '234' : '235'))
    )
  })
  return from !== undefined && unused.length - unused.indexOf(from) >= 2 ? from : undefined
}

/** `BEG04`, `BEG06 to BEG12` */
function ranges(elements: readonly number[], tag: string): string[] {
  const runs: [number, number][] = []
  for (const element of elements) {
    const run = runs.at(-1)
    if (run && run[1] === element - 1) run[1] = element
    else runs.push([element, element])
  }
  return runs.flatMap(([from, to]) => {
    if (to - from > 1) return `${elementName(tag, from)} to ${elementName(tag, to)}`
    return from === to ? elementName(tag, from) : [elementName(tag, from), elementName(tag, to)]
  })
}

function anchorOf(path: string): string {
  return path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

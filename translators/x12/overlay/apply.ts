import { COMPONENT } from '../byte-delimiters.ts'
import type { Guide } from '../guides/model.ts'
import { cleanCharacters } from './characters.ts'
import { holds, judge } from './condition.ts'
import type { OverlayContext } from './context.ts'
import { moveForward } from './moves.ts'
import type { AddedAt, ElementRuleAt, OverlayRules, RuleSet, SegmentRuleAt } from './rules.ts'
import { rulesOf } from './rules.ts'
import type { Overlay } from './schema.ts'
import { scopesOf } from './scopes.ts'
import { toTheirs } from './text-rules.ts'
import { translateToTheirs } from './translate.ts'
import {
  type Branch,
  type Found,
  loopsMeant,
  remove,
  segmentsMeant,
  setValue,
  standingIn,
  treeFromSegments,
  trim,
  valueAt,
} from './tree.ts'
import { followsFromSet, resolveValue, type ValueScope } from './value.ts'
import type { Value } from './value-schema.ts'
import { wrapTexts } from './wrap.ts'

/** What applying a map could not do: told, and the set is kept back. */
export interface Unmet {
  message: string
  segment: string
}

interface Writing extends ValueScope {
  rules: OverlayRules
  overlay: Overlay
  unmet: Unmet[]
}

/**
 * Does what a partner's map asks of a set about to be written. `segments` are those of the standard map in the guide's order, ST not among
 * them; components are joined by `COMPONENT`. The order: moves, wrapping, codes, segments not used, segments added, elements, conditional
 * rules, values that follow from the set, characters. Places in `moves` and `codes` are those of the standard map, all others the partner's.
 */
export function applyOverlay(
  segments: readonly (readonly string[])[],
  guide: Guide,
  overlay: Overlay,
  document: unknown,
  context: OverlayContext = {},
): { segments: string[][]; unmet: Unmet[] } {
  const rules = rulesOf(overlay)
  const root = treeFromSegments(segments, guide)
  const writing: Writing = { root, separator: COMPONENT, document, context, rules, overlay, unmet: [] }
  if (rules.computes && !context.computed) {
    tellUnmet(writing, 'ST', 'its expressions were not evaluated for this document')
  }
  for (const each of rules.moves) moveForward(root, each, COMPONENT)
  wrapTexts(root, rules.elements, COMPONENT)
  translateToTheirs(root, rules.translations, COMPONENT)
  dropUnused(root, rules)
  for (const each of rules.added) addSegments(each, writing)
  for (const each of rules.elements) writeElement(root, each, writing, false)
  applyConditions(writing)
  for (const each of rules.elements) writeElement(root, each, writing, true)
  for (const each of rules.segments) if (each.rule.overflow === 'drop') dropSurplus(root, each)
  const written = [...root.all()]
  for (const segment of written) {
    segment.elements = segment.elements.map(text => cleanCharacters(text, overlay))
    trim(segment)
  }
  return { segments: written.map(segment => segment.elements), unmet: writing.unmet }
}

function dropUnused(scope: Branch, rules: RuleSet): void {
  for (const { place, rule } of rules.segments) {
    if (rule.usage === 'not used') for (const found of segmentsMeant(scope, place)) remove(found)
  }
}

/** Those beyond the most that the partner takes, the last ones, in each loop that the rule means. */
function dropSurplus(root: Branch, { place, rule }: SegmentRuleAt): void {
  const groups = place.loops
    ? loopsMeant(root, place.loops).map(branch => standingIn(branch, place))
    : [segmentsMeant(root, place)]
  for (const group of groups) for (const found of group.slice(rule.max ?? group.length)) remove(found)
}

function addSegments({ id, rule, loops }: AddedAt, writing: Writing): void {
  const { root, context } = writing
  for (const [index, branch] of loopsMeant(root, loops).entries()) {
    const scope = { root, inside: branch, facts: context.facts ?? {}, separator: COMPONENT }
    if (rule.when && !holds(rule.when, scope)) continue
    const elements = builtElements(rule.segment, rule.elements, id, index, branch, writing)
    if (!elements) {
      if (rule.usage === 'required') tellUnmet(writing, rule.segment, `"${rule.name}" has no value for ${rule.segment}`)
      continue
    }
    if (rule.unlessPresent && standsAlready(branch, elements)) continue
    const added = branch.add(elements, branch.head?.at ?? 0, rule.order)
    if (!added) {
      tellUnmet(writing, rule.segment, `"${rule.name}" adds ${rule.segment} where the guide has no place for it`)
      continue
    }
    for (const [i, next] of (rule.followedBy ?? []).entries()) {
      const inner = builtElements(next.segment, next.elements, `${id}.followedBy[${i}]`, index, branch, writing)
      if (inner) added.loop?.add(inner, added.segment.at)
    }
  }
}

function builtElements(
  segment: string,
  values: Readonly<Record<string, Value>>,
  id: string,
  index: number,
  branch: Branch,
  writing: Writing,
): string[] | undefined {
  const elements = [segment]
  for (const [number, value] of Object.entries(values)) {
    const text = resolveValue(value, `${id}.${number}`, index, branch, writing)
    if (!text) return undefined
    setValue({ elements, at: 0 }, { element: Number(number) }, text, COMPONENT)
  }
  return elements
}

/** Whether a segment of the same tag and first element stands in the loop. */
function standsAlready(branch: Branch, elements: readonly string[]): boolean {
  return [...branch.standing()].some(
    ({ segment }) => segment.elements[0] === elements[0] && segment.elements[1] === elements[1],
  )
}

function tellUnmet(writing: Writing, segment: string, what: string): void {
  writing.unmet.push({ message: `The partner's map cannot be followed: ${what}.`, segment })
}

/** `late` rules take values that follow from the rest of the set, and come when the rest is done. */
function writeElement(scope: Branch, at: ElementRuleAt, writing: Writing, late: boolean): void {
  const { value } = at.rule
  const isLate = value !== undefined && typeof value !== 'string' && followsFromSet(value)
  if (isLate !== late) return
  for (const [index, found] of segmentsMeant(scope, at.place).entries()) {
    setValue(found.segment, at.place, newValue(at, found, index, writing), COMPONENT)
    trim(found.segment)
  }
}

function newValue({ id, place, rule }: ElementRuleAt, found: Found, index: number, writing: Writing): string {
  if (rule.usage === 'not used') return ''
  if (rule.fixed) return rule.fixed
  const inside = typeof rule.value === 'object' && isAbsolute(rule.value) ? writing.root : (found.loop ?? found.owner)
  const own = valueAt(found.segment, place, COMPONENT)
  const given = rule.value === undefined ? own : (resolveValue(rule.value, id, index, inside, writing) ?? own)
  return toTheirs(given, rule) || rule.default || ''
}

/** Sums and counts of a set's header and summary are over the whole set. */
function isAbsolute(value: Value): boolean {
  return typeof value === 'object' && ('count' in value || 'sum' in value)
}

function applyConditions(writing: Writing): void {
  const { root, rules, context } = writing
  for (const each of rules.conditions) {
    for (const inside of scopesOf(root, each.in)) {
      const scope = { root, inside, facts: context.facts ?? {}, separator: COMPONENT }
      const judged = judge(each.rule.when, scope)
      if (judged === undefined) continue
      const then = judged ? each.must : each.otherwise
      dropUnused(inside, then)
      for (const rule of then.elements) {
        writeElement(inside, rule, writing, false)
        writeElement(inside, rule, writing, true)
      }
    }
  }
}

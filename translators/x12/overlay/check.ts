import { brief } from '../element-findings.ts'
import { relationFault } from '../relation-check.ts'
import type { Report } from '../report.ts'
import { foreignCharacter } from './characters.ts'
import { holds, judge } from './condition.ts'
import type { OverlayContext } from './context.ts'
import { faultOf } from './element-faults.ts'
import { firstPair, standingLike } from './normalise.ts'
import { elementName } from './place.ts'
import type { AddedAt, ElementRuleAt, OverlayRules, RuleSet, SegmentRuleAt } from './rules.ts'
import type { Overlay } from './schema.ts'
import { scopesOf } from './scopes.ts'
import { type Branch, type Found, loopsMeant, type Segment, segmentsMeant, standingIn, valueAt } from './tree.ts'
import { followsFromSet, resolveValue } from './value.ts'

/** A set as it stands in the file, and what its map is held against. */
export interface Checking {
  root: Branch
  overlay: Overlay
  rules: OverlayRules
  separator: string
  context: OverlayContext
  report: Report
  /** Bytes of the file before each segment. */
  offsetOf(segment: number): number
}

/** Holds a set against what the partner's map asks for beyond the standard. */
export function checkOverlay(checking: Checking): void {
  const { root, rules } = checking
  checkRules(root, rules, checking)
  for (const each of rules.conditions) {
    for (const inside of scopesOf(root, each.in)) {
      const judged = judge(each.rule.when, scopeIn(inside, checking))
      if (judged !== undefined) checkRules(inside, judged ? each.must : each.otherwise, checking, each.rule.name)
    }
  }
  for (const each of rules.added) checkAdded(each, checking)
  checkProductIds(checking)
  checkCharacters(checking)
}

function scopeIn(inside: Branch, { root, separator, context }: Checking) {
  return { root, inside, separator, facts: context.facts ?? {} }
}

function checkRules(scope: Branch, rules: RuleSet, checking: Checking, name?: string): void {
  const why = name ? `the partner's map ("${name}")` : "the partner's map"
  for (const at of rules.elements) checkElements(scope, at, checking, why)
  for (const at of rules.segments) checkSegments(scope, at, checking, why)
  if (rules.refuse) {
    const segment = scope.head ?? [...scope.all()][0]
    tell(checking, 'refused-by-map', segment, `${capital(why)} refuses this: ${rules.refuse}`)
  }
}

function checkSegments(scope: Branch, at: SegmentRuleAt, checking: Checking, why: string): void {
  const groups = at.place.loops
    ? loopsMeant(scope, at.place.loops).map(loop => ({ loop, found: standingIn(loop, at.place) }))
    : [{ loop: scope, found: segmentsMeant(scope, at.place) }]
  for (const { loop, found } of groups) {
    checkCount(at, found, loop, checking, why)
    for (const { segment } of found) checkRelations(at, segment, checking, why)
  }
}

function checkCount(at: SegmentRuleAt, found: readonly Found[], loop: Branch, checking: Checking, why: string): void {
  const { usage, max = Number.POSITIVE_INFINITY } = at.rule
  const min = at.rule.min ?? (usage === 'required' ? 1 : 0)
  const { name, tag } = at.place
  const first = found[0]?.segment ?? loop.head
  if (usage === 'not used' && found.length > 0) {
    tell(checking, 'forbidden-segment', first, `${capital(why)} does not use ${name}.`, {
      segment: tag,
      expected: name,
    })
  } else if (found.length < min) {
    const message = min > 1 ? `${capital(why)} requires ${name} ${min} times.` : `${capital(why)} requires ${name}.`
    tell(checking, 'missing-segment', first, message, { segment: tag, expected: name })
  } else if (found.length > max) {
    const message = `${capital(why)} allows ${name} at most ${max} times.`
    tell(checking, 'too-many-segments', found[max]!.segment, message, { segment: tag, expected: name })
  }
}

function checkRelations(at: SegmentRuleAt, segment: Segment, checking: Checking, why: string): void {
  for (const relation of at.relations) {
    const present = relation.elements.reduce((bits, each) => (segment.elements[each] ? bits | (1 << each) : bits), 0)
    const fault = relationFault(relation, present, at.place.tag)
    if (!fault) continue
    tell(checking, fault.code, segment, `By ${why}: ${fault.why}.`, { element: fault.element })
  }
}

function checkElements(scope: Branch, at: ElementRuleAt, checking: Checking, why: string): void {
  for (const [index, found] of segmentsMeant(scope, at.place).entries()) {
    const value = valueAt(found.segment, at.place, checking.separator)
    const fault = faultOf(at, value) ?? valueFault(at, value, found, index, checking)
    if (!fault) continue
    const { element, component } = at.place
    tell(checking, fault.code, found.segment, `${at.place.name} ${fault.why} by ${why}.`, {
      element,
      ...(component === undefined ? {} : { component }),
      ...(value ? { value: brief(value) } : {}),
      expected: fault.expected,
    })
  }
}

/** A value that follows from the rest of the set must be the one that follows. */
function valueFault(at: ElementRuleAt, value: string, found: Found, index: number, checking: Checking) {
  const rule = at.rule.value
  if (rule === undefined || typeof rule === 'string' || !followsFromSet(rule) || !value) return undefined
  const total = 'count' in rule || 'sum' in rule
  const inside = total ? checking.root : (found.loop ?? found.owner)
  const expected = resolveValue(rule, at.id, index, inside, checking)
  if (expected === undefined || expected === value || Number(expected) === Number(value)) return undefined
  return { code: total ? ('wrong-total' as const) : ('invalid-value' as const), why: `must be ${expected}`, expected }
}

function checkAdded(added: AddedAt, checking: Checking): void {
  const { rule, loops } = added
  if (rule.usage === 'optional') return
  for (const inside of loopsMeant(checking.root, loops)) {
    if (rule.when && !holds(rule.when, scopeIn(inside, checking))) continue
    if (standingLike(inside, added).length > 0) continue
    if (rule.unlessPresent && [...inside.standing()].some(({ segment }) => segment.elements[0] === rule.segment))
      continue
    const message = `The partner's map requires ${rule.segment} for "${rule.name}".`
    tell(checking, 'missing-segment', inside.head, message, { segment: rule.segment, expected: rule.name })
  }
}

function checkProductIds(checking: Checking): void {
  const { root, overlay } = checking
  const required = (overlay.productIds ?? []).filter(choice => choice.usage === 'required')
  if (required.length === 0) return
  for (const segment of root.all()) {
    const first = firstPair(segment.elements[0]!)
    if (first === undefined || segment.elements[0] === 'ACK' || segment.elements[0] === 'SLN') continue
    for (const { qualifier } of required) {
      const at = segment.elements.findIndex((text, i) => i >= first && (i - first) % 2 === 0 && text === qualifier)
      if (at >= 0 && segment.elements[at + 1]) continue
      const message = `The partner's map requires a product id under ${qualifier} in ${segment.elements[0]}.`
      tell(checking, 'missing-element', segment, message, { element: first, expected: qualifier })
    }
  }
}

function checkCharacters(checking: Checking): void {
  const { root, overlay, separator } = checking
  if (!overlay.characters && !overlay.uppercase) return
  for (const segment of root.all()) {
    for (const [element, text] of segment.elements.entries()) {
      const foreign = foreignCharacter(text.replaceAll(separator, ''), overlay)
      if (foreign === undefined) continue
      const message = `${elementName(segment.elements[0]!, element)} holds "${foreign}", which is not among the characters that the partner's map allows.`
      tell(checking, 'invalid-character', segment, message, { element, value: brief(text) })
    }
  }
}

type Parts = { segment?: string; element?: number; component?: number; value?: string; expected?: string }

function tell(
  checking: Checking,
  code: Parameters<Report['add']>[0],
  segment: Segment | undefined,
  message: string,
  { value, expected, ...at }: Parts = {},
): void {
  const position = segment?.at ?? 0
  const place = { segment: segment?.elements[0] ?? 'ST', position: position + 1, offset: checking.offsetOf(position) }
  checking.report.add(code, {
    message,
    at: { ...place, ...at },
    ...(value === undefined ? {} : { value }),
    ...(expected === undefined ? {} : { expected }),
  })
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

import type { Relation } from '../guides/model.ts'
import { expressionsOf } from './expressions-of.ts'
import { industryRules } from './industry.ts'
import { compilePattern, type Pattern } from './pattern.ts'
import { type ElementPlace, parseElementPlace, parseSegmentPlace, type SegmentPlace, type Step } from './place.ts'
import type { AddedSegment, ConditionalRule, Consequences, ElementRule, Move, SegmentRule } from './rule-schema.ts'
import type { Overlay } from './schema.ts'
import { transforms } from './text-rules.ts'

/** A rule for an element, with what it needs looked up. `id` names it within its overlay. */
export interface ElementRuleAt {
  id: string
  place: ElementPlace
  rule: ElementRule
  pattern?: Pattern
  codes?: ReadonlySet<string>
  forbid?: ReadonlySet<string>
  alsoCodes?: ReadonlySet<string>
}

export interface SegmentRuleAt {
  id: string
  place: SegmentPlace
  rule: SegmentRule
  relations: readonly Relation[]
}

/** Rules that go together. */
export interface RuleSet {
  segments: readonly SegmentRuleAt[]
  elements: readonly ElementRuleAt[]
  refuse?: string
}

export interface ConditionalAt {
  id: string
  rule: ConditionalRule
  in?: SegmentPlace
  must: RuleSet
  otherwise: RuleSet
}

export interface AddedAt {
  id: string
  rule: AddedSegment
  /** The loops in each occurrence of which it stands. */
  loops: readonly Step[]
}

export interface MoveAt {
  from: ElementPlace
  to: ElementPlace
  clear: readonly ElementPlace[]
  rule: Move
}

export interface Translation {
  place: ElementPlace
  theirs: ReadonlyMap<string, string>
  ours: ReadonlyMap<string, string>
  /** Its place says by another element which segments are meant, so others are translated back before it. */
  dependent: boolean
}

/** An overlay made ready: places parsed, patterns and tables built. */
export interface OverlayRules extends RuleSet {
  conditions: readonly ConditionalAt[]
  added: readonly AddedAt[]
  moves: readonly MoveAt[]
  translations: readonly Translation[]
  /** Whether reading has to turn anything back before the standard map can read it. */
  rewrites: boolean
  /** Whether it has expressions, whose values writing must be given. */
  computes: boolean
}

const compiled = new WeakMap<Overlay, OverlayRules>()

/** The rules of an overlay; built once and kept with it. */
export function rulesOf(overlay: Overlay): OverlayRules {
  let rules = compiled.get(overlay)
  if (!rules) {
    rules = compile(overlay)
    compiled.set(overlay, rules)
  }
  return rules
}

function compile(overlay: Overlay): OverlayRules {
  const base = ruleSet(withIndustry(overlay), '')
  const conditions = (overlay.rules ?? []).map((rule, i) => conditionalAt(rule, `rules[${i}]`))
  const added = (overlay.add ?? []).map((rule, i) => ({ id: `add[${i}]`, rule, loops: loopsOf(rule.in) }))
  const moves = (overlay.moves ?? []).map(rule => ({
    rule,
    from: elementAt(rule.from),
    to: elementAt(rule.to),
    clear: (rule.clear ?? []).map(elementAt),
  }))
  const translations = Object.entries(overlay.codes ?? {}).map(([name, table]) => translation(name, table))
  const every = [base, ...conditions.flatMap(each => [each.must, each.otherwise])].flatMap(set => set.elements)
  const rewrites =
    added.length + moves.length + translations.length > 0 ||
    overlay.productIdPlaceholders !== undefined ||
    every.some(({ rule }) => transforms(rule) || rule.wrap)
  return { ...base, conditions, added, moves, translations, rewrites, computes: expressionsOf(overlay).length > 0 }
}

/** The industry's rules first; the partner's own for the same place stand instead of them. */
function withIndustry(overlay: Overlay): Consequences {
  const industry = industryRules(overlay.set, overlay.version)
  return industry ? { ...overlay, elements: { ...industry.elements, ...overlay.elements } } : overlay
}

function conditionalAt(rule: ConditionalRule, id: string): ConditionalAt {
  return {
    id,
    rule,
    ...(rule.in ? { in: parseSegmentPlace(rule.in)! } : {}),
    must: ruleSet(rule.must ?? {}, `${id}.must.`),
    otherwise: ruleSet(rule.otherwise ?? {}, `${id}.otherwise.`),
  }
}

function ruleSet(given: Consequences, path: string): RuleSet {
  return {
    segments: Object.entries(given.segments ?? {}).map(([name, rule]) => ({
      id: `${path}segments.${name}`,
      place: parseSegmentPlace(name)!,
      rule,
      relations: (rule.relations?.add ?? []).map(relationOf),
    })),
    elements: Object.entries(given.elements ?? {}).map(([name, rule]) => elementRuleAt(name, rule, path)),
    ...(given.refuse ? { refuse: given.refuse } : {}),
  }
}

function elementRuleAt(name: string, rule: ElementRule, path: string): ElementRuleAt {
  const pattern = rule.pattern === undefined ? undefined : compilePattern(rule.pattern)
  return {
    id: `${path}elements.${name}`,
    place: elementAt(name),
    rule,
    ...(pattern && !('problem' in pattern) ? { pattern } : {}),
    ...(rule.codes ? { codes: new Set(rule.codes) } : {}),
    ...(rule.forbid ? { forbid: new Set(rule.forbid) } : {}),
    ...(rule.alsoCodes ? { alsoCodes: new Set(rule.alsoCodes) } : {}),
  }
}

function relationOf(text: string): Relation {
  const elements = [...text.slice(1).matchAll(/\d\d/g)].map(match => Number(match[0]))
  const mask = elements.reduce((bits, element) => bits | (1 << element), 0)
  return { kind: text[0] as Relation['kind'], elements, mask, first: 1 << elements[0]! }
}

function translation(name: string, table: Readonly<Record<string, string>>): Translation {
  const place = elementAt(name)
  const entries = Object.entries(table)
  const steps = [place, ...(place.loops ?? [])]
  const dependent = steps.some((step, i) =>
    step.filters.some(filter => i > 0 || filter.element !== place.element || place.component !== undefined),
  )
  return {
    place,
    theirs: new Map(entries),
    ours: new Map(entries.map(([ours, theirs]) => [theirs, ours] as const).reverse()),
    dependent,
  }
}

/** The place of an element that the schema has passed. */
export function elementAt(name: string): ElementPlace {
  const place = parseElementPlace(name)
  if (!place) throw new TypeError(`overlay was not checked: ${name} is no element`)
  return place
}

function loopsOf(name: string | undefined): readonly Step[] {
  if (!name) return []
  const place = parseSegmentPlace(name)!
  return [...(place.loops ?? []), place]
}

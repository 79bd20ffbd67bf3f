import type { ElementRule, Overlay, SegmentRule } from './overlay.ts'

/** Where a rule applies: the tag, what its first element must be, and the loops around it from the outside in. */
export interface RulePlace {
  /** As the overlay writes it. */
  name: string
  tag: string
  qualifiers: readonly string[]
  /** Absent: wherever the segment stands. Empty: outside every loop. */
  loops?: readonly string[]
}

export interface ElementRuleAt extends RulePlace {
  element: number
  rule: ElementRule
  pattern?: RegExp
  codes?: ReadonlySet<string>
}

export interface SegmentRuleAt extends RulePlace {
  rule: SegmentRule
}

export interface Translation extends RulePlace {
  element: number
  theirs: ReadonlyMap<string, string>
  ours: ReadonlyMap<string, string>
}

/** An overlay made ready: places parsed, patterns and tables built. */
export interface OverlayRules {
  elements: readonly ElementRuleAt[]
  segments: readonly SegmentRuleAt[]
  translations: readonly Translation[]
}

const compiled = new WeakMap<Overlay, OverlayRules>()

/** The rules of an overlay; built once and kept with it. */
export function rulesOf(overlay: Overlay): OverlayRules {
  let rules = compiled.get(overlay)
  if (!rules) {
    rules = {
      elements: Object.entries(overlay.elements ?? {}).map(([name, rule]) => elementRuleAt(name, rule)),
      segments: Object.entries(overlay.segments ?? {}).map(([name, rule]) => ({ ...parsePlace(name), rule })),
      translations: Object.entries(overlay.codes ?? {}).map(([name, table]) => ({
        ...parseElementPlace(name),
        theirs: new Map(Object.entries(table)),
        ours: new Map(Object.entries(table).map(([ours, theirs]) => [theirs, ours])),
      })),
    }
    compiled.set(overlay, rules)
  }
  return rules
}

function elementRuleAt(name: string, rule: ElementRule): ElementRuleAt {
  return {
    ...parseElementPlace(name),
    rule,
    ...(rule.pattern ? { pattern: new RegExp(rule.pattern, 'u') } : {}),
    ...(rule.codes ? { codes: new Set(rule.codes) } : {}),
  }
}

function parseElementPlace(name: string): RulePlace & { element: number } {
  const match = /^(.*?)(\d\d)(\[[^\]]+\])?$/.exec(name)
  const place = parsePlace(`${match?.[1] ?? name}${match?.[3] ?? ''}`)
  return { ...place, name, element: Number(match?.[2] ?? 1) }
}

function parsePlace(name: string): RulePlace {
  const [bare = '', qualifiers = ''] = name.split('[')
  const path = bare.split('/')
  const tag = path.pop() ?? ''
  const place = { name, tag, qualifiers: qualifiers ? qualifiers.slice(0, -1).split('|') : [] }
  return path.length === 0 ? place : { ...place, loops: path.filter(Boolean) }
}

/** Whether a rule's place means a segment, given the loops it stands in. */
export function applies(place: RulePlace, tag: string, first: string, loops: readonly string[]): boolean {
  if (place.tag !== tag) return false
  if (place.qualifiers.length > 0 && !place.qualifiers.includes(first)) return false
  return standsIn(place, loops)
}

/** Whether a rule's place means these loops: exactly them, from the outside in. */
export function standsIn(place: RulePlace, loops: readonly string[]): boolean {
  if (!place.loops) return true
  return place.loops.length === loops.length && place.loops.every((id, i) => id === loops[i])
}

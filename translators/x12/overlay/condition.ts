import Big from 'big.js'
import { compilePattern } from './pattern.ts'
import { parseElementPlace, parseSegmentPlace } from './place.ts'
import { type Branch, segmentsMeant, valueAt } from './tree.ts'
import type { Condition } from './value-schema.ts'

/** What conditions are looked at in. */
export interface ConditionScope {
  /** The whole set: where places beginning with `/` are looked for. */
  root: Branch
  /** The loop, or the one segment, that the condition is about. */
  inside: Branch
  facts: Readonly<Record<string, string>>
  /** The component separator. */
  separator: string
}

/**
 * Whether a condition holds; undefined where it asks for a fact that nobody told. With several segments at its place it is enough that one
 * does as it says; `isNot` asks it of all.
 */
export function judge(condition: Condition, scope: ConditionScope): boolean | undefined {
  if ('all' in condition) return combined(condition.all, scope, false)
  if ('any' in condition) return combined(condition.any, scope, true)
  if ('not' in condition) {
    const inner = judge(condition.not, scope)
    return inner === undefined ? undefined : !inner
  }
  if ('fact' in condition) return factHolds(scope.facts[condition.fact], condition)
  return placeHolds(condition, scope)
}

/** Whether a condition holds for sure. */
export function holds(condition: Condition, scope: ConditionScope): boolean {
  return judge(condition, scope) === true
}

/** One judgement that decides settles it; else what nobody knows stays open. */
function combined(conditions: readonly Condition[], scope: ConditionScope, decides: boolean): boolean | undefined {
  const judged = conditions.map(each => judge(each, scope))
  if (judged.includes(decides)) return decides
  return judged.includes(undefined) ? undefined : !decides
}

function factHolds(
  value: string | undefined,
  { is, isNot }: { is?: string | string[]; isNot?: string | string[] },
): boolean | undefined {
  if (value === undefined) return undefined
  if (is !== undefined) return [is].flat().includes(value)
  return isNot === undefined ? value !== '' : ![isNot].flat().includes(value)
}

function placeHolds(condition: Extract<Condition, { place: string }>, scope: ConditionScope): boolean {
  const { place, is, isNot, present, matches, sameAs, differsFrom, above, below } = condition
  const values = valuesOf(place, scope)
  if (present !== undefined) return values.length > 0 === present
  if (is !== undefined) return values.some(value => [is].flat().includes(value))
  if (isNot !== undefined) return values.every(value => ![isNot].flat().includes(value))
  if (matches !== undefined) return values.some(value => fitsPattern(value, matches))
  if (sameAs !== undefined) return same(values, valuesOf(sameAs, scope))
  if (differsFrom !== undefined) return values.length > 0 && !same(values, valuesOf(differsFrom, scope))
  if (above !== undefined) return values.some(value => compare(value, above) > 0)
  if (below !== undefined) return values.some(value => compare(value, below) < 0)
  return values.length > 0
}

/** The values at an element's place that are not empty; for a segment's place one for each segment. */
function valuesOf(name: string, scope: ConditionScope): string[] {
  const from = name.startsWith('/') ? scope.root : scope.inside
  const element = parseElementPlace(name)
  if (!element) {
    const segment = parseSegmentPlace(name)
    return segment ? segmentsMeant(from, segment).map(() => name) : []
  }
  return segmentsMeant(from, element)
    .map(found => valueAt(found.segment, element, scope.separator))
    .filter(Boolean)
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.some(a => other.some(b => a === b || compare(a, b) === 0))
}

function fitsPattern(value: string, source: string): boolean {
  const pattern = compilePattern(source)
  return !('problem' in pattern) && pattern.test(value)
}

/** How two numbers stand to each other; not a number, when one is none. */
function compare(one: string, other: string): number {
  const number = /^-?\d{1,18}(\.\d+)?$/
  return number.test(one) && number.test(other) ? Big(one).cmp(other) : Number.NaN
}

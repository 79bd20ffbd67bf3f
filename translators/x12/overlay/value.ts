import Big from 'big.js'
import { fieldAt, type OverlayContext } from './context.ts'
import { parseElementPlace, parseSegmentPlace } from './place.ts'
import { type Branch, segmentsMeant, valueAt } from './tree.ts'
import type { Value } from './value-schema.ts'

/** Where values come from while a set is written or checked. */
export interface ValueScope {
  root: Branch
  separator: string
  /** Absent when only what the set itself tells is known. */
  document?: unknown
  context: OverlayContext
}

/** Whether a value follows from the set alone, so that a reader can check it. */
export function followsFromSet(value: Value): boolean {
  return typeof value === 'string' || 'copy' in value || 'count' in value || 'sum' in value
}

/**
 * The value of a rule at the nth occurrence of its loop, counted from 0; undefined where there is none. `inside` is the loop in which
 * `copy`, `count` and `sum` look; places beginning with `/` are looked for in the whole set.
 */
export function resolveValue(
  value: Value,
  id: string,
  index: number,
  inside: Branch,
  scope: ValueScope,
): string | undefined {
  if (typeof value === 'string') return value
  if ('document' in value) return fieldAt(scope.document, value.document, index)
  if ('source' in value) return fieldAt(scope.context.source, value.source, index)
  if ('fact' in value) return scope.context.facts?.[value.fact]
  if ('expression' in value) return computedValue(id, index, scope.context)
  if ('template' in value) return filled(value.template, index, inside, scope)
  if ('count' in value) return String(countOf(value.count, inside, scope))
  if ('sum' in value) return sumOf(value.sum, inside, scope)
  return valuesAt(value.copy, inside, scope)[0]
}

function computedValue(id: string, index: number, context: OverlayContext): string | undefined {
  const computed = context.computed?.get(id)
  return typeof computed === 'string' || computed === undefined ? computed : computed[index]
}

function countOf(name: string, inside: Branch, scope: ValueScope): number {
  const place = parseSegmentPlace(name)
  return place ? segmentsMeant(name.startsWith('/') ? scope.root : inside, place).length : 0
}

function valuesAt(name: string, inside: Branch, scope: ValueScope): string[] {
  const place = parseElementPlace(name)
  if (!place) return []
  return segmentsMeant(name.startsWith('/') ? scope.root : inside, place)
    .map(found => valueAt(found.segment, place, scope.separator))
    .filter(Boolean)
}

function sumOf(name: string, inside: Branch, scope: ValueScope): string {
  const numbers = valuesAt(name, inside, scope).filter(text => /^-?\d{1,18}(\.\d+)?$/.test(text))
  return numbers.reduce((sum, text) => sum.plus(text), Big(0)).toFixed()
}

/** `{document.number}-{fact.unit}-{BEG03}`; undefined when a part of it is missing. */
function filled(template: string, index: number, inside: Branch, scope: ValueScope): string | undefined {
  let missing = false
  const text = template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = partOf(name, index, inside, scope)
    if (value === undefined) missing = true
    return value ?? ''
  })
  return missing ? undefined : text
}

function partOf(name: string, index: number, inside: Branch, scope: ValueScope): string | undefined {
  const [kind = '', ...rest] = name.split('.')
  const path = rest.join('.')
  if (kind === 'document') return fieldAt(scope.document, path, index)
  if (kind === 'source') return fieldAt(scope.context.source, path, index)
  if (kind === 'fact') return scope.context.facts?.[path]
  return valuesAt(name, inside, scope)[0]
}

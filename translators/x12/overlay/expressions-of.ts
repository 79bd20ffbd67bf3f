import type { ElementRule } from './rule-schema.ts'
import type { Overlay } from './schema.ts'
import type { Value } from './value-schema.ts'

/** A value that an expression gives. */
export type ExpressionValue = Extract<Value, { expression: string }>

/** Every expression whose value is written somewhere, by the id under which writing looks for it. */
export function expressionsOf(overlay: Overlay): { id: string; value: ExpressionValue }[] {
  const found: { id: string; value: ExpressionValue }[] = []
  const note = (id: string, value: Value | undefined) => {
    if (typeof value === 'object' && 'expression' in value) found.push({ id, value })
  }
  const noteElements = (path: string, elements: Readonly<Record<string, ElementRule>> | undefined) => {
    for (const [name, rule] of Object.entries(elements ?? {})) note(`${path}elements.${name}`, rule.value)
  }
  noteElements('', overlay.elements)
  for (const [i, rule] of (overlay.rules ?? []).entries()) {
    noteElements(`rules[${i}].must.`, rule.must?.elements)
    noteElements(`rules[${i}].otherwise.`, rule.otherwise?.elements)
  }
  for (const [i, added] of (overlay.add ?? []).entries()) {
    for (const [number, value] of Object.entries(added.elements)) note(`add[${i}].${number}`, value)
    for (const [j, next] of (added.followedBy ?? []).entries()) {
      for (const [number, value] of Object.entries(next.elements)) note(`add[${i}].followedBy[${j}].${number}`, value)
    }
  }
  return found
}

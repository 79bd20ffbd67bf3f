import type { ElementFindings } from './element-findings.ts'
import type { Relation, SegmentDefinition } from './guides/model.ts'
import type { ProblemCode } from './problems.ts'

/** A relational condition that does not hold: the element to blame, which is one that is missing or the last one too many, and why as a sentence without its full stop. */
export interface RelationFault {
  code: Extract<ProblemCode, 'exclusive-elements' | 'missing-conditional-element'>
  element: number
  why: string
}

/** Checks the relational conditions of a segment (X12.6, 3.5.4). `present` has a bit for each element that is there. */
export function checkRelations(
  segment: number,
  definition: SegmentDefinition,
  present: number,
  findings: ElementFindings,
): void {
  const { relations } = definition
  for (let i = 0; i < relations.length; i++) {
    const relation = relations[i]!
    const fault = relationFault(relation, present, definition.tag)
    if (fault) findings.relation(segment, definition, relation, fault)
  }
}

/** Whether all relational conditions of a segment hold; `present` as for `checkRelations`. */
export function allHold({ relations }: SegmentDefinition, present: number): boolean {
  for (let i = 0; i < relations.length; i++) {
    const relation = relations[i]!
    if (!holds(relation, present & relation.mask)) return false
  }
  return true
}

/** What a condition of a segment has against the elements that are there, of which `present` has the bits (see `Relation.mask`); undefined when it holds. */
export function relationFault(relation: Relation, present: number, tag: string): RelationFault | undefined {
  const found = present & relation.mask
  if (holds(relation, found)) return undefined
  const { kind, elements } = relation
  const exclusive = kind === 'E'
  return {
    code: exclusive ? 'exclusive-elements' : 'missing-conditional-element',
    element: exclusive
      ? elements.findLast(each => found & (1 << each))!
      : elements.find(each => !(found & (1 << each)))!,
    why: complaint(relation, found, tag),
  }
}

function complaint({ kind, elements }: Relation, found: number, tag: string): string {
  const name = (element: number) => `${tag}${String(element).padStart(2, '0')}`
  const names = (some: readonly number[]) => some.map(name).join(', ')
  const absent = elements.filter(element => !(found & (1 << element)))
  const missing = names(absent)
  const are = absent.length > 1 ? 'are' : 'is'
  switch (kind) {
    case 'P':
      return `${missing} ${are} missing; ${names(elements)} come together`
    case 'R':
      return `One of ${names(elements)} is needed`
    case 'E':
      return `Only one of ${names(elements)} may be sent`
    case 'C':
      return `${missing} ${are} missing; needed with ${name(elements[0]!)}`
    case 'L':
      return `One of ${missing} is needed with ${name(elements[0]!)}`
  }
}

/** Whether a condition holds of the elements found, of which `found` has the bits. */
function holds({ kind, mask, first }: Relation, found: number): boolean {
  if (found === 0) return kind !== 'R'
  if (kind === 'E') return (found & (found - 1)) === 0
  if (found === mask) return true
  if (kind === 'P') return false
  if (kind === 'C') return !(found & first)
  return kind !== 'L' || found !== first
}

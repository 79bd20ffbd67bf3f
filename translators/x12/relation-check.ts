import type { ElementFindings } from './element-findings.ts'
import type { Relation, SegmentDefinition } from './guides/model.ts'
import type { ProblemCode } from './problems.ts'

/** A relational condition that does not hold: the element to blame, which is one that is missing or the last one too many, and why in words that follow the elements' names. */
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
    const fault = relationFault(relation, present)
    if (fault) findings.relation(segment, definition, relation, fault)
  }
}

/** Whether all relational conditions of a segment hold; `present` as for `checkRelations`. */
export function allHold({ relations }: SegmentDefinition, present: number): boolean {
  for (let i = 0; i < relations.length; i++) {
    const relation = relations[i]!
    if (violation(relation, present & relation.mask) !== undefined) return false
  }
  return true
}

/** What a condition has against the elements that are there, of which `present` has the bits (see `Relation.mask`); undefined when it holds. */
export function relationFault(relation: Relation, present: number): RelationFault | undefined {
  const found = present & relation.mask
  const why = violation(relation, found)
  if (why === undefined) return undefined
  const { kind, elements } = relation
  if (kind === 'E') return { code: 'exclusive-elements', element: elements.findLast(each => found & (1 << each))!, why }
  return { code: 'missing-conditional-element', element: elements.find(each => !(found & (1 << each)))!, why }
}

function violation({ kind, mask, first }: Relation, found: number): string | undefined {
  if (found === 0) return kind === 'R' ? 'leave one needed: send at least one' : undefined
  if (kind === 'E') return (found & (found - 1)) !== 0 ? 'exclude each other: send only one' : undefined
  if (found === mask) return undefined
  if (kind === 'P') return 'come together: send all or none'
  if (kind === 'C') return found & first ? 'go with the first: send them too' : undefined
  if (kind === 'L') return found === first ? 'need one more beside the first' : undefined
  return undefined
}

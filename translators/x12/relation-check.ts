import type { ElementFindings } from './element-findings.ts'
import type { Relation, SegmentDefinition } from './guides/model.ts'

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
    const why = violation(relation, present & relation.mask)
    if (why) findings.relation(segment, definition, relation, why)
  }
}

/** What is wrong with the elements found of those that a condition names, in words; undefined when nothing is. */
function violation({ kind, mask, first }: Relation, found: number): string | undefined {
  if (found === 0) return kind === 'R' ? 'leave one needed: send at least one' : undefined
  if (kind === 'E') return (found & (found - 1)) !== 0 ? 'exclude each other: send only one' : undefined
  if (found === mask) return undefined
  if (kind === 'P') return 'come together: send all or none'
  if (kind === 'C') return found & first ? 'go with the first: send them too' : undefined
  if (kind === 'L') return found === first ? 'need one more beside the first' : undefined
  return undefined
}

import type { Relation } from '../guides/model.ts'
import type { ProblemCode } from '../problems.ts'
import type { Segment } from './tree.ts'

/** Which relational condition (X12.6, 3.5.4) a segment breaks: the element to blame, and why in words that follow the elements' names. */
export function relationFault(
  { kind, elements }: Relation,
  segment: Segment,
): { code: ProblemCode; element: number; why: string } | undefined {
  const present = elements.filter(element => segment.elements[element])
  const absent = elements.filter(element => !segment.elements[element])
  const missing = (why: string, element = absent[0]!) => ({
    code: 'missing-conditional-element' as const,
    element,
    why,
  })
  if (kind === 'R') return present.length === 0 ? missing('leave one needed: send at least one') : undefined
  if (present.length === 0) return undefined
  if (kind === 'P') return absent.length > 0 ? missing('come together: send all or none') : undefined
  if (kind === 'E') {
    if (present.length < 2) return undefined
    return { code: 'exclusive-elements', element: present.at(-1)!, why: 'exclude each other: send only one' }
  }
  if (!segment.elements[elements[0]!]) return undefined
  if (kind === 'C') return absent.length > 0 ? missing('go with the first: send them too') : undefined
  return present.length === 1 ? missing('need one more beside the first') : undefined
}

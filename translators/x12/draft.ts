import type { LoopNode } from './guides/model.ts'

/**
 * A loop being written: segments and inner loops are added in any order and come out in the guide's order, those of one kind in
 * the order in which they were added. A segment is its tag and elements as text; composites are joined when it is rendered.
 */
export interface Draft {
  readonly node: LoopNode
  /** Whether this loop has such a segment, or such a loop, in the version being written. */
  has(tag: string): boolean
  /** The elements of a segment to be filled and added: its tag, then empty ones. */
  blank(tag: string): string[]
  /** Adds a segment, without the empty elements at its end. The array is the draft's from then on, and is trimmed. Answers false when the guide has no such segment here. */
  add(elements: string[]): boolean
  /** Takes back a segment from `blank` that was not added. */
  discard(elements: string[]): void
  /** Adds an inner loop; undefined when the guide has no such loop here. */
  addLoop(tag: string): Draft | undefined
  /** Where a segment goes that some sets have in the loop itself and others at the head of an inner loop; undefined when there is neither. */
  homeOf(tag: string): Draft | undefined
}

import type { LoopNode } from './guides/model.ts'

/**
 * A loop being written: segments and inner loops are added in any order and come out in the guide's order, those of one kind in
 * the order in which they were added. A segment is its tag and elements as text; composites are joined when it is rendered.
 */
export class Draft {
  readonly node: LoopNode
  readonly #children: (string[] | Draft)[][] = []

  constructor(node: LoopNode) {
    this.node = node
  }

  /** Whether this loop has such a segment, or such a loop, in the version being written. */
  has(tag: string): boolean {
    return this.node.segmentAt.has(tag) || this.node.loopAt.has(tag)
  }

  /** Adds a segment, without the empty elements at its end. Answers false when the guide has no such segment here. */
  add(elements: readonly string[]): boolean {
    const index = this.node.segmentAt.get(elements[0]!)
    if (index === undefined) return false
    let length = elements.length
    while (length > 1 && !elements[length - 1]) length--
    const kept: string[] = []
    for (let i = 0; i < length; i++) kept.push(elements[i] ?? '')
    this.#at(index).push(kept)
    return true
  }

  /** Adds an inner loop; undefined when the guide has no such loop here. */
  addLoop(tag: string): Draft | undefined {
    const index = this.node.loopAt.get(tag)
    if (index === undefined) return undefined
    const inner = new Draft(this.node.children[index] as LoopNode)
    this.#at(index).push(inner)
    return inner
  }

  /** Every segment in the order of the guide, added to `into`. */
  collect(into: string[][]): void {
    for (const entries of this.#children) {
      if (!entries) continue
      for (const entry of entries) {
        if (entry instanceof Draft) entry.collect(into)
        else into.push(entry)
      }
    }
  }

  #at(index: number): (string[] | Draft)[] {
    this.#children[index] ??= []
    return this.#children[index]
  }
}

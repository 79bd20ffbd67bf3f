import type { ByteDelimiters } from './byte-delimiters.ts'
import type { Draft } from './draft.ts'
import type { LoopNode } from './guides/model.ts'
import { found, type SetBuffer } from './set-buffer.ts'
import type { LoopPlan, PlannedChild } from './writing-plan.ts'

/** So many elements stand ready for a segment; hardly any has more. */
const ready = 20

/**
 * A set whose segments go straight into a buffer as they are added, as long as they come in the order of the guide. Most documents do,
 * and are written without keeping the texts of their segments. While it is written, it is held against the guide: what is plainly well
 * need not be looked at again.
 */
export class DirectSet {
  /** Something came out of the guide's order: what is in the buffer is to be thrown away, and the document gathered. */
  disordered = false
  /** A delimiter stands in the data. */
  clash = false
  /** Every segment stands where a reader who walks the guide expects it, none too often, and none that is mandatory is missing. */
  regular = true
  /** The segments whose elements must be checked one by one, in order; of all others every element is well. */
  readonly doubtful: number[] = []
  /** The innermost loop that is open. */
  current: DirectDraft | undefined
  /** The elements of the next segment, all empty: filled by who adds it. */
  readonly elements: string[] = new Array<string>(ready).fill('')
  readonly #buffer: SetBuffer
  readonly #delimiters: ByteDelimiters

  constructor(buffer: SetBuffer, delimiters: ByteDelimiters) {
    this.#buffer = buffer
    this.#delimiters = delimiters
  }

  /** Empties the buffer for another set, and answers its outermost loop. */
  begin(plan: LoopPlan): DirectDraft {
    this.#buffer.reset()
    this.disordered = false
    this.clash = false
    this.regular = true
    this.doubtful.length = 0
    this.current = new DirectDraft(plan, this, undefined)
    return this.current
  }

  /** Says that nothing more comes in the loops that are open. */
  end(): void {
    for (let loop = this.current; loop; loop = loop.parent) if (!loop.isWhole) this.regular = false
  }

  /** Adds ST or SE, whose elements are always checked. */
  control(elements: readonly string[]): void {
    this.doubtful.push(this.#buffer.count)
    if (this.#buffer.appendText(elements, this.#delimiters)) this.clash = true
  }

  append(elements: readonly string[], child: PlannedChild): void {
    let count = elements.length
    while (count > 1 && !elements[count - 1]) count--
    const told = this.#buffer.appendChecked(elements, this.#delimiters, count, child.key, child.check)
    if (told !== 0) {
      if (told & found.clash) this.clash = true
      if (told & found.doubt) this.doubtful.push(this.#buffer.count - 1)
    }
    if (elements === this.elements) this.#clear(count)
  }

  /** Forgets what was filled in. */
  clear(): void {
    this.#clear(this.elements.length)
  }

  #clear(filled: number): void {
    const { elements } = this
    for (let i = 0; i < filled; i++) elements[i] = ''
    if (elements.length > ready) elements.length = ready
  }
}

/** A loop of a set that is written as it comes. */
export class DirectDraft implements Draft {
  readonly parent: DirectDraft | undefined
  readonly #plan: LoopPlan
  readonly #set: DirectSet
  /** The place in the guide of what was added last, and how often in a row. */
  #last = -1
  #count = 0

  constructor(plan: LoopPlan, set: DirectSet, parent: DirectDraft | undefined) {
    this.#plan = plan
    this.#set = set
    this.parent = parent
  }

  get node(): LoopNode {
    return this.#plan.node
  }

  /** Whether no mandatory child is still to come. A loop inside another has at least the segment that starts it. */
  get isWhole(): boolean {
    const { requiredFrom, node } = this.#plan
    return requiredFrom[this.#last + 1] === node.children.length && (this.#last >= 0 || !this.parent)
  }

  has(tag: string): boolean {
    return this.#plan.segments.has(tag) || this.#plan.loops.has(tag)
  }

  blank(tag: string): string[] {
    const { elements } = this.#set
    elements[0] = tag
    return elements
  }

  add(elements: string[]): boolean {
    const child = this.#plan.segments.get(elements[0]!)
    if (child === undefined) return false
    this.#follow(child)
    this.#set.append(elements, child)
    return true
  }

  discard(elements: string[]): void {
    if (elements === this.#set.elements) this.#set.clear()
  }

  addLoop(tag: string): DirectDraft | undefined {
    const child = this.#plan.loops.get(tag)
    if (child === undefined) return undefined
    this.#follow(child)
    const inner = new DirectDraft(child.plan, this.#set, this)
    this.#set.current = inner
    return inner
  }

  homeOf(tag: string): DirectDraft | undefined {
    return this.#plan.segments.has(tag) ? this : this.addLoop(tag)
  }

  /** Something follows: in order when nothing later in the guide has been added, here or around this loop. */
  #follow(child: PlannedChild): void {
    const { place } = child
    if (this.#set.current !== this) this.#closeTo(child)
    if (place === this.#last) {
      if (++this.#count > child.max || place === 0) this.#set.regular = false
      return
    }
    if (place < this.#last) this.#set.disordered = true
    else if (!child.first || this.#plan.requiredFrom[this.#last + 1]! < place) this.#set.regular = false
    else if (this.#last < 0 && place > 0 && this.parent) this.#set.regular = false
    this.#last = place
    this.#count = 1
  }

  /** Closes the loops inside this one. A reader must take the segment that follows for this loop's, and not for theirs. */
  #closeTo(child: PlannedChild): void {
    const set = this.#set
    let inner = set.current
    for (; inner && inner !== this; inner = inner.parent) {
      if (!inner.isWhole || (child.contested && inner.#mayTake(child.key))) set.regular = false
    }
    if (inner) set.current = this
    else set.disordered = true
  }

  #mayTake(key: number): boolean {
    const place = this.#plan.lastPlaces.get(key)
    return place !== undefined && place > 0 && place >= this.#last
  }
}

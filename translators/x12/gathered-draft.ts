import type { Draft } from './draft.ts'
import type { LoopNode } from './guides/model.ts'

type Entry = readonly string[] | GatheredDraft

const none: Entry[] = []
const noPlaces: number[] = []

/** A draft that keeps what is added until all is there, and then brings it into the order of the guide. */
export class GatheredDraft implements Draft {
  readonly node: LoopNode
  /** What was added, in that order, and at which place in the guide it stands. */
  #entries = none
  #places = noPlaces
  #inOrder = true

  constructor(node: LoopNode) {
    this.node = node
  }

  has(tag: string): boolean {
    return this.node.segmentAt.has(tag) || this.node.loopAt.has(tag)
  }

  blank(tag: string): string[] {
    return [tag, '', '', '', '', '', '', '', '', '', '', '']
  }

  add(elements: string[]): boolean {
    const place = this.node.segmentAt.get(elements[0]!)
    if (place === undefined) return false
    this.#put(place, trim(elements))
    return true
  }

  discard(): void {}

  addLoop(tag: string): GatheredDraft | undefined {
    const place = this.node.loopAt.get(tag)
    if (place === undefined) return undefined
    const inner = new GatheredDraft(this.node.children[place] as LoopNode)
    this.#put(place, inner)
    return inner
  }

  homeOf(tag: string): GatheredDraft | undefined {
    return this.node.segmentAt.has(tag) ? this : this.addLoop(tag)
  }

  /** Every segment in the order of the guide, added to `into`. */
  collect(into: (readonly string[])[]): void {
    const entries = this.#inOrder ? this.#entries : this.#ordered()
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!
      if (entry instanceof GatheredDraft) entry.collect(into)
      else into.push(entry)
    }
  }

  #put(place: number, entry: Entry): void {
    if (this.#entries === none) {
      // Most loops hold one segment: an array made with it stays that small.
      this.#entries = [entry]
      this.#places = [place]
      return
    }
    if (this.#places.at(-1)! > place) this.#inOrder = false
    this.#places.push(place)
    this.#entries.push(entry)
  }

  #ordered(): Entry[] {
    const places = this.#places
    const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]! || a - b)
    return order.map(i => this.#entries[i]!)
  }
}

/** Drops the empty elements at the end, and makes those in between that were left out empty text. */
function trim(elements: string[]): string[] {
  let length = elements.length
  while (length > 1 && !elements[length - 1]) length--
  if (length < elements.length) elements.length = length
  for (let i = 0; i < length; i++) elements[i] ??= ''
  return elements
}

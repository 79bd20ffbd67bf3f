import type { LoopNode } from './guides/model.ts'
import type { ByteDelimiters, SetBuffer } from './set-buffer.ts'

type Entry = readonly string[] | Draft

const none: Entry[] = []
const noPlaces: number[] = []

/** So many elements stand ready for a segment; hardly any has more. */
const ready = 20

/**
 * Segments that go straight into a buffer as they are added, as long as they come in the order of the guide. Most documents do, and are written
 * so without being gathered first. One that does not is `disordered`: what is in the buffer then is to be thrown away, and the document gathered.
 */
export class DirectSegments {
  disordered = false
  clash = false
  /** The elements of the next segment, all empty: filled by who adds it. */
  readonly elements: string[] = new Array<string>(ready).fill('')
  readonly #buffer: SetBuffer
  readonly #delimiters: ByteDelimiters

  constructor(buffer: SetBuffer, delimiters: ByteDelimiters) {
    this.#buffer = buffer
    this.#delimiters = delimiters
  }

  append(elements: readonly (string | undefined)[]): void {
    let count = elements.length
    while (count > 1 && !elements[count - 1]) count--
    if (this.#buffer.appendText(elements, this.#delimiters, count)) this.clash = true
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

/**
 * A loop being written: segments and inner loops are added in any order and come out in the guide's order, those of one kind in
 * the order in which they were added. A segment is its tag and elements as text; composites are joined when it is rendered.
 */
export class Draft {
  readonly node: LoopNode
  /** What was added, in that order, and at which place in the guide it stands. */
  #entries = none
  #places: number[] = noPlaces
  #inOrder = true
  /** Where segments go at once, if they do. */
  readonly #direct: DirectSegments | undefined
  readonly #parent: Draft | undefined
  /** The inner loop added last, to which segments may still be added in order, and the place in the guide of what was added last. */
  #open: Draft | undefined
  #last = 0

  constructor(node: LoopNode, direct?: DirectSegments, parent?: Draft) {
    this.node = node
    this.#direct = direct
    this.#parent = parent
  }

  /** Whether this loop has such a segment, or such a loop, in the version being written. */
  has(tag: string): boolean {
    return this.node.segmentAt.has(tag) || this.node.loopAt.has(tag)
  }

  /** The elements of a segment to be filled and added: its tag, then empty ones. */
  blank(tag: string): string[] {
    const elements = this.#direct?.elements ?? [tag, '', '', '', '', '', '', '', '', '', '', '']
    elements[0] = tag
    return elements
  }

  /** Adds a segment, without the empty elements at its end. The array is the draft's from then on, and is trimmed. Answers false when the guide has no such segment here. */
  add(elements: string[]): boolean {
    const place = this.node.segmentAt.get(elements[0]!)
    if (place === undefined) return false
    if (this.#direct) {
      this.#follow(place, undefined)
      this.#direct.append(elements)
    } else this.#put(place, trim(elements))
    return true
  }

  /** Takes back a segment from `blank` that was not added. */
  discard(elements: string[]): void {
    if (elements === this.#direct?.elements) this.#direct.clear()
  }

  /** Adds an inner loop; undefined when the guide has no such loop here. */
  addLoop(tag: string): Draft | undefined {
    const place = this.node.loopAt.get(tag)
    if (place === undefined) return undefined
    const inner = new Draft(this.node.children[place] as LoopNode, this.#direct, this)
    if (this.#direct) this.#follow(place, inner)
    else this.#put(place, inner)
    return inner
  }

  /** Where a segment goes that some sets have in the loop itself and others at the head of an inner loop; undefined when there is neither. */
  homeOf(tag: string): Draft | undefined {
    return this.node.segmentAt.has(tag) ? this : this.addLoop(tag)
  }

  /** Every segment in the order of the guide, added to `into`. */
  collect(into: (readonly string[])[]): void {
    const entries = this.#inOrder ? this.#entries : this.#ordered()
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!
      if (entry instanceof Draft) entry.collect(into)
      else into.push(entry)
    }
  }

  /** Something follows at this place: in order when nothing later in the guide has been added, here or around this loop. */
  #follow(place: number, inner: Draft | undefined): void {
    if (place < this.#last || !this.#isOpen()) this.#direct!.disordered = true
    this.#last = place
    this.#open = inner
  }

  #isOpen(): boolean {
    let inner: Draft = this
    for (let around = this.#parent; around; around = around.#parent) {
      if (around.#open !== inner) return false
      inner = around
    }
    return true
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

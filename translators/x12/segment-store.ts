import { traits } from './lexer.ts'

/** Where the segments of a transaction set and their elements lie: its bytes, and room for more. Segments and elements are counted from 0, element 0 being the tag. */
export class SegmentStore {
  bytes = new Uint8Array(4096)
  size = 0
  /** Segments held. */
  count = 0
  /** Each segment's tag, packed (see `packCode`). */
  keys = new Int32Array(64)
  /** Bytes of the file before each segment. */
  offsets = new Float64Array(64)
  /** Each segment's traits, as the lexer tells them. */
  traits = new Uint8Array(64)
  /** No byte above 0x7E and no control character in the set. */
  plain = true
  /** Where each segment's elements begin in `starts`, and where those of the next one would. */
  firsts = new Int32Array(65)
  /** Where each element begins in `bytes`: it ends one byte, its delimiter, before the next. */
  starts = new Int32Array(512)
  /** The whole as text, once it has been asked for, and how many parts of it were asked for before. */
  protected decoded: string | undefined
  protected slices = 0
  /** Where in `bytes` a delimiter stands that was released, and is data. */
  protected readonly released = new Set<number>()

  reset(): void {
    this.size = 0
    this.count = 0
    this.plain = true
    this.firsts[0] = 0
    this.starts[0] = 0
    this.decoded = undefined
    if (this.released.size > 0) this.released.clear()
  }

  /** Whether the byte at this place of `bytes` was released: then it is data, whatever it looks like. */
  isReleased(at: number): boolean {
    return this.released.size > 0 && this.released.has(at)
  }

  /** Where the segment after this one begins in `bytes`. */
  endOf(segment: number): number {
    return segment + 1 < this.count ? this.start(segment + 1, 0) : this.size
  }

  /** Elements of a segment, its tag included. */
  elements(segment: number): number {
    return this.firsts[segment + 1]! - this.firsts[segment]!
  }

  /** Where an element begins in `bytes`. */
  start(segment: number, element: number): number {
    return this.starts[this.firsts[segment]! + element]!
  }

  /** Where an element ends in `bytes`: its delimiter's place. */
  end(segment: number, element: number): number {
    return this.starts[this.firsts[segment]! + element + 1]! - 1
  }

  /** Whether an element is there and not empty. */
  has(segment: number, element: number): boolean {
    return element < this.elements(segment) && this.end(segment, element) > this.start(segment, element)
  }

  /** Closes the segment whose elements begin at `first` in `starts`, and whose tag stands in `bytes`. */
  protected close(first: number, elements: number, offset: number, found: number): void {
    // Where the tag ends is known by where the next element begins, which for the last one is set here.
    this.starts[first + elements] = this.size
    this.closeAs(this.#keyAt(this.starts[first]!, this.starts[first + 1]! - 1), first, elements, offset, found)
  }

  /** The same for a tag that is known, packed. */
  protected closeAs(key: number, first: number, elements: number, offset: number, found: number): void {
    const { count } = this
    this.starts[first + elements] = this.size
    this.keys[count] = key
    this.offsets[count] = offset
    this.traits[count] = found
    if (found & traits.unusual) this.plain = false
    this.count++
    this.firsts[this.count] = first + elements
    this.decoded = undefined
    this.slices = 0
  }

  #keyAt(start: number, end: number): number {
    if (end - start > 3) return -1
    let key = 0
    for (let at = start; at < end; at++) key = (key << 8) | this.bytes[at]!
    return key
  }

  /** Makes room for more bytes behind those that are `used`. */
  protected growBytes(used: number, more: number): void {
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, used + more))
    grown.set(this.bytes.subarray(0, used))
    this.bytes = grown
  }

  /** Makes room for a segment of so many bytes and elements. */
  protected reserve(bytes: number, elements: number): void {
    if (this.size + bytes > this.bytes.length) this.growBytes(this.size, bytes)
    const used = this.firsts[this.count]! + elements + 1
    if (used >= this.starts.length) this.starts = grow(this.starts, Math.max(this.starts.length * 2, used + 1))
    if (this.count + 2 > this.keys.length) {
      this.keys = grow(this.keys, this.keys.length * 2)
      this.firsts = grow(this.firsts, this.keys.length + 1)
      this.offsets = grow(this.offsets, this.keys.length)
      this.traits = grow(this.traits, this.keys.length)
    }
  }
}

function grow<T extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
  array: T,
  length: number,
): T {
  const grown = new (array.constructor as new (length: number) => T)(length)
  grown.set(array)
  return grown
}

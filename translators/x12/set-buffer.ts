import { type ByteDelimiters, COMPONENT_CODE, DELIMITER, SPECIAL } from './byte-delimiters.ts'
import { isListed, isWellAsWritten } from './element-check.ts'
import { type Lexer, traits } from './lexer.ts'
import { allHold } from './relation-check.ts'
import type { SegmentCheck } from './segment-check.ts'
import { decode } from './text.ts'

/** So many texts are taken from a set before the whole of it is decoded: as many as its envelope needs. */
const fewSlices = 4

/** What `appendChecked` tells, as bits: a delimiter stands in the data; some element, or what stands where, is not plainly well. */
export const found = { clash: 1, doubt: 2 } as const

/**
 * One transaction set, ST to SE, as its bytes and the places of its segments and elements in them. It is filled from the lexer or
 * by the writer, and reused from set to set. Segments and elements are counted from 0 here, element 0 being the tag.
 */
export class SetBuffer {
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
  #text: string | undefined
  #slices = 0
  /** The traits of the segment being added. */
  #found = 0
  /** Where in `bytes` a delimiter stands that was released, and is data. */
  readonly #released = new Set<number>()

  reset(): void {
    this.size = 0
    this.count = 0
    this.plain = true
    this.firsts[0] = 0
    this.starts[0] = 0
    this.#text = undefined
    if (this.#released.size > 0) this.#released.clear()
  }

  /** Whether the byte at this place of `bytes` was released: then it is data, whatever it looks like. */
  isReleased(at: number): boolean {
    return this.#released.size > 0 && this.#released.has(at)
  }

  /** Where the segment after this one begins in `bytes`. */
  endOf(segment: number): number {
    return segment + 1 < this.count ? this.start(segment + 1, 0) : this.size
  }

  /** A segment as it goes into a file: the release character stands before each byte that was released. */
  escaped(segment: number, release: number): Uint8Array {
    const escaped: number[] = []
    for (let at = this.start(segment, 0); at < this.endOf(segment); at++) {
      if (this.isReleased(at)) escaped.push(release)
      escaped.push(this.bytes[at]!)
    }
    return Uint8Array.from(escaped)
  }

  /** The texts of an element's components, without trailing spaces. `separator` is the component separator as a byte. */
  components(segment: number, element: number, separator: number): string[] {
    if (element >= this.elements(segment)) return ['']
    const end = this.end(segment, element)
    const texts: string[] = []
    let from = this.start(segment, element)
    for (let at = from; at <= end; at++) {
      if (at < end && (this.bytes[at] !== separator || this.isReleased(at))) continue
      texts.push(this.slice(from, at).trimEnd())
      from = at + 1
    }
    return texts
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

  /** A whole number of at most nine digits, -1 when the element is anything else. */
  digits(segment: number, element: number): number {
    if (element >= this.elements(segment)) return -1
    const start = this.start(segment, element)
    const end = this.end(segment, element)
    if (end === start || end - start > 9) return -1
    let value = 0
    for (let at = start; at < end; at++) {
      const digit = this.bytes[at]! - 0x30
      if (digit < 0 || digit > 9) return -1
      value = value * 10 + digit
    }
    return value
  }

  /** Whether two elements that are there hold the same bytes. */
  equal(segment: number, element: number, other: number, otherElement: number): boolean {
    if (element >= this.elements(segment) || otherElement >= this.elements(other)) return false
    const start = this.start(segment, element)
    const shift = this.start(other, otherElement) - start
    const end = this.end(segment, element)
    if (end + shift !== this.end(other, otherElement)) return false
    for (let at = start; at < end; at++) if (this.bytes[at] !== this.bytes[at + shift]) return false
    return true
  }

  /** An element's text as it stood, without trailing spaces; empty when the segment ends before it. */
  text(segment: number, element: number): string {
    if (element >= this.elements(segment)) return ''
    const start = this.start(segment, element)
    let end = this.end(segment, element)
    if (!this.plain) return decode(this.bytes.subarray(start, end)).trimEnd()
    while (end > start && this.bytes[end - 1] === 0x20) end--
    return this.slice(start, end)
  }

  /** A code of at most four characters, packed (see `packCode`), without trailing spaces; 0 when there is none, -1 when it is longer. */
  code(segment: number, element: number): number {
    if (element >= this.elements(segment)) return 0
    const start = this.start(segment, element)
    let end = this.end(segment, element)
    while (end > start && this.bytes[end - 1] === 0x20) end--
    if (end - start > 4) return -1
    let packed = 0
    for (let at = start; at < end; at++) packed = (packed << 8) | this.bytes[at]!
    return packed
  }

  /** The text between two places of `bytes`. A set whose elements are read is decoded at once, and its texts are parts of that. */
  slice(start: number, end: number): string {
    if (!this.plain) return decode(this.bytes.subarray(start, end))
    if (this.#text === undefined) {
      if (this.#slices++ < fewSlices) return decode(this.bytes.subarray(start, end))
      this.#text = decode(this.bytes.subarray(0, this.size))
    }
    return this.#text.substring(start, end)
  }

  /** Adds the segment that the lexer holds. Line breaks within a segment are dropped: they come from wrapping. */
  append(lexer: Lexer): void {
    const { starts, count } = lexer
    const from = starts[0]!
    const to = starts[count]!
    this.#reserve(to - from, count)
    const first = this.firsts[this.count]!
    if (lexer.traits & (traits.wrapped | traits.released)) this.#appendCleaned(lexer, first)
    else {
      const { bytes } = lexer
      const target = this.bytes
      const shift = this.size - from
      for (let at = from; at < to; at++) target[at + shift] = bytes[at]!
      for (let i = 0; i < count; i++) this.starts[first + i] = starts[i]! + shift
      this.size += to - from
    }
    this.#close(first, count, lexer.offset, lexer.traits)
  }

  /** Copies elements without line breaks and release characters. */
  #appendCleaned(lexer: Lexer, first: number): void {
    const { bytes, starts, count, release } = lexer
    let to = this.size
    for (let i = 0; i < count; i++) {
      this.starts[first + i] = to
      const end = starts[i + 1]! - 1
      for (let from = starts[i]!; from < end; from++) {
        let byte = bytes[from]!
        if (byte === release && from + 1 < end) {
          byte = bytes[++from]!
          this.#released.add(to)
        } else if (byte === 0x0a || byte === 0x0d) continue
        this.bytes[to++] = byte
      }
      this.bytes[to++] = SEPARATOR
    }
    this.size = to
  }

  /**
   * Adds a segment made of text, with the delimiters between its elements. `COMPONENT` in the text becomes the component separator,
   * line breaks and tabs become spaces. Elements that are not there are empty; of the array so many are taken as `count` says. A delimiter in the data is
   * released where there is a release character. Answers whether one stands there that would be read as structure.
   */
  appendText(elements: readonly (string | undefined)[], delimiters: ByteDelimiters, count = elements.length): boolean {
    this.#reserve(0, count)
    this.#found = 0
    const first = this.firsts[this.count]!
    const offset = this.size
    const last = count - 1
    let to = this.size
    let clash = false
    for (let i = 0; i <= last; i++) {
      this.starts[first + i] = to
      const text = elements[i] ?? ''
      // UTF-8 takes three bytes for a UTF-16 unit at most.
      if (to + 3 * text.length >= this.bytes.length) this.#growBytes(to, 3 * text.length + 1)
      const end = this.#put(text, to, delimiters)
      clash ||= end < 0
      to = Math.abs(end)
      this.bytes[to++] = i < last ? delimiters.element : delimiters.segment
    }
    this.size = to
    this.#close(first, count, offset, this.#found)
    return clash
  }

  /**
   * Adds a segment like `appendText`, and tells as bits (see `found`) whether its elements are all plainly well and its conditions hold.
   * `key` is its tag, packed. Without a check nothing is asked of its elements.
   */
  appendChecked(
    elements: readonly (string | undefined)[],
    delimiters: ByteDelimiters,
    count: number,
    key: number,
    check: SegmentCheck | undefined,
  ): number {
    // A tag, and a delimiter after each element; texts make room for themselves.
    this.#reserve(count + 4, count)
    this.#found = 0
    const first = this.firsts[this.count]!
    const offset = this.size
    const { starts } = this
    const { element } = delimiters
    const last = check === undefined ? 0 : check.kinds.length
    let to = this.#putTag(key, first, offset)
    let present = 0
    let told = 0
    for (let i = 1; i < count; i++) {
      this.bytes[to++] = element
      starts[first + i] = to
      const text = elements[i]
      if (!text) {
        if (i <= last && check!.required[i - 1] !== 0) told |= found.doubt
        continue
      }
      const { length } = text
      if (to + 3 * length + count >= this.bytes.length) this.#growBytes(to, 3 * length + count + 1)
      const kinds = this.#copy(text, to, delimiters)
      const plain = (kinds & SPECIAL) === 0
      const end = plain ? to + length : this.#putSpecial(text, to, delimiters)
      if (end < 0) told |= found.clash
      present |= 1 << i
      if (!plain || i > last || !isPlainlyWell(check!, i - 1, text, kinds === 0, this.bytes, to, end))
        told |= found.doubt
      to = Math.abs(end)
    }
    this.bytes[to++] = delimiters.segment
    this.size = to
    this.#closeAs(key, first, count, offset, this.#found)
    if (check === undefined) return told & found.clash
    if (told === 0 && (count <= check.definition.mandatory || !allHold(check.definition, present))) return found.doubt
    return told
  }

  /** Puts the tag of a segment, and answers where it ends. */
  #putTag(key: number, first: number, at: number): number {
    const { bytes } = this
    this.starts[first] = at
    let to = at
    if (key > 0xffff) bytes[to++] = key >> 16
    bytes[to++] = key >> 8
    bytes[to++] = key
    return to
  }

  /** Puts text and answers where it ends, negative when a delimiter stands in it. */
  #put(text: string, at: number, delimiters: ByteDelimiters): number {
    if ((this.#copy(text, at, delimiters) & SPECIAL) === 0) return at + text.length
    return this.#putSpecial(text, at, delimiters)
  }

  /** Puts each character as if it were ASCII, and answers all kinds that it found among them. */
  #copy(text: string, at: number, { kinds }: ByteDelimiters): number {
    const { bytes } = this
    const { length } = text
    let all = 0
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i)
      all |= (code >> 8) | kinds[code & 0xff]!
      bytes[at + i] = code
    }
    return all
  }

  /** The same for text with a delimiter, a control character or a character beyond ASCII in it. */
  #putSpecial(text: string, at: number, delimiters: ByteDelimiters): number {
    const to = at + encoder.encodeInto(text, this.bytes.subarray(at)).written
    let clash = false
    for (let i = at; i < to; i++) {
      const byte = this.bytes[i]!
      if (byte < 0x20) this.bytes[i] = this.#control(byte, delimiters)
      else if (byte > 0x7e) this.#found |= traits.unusual
      if (byte >= 0x20 && delimiters.kinds[byte] === DELIMITER) {
        if (delimiters.release < 0) clash = true
        else this.#release(i)
      }
    }
    return clash ? -to : to
  }

  #release(at: number): void {
    this.#released.add(at)
    this.#found |= traits.released
  }

  #control(code: number, delimiters: ByteDelimiters): number {
    if (code === COMPONENT_CODE) {
      this.#found |= traits.inner
      return delimiters.component
    }
    if (code === 0x09 || code === 0x0a || code === 0x0d) return 0x20
    this.#found |= traits.unusual
    return code
  }

  #close(first: number, elements: number, offset: number, found: number): void {
    // Where the tag ends is known by where the next element begins, which for the last one is set here.
    this.starts[first + elements] = this.size
    this.#closeAs(this.#keyAt(this.starts[first]!, this.starts[first + 1]! - 1), first, elements, offset, found)
  }

  #closeAs(key: number, first: number, elements: number, offset: number, found: number): void {
    const { count } = this
    this.starts[first + elements] = this.size
    this.keys[count] = key
    this.offsets[count] = offset
    this.traits[count] = found
    if (found & traits.unusual) this.plain = false
    this.count++
    this.firsts[this.count] = first + elements
    this.#text = undefined
    this.#slices = 0
  }

  #keyAt(start: number, end: number): number {
    if (end - start > 3) return -1
    let key = 0
    for (let at = start; at < end; at++) key = (key << 8) | this.bytes[at]!
    return key
  }

  /** Makes room for more bytes behind those that are `used`. */
  #growBytes(used: number, more: number): void {
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, used + more))
    grown.set(this.bytes.subarray(0, used))
    this.bytes = grown
  }

  #reserve(bytes: number, elements: number): void {
    if (this.size + bytes > this.bytes.length) this.#growBytes(this.size, bytes)
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

/** Whether an element of ordinary characters, told by its place from 0, is certainly well. */
function isPlainlyWell(
  check: SegmentCheck,
  i: number,
  text: string,
  digits: boolean,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  // The same few codes come again and again: mostly the very one that was well before.
  if (text === check.listed[i]) return true
  if (!isWellAsWritten(check.kinds[i]!, digits, bytes, start, end, check.mins[i]!, check.maxs[i]!)) return false
  const list = check.codes[i]
  if (list === undefined) return true
  const well = isListed(list, bytes, start, end)
  if (well) check.listed[i] = text
  return well
}

const encoder = new TextEncoder()
/** Stands between elements in the buffer, whatever the file uses. */
const SEPARATOR = 0x2a

function grow<T extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
  array: T,
  length: number,
): T {
  const grown = new (array.constructor as new (length: number) => T)(length)
  grown.set(array)
  return grown
}

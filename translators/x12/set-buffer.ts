import type { Lexer } from './lexer.ts'
import { decode } from './text.ts'

/** Stands between the components of an element's text until its set is written with the separator chosen. */
export const COMPONENT = '\u001d'
const COMPONENT_CODE = 0x1d

/** Delimiters as bytes, and for each byte whether it is one of them. */
export interface ByteDelimiters {
  element: number
  segment: number
  component: number
  forbidden: Uint8Array
}

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
  /** No byte above 0x7E and no control character in the set. */
  plain = true
  #first = new Int32Array(65)
  #starts = new Int32Array(512)
  #text: string | undefined

  reset(): void {
    this.size = 0
    this.count = 0
    this.plain = true
    this.#first[0] = 0
    this.#starts[0] = 0
    this.#text = undefined
  }

  /** Elements of a segment, its tag included. */
  elements(segment: number): number {
    return this.#first[segment + 1]! - this.#first[segment]!
  }

  /** Where an element begins in `bytes`. */
  start(segment: number, element: number): number {
    return this.#starts[this.#first[segment]! + element]!
  }

  /** Where an element ends in `bytes`: its delimiter's place. */
  end(segment: number, element: number): number {
    return this.#starts[this.#first[segment]! + element + 1]! - 1
  }

  /** Whether an element is there and not empty. */
  has(segment: number, element: number): boolean {
    return element < this.elements(segment) && this.end(segment, element) > this.start(segment, element)
  }

  /** An element's text as it stood, without trailing spaces; empty when the segment ends before it. */
  text(segment: number, element: number): string {
    if (element >= this.elements(segment)) return ''
    return this.slice(this.start(segment, element), this.end(segment, element)).trimEnd()
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

  /** The text between two places of `bytes`. */
  slice(start: number, end: number): string {
    if (!this.plain) return decode(this.bytes.subarray(start, end))
    this.#text ??= decode(this.bytes.subarray(0, this.size))
    return this.#text.substring(start, end)
  }

  /** Adds the segment that the lexer holds. Line breaks within a segment are dropped: they come from wrapping. */
  append(lexer: Lexer): void {
    const { bytes, starts, count, release } = lexer
    this.#reserve(starts[count]! - starts[0]! + 1, count)
    const first = this.#first[this.count]!
    const clean = lexer.wrapped || release >= 0
    let to = this.size
    for (let i = 0; i < count; i++) {
      this.#starts[first + i] = to
      const end = starts[i + 1]! - 1
      for (let from = starts[i]!; from < end; from++) {
        let byte = bytes[from]!
        if (clean) {
          if (byte === release && from + 1 < end) byte = bytes[++from]!
          else if (byte === 0x0a || byte === 0x0d) continue
        }
        this.bytes[to++] = byte
      }
      this.bytes[to++] = SEPARATOR
    }
    if (lexer.unusual) this.plain = false
    this.#close(first, count, to, lexer.offset)
  }

  /**
   * Adds a segment made of text, with the delimiters between its elements. `COMPONENT` in the text becomes the component separator,
   * line breaks and tabs become spaces. Answers whether a delimiter stands in the data, where it would be read as structure.
   */
  appendText(elements: readonly string[], delimiters: ByteDelimiters): boolean {
    let longest = 0
    for (const element of elements) longest += element.length * 3 + 1
    this.#reserve(longest, elements.length)
    const first = this.#first[this.count]!
    const offset = this.size
    const last = elements.length - 1
    let to = this.size
    let clash = false
    for (let i = 0; i <= last; i++) {
      this.#starts[first + i] = to
      const end = this.#put(elements[i]!, to, delimiters)
      clash ||= end < 0
      to = Math.abs(end)
      this.bytes[to++] = i < last ? delimiters.element : delimiters.segment
    }
    this.#close(first, elements.length, to, offset)
    return clash
  }

  /** Puts text and answers where it ends, negative when a delimiter stands in it. */
  #put(text: string, at: number, delimiters: ByteDelimiters): number {
    const { bytes } = this
    const { forbidden } = delimiters
    let to = at
    let clash = false
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code > 0x7e) return this.#putWide(text, at, delimiters)
      if (code < 0x20) {
        bytes[to++] = this.#control(code, delimiters)
        continue
      }
      if (forbidden[code]) clash = true
      bytes[to++] = code
    }
    return clash ? -to : to
  }

  #control(code: number, delimiters: ByteDelimiters): number {
    if (code === COMPONENT_CODE) return delimiters.component
    if (code === 0x09 || code === 0x0a || code === 0x0d) return 0x20
    this.plain = false
    return code
  }

  #putWide(text: string, at: number, delimiters: ByteDelimiters): number {
    this.plain = false
    const to = at + encoder.encodeInto(text, this.bytes.subarray(at)).written
    let clash = false
    for (let i = at; i < to; i++) {
      const byte = this.bytes[i]!
      if (byte < 0x20) this.bytes[i] = this.#control(byte, delimiters)
      else if (delimiters.forbidden[byte]) clash = true
    }
    return clash ? -to : to
  }

  #close(first: number, elements: number, size: number, offset: number): void {
    this.#starts[first + elements] = size
    this.keys[this.count] = this.#keyAt(this.#starts[first]!, this.#starts[first + 1]! - 1)
    this.offsets[this.count] = offset
    this.count++
    this.#first[this.count] = first + elements
    this.size = size
    this.#text = undefined
  }

  #keyAt(start: number, end: number): number {
    if (end - start > 3) return -1
    let key = 0
    for (let at = start; at < end; at++) key = (key << 8) | this.bytes[at]!
    return key
  }

  #reserve(bytes: number, elements: number): void {
    if (this.size + bytes > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.size + bytes))
      grown.set(this.bytes.subarray(0, this.size))
      this.bytes = grown
    }
    const used = this.#first[this.count]! + elements + 1
    if (used >= this.#starts.length) this.#starts = grow(this.#starts, Math.max(this.#starts.length * 2, used + 1))
    if (this.count + 2 > this.keys.length) {
      this.keys = grow(this.keys, this.keys.length * 2)
      this.#first = grow(this.#first, this.keys.length + 1)
      const offsets = new Float64Array(this.keys.length)
      offsets.set(this.offsets)
      this.offsets = offsets
    }
  }
}

const encoder = new TextEncoder()
/** Stands between elements in the buffer, whatever the file uses. */
const SEPARATOR = 0x2a

function grow(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length)
  grown.set(array)
  return grown
}

import { type ByteDelimiters, COMPONENT_CODE, DELIMITER, SPECIAL } from './byte-delimiters.ts'
import { isListed, isWellAsWritten } from './element-check.ts'
import { type Lexer, traits } from './lexer.ts'
import { allHold } from './relation-check.ts'
import type { SegmentCheck } from './segment-check.ts'
import { SegmentTexts } from './segment-texts.ts'

/** What `appendChecked` tells, as bits: a delimiter stands in the data; some element, or what stands where, is not plainly well. */
export const found = { clash: 1, doubt: 2 } as const

/**
 * One transaction set, ST to SE, as its bytes and the places of its segments and elements in them. It is filled from the lexer or
 * by the writer, and reused from set to set. Segments and elements are counted from 0 here, element 0 being the tag.
 */
export class SetBuffer extends SegmentTexts {
  /** The traits of the segment being added. */
  #found = 0

  /** Adds the segment that the lexer holds. Line breaks within a segment are dropped: they come from wrapping. */
  append(lexer: Lexer): void {
    const { starts, count } = lexer
    const from = starts[0]!
    const to = starts[count]!
    this.reserve(to - from, count)
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
    this.close(first, count, lexer.offset, lexer.traits)
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
          this.released.add(to)
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
    this.reserve(0, count)
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
      if (to + 3 * text.length >= this.bytes.length) this.growBytes(to, 3 * text.length + 1)
      const end = this.#put(text, to, delimiters)
      clash ||= end < 0
      to = Math.abs(end)
      this.bytes[to++] = i < last ? delimiters.element : delimiters.segment
    }
    this.size = to
    this.close(first, count, offset, this.#found)
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
    this.reserve(count + 4, count)
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
      if (to + 3 * length + count >= this.bytes.length) this.growBytes(to, 3 * length + count + 1)
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
    this.closeAs(key, first, count, offset, this.#found)
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
    this.released.add(at)
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

import { binaryHeadSize, binarySegment, isBinaryTag } from './binary-segment.ts'
import { blankLength, type Header, readHeader } from './delimiters.ts'
import { packCode } from './guides/model.ts'
import { headSize } from './stray.ts'
import { decode } from './text.ts'

/** Bytes of `ISA`, which may begin at the end of a piece. */
const tagSize = 3
/** So many bytes are waited for outside an interchange: those by which another format is known, and ISA behind them. */
const knownBy = headSize + tagSize

/** What `Lexer.next` found: a segment, an ISA, bytes outside any interchange; or that it needs more bytes, or that all is read. */
export type Token = 'segment' | 'header' | 'junk' | 'more' | 'end'

/** Outside an interchange nothing but ISA is a segment; a segment longer than this is cut, so that memory stays bounded. */
const longestSegment = 1024 * 1024

/** What a segment may hold beside plain text: a control character or a byte above 0x7E; CR or LF that are no delimiters; a component or repetition separator; a release character. */
export const traits = { unusual: 1, wrapped: 2, inner: 4, released: 8 } as const
const everyTrait = 15
const SEPARATOR = 16
const TERMINATOR = 32
const RELEASE = 64

/**
 * Cuts bytes into segments and elements without making strings. Feed it with `push` and `end`, in pieces of any size: what comes
 * out is the same. After a token the places of its elements are in `starts` (as positions in `bytes`): element `i` runs from
 * `starts[i]` to `starts[i + 1] - 1`, element 0 being the tag. They hold until the next call.
 */
export class Lexer {
  /** The window: bytes not yet consumed, and some before them. Only those up to the end of the token count. */
  bytes: Uint8Array = new Uint8Array(0)
  /** One more entry than the segment has elements. */
  starts = new Int32Array(256)
  /** Elements of the segment, the tag included. */
  count = 0
  /** Where the token begins in `bytes`. */
  start = 0
  /** Byte offset of the token from the start of the file, and its length with its terminator. */
  offset = 0
  length = 0
  /** False for a last segment that the file ends without terminating. */
  terminated = true
  /** The segment goes on beyond `longestSegment`: it was cut, and the rest of it is skipped. */
  overlong = false
  /** Which `traits` the segment has, as bits. */
  traits = 0
  /** ISX01 as a byte, the one after it being data; -1 where there is none. Holds until the next ISA. */
  release = -1
  /** After `header`: what ISA says. Its delimiters hold until the next ISA. */
  header: Header | undefined

  /** Bytes copied from pieces that did not end with a segment; used again and again, so that small pieces leave no garbage. */
  #joined = new Uint8Array(0)
  #end = 0
  #position = 0
  #base = 0
  #final = false
  #separator = -1
  #inside = false
  /** So many bytes of binary data are still to be skipped. */
  #skipped = 0
  /** For each byte what it is: a delimiter, or one of the traits. Ordinary text is 0. */
  readonly #kinds = new Uint8Array(256)

  /** Adds bytes. The lexer may keep the array until it is consumed: do not change it. */
  push(chunk: Uint8Array): void {
    const rest = this.#end - this.#position
    this.#base += this.#position
    if (rest === 0) this.bytes = chunk
    else this.#join(chunk, rest)
    this.#position = 0
    this.#end = rest + chunk.length
  }

  #join(chunk: Uint8Array, rest: number): void {
    let joined = this.#joined
    if (joined.length < rest + chunk.length) joined = new Uint8Array(2 * (rest + chunk.length))
    joined.set(this.bytes.subarray(this.#position, this.#end))
    joined.set(chunk, rest)
    this.#joined = joined
    this.bytes = joined
  }

  /** No more bytes will come. */
  end(): void {
    this.#final = true
  }

  /** Says that the interchange is over (IEA was read): until the next ISA everything is junk. */
  leave(): void {
    this.#inside = false
  }

  /** ISX was read: until the next ISA, what follows this byte is data. */
  setRelease(byte: number): void {
    this.release = byte
    this.#kinds[byte] = RELEASE | traits.released
  }

  next(): Token {
    if (this.overlong) this.#skipRest()
    this.#skipBlank()
    if (this.#position >= this.#end || this.overlong) return this.#final ? 'end' : 'more'
    if (this.#waitsForHeader()) return 'more'
    if (this.#atHeader()) {
      const token = this.#readHeader()
      if (token) return token
    }
    return this.#inside ? this.#readSegment() : this.#readJunk()
  }

  /** The segment's tag packed into a number (see `packCode`), -1 when it has more than three characters. */
  get key(): number {
    const { bytes, starts } = this
    const end = starts[1]! - 1
    if (this.traits & traits.wrapped) return packTag(this.text(0))
    if (end - starts[0]! > 3) return -1
    let key = 0
    for (let at = starts[0]!; at < end; at++) key = (key << 8) | bytes[at]!
    return key
  }

  /** An element of the segment, without line breaks and trailing spaces; empty when the segment ends before it. */
  text(element: number): string {
    const { starts, count, bytes } = this
    if (element >= count) return ''
    const text = decode(bytes.subarray(starts[element]!, starts[element + 1]! - 1)).trimEnd()
    return this.traits & traits.wrapped ? text.replace(/[\r\n]/g, '') : text
  }

  /**
   * After an interchange its terminator may stand once more: an empty segment, which says nothing. Before the first header there is none, and a byte that could be
   * the rest of one is the sign of another format.
   */
  #skipBlank(): void {
    const { bytes } = this
    let at = this.#position
    while (at < this.#end && bytes[at] !== this.#separator) {
      const repeated = !this.#inside && this.#kinds[bytes[at]!] === TERMINATOR
      const length = repeated ? 1 : blankLength(bytes, at, this.#end)
      if (length === 0 || (length === 1 && !this.header && bytes[at]! > 0x7f)) break
      at += length
    }
    this.#position = at
  }

  #atHeader(): boolean {
    return isTagIsa(this.bytes, this.#position, this.#end)
  }

  /** A piece may end within `ISA` or within a byte order mark. What stands outside an interchange is known by its first bytes. */
  #waitsForHeader(): boolean {
    const held = this.#end - this.#position
    if (this.#final || held >= knownBy) return false
    if (!this.#inside) return true
    const first = this.bytes[this.#position]
    return held < 4 && (first === 0x49 || first === 0xef || first === 0xc2)
  }

  #readHeader(): Token | undefined {
    const header = readHeader(this.bytes, this.#position, this.#end, this.#final)
    if (header === 'more') return 'more'
    if (header === 'broken') return undefined
    this.header = header
    this.#separator = header.delimiters.element.charCodeAt(0)
    this.release = -1
    this.#classify(header)
    this.#inside = true
    this.#consume(header.end)
    return 'header'
  }

  #classify({ delimiters }: Header): void {
    const kinds = this.#kinds
    for (let byte = 0; byte < 256; byte++) kinds[byte] = byte < 0x20 || byte > 0x7e ? traits.unusual : 0
    kinds[0x0a] = traits.unusual | traits.wrapped
    kinds[0x0d] = traits.unusual | traits.wrapped
    kinds[delimiters.component.charCodeAt(0)]! |= traits.inner
    if (delimiters.repetition) kinds[delimiters.repetition.charCodeAt(0)]! |= traits.inner
    kinds[delimiters.segment.charCodeAt(0)] = TERMINATOR
    kinds[delimiters.element.charCodeAt(0)] = SEPARATOR
  }

  #consume(to: number): void {
    this.start = this.#position
    this.offset = this.#base + this.#position
    this.length = to - this.#position
    this.#position = to
  }

  #readSegment(): Token {
    const { bytes } = this
    if (isBinaryTag(bytes, this.#position)) {
      const token = this.#readBinary()
      if (token) return token
    }
    const kinds = this.#kinds
    const limit = this.#position + longestSegment
    const end = Math.min(this.#end, limit)
    let starts = this.starts
    let at = this.#position
    let count = 1
    let found = 0
    starts[0] = at
    for (; at < end; at++) {
      const kind = kinds[bytes[at]!]!
      if (kind === 0) continue
      if (kind === SEPARATOR) {
        if (count + 1 >= starts.length) starts = this.#grow()
        starts[count++] = at + 1
      } else if (kind === TERMINATOR) break
      else if (kind & RELEASE && ++at < end) found |= kinds[bytes[at]!]! & traits.unusual
      found |= kind
    }
    if (at >= end) {
      if (!this.#final && end < limit) return 'more'
      at = end
    }
    this.terminated = at < end
    this.overlong = at === limit
    starts[count] = at + 1
    this.count = count
    this.traits = found & everyTrait
    this.#consume(Math.min(at + 1, end))
    return 'segment'
  }

  /** A segment of binary data; undefined when no terminator stands where it should end, for then its length is wrong. */
  #readBinary(): Token | undefined {
    if (!this.#final && this.#end - this.#position < binaryHeadSize) return 'more'
    const binary = binarySegment(this.bytes, this.#position, this.#end, this.#separator)
    if (!binary) return undefined
    const { starts, length } = binary
    const from = this.#position + starts.at(-1)!
    const end = from + length
    const fits = length <= longestSegment
    if (fits && end >= this.#end) return this.#final ? undefined : 'more'
    if (fits && this.#kinds[this.bytes[end]!] !== TERMINATOR) return undefined
    for (const [i, start] of starts.entries()) this.starts[i] = this.#position + start
    this.count = starts.length
    this.starts[this.count] = (fits ? end : from) + 1
    this.traits = traits.unusual
    this.terminated = fits
    this.overlong = !fits
    this.#skipped = fits ? 0 : length
    this.#consume(fits ? end + 1 : from)
    return 'segment'
  }

  /** What is left of a segment that was cut goes up to the next terminator. */
  #skipRest(): void {
    const { bytes } = this
    const kinds = this.#kinds
    const skipped = Math.min(this.#skipped, this.#end - this.#position)
    this.#skipped -= skipped
    let at = this.#position + skipped
    while (at < this.#end && kinds[bytes[at]!] !== TERMINATOR) {
      const step = kinds[bytes[at]!]! & RELEASE ? 2 : 1
      // The byte that is released comes with the next piece.
      if (at + step > this.#end && !this.#final) break
      at += step
    }
    this.overlong = at >= this.#end || kinds[bytes[at]!] !== TERMINATOR
    this.#position = Math.min(this.overlong ? at : at + 1, this.#end)
  }

  #grow(): Int32Array<ArrayBuffer> {
    const grown = new Int32Array(this.starts.length * 2)
    grown.set(this.starts)
    this.starts = grown
    return grown
  }

  /** Everything up to the next ISA. */
  #readJunk(): Token {
    const { bytes } = this
    let at = this.#position + 1
    while (
      at < this.#end &&
      !(isTagIsa(bytes, at, this.#end) && readHeader(bytes, at, this.#end, this.#final) !== 'broken')
    )
      at++
    if (at >= this.#end && !this.#final) at = Math.max(this.#position + 1, this.#end - tagSize)
    this.#consume(at)
    return 'junk'
  }
}

function isTagIsa(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 3 < end && bytes[at] === 0x49 && bytes[at + 1] === 0x53 && bytes[at + 2] === 0x41
}

/** A tag within which a line was broken, packed. */
function packTag(tag: string): number {
  return tag.length > 3 ? -1 : packCode(tag)
}

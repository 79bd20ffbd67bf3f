import { SegmentStore } from './segment-store.ts'
import { decode } from './text.ts'

/** So many texts are taken from a set before the whole of it is decoded: as many as its envelope needs. */
const fewSlices = 4

/** Reads what the elements of a set say. */
export class SegmentTexts extends SegmentStore {
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
    if (this.decoded === undefined) {
      if (this.slices++ < fewSlices) return decode(this.bytes.subarray(start, end))
      this.decoded = decode(this.bytes.subarray(0, this.size))
    }
    return this.decoded.substring(start, end)
  }
}

import { binarySegment } from '../binary-segment.ts'
import { blankLength } from '../delimiters.ts'
import { decode } from '../text.ts'
import type { Delimiters } from '../types.ts'

/** One segment as it stands in the file, to be shown to a person. */
export interface Segment {
  /** First byte, counted from the start of the file; the first byte after it, its terminator included. */
  offset: number
  end: number
  tag: string
  /** Element 0 is the tag; texts as they stand, releases and line breaks included. */
  elements: readonly string[]
  /** What ended it; empty for a last segment without terminator. */
  terminator: string
}

/** Cuts bytes that begin between two segments into segments, passing over the blank space and empty segments between them. `base` is the file's offset of the first byte. */
export function* cutSegments(bytes: Uint8Array, base: number, delimiters: Delimiters): Generator<Segment> {
  const separator = delimiters.element.charCodeAt(0)
  const terminator = delimiters.segment.charCodeAt(0)
  let at = 0
  while (at < bytes.length) {
    // ISX01 may set a release character on the way.
    const release = delimiters.release?.charCodeAt(0) ?? -1
    at = skipBlank(bytes, at, separator)
    const start = at
    const elements: string[] = []
    let from = at
    const binary = binarySegment(bytes, at, bytes.length, separator)
    const data = at + (binary?.starts.at(-1) ?? 0)
    if (binary && bytes[data + binary.length] === terminator) {
      elements.push(
        ...binary.starts.slice(1).map((end, i) => decode(bytes.subarray(start + binary.starts[i]!, start + end - 1))),
      )
      from = data
      at = data + binary.length
    }
    for (; at < bytes.length && bytes[at] !== terminator; at++) {
      if (bytes[at] === separator) {
        elements.push(decode(bytes.subarray(from, at)))
        from = at + 1
      } else if (bytes[at] === release) at++
    }
    const stop = Math.min(at, bytes.length)
    elements.push(decode(bytes.subarray(from, stop)))
    at = Math.min(stop + 1, bytes.length)
    if (stop === start) continue
    const ending = stop < bytes.length ? delimiters.segment : ''
    yield { offset: base + start, end: base + at, tag: elements[0] ?? '', elements, terminator: ending }
  }
}

function skipBlank(bytes: Uint8Array, from: number, separator: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== separator) {
    const length = blankLength(bytes, at)
    if (length === 0) break
    at += length
  }
  return Math.min(at, bytes.length)
}

/** The segment as one line: elements and separators, and the terminator unless it is a line break. */
export function segmentText({ elements, terminator }: Segment, delimiters: Delimiters): string {
  return elements.join(delimiters.element) + (/[\r\n]/.test(terminator) ? '' : terminator)
}

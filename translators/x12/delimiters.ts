import type { Delimiters } from './types.ts'

/** What ISA says, found in bytes: its delimiters, its sixteen elements as text, and where it ends. */
export interface Header {
  delimiters: Delimiters
  /** ISA01 to ISA16, as they stood between the separators, line breaks removed. */
  elements: string[]
  /** The first byte after ISA's terminator. */
  end: number
  /** Each element has the width that X12.5 fixes, and no line break stands within. */
  fixedWidth: boolean
}

/** The delimiters that most of retail uses, for writing. ISA11 holds `^` from 00402 on. */
export const defaultDelimiters: Delimiters = { element: '*', segment: '~', component: '>', repetition: '^' }

/** Widths of ISA01 to ISA16 (X12.5). */
export const headerWidths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1] as const

/** A header longer than this is no header: 105 bytes and room for unpadded, wrapped and overlong elements. */
const longestHeader = 400
/** A GS segment is not longer than this. */
const longestLine = 120
/** Bytes looked at after ISA to tell its terminator from what follows. */
const lookahead = 24
/**
 * So many bytes decide what a header is, and no byte after them: it is not read before they are there or the file has ended, so
 * that a file reads the same in whatever pieces it comes.
 */
const deciding = longestHeader + longestLine + 4 * lookahead

/**
 * Reads ISA from `bytes[from]`, which holds its `I`, up to `to`. The element separator is the byte after `ISA`; the others are
 * found by counting sixteen separators, so that unpadded or overlong elements and wrapped lines do no harm.
 * Answers `more` when bytes are missing that may still come (`final` says that none will), `broken` when this is no ISA.
 */
export function readHeader(bytes: Uint8Array, from: number, to: number, final: boolean): Header | 'more' | 'broken' {
  const separator = from + 3 < to ? bytes[from + 3] : undefined
  if (separator === undefined) return final ? 'broken' : 'more'
  if (isAlphanumeric(separator) || separator === SPACE || isLineBreak(separator)) return 'broken'
  if (!final && to - from < deciding) return 'more'
  const header = bytes.subarray(from, Math.min(to, from + deciding))
  const separators = findSeparators(header, separator)
  const last = separators?.[15]
  const tail = last === undefined ? undefined : findTail(header, last, separator)
  return tail ? describe(header, from, separators!, tail) : 'broken'
}

/** The places of the sixteen separators of ISA; undefined when a line begins another segment before them, or they are too far. */
function findSeparators(header: Uint8Array, separator: number): number[] | undefined {
  const separators: number[] = []
  for (let i = 3; i < header.length && i <= longestHeader; i++) {
    if (header[i] === separator) {
      if (separators.push(i) === 16) return separators
    } else if (isLineBreak(header[i]!) && startsSegment(header, skipBlank(header, i), separator)) return undefined
  }
  return undefined
}

interface Tail {
  component: number
  terminator: number
  end: number
}

/** Tells ISA16 and the terminator apart, also where ISA16 is empty or too long. */
function findTail(bytes: Uint8Array, last: number, separator: number): Tail | undefined {
  const component = bytes[last + 1]
  const terminator = bytes[last + 2]
  if (component === undefined) return undefined
  const regular = terminator !== undefined && terminator !== separator
  if (regular && startsSegment(bytes, skipBlank(bytes, last + 3), separator)) {
    const empty = isLineBreak(terminator) && closesNextLine(bytes, last + 3, component, terminator)
    return empty
      ? { component: DEFAULT_COMPONENT, terminator: component, end: last + 2 }
      : { component, terminator, end: last + 3 }
  }
  if (startsSegment(bytes, skipBlank(bytes, last + 2), separator)) {
    return { component: DEFAULT_COMPONENT, terminator: component, end: last + 2 }
  }
  for (let i = last + 3; i < Math.min(last + lookahead, bytes.length); i++) {
    if (!startsSegment(bytes, i, separator)) continue
    let end = i
    while (end > last + 3 && isLineBreak(bytes[end - 1]!)) end--
    // A terminator outside ASCII is two bytes in UTF-8: the first one ends the segment, the second is skipped as blank.
    if (isContinuation(bytes[end - 1]!) && bytes[end - 2]! >= 0xc2) end--
    return { component, terminator: bytes[end - 1]!, end }
  }
  return regular ? { component, terminator, end: last + 3 } : undefined
}

/** Whether the next line ends with `mark` before its line break: then `mark` is the terminator, and ISA16 was empty. */
function closesNextLine(bytes: Uint8Array, from: number, mark: number, lineBreak: number): boolean {
  let end = skipBlank(bytes, from)
  const limit = Math.min(bytes.length, end + longestLine)
  while (end < limit && bytes[end] !== lineBreak) end++
  while (end > from && isLineBreak(bytes[end - 1]!)) end--
  return end < bytes.length && bytes[end - 1] === mark
}

/** `from` is where the header stands in the bytes that it was found in. */
function describe(bytes: Uint8Array, from: number, separators: number[], tail: Tail): Header {
  const elements = separators.map((start, i) => {
    const end = separators[i + 1] ?? tail.end - 1
    return latin1(bytes.subarray(start + 1, end))
  })
  const fixedWidth = elements.every((text, i) => text.length === headerWidths[i]) && elements[15] !== '\n'
  const clean = elements.map(text => text.replace(/[\r\n]/g, ''))
  const character = (byte: number) => String.fromCharCode(byte)
  const delimiters: Delimiters = {
    element: character(bytes[3]!),
    segment: character(tail.terminator),
    component: character(tail.component),
  }
  const repetition = clean[10]
  if ((clean[11] ?? '') >= '00402' && repetition && isRepetition(repetition, delimiters))
    delimiters.repetition = repetition
  return { delimiters, elements: clean, end: from + tail.end, fixedWidth }
}

/**
 * ISA11 is a repetition separator from 00402 on, but many still send the standards identifier `U` there, a space, or a hyphen: what
 * stands in every address and number is taken for no separator.
 */
function isRepetition(text: string, others: Delimiters): boolean {
  return text.length === 1 && !/[A-Za-z0-9 .,&/()'"-]/.test(text) && !Object.values(others).includes(text)
}

const SPACE = 0x20
/** ISA16 is empty: `>` stands in, which then never splits anything that was meant whole, for nobody told of components. */
const DEFAULT_COMPONENT = 0x3e
const followers = ['GS', 'TA1', 'IEA', 'ISB', 'ISX']

function startsSegment(bytes: Uint8Array, at: number, separator: number): boolean {
  return followers.some(tag => {
    if (bytes[at + tag.length] !== separator) return false
    for (let i = 0; i < tag.length; i++) if (bytes[at + i] !== tag.charCodeAt(i)) return false
    return true
  })
}

function skipBlank(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && blankLength(bytes, at) > 0) at += blankLength(bytes, at)
  return Math.min(at, bytes.length)
}

/**
 * Bytes of blank space at a place between segments: control characters, spaces, no-break spaces and byte order marks in UTF-8, and the
 * rest of a terminator that has two bytes. Bytes from `end` on are not looked at.
 */
export function blankLength(bytes: Uint8Array, at: number, end = bytes.length): number {
  const byte = bytes[at]!
  if (byte <= SPACE || isContinuation(byte)) return 1
  if (byte === 0xc2 && at + 1 < end && bytes[at + 1] === 0xa0) return 2
  if (byte === 0xef && at + 2 < end && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) return 3
  return 0
}

function isLineBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d
}

/** A byte that continues a character in UTF-8; no segment begins with one. */
function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0
}

function isAlphanumeric(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)
}

function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

import type { Delimiters } from './types.ts'

/** Stands between the components of an element's text until its set is written with the separator chosen. */
export const COMPONENT = '\u001d'
/** The same as a byte. */
export const COMPONENT_CODE = 0x1d

/**
 * Delimiters as bytes, and for each byte what it is within data: `OTHER` a control character or beyond ASCII, `DELIMITER`, or an ordinary
 * character, which is 0 for a digit and `NO_DIGIT` else.
 */
export interface ByteDelimiters {
  element: number
  segment: number
  component: number
  /** -1 where there is none: then a delimiter cannot stand in the data. */
  release: number
  kinds: Uint16Array
}

const OTHER = 1
/** The kind of a byte that would be read as structure. */
export const DELIMITER = 2
const NO_DIGIT = 0x100
/** Any of these bits in a kind: it is no ordinary character. */
export const SPECIAL = 0xff

/** Delimiters for `appendText`. `forbidden` are the characters that may not stand in the data, for they would be read as structure. */
export function byteDelimiters(delimiters: Delimiters, forbidden: readonly string[] = []): ByteDelimiters {
  const kinds = new Uint16Array(256).fill(NO_DIGIT).fill(0, 0x30, 0x3a).fill(OTHER, 0, 0x20).fill(OTHER, 0x7f)
  for (const character of forbidden) kinds[character.charCodeAt(0)] = DELIMITER
  return {
    element: delimiters.element.charCodeAt(0),
    segment: delimiters.segment.charCodeAt(0),
    component: delimiters.component.charCodeAt(0),
    release: delimiters.release?.charCodeAt(0) ?? -1,
    kinds,
  }
}

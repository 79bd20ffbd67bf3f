import type { ElementDefinition } from './guides/model.ts'
import type { ProblemCode } from './problems.ts'

/** What an element's bytes violate, told by its type and lengths alone; undefined when they are well. */
export type ElementFault = Extract<
  ProblemCode,
  'too-short' | 'too-long' | 'invalid-number' | 'invalid-date' | 'invalid-time' | 'unknown-code' | 'invalid-character'
>

/** What an element is, as a number: its type, or that it has components. */
export const elementKinds = { AN: 0, ID: 1, R: 2, N: 3, DT: 4, TM: 5, B: 6, composite: 7 } as const

const MINUS = 0x2d
const POINT = 0x2e
const SPACE = 0x20

/**
 * Whether an element of a kind is certainly well, told without making anything: for the many elements that are. False says that
 * `checkElement` must look. The bytes must be plain text (see `traits`), and not empty.
 */
export function isWell(kind: number, bytes: Uint8Array, start: number, end: number, min: number, max: number): boolean {
  const length = end - start
  switch (kind) {
    case elementKinds.AN:
    case elementKinds.ID:
      return length <= max && length >= min && bytes[end - 1] !== SPACE
    case elementKinds.N:
      return length <= max && length >= min && digitsOnly(bytes, start, end)
    case elementKinds.R:
      return isPlainDecimal(bytes, start, end, min, max)
    case elementKinds.DT:
      return length === 8 && min === 8 && isDay(bytes, start)
    default:
      return kind === elementKinds.B
  }
}

/** The same where it is known whether the bytes are `digits` only. */
export function isWellAsWritten(
  kind: number,
  digits: boolean,
  bytes: Uint8Array,
  start: number,
  end: number,
  min: number,
  max: number,
): boolean {
  const length = end - start
  if (kind <= elementKinds.ID) return length <= max && length >= min && bytes[end - 1] !== SPACE
  if (digits && kind <= elementKinds.N) return length <= max && length >= min
  return isWell(kind, bytes, start, end, min, max)
}

/** Whether a code of at most four characters is certainly in a list of packed codes. */
export function isListed(codes: ReadonlySet<number>, bytes: Uint8Array, start: number, end: number): boolean {
  return end - start <= 4 && codes.has(pack(bytes, start, end))
}

function digitsOnly(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte < 0x30 || byte > 0x39) return false
  }
  return true
}

function isPlainDecimal(bytes: Uint8Array, start: number, end: number, min: number, max: number): boolean {
  let digits = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte >= 0x30 && byte <= 0x39) digits++
    else if (byte !== POINT || at - start !== digits) return false
  }
  return digits >= min && digits <= max
}

/** A day that every month has; the others are left to `checkDate`. */
function isDay(bytes: Uint8Array, start: number): boolean {
  const month = number(bytes, start + 4, start + 6)
  const day = number(bytes, start + 6, start + 8)
  return digitsOnly(bytes, start, start + 4) && month >= 1 && month <= 12 && day >= 1 && day <= 28
}

/** Checks the bytes of one element (or component) against its definition, X12.6 section 3.5.1. Empty bytes are not checked. */
export function checkElement(
  element: ElementDefinition,
  bytes: Uint8Array,
  start: number,
  end: number,
  plain: boolean,
): ElementFault | undefined {
  let last = end
  while (last > start && bytes[last - 1] === SPACE) last--
  switch (element.type) {
    case 'R':
    case 'N':
      return checkNumber(element, bytes, start, last)
    case 'DT':
      return checkDate(element, bytes, start, last)
    case 'TM':
      return checkTime(element, bytes, start, last)
    case 'B':
      return undefined
    default:
      return checkText(element, bytes, start, last, end, plain)
  }
}

function checkText(
  element: ElementDefinition,
  bytes: Uint8Array,
  start: number,
  last: number,
  end: number,
  plain: boolean,
): ElementFault | undefined {
  let length = last - start
  if (!plain) {
    for (let at = start; at < last; at++) {
      const byte = bytes[at]!
      if (byte < SPACE || byte === 0x7f) return 'invalid-character'
      if (byte >= 0x80 && byte < 0xc0) length--
    }
  }
  if (length > element.max) return 'too-long'
  if (length < element.min && end - start < element.min) return 'too-short'
  if (element.codes && !element.codes.has(pack(bytes, start, last))) return 'unknown-code'
  return undefined
}

function pack(bytes: Uint8Array, start: number, end: number): number {
  let packed = 0
  for (let at = start; at < end; at++) packed = (packed << 8) | bytes[at]!
  return packed
}

function checkNumber(
  element: ElementDefinition,
  bytes: Uint8Array,
  start: number,
  last: number,
): ElementFault | undefined {
  let at = bytes[start] === MINUS ? start + 1 : start
  let digits = 0
  let points = element.type === 'R' ? 1 : 0
  for (; at < last; at++) {
    const byte = bytes[at]!
    if (byte >= 0x30 && byte <= 0x39) digits++
    else if (byte === POINT && points > 0) points--
    else return 'invalid-number'
  }
  if (digits === 0) return 'invalid-number'
  if (digits > element.max) return 'too-long'
  return digits < element.min ? 'too-short' : undefined
}

function checkDate(
  element: ElementDefinition,
  bytes: Uint8Array,
  start: number,
  last: number,
): ElementFault | undefined {
  const length = last - start
  if (length < element.min) return 'too-short'
  if (length > element.max) return 'too-long'
  const year = length === 8 ? number(bytes, start, start + 4) : 2000 + number(bytes, start, start + 2)
  const month = number(bytes, last - 4, last - 2)
  const day = number(bytes, last - 2, last)
  const valid = year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
  return valid ? undefined : 'invalid-date'
}

function checkTime(
  element: ElementDefinition,
  bytes: Uint8Array,
  start: number,
  last: number,
): ElementFault | undefined {
  const length = last - start
  if (length < element.min) return 'too-short'
  if (length > element.max) return 'too-long'
  const hour = number(bytes, start, start + 2)
  const minute = number(bytes, start + 2, start + 4)
  const second = length > 4 ? number(bytes, start + 4, start + 6) : 0
  const rest = length > 6 ? number(bytes, start + 6, last) : 0
  const valid = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60 && rest >= 0
  return valid && length !== 5 ? undefined : 'invalid-time'
}

/** A number of digits only; NaN when something else stands among them. */
function number(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

import { notePlace, type Part, placeOf, put, type Reading } from './binding.ts'
import { type CodeMap, codeOf, wordsOf } from './codes.ts'
import { fromBusinessDate, toBusinessDate } from './dates.ts'
import { fromImplied, normalizeNumber, toImplied } from './numbers.ts'

/** An element that is always the same when its segment is written, and is not looked at when read. */
export function fixed(element: number, value: string): Part {
  return {
    read() {},
    write(_, elements) {
      elements[element] = value
      return false
    },
  }
}

/** Text as it stands. */
export function text(element: number, field: string): Part {
  return asItStands(element, field, value => value)
}

/** A date: `YYYY-MM-DD` in the document; eight digits, or six in old versions, in the set. */
export function date(element: number, field: string): Part {
  return simple(element, field, toBusinessDate, fromBusinessDate)
}

/** A decimal with its point (type R). Leading zeros are dropped, trailing ones kept. */
export function decimal(element: number, field: string): Part {
  return asItStands(element, field, normalizeNumber)
}

/** A decimal whose sign the set does not carry into the document: credits are told by their type. */
export function absolute(element: number, field: string): Part {
  return asItStands(element, field, value => normalizeNumber(value)?.replace(/^-/, ''))
}

/** A decimal with implied places (type N2: `1050` is 10.50). More places than that cannot be written. Its sign is dropped unless it says something. */
export function implied(element: number, field: string, places: number, { isSigned = false } = {}): Part {
  return {
    read(segment, into, reading) {
      const raw = reading.text(segment, element)
      const value = raw === '' ? undefined : fromImplied(raw, places)
      if (value !== undefined) put(into, field, isSigned ? value : value.replace(/^-/, ''), reading, segment, element)
      else notePlace(into, field, reading, segment, element)
    },
    write(from, elements, writing, path) {
      const value = from[field] as string | undefined
      if (value === undefined) return false
      const digits = toImplied(value, places)
      if (digits === undefined) {
        const message = `${path}${field} is ${value}, and the set carries only ${places} decimal places.`
        writing.report('loses-precision', message, `${path}${field}`)
        return false
      }
      elements[element] = digits
      return true
    },
  }
}

/** A whole number. */
export function integer(element: number, field: string): Part {
  return {
    read(segment, into, reading) {
      const raw = reading.text(segment, element)
      if (/^\d{1,9}$/.test(raw)) put(into, field, Number(raw), reading, segment, element)
      else notePlace(into, field, reading, segment, element)
    },
    write(from, elements) {
      const value = from[field] as number | undefined
      if (value === undefined) return false
      elements[element] = String(value)
      return true
    },
  }
}

/** A code with a meaning of ours. A code that the table does not know is told, and `otherwise` stands in where it is given. */
export function code(element: number, field: string, table: CodeMap, otherwise?: string): Part {
  const words = wordsOf(table)
  return {
    read(segment, into, reading) {
      const raw = reading.text(segment, element)
      const meaning = raw === '' ? otherwise : (words.get(raw) ?? unfamiliar(segment, element, raw, otherwise, reading))
      if (meaning !== undefined) put(into, field, meaning, reading, segment, element)
      else notePlace(into, field, reading, segment, element)
    },
    write(from, elements) {
      const value = from[field] as string | undefined
      if (value === undefined) return false
      elements[element] = codeOf(table, value) ?? value
      return true
    },
  }
}

function unfamiliar(
  segment: number,
  element: number,
  raw: string,
  otherwise: string | undefined,
  reading: Reading,
): string | undefined {
  const at = placeOf(reading, segment, element)
  const message = otherwise
    ? `${at.segment}${String(element).padStart(2, '0')} is "${raw}", which the map does not know; it is taken as ${otherwise}.`
    : `${at.segment}${String(element).padStart(2, '0')} is "${raw}", which the map does not know.`
  reading.report(otherwise ? 'ambiguous-value' : 'unknown-code', { message, at, value: raw })
  return otherwise
}

/** A code that has a word of ours, or else stands for itself, both ways. */
export function openCode(element: number, field: string, table: CodeMap): Part {
  const words = wordsOf(table)
  return simple(
    element,
    field,
    value => words.get(value) ?? value,
    value => codeOf(table, value) ?? value,
  )
}

/** An element that belongs to a field of another part: written only when the field is there. */
export function companion(element: number, field: string, value: string): Part {
  return {
    read() {},
    write(from, elements) {
      if (from[field] !== undefined) elements[element] = value
      return false
    },
  }
}

/** A value that the document may lack and the set must have. */
export function defaulted(part: Part, element: number, value: string): Part {
  return {
    read: part.read,
    write(from, elements, writing, path) {
      const wanted = part.write(from, elements, writing, path)
      if (!elements[element]) elements[element] = value
      return wanted
    },
  }
}

/** Read in some way, and written as it stands in the document. */
function asItStands(element: number, field: string, read: (value: string) => string | undefined): Part {
  return {
    ...simple(element, field, read, value => value),
    write(from, elements) {
      const value = from[field] as string | undefined
      if (value === undefined) return false
      elements[element] = value
      return true
    },
  }
}

function simple(
  element: number,
  field: string,
  read: (value: string) => string | undefined,
  write: (value: string) => string,
): Part {
  return {
    read(segment, into, reading) {
      const raw = reading.text(segment, element)
      const value = raw === '' ? undefined : read(raw)
      if (value !== undefined) put(into, field, value, reading, segment, element)
      else notePlace(into, field, reading, segment, element)
    },
    write(from, elements) {
      const value = from[field] as string | undefined
      if (value === undefined) return false
      elements[element] = write(value)
      return true
    },
  }
}

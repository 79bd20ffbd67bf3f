import type { Draft } from '../draft.ts'
import { packCode } from '../guides/model.ts'
import type { Finding, ProblemCode } from '../problems.ts'
import type { SetBuffer } from '../set-buffer.ts'
import type { Delimiters } from '../types.ts'
import type { Loop } from '../walker.ts'

/** A document, or a part of one, while it is being read or written. The schema of the document has the last word. */
export type Fields = Record<string, unknown>

/** Which field of which object came from which place. */
export type Trace = Map<Fields, Map<string, { segment: number; element: number }>>

/** What reading a set needs beside its loops. */
export interface Reading {
  buffer: SetBuffer
  report(code: ProblemCode, finding: Finding): void
  /** An element's text, without trailing spaces; empty when it is not there. Elements are counted from 1. Its segment counts as taken. */
  text(segment: number, element: number): string
  /** The texts of an element's components. */
  components(segment: number, element: number): string[]
  /** A code of at most four characters, packed (see `packCode`); 0 when it is not there, -1 when it is longer. */
  code(segment: number, element: number): number
  /** Whether a text was taken from a segment: looking at its code alone is only choosing. */
  isTaken(segment: number): boolean
  /** A product id that the document has no name for, by the element of its qualifier. */
  pass(segment: number, element: number): void
  /** What was passed over so. */
  readonly passed: readonly { segment: number; qualifier: string }[]
  /** Kept only when an issue has to be explained. */
  trace?: Trace | undefined
  /** The same set, to be read once more in silence, to learn where each field comes from. */
  traced(trace: Trace): Reading
  /** The partner's choice of qualifiers for product ids: what it calls `buyer` is read from its own qualifier. */
  productIds?: readonly ProductIdQualifier[] | undefined
}

/** What writing a set needs beside the document. */
export interface Writing {
  /** The moment of writing, ISO 8601 in UTC. */
  at: string
  delimiters: Delimiters
  /** Which qualifiers (X12 235) name the product ids, in which order. */
  productIds: readonly ProductIdQualifier[]
  /** The levels of a ship notice that the partner wants, from the outside in; absent: those that suit its packages. */
  hierarchy?: ShipmentHierarchy | undefined
  report(code: ProblemCode, message: string, path: string): void
}

/** Which name of a product goes under which X12 235 qualifier. */
export interface ProductIdQualifier {
  field: string
  qualifier: string
  /** The pair in which it always stands, counted from 1. */
  pair?: number | undefined
}

/** Levels of a ship notice: S shipment, O order, T tare, P pack, I item (X12 1005). */
export type ShipmentHierarchy = 'SOPI' | 'SOTPI' | 'SPOI' | 'SOIP' | 'SOI'

/** Ties a part of the document to a part of the set, both ways. */
export interface Binding {
  read(loop: Loop, into: Fields, reading: Reading): void
  write(from: Fields, loop: Draft, writing: Writing, path: string): void
}

/** Ties a field to elements of one segment, both ways. */
export interface Part {
  read(segment: number, into: Fields, reading: Reading): void
  /** Fills `elements` (element 0 is the tag). Answers whether that gives a reason to send the segment. */
  write(from: Fields, elements: string[], writing: Writing, path: string): boolean
}

interface Selector {
  tag: string
  key: number
  /** The qualifiers that element 01 may have, the one to write first; none when any will do. */
  qualifiers: readonly string[]
  /** The same, packed. */
  codes: readonly number[]
}

/** `BEG`, `REF[CO]`, `DTM[001|061]`: a segment, and what its first element must be. */
export function parseSelector(text: string): Selector {
  const match = /^([A-Z0-9]{2,3})(?:\[([^\]]+)\])?$/.exec(text)
  if (!match) throw new Error(`map: cannot read the place ${text}`)
  const qualifiers = match[2]?.split('|') ?? []
  return { tag: match[1]!, key: packCode(match[1]!), qualifiers, codes: qualifiers.map(packCode) }
}

const none: readonly number[] = []

/** The segments of a loop with this tag, in order. */
export function segmentsOf(loop: Loop, key: number, buffer: SetBuffer): readonly number[] {
  let found: number[] | undefined
  for (const segment of loop.segments) {
    if (buffer.keys[segment] !== key) continue
    if (found) found.push(segment)
    else found = [segment]
  }
  return found ?? none
}

/** The segments with this tag that stand in the loop itself, or that start a loop inside it: some sets have the one, some the other. */
export function segmentsAndStarts(loop: Loop, key: number, buffer: SetBuffer): readonly number[] {
  const own = segmentsOf(loop, key, buffer)
  let all: number[] | undefined
  for (const inner of loop.loops) {
    if (inner.node.key !== key) continue
    all ??= [...own]
    all.push(inner.segments[0]!)
  }
  return all ?? own
}

/** The first segment that a selector means; among several qualifiers the earlier one wins. */
export function findSegment(loop: Loop, selector: Selector, reading: Reading): number | undefined {
  const { keys } = reading.buffer
  let found: number | undefined
  let best = Number.POSITIVE_INFINITY
  for (const segment of loop.segments) {
    if (keys[segment] !== selector.key) continue
    if (selector.codes.length === 0) return segment
    const rank = selector.codes.indexOf(reading.code(segment, 1))
    if (rank >= 0 && rank < best) {
      found = segment
      best = rank
    }
  }
  return found
}

/** A segment of the loop, at most once. Written when one of its parts has something to say. */
export function segment(place: string, parts: readonly Part[]): Binding {
  const selector = parseSelector(place)
  return {
    read(loop, into, reading) {
      const found = findSegment(loop, selector, reading)
      if (found === undefined) return
      for (const part of parts) part.read(found, into, reading)
    },
    write(from, loop, writing, path) {
      const elements = loop.blank(selector.tag)
      if (selector.qualifiers.length > 0) elements[1] = selector.qualifiers[0]!
      let wanted = false
      for (let p = 0; p < parts.length; p++) if (parts[p]!.write(from, elements, writing, path)) wanted = true
      if (wanted && loop.add(elements)) return
      loop.discard(elements)
      if (wanted) cannotCarry(writing, place, path)
    },
  }
}

/** In a trace: the first segment of the loop that an entry of a list comes from. */
export const wholeEntry = ''

/** Each occurrence of a loop is one entry of a list. With `always` an absent loop is an empty list, not an absent field. */
export function each(tag: string, field: string, bindings: readonly Binding[], always = false): Binding {
  const places: string[] = []
  return {
    read(loop, into, reading) {
      let entries: Fields[] | undefined = always ? [] : undefined
      for (const inner of loop.loops) {
        if (inner.node.id !== tag) continue
        entries ??= []
        const fields = readAll(inner, bindings, reading)
        notePlace(fields, wholeEntry, reading, inner.segments[0]!, 0)
        entries.push(fields)
      }
      if (entries) into[field] = entries
    },
    write(from, loop, writing, path) {
      const entries = listOf(from[field])
      for (let i = 0; i < entries.length; i++) {
        const inner = loop.addLoop(tag)
        if (!inner) return cannotCarry(writing, tag, `${path}${field}`)
        places[i] ??= `${field}[${i}].`
        const place = path + places[i]
        for (let b = 0; b < bindings.length; b++) bindings[b]!.write(entries[i]!, inner, writing, place)
      }
    },
  }
}

/** Bindings whose fields belong to an inner object, which is absent when none of them is there. */
export function group(field: string, bindings: readonly Binding[]): Binding {
  return {
    read(loop, into, reading) {
      const inner = readAll(loop, bindings, reading)
      for (const _ in inner) {
        into[field] = inner
        return
      }
    },
    write(from, loop, writing, path) {
      const inner = from[field] as Fields | undefined
      if (inner) for (const binding of bindings) binding.write(inner, loop, writing, `${path}${field}.`)
    },
  }
}

/** What a map says in code, where the standard asks for more than one place for one field. */
export function custom(binding: Binding): Binding {
  return binding
}

export function readAll(loop: Loop, bindings: readonly Binding[], reading: Reading): Fields {
  const fields: Fields = {}
  for (const binding of bindings) binding.read(loop, fields, reading)
  return fields
}

/** The entries of a list, none where it is absent. */
export function listOf(value: unknown): readonly Fields[] {
  return (value as Fields[] | undefined) ?? noFields
}

const noFields: readonly Fields[] = []

/** A field that this set, in this version, has no place for: told, so that nothing is dropped in silence. */
export function cannotCarry(writing: Writing, place: string, path: string): void {
  writing.report('not-carried', `This transaction set has no place ${place} for ${path}, so it is left out.`, path)
}

/** The place of an element, for an issue. */
export function placeOf(reading: Reading, segment: number, element?: number): Finding['at'] {
  return {
    segment: reading.buffer.text(segment, 0),
    position: segment + 1,
    ...(element === undefined ? {} : { element }),
    offset: reading.buffer.offsets[segment]!,
  }
}

/** Puts a field, and remembers where it came from when that is asked for. */
export function put(
  into: Fields,
  field: string,
  value: unknown,
  reading: Reading,
  segment: number,
  element: number,
): void {
  into[field] = value
  if (reading.trace) notePlace(into, field, reading, segment, element)
}

/** Remembers where a field would have come from, also when nothing stood there. */
export function notePlace(into: Fields, field: string, reading: Reading, segment: number, element: number): void {
  if (!reading.trace) return
  let places = reading.trace.get(into)
  if (!places) {
    places = new Map()
    reading.trace.set(into, places)
  }
  places.set(field, { segment, element })
}

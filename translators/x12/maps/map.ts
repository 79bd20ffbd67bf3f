import type { z } from 'zod'
import { type BusinessDocument, type DocumentKind, documentSchemas } from '../../documents/index.ts'
import type { Draft } from '../draft.ts'
import { brief } from '../element-findings.ts'
import type { Loop } from '../walker.ts'
import {
  type Binding,
  type Fields,
  placeOf,
  type Reading,
  readAll,
  type Trace,
  type Writing,
  wholeEntry,
} from './binding.ts'
import { type QuickCheck, quickCheckOf } from './quick-check.ts'

/** One definition that reads and writes a transaction set. */
export interface SetMap {
  set: string
  kind: DocumentKind
  /** The document, or undefined when it cannot be made; why is reported. */
  read(root: Loop, reading: Reading): BusinessDocument | undefined
  write(document: BusinessDocument, root: Draft, writing: Writing, path: string): void
}

/** Ties a business document to a transaction set: read from top to bottom, the bindings are the document. */
export function mapSet(set: string, kind: DocumentKind, bindings: readonly Binding[]): SetMap {
  const schema: z.ZodType = documentSchemas[kind]
  let quick: QuickCheck | undefined
  return {
    set,
    kind,
    read(root, reading) {
      const fields: Fields = { kind }
      for (const binding of bindings) binding.read(root, fields, reading)
      quick ??= quickCheckOf(schema)
      if (quick(fields)) return fields as unknown as BusinessDocument
      const result = schema.safeParse(fields)
      if (result.success) return result.data as BusinessDocument
      explain(result.error.issues, root, bindings, reading)
      return undefined
    },
    write(document, root, writing, path) {
      for (const binding of bindings) binding.write(document as unknown as Fields, root, writing, path)
    },
  }
}

/** Tells why fields make no document, at the place in the set that each came from: the set is read once more to know it. */
function explain(
  issues: readonly z.core.$ZodIssue[],
  root: Loop,
  bindings: readonly Binding[],
  reading: Reading,
): void {
  const trace: Trace = new Map()
  const fields = readAll(root, bindings, reading.traced(trace))
  for (const issue of issues) {
    const path = issue.path
      .map(step => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
      .join('')
      .replace(/^\./, '')
    const missing = issue.code === 'invalid_type' && valueAt(issue.path, fields) === undefined
    const exact = placeOfPath(issue.path, fields, trace, true)
    const place = missing ? exact : (exact ?? placeOfPath(issue.path, fields, trace, false))
    const value = exact ? brief(reading.text(exact.segment, exact.element)) : ''
    const sentence =
      value && exact ? `${nameOf(exact, reading)} "${value}" cannot be used as ${path}` : `${path} cannot be used`
    const entry = place ? undefined : entryOfPath(issue.path, fields, trace)
    const problem = !place ? 'not-mappable' : missing && !value ? 'missing-element' : 'invalid-value'
    reading.report(problem, {
      message: missing
        ? `The document needs ${path}, which ${place ? `${nameOf(place, reading)}${value && ` "${value}"`} does` : 'the set does'} not give.`
        : `${sentence}: ${issue.message}.`,
      ...(value ? { value } : {}),
      at: {
        path,
        ...(place ? placeOf(reading, place.segment, place.element) : {}),
        ...(entry ? placeOf(reading, entry.segment) : {}),
      },
    })
  }
}

/** `PO102` */
function nameOf({ segment, element }: { segment: number; element: number }, reading: Reading): string {
  return `${reading.buffer.text(segment, 0)}${String(element).padStart(2, '0')}`
}

/** Where a field came from; for one that is missing, where exactly it should have stood, for others the nearest place known. */
function placeOfPath(path: readonly PropertyKey[], fields: Fields, trace: Trace, exact: boolean) {
  let at: unknown = fields
  let place: { segment: number; element: number } | undefined
  for (const step of path) {
    if (typeof at !== 'object' || at === null) break
    const here = trace.get(at as Fields)?.get(String(step))
    place = exact ? here : (here ?? place)
    at = (at as Fields)[String(step)]
  }
  return place
}

/** The first segment of the innermost loop that a path goes through. */
function entryOfPath(path: readonly PropertyKey[], fields: Fields, trace: Trace) {
  const entries = path.map((_, i) => trace.get(valueAt(path.slice(0, i), fields) as Fields)?.get(wholeEntry))
  return entries.findLast(entry => entry !== undefined)
}

function valueAt(path: readonly PropertyKey[], fields: Fields): unknown {
  return path.reduce<unknown>((at, step) => (at as Fields | undefined)?.[String(step)], fields)
}

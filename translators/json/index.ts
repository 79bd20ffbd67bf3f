import { z } from 'zod'
import { type BusinessDocument, type DocumentKind, documentKinds, documentSchemas } from '../documents/index.ts'
import type { Issue, Place } from '../issue.ts'
import { plainly, unknownFields } from '../objects/index.ts'

export interface JsonReading {
  documents: BusinessDocument[]
  issues: Issue[]
}

/**
 * Reads business documents as JSON of the vocabulary: one document, or a list of them. Bad data never throws; a bad document keeps only itself out,
 * and each of its issues names the field. A field that the vocabulary does not know is passed over with a warning.
 */
export function readJson(bytes: Uint8Array): JsonReading {
  const parsed = parse(bytes)
  if ('issue' in parsed) return { documents: [], issues: [parsed.issue] }
  const many = Array.isArray(parsed.value)
  const read = (many ? (parsed.value as unknown[]) : [parsed.value]).map((value, at) =>
    readOne(value, many ? `[${at}]` : ''),
  )
  return { documents: read.flatMap(({ documents }) => documents), issues: read.flatMap(({ issues }) => issues) }
}

/** One document as JSON in UTF-8. What `readJson` reads of it is the document again. */
export function writeJson(document: BusinessDocument): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(document, undefined, 2)}\n`)
}

/** JSON Schema (draft 2020-12) of one kind of document, for those who write it: what has a default may be left out. */
export function jsonSchemaOf(kind: DocumentKind): Record<string, unknown> {
  return { title: kind, ...z.toJSONSchema(documentSchemas[kind], { io: 'input' }) }
}

function parse(bytes: Uint8Array): { value: unknown } | { issue: Issue } {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch (error) {
    const utf8 = !(error instanceof TypeError)
    const detail = error instanceof Error ? error.message : String(error)
    return {
      issue: {
        severity: 'error',
        code: utf8 ? 'not-json' : 'not-utf-8',
        message: utf8 ? `The file is not JSON: ${detail}.` : 'The file is not UTF-8, which JSON must be.',
        at: {},
        expected: utf8 ? 'JSON' : 'UTF-8',
      },
    }
  }
}

function readOne(value: unknown, path: string): JsonReading {
  const kind = typeof value === 'object' && value !== null ? (value as { kind?: unknown }).kind : undefined
  if (!documentKinds.includes(kind as DocumentKind)) return { documents: [], issues: [unknownKind(kind, path)] }
  const result = documentSchemas[kind as DocumentKind].safeParse(value)
  if (result.success) return { documents: [result.data], issues: passedOver(value, result.data, path) }
  return { documents: [], issues: result.error.issues.map(issue => issueOf(issue, value, path)) }
}

/** So many fields that nobody knows are named; more are counted. */
const mostNamed = 20

/** A field that is misspelt would be left out without a word, and with it a tracking number or an amount. */
function passedOver(value: unknown, taken: BusinessDocument, path: string): Issue[] {
  const found = Object.entries(unknownFields(documentSchemas[taken.kind], value, taken, new Set()))
  const more = found.length - mostNamed
  return found.slice(0, mostNamed).map(([name, says], index) => {
    const place = placeOf([path, name])
    const others = more > 0 && index === mostNamed - 1 ? ` So were ${more} more.` : ''
    return {
      severity: 'warning',
      code: 'unknown-field',
      message: `${place.path}: ${says} It was passed over.${others}`,
      at: place,
    }
  })
}

function unknownKind(kind: unknown, path: string): Issue {
  const expected = documentKinds.join(', ')
  return {
    severity: 'error',
    code: 'unknown-kind',
    message: `A document names its kind in the field “kind”, one of ${expected}; found ${kind === undefined ? 'none' : `“${String(kind).slice(0, 80)}”`}.`,
    at: placeOf([path, 'kind']),
    ...(kind === undefined ? {} : { value: String(kind) }),
    expected,
  }
}

function issueOf(issue: z.core.$ZodIssue, document: unknown, path: string): Issue {
  const value = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    document,
  )
  const place = placeOf([path, ...issue.path])
  const shown = value === undefined || typeof value === 'object' ? undefined : String(value)
  const says = plainly(issue, value)
  return {
    severity: 'error',
    code: value === undefined ? 'missing-value' : 'wrong-value',
    message: `${place.path}: ${says}${shown === undefined ? '' : `, found “${shown.slice(0, 80)}”`}.`,
    at: place,
    ...(shown === undefined ? {} : { value: shown }),
    expected: says,
  }
}

function placeOf(keys: readonly PropertyKey[]): Place {
  const path = keys.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' || key === '' ? `${text}${String(key)}` : `${text}.${String(key)}`
  }, '')
  return { path }
}

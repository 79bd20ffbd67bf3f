import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { documentSchemas } from '../../documents/index.ts'
import { anyDocument } from '../testing/arbitraries.ts'
import { quickCheckOf } from './quick-check.ts'

const checks = Object.fromEntries(Object.entries(documentSchemas).map(([kind, schema]) => [kind, quickCheckOf(schema)]))

/** Values that fit in no field, in some, or only by their type. */
const oddities = [undefined, null, '', 'X', '0', '-1', '1.0000001', '2026-02-29', '0000-01-01', 0, 1.5, -3, 1e300, true]
const odd = fc.constantFrom<unknown>(...oddities, 'x'.repeat(300), [], [null], {}, { kind: 'invoice' })
const change = fc.tuple(fc.nat(), fc.constantFrom('put', 'drop', 'add'), odd)

/** Changes one place in a document, however deep. */
function changed(document: unknown, at: number, kind: string, value: unknown): unknown {
  const copy = structuredClone(document)
  const places = placesOf(copy)
  const { holder, key } = places[at % places.length]!
  if (kind === 'put') holder[key] = value
  else if (kind === 'drop') delete holder[key]
  else if (!Array.isArray(holder)) holder.unheardOf = value
  return copy
}

function placesOf(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.entries(holder).flatMap(([key, inner]) => [{ holder, key }, ...placesOf(inner)])
}

describe('the quick check of a document', () => {
  it('passes every document that the schema makes', () => {
    fc.assert(
      fc.property(anyDocument, document => {
        const complete = documentSchemas[document.kind].parse(document)
        expect(checks[document.kind]!(complete)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('passes nothing that the schema would refuse or alter', () => {
    fc.assert(
      fc.property(anyDocument, fc.array(change, { minLength: 1, maxLength: 3 }), (document, changes) => {
        const value = changes.reduce<unknown>((at, [place, kind, what]) => changed(at, place, kind, what), document)
        if (!checks[document.kind]!(value)) return
        expect(documentSchemas[document.kind].safeParse(value)).toEqual({ success: true, data: value })
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a schema of a kind that the check does not know', () => {
  it.each([
    ['coerced', z.coerce.number(), 1],
    ['transformed', z.string().transform(text => text.length), 'a'],
    ['strict', z.strictObject({ a: z.string() }), { a: 'b' }],
    ['open to other fields', z.looseObject({ a: z.string() }), { a: 'b' }],
    ['nullable', z.string().nullable(), 'a'],
    ['trimmed', z.string().trim(), ' a'],
    ['in lower case', z.string().toLowerCase(), 'A'],
    ['a union of types', z.union([z.string(), z.number()]), 'a'],
    ['a global pattern', z.string().regex(/a/g), 'a'],
    ['a multiple', z.number().multipleOf(2), 4],
  ])('is left to it: %s', (_, schema, value) => {
    expect(schema.safeParse(value).success).toBe(true)
    expect(quickCheckOf(schema)(value)).toBe(false)
  })
})

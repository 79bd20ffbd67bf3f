import { z } from 'zod'
import { type BusinessDocument, type DocumentKind, documentSchemas } from '../documents/index.ts'

/** A small document of a kind that has one certain field beside what it must have. */
export interface SampleDocument {
  /** The field: `shipTo.phone`, `lines[].ids.upc`. */
  path: string
  document: BusinessDocument
}

/** Texts by the name of their field, or by that and the field around it, where a text of any kind would not do. */
const texts: Readonly<Record<string, string>> = {
  scac: 'RDWY',
  unit: 'EA',
  weightUnit: 'LB',
  state: 'NY',
  postalCode: '10001',
  currency: 'USD',
  country: 'US',
  method: 'motor',
  service: 'ground',
  lineNumber: '1',
  'references.type': 'department',
  'reference.type': 'purchase-order-number',
  'adjustments.reason': 'pricing',
  'answers.status': 'substituted',
  'taxes.type': 'sales',
  'allowancesAndCharges.reason': 'freight',
  functionalId: 'PO',
  set: '850',
  controlNumber: '0001',
}

/** Tried one after the other where a field wants a certain form. */
const forms = ['AB12', '12.50', '2026-11-22', '2026-11-22T10:00:00Z', 'USD', 'US', '012345678905', '0012345678905']
const longForms = ['10012345678902', '106141411234567897', '1', 'A', 'https://example.org/a.jpg', '1234567890']

/** For every field of a kind of document, a document that has it; those that every document has are in all of them. */
export function sampleDocuments(kind: DocumentKind): SampleDocument[] {
  const schema: z.core.$ZodType = documentSchemas[kind]
  return leavesOf(schema, []).map(path => ({
    path: path.join('.').replaceAll('.[]', '[]'),
    document: built(schema, path, '') as BusinessDocument,
  }))
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return unwrap(schema.unwrap())
  if (schema instanceof z.ZodPipe) return unwrap(schema.in)
  return schema
}

/** A document of a kind that has every field, and an entry of each alternative in its lists. */
export function fullDocument(kind: DocumentKind): BusinessDocument {
  return built(documentSchemas[kind], 'all', '') as BusinessDocument
}

/** What to build beside what must be there: nothing, what leads to one leaf, or all. */
type Wanted = readonly string[] | 'all' | undefined

/** Every path to a value; `[]` steps into a list. Fields of alternatives stand side by side. */
function leavesOf(given: z.core.$ZodType, path: readonly string[]): string[][] {
  const schema = unwrap(given)
  if (schema instanceof z.ZodUnion || schema instanceof z.ZodDiscriminatedUnion) {
    const all = (schema.options as z.core.$ZodType[]).flatMap(option => leavesOf(option, path))
    return [...new Map(all.map(leaf => [leaf.join('.'), leaf])).values()]
  }
  if (schema instanceof z.ZodArray) return leavesOf(schema.element, [...path, '[]'])
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape as Record<string, z.core.$ZodType>).flatMap(([name, inner]) =>
      name === 'kind' && path.length === 0 ? [] : leavesOf(inner, [...path, name]),
    )
  return [[...path]]
}

/** A value with what it must have and, beside that, what is wanted. */
function built(given: z.core.$ZodType, wanted: Wanted, name: string): unknown {
  const schema = unwrap(given)
  if (schema instanceof z.ZodObject) return builtObject(schema, wanted, name)
  if (schema instanceof z.ZodArray) return builtList(schema.element, wanted, name)
  const options = optionsOf(schema)
  return options.length > 0 ? built(optionFor(options, wanted), wanted, name) : valueFor(schema, name)
}

function optionsOf(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  const union = schema instanceof z.ZodUnion || schema instanceof z.ZodDiscriminatedUnion
  return union ? (schema.options as z.core.$ZodType[]) : []
}

function optionFor(options: readonly z.core.$ZodType[], wanted: Wanted): z.core.$ZodType {
  const leaf = Array.isArray(wanted) ? wanted.join() : ''
  return options.find(option => leavesOf(option, []).some(path => path.join() === leaf)) ?? options[0]!
}

function builtList(element: z.core.$ZodType, wanted: Wanted, name: string): unknown[] {
  const options = optionsOf(unwrap(element))
  if (wanted === 'all' && options.length > 0) return options.map(option => built(option, 'all', name))
  return [built(element, wanted === 'all' ? 'all' : wanted?.slice(1), name)]
}

function builtObject(schema: z.ZodObject, wanted: Wanted, around: string): unknown {
  const entries = Object.entries(schema.shape as Record<string, z.core.$ZodType>)
  const value: Record<string, unknown> = {}
  for (const [name, inner] of entries) {
    const leads = wanted === 'all' || wanted?.[0] === name
    if (!leads && z.safeParse(inner, undefined).success) continue
    const rest = wanted === 'all' ? 'all' : leads ? wanted?.slice(1) : undefined
    value[name] = built(inner, rest, around ? `${around}.${name}` : name)
  }
  for (const [name, inner] of entries) {
    if (z.safeParse(schema, value).success) break
    value[name] ??= built(inner, undefined, around ? `${around}.${name}` : name)
  }
  return value
}

function valueFor(schema: z.core.$ZodType, name: string): unknown {
  const [own = '', around = ''] = name.split('.').reverse()
  const named = texts[`${around}.${own}`] ?? texts[own]
  if (named !== undefined && z.safeParse(schema, named).success) return named
  if (schema instanceof z.ZodLiteral) return [...schema.values][0]
  if (schema instanceof z.ZodEnum) return schema.options[0]
  if (schema instanceof z.ZodBoolean) return true
  if (schema instanceof z.ZodNumber) return 1
  return [...forms, ...longForms].find(text => z.safeParse(schema, text).success)
}

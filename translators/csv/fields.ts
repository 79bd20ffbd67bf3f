import { z } from 'zod'
import { type DocumentKind, decimal, documentSchemas, positiveDecimal } from '../documents/index.ts'
import type { Path, Step } from './path.ts'

/** What a field of a document holds, as far as a cell needs to know it. */
export type Field =
  | { type: 'text' | 'decimal' | 'date' | 'integer' | 'boolean' | 'texts' | 'ordinal' }
  | { type: 'choice'; choices: readonly string[] }
  /** A GTIN of so many digits (GS1 General Specifications 7.9: the last is the check digit). */
  | { type: 'gtin'; digits: number }

/** How many digits the GTIN in a field of this name has. */
export const gtinDigits: Readonly<Record<string, number>> = { upc: 12, ean: 13, gtin: 14 }

/** The field at a path of one kind of document; `undefined` when the document has no such field. */
export function fieldAt(kind: DocumentKind, path: Path): Field | undefined {
  let schemas: z.core.$ZodType[] = [documentSchemas[kind]]
  for (const step of path.steps) {
    schemas = schemas.flatMap(schema => childrenOf(schema, step))
    if (schemas.length === 0) return undefined
  }
  if (path.ordinal) return { type: 'ordinal' }
  const name = path.steps.at(-1)?.name ?? ''
  const fields = schemas.flatMap(schema => fieldOf(schema, name) ?? [])
  const choices = fields.flatMap(field => (field.type === 'choice' ? field.choices : []))
  return choices.length > 0 ? { type: 'choice', choices: [...new Set(choices)] } : fields[0]
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrap(schema.unwrap())
  return schema
}

/** The schemas that one step leads to: more than one where a list holds alternatives. */
function childrenOf(schema: z.core.$ZodType, step: Step): z.core.$ZodType[] {
  const from = unwrap(schema)
  if (from instanceof z.ZodDiscriminatedUnion || from instanceof z.ZodUnion)
    return from.options.flatMap(option => childrenOf(option, step))
  if (!(from instanceof z.ZodObject)) return []
  const child = (from.shape as Record<string, z.core.$ZodType>)[step.name]
  if (!child) return []
  if (step.list === undefined) return [child]
  const list = unwrap(child)
  if (!(list instanceof z.ZodArray)) return []
  if (typeof step.list !== 'object') return [list.element]
  const keys = Object.keys(step.list)
  return keys.every(name => childrenOf(list.element, { name }).length > 0) ? [list.element] : []
}

/** Whether a schema is that of decimals; one with words of its own is another object of the same definition. */
function isDecimal({ _zod: { def } }: z.core.$ZodType): boolean {
  return def === decimal._zod.def || def === positiveDecimal._zod.def
}

function fieldOf(schema: z.core.$ZodType, name: string): Field | undefined {
  const from = unwrap(schema)
  if (isDecimal(from)) return { type: 'decimal' }
  if (from instanceof z.ZodISODate) return { type: 'date' }
  if (from instanceof z.ZodNumber) return { type: 'integer' }
  if (from instanceof z.ZodBoolean) return { type: 'boolean' }
  if (from instanceof z.ZodEnum) return { type: 'choice', choices: from.options.map(String) }
  if (from instanceof z.ZodLiteral) return { type: 'choice', choices: [...from.values].map(String) }
  if (from instanceof z.ZodArray) return fieldOf(from.element, name)?.type === 'text' ? { type: 'texts' } : undefined
  if (!(from instanceof z.ZodString)) return undefined
  const digits = gtinDigits[name]
  return digits ? { type: 'gtin', digits } : { type: 'text' }
}

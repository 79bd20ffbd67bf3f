import type { z } from 'zod'
import { isStorable, readObject } from '../../translators/objects/index.ts'

/** One order or product of a file: what it says, or why nothing can be made of it. */
export type ImportItem<Value> = { row: number; reference: string | null } & (
  | { ok: true; value: Value }
  | { ok: false; refusal: Refusal }
)

/** Why an item is not taken; `fields` says what is wrong with which field. */
export interface Refusal {
  message: string
  fields: Record<string, string>
}

/** What became of an item. */
export type ItemOutcome = 'created' | 'changed' | 'same' | Refusal

/** How the items of one kind are held against their schema. */
export interface ItemSchema<Value> {
  schema: z.ZodType<Value>
  /** What the API's answers hold of such a thing besides: it says nothing here. */
  passedOver: ReadonlySet<string>
}

/**
 * Holds a value from outside against its schema, and against what PostgreSQL can keep.
 * @param at `row` is where a person finds it
 */
export function itemOf<Value>(
  { schema, passedOver }: ItemSchema<Value>,
  given: unknown,
  at: { row: number; reference: string | null },
): ImportItem<Value> {
  const read = readObject(schema, given, { passedOver })
  if (read.ok) return { ...at, ok: true, value: read.value }
  const fields = Object.entries(read.problems).map(([name, says]) => [isStorable(name) ? name : 'item', says])
  const reference = isStorable(at.reference ?? '') ? at.reference : null
  return { row: at.row, reference, ok: false, refusal: refusalOf(Object.fromEntries(fields)) }
}

/** One sentence over fields that are wrong. */
export function refusalOf(fields: Record<string, string>): Refusal {
  return { message: `Wrong: ${Object.keys(fields).join(', ')}.`, fields }
}

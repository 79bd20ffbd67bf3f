import type { z } from 'zod'

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

/**
 * Holds a value from outside against its schema, and against what PostgreSQL can keep.
 * @param row where a person finds it
 */
export function itemOf<Value>(
  schema: z.ZodType<Value>,
  given: unknown,
  at: { row: number; reference: string | null },
): ImportItem<Value> {
  const unstorable = Object.fromEntries(
    unstorableIn(given, []).map(path => [nameOf(path), 'Contains a character that cannot be stored.']),
  )
  if (Object.keys(unstorable).length > 0) {
    return { row: at.row, reference: null, ok: false, refusal: refusalOf(unstorable) }
  }
  const parsed = schema.safeParse(given)
  if (parsed.success) return { ...at, ok: true, value: parsed.data }
  const fields: Record<string, string> = {}
  for (const { path, message } of parsed.error.issues) fields[nameOf(path)] ??= message
  return { ...at, ok: false, refusal: refusalOf(fields) }
}

/** One sentence over fields that are wrong. */
export function refusalOf(fields: Record<string, string>): Refusal {
  return { message: `Wrong: ${Object.keys(fields).join(', ')}.`, fields }
}

/** `['lines', 0, 'sku']` → `lines[0].sku`. */
function nameOf(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    '',
  )
  return isStorable(name) && name !== '' ? name : 'item'
}

function unstorableIn(value: unknown, path: PropertyKey[]): PropertyKey[][] {
  if (typeof value === 'string') return isStorable(value) ? [] : [path]
  if (Array.isArray(value)) return value.flatMap((item, index) => unstorableIn(item, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    isStorable(key) ? unstorableIn(member, [...path, key]) : [path],
  )
}

/** PostgreSQL keeps neither U+0000 nor halves of surrogate pairs. */
const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()

import { pathName } from './field-problems.ts'

/** Text that PostgreSQL cannot keep, which JSON can carry all the same, by field: U+0000, and halves of surrogate pairs. */
export function unstorableFields(input: unknown): Record<string, string> {
  const says = 'Contains a character that cannot be stored.'
  return Object.fromEntries(unstorable(input, []).map(path => [pathName(path) || 'body', says]))
}

function unstorable(value: unknown, path: PropertyKey[]): PropertyKey[][] {
  if (typeof value === 'string') return isStorable(value) ? [] : [path]
  if (Array.isArray(value)) return value.flatMap((item, index) => unstorable(item, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    isStorable(key) ? unstorable(member, [...path, key]) : [path],
  )
}

/** PostgreSQL keeps neither U+0000 nor halves of surrogate pairs. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

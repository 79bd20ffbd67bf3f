import { ApplicationError } from '../../db/application-error.ts'
import { pathName } from './field-problems.ts'

/**
 * Refuses text that PostgreSQL cannot keep, which JSON can carry all the same: U+0000, and halves of surrogate pairs.
 * Throws `invalid-input` naming each such field.
 */
export function refuseUnstorable(input: unknown): void {
  const fields = Object.fromEntries(
    unstorable(input, []).map(path => [pathName(path) || 'body', 'Contains a character that cannot be stored.']),
  )
  if (Object.keys(fields).length > 0) {
    throw new ApplicationError('invalid-input', 'Some text has characters that cannot be stored.', fields)
  }
}

function unstorable(value: unknown, path: PropertyKey[]): PropertyKey[][] {
  if (typeof value === 'string') return isStorable(value) ? [] : [path]
  if (Array.isArray(value)) return value.flatMap((item, index) => unstorable(item, [...path, index]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) =>
    isStorable(key) ? unstorable(member, [...path, key]) : [path],
  )
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}

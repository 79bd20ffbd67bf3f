import type { z } from 'zod'
import type { FormValues } from '../../ui/form-data.ts'
import type { Read } from './console.ts'

/** Words parted by commas; undefined for none. */
export function listIn(text: string | undefined): string[] | undefined {
  const words = (text ?? '').split(',').flatMap(word => word.trim() || [])
  return words.length > 0 ? words : undefined
}

/** What a form gives for a name; undefined for nothing. */
export function given(values: FormValues, name: string): string | undefined {
  return values[name]?.trim() || undefined
}

/** A decimal with its point moved: `15` by −2 is `0.15`; what is no decimal stays as it is. */
export function shifted(text: string, places: number): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (!match) return text
  const [, sign = '', whole = '', fraction = ''] = match
  const digits = `${'0'.repeat(Math.max(0, -places))}${whole}${fraction}${'0'.repeat(Math.max(0, places))}`
  const point = Math.max(0, -places) + whole.length + places
  const [left, right] = [digits.slice(0, point).replace(/^0+(?=\d)/, ''), digits.slice(point).replace(/0+$/, '')]
  return `${sign}${left || '0'}${right ? `.${right}` : ''}`
}

/** A rule's id from its name's words, told apart from those that are taken. */
export function freshId(name: string, taken: readonly string[]): string {
  const words =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 50) || 'rule'
  for (let number = 1; ; number++) {
    const id = number === 1 ? words : `${words}-${number}`
    if (!taken.includes(id)) return id
  }
}

/** What a schema makes of a form; issues go to the fields that `fieldOf` names. */
export function readBy<T>(schema: z.ZodType<T>, input: unknown, fieldOf: (path: PropertyKey[]) => string): Read<T> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return { value: parsed.data }
  const errors: FormValues = {}
  for (const { path, message } of parsed.error.issues) errors[fieldOf(path)] ??= message
  return { errors }
}

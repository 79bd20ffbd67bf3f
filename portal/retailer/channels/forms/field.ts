import type { FormValues } from '../../../ui/form-data.ts'

/** One field of a channel's form. Its name is where it stands in the settings: `put.folder`. */
export interface FieldSpec {
  name: string
  label: string
  hint?: string
  /** `lines`: a list, one entry a line; `area`: one long text. */
  kind: 'text' | 'number' | 'choice' | 'check' | 'lines' | 'area'
  /** Of a choice: value → word. The first holds where nothing is set. */
  options?: Record<string, string>
  /** Of a check: whether it is ticked where nothing is set. */
  initial?: boolean
  /** Stored sealed and never shown again. Fields with the same beginning (`dkim.domain`, `dkim.selector`) are one secret. */
  secret?: boolean
  required?: boolean
  wide?: boolean
}

/** Fields under one heading. */
export interface FieldGroup {
  title: string
  about?: string
  /** Folded away: for those who know that they need it. */
  folded?: boolean
  fields: FieldSpec[]
}

/** What a form said: settings for the transport, secrets by name (null takes one away), and what is wrong, by the field's path. */
export interface ReadFields {
  settings: Record<string, unknown>
  secrets: Record<string, unknown>
  errors: Record<string, string>
}

const fieldsOf = (groups: readonly FieldGroup[]) => groups.flatMap(({ fields }) => fields)

/** The name of the secret that a field belongs to. */
export const secretOf = (name: string) => name.split('.')[0]!

/**
 * Reads the fields of a form into settings. Settings that have no field here stay as they were; secrets that were left empty are not named.
 * @param prefix before each name in the form, e.g. `t.`
 */
export function readFields(
  groups: readonly FieldGroup[],
  values: FormValues,
  before: Record<string, unknown>,
  prefix: string,
): ReadFields {
  const read: ReadFields = { settings: structuredClone(before), secrets: {}, errors: {} }
  for (const field of fieldsOf(groups)) {
    const text = (values[prefix + field.name] ?? '').trim()
    if (field.secret) readSecret(read, field, text)
    else readField(read, field, text)
  }
  for (const name of secretsIn(groups)) if (values[`${prefix}remove.${name}`] === 'on') read.secrets[name] = null
  return read
}

/** The names of the secrets that a form has fields for. */
export function secretsIn(groups: readonly FieldGroup[]): string[] {
  return [...new Set(fieldsOf(groups).flatMap(({ secret, name }) => (secret ? [secretOf(name)] : [])))]
}

function readSecret({ secrets }: ReadFields, { name }: FieldSpec, text: string): void {
  if (text !== '') setAt(secrets, name, text)
}

function readField({ settings, errors }: ReadFields, field: FieldSpec, text: string): void {
  const { name, kind } = field
  // What holds fields of its own is switched on and off with them.
  if (kind === 'check' && typeof valueAt(settings, name) === 'object') return
  if (field.required && text === '') errors[name] = 'This is needed.'
  if (kind === 'number' && !/^\d{0,15}$/.test(text)) errors[name] = 'Enter a whole number.'
  setAt(settings, name, settingOf(kind, text))
}

function settingOf(kind: FieldSpec['kind'], text: string): unknown {
  if (kind === 'check') return text === 'on'
  if (text === '') return undefined
  return kind === 'number' ? Number(text) : kind === 'lines' ? linesOf(text) : text
}

/** The entries of a list, one a line. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
}

/** The value at a path such as `put.folder`. */
export function valueAt(settings: Record<string, unknown>, path: string): unknown {
  let at: unknown = settings
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined
    at = (at as Record<string, unknown>)[part]
  }
  return at
}

/** Sets the value at a path; `undefined` takes it away, and what holds nothing any more with it. */
export function setAt(settings: Record<string, unknown>, path: string, value: unknown): void {
  const [first, ...rest] = path.split('.') as [string, ...string[]]
  if (rest.length === 0) {
    if (value === undefined) delete settings[first]
    else settings[first] = value
    return
  }
  const known = settings[first]
  const inner = typeof known === 'object' && known !== null ? (known as Record<string, unknown>) : {}
  setAt(inner, rest.join('.'), value)
  if (Object.keys(inner).length === 0) delete settings[first]
  else settings[first] = inner
}

/** The form as it stands before anybody has touched it: what is set, secrets left empty. */
export function valuesOf(groups: readonly FieldGroup[], settings: Record<string, unknown>, prefix: string): FormValues {
  const values: FormValues = {}
  for (const field of fieldsOf(groups)) {
    if (field.secret) continue
    const text = textOf(field, valueAt(settings, field.name))
    if (text !== '') values[prefix + field.name] = text
  }
  return values
}

function textOf({ kind, initial }: FieldSpec, value: unknown): string {
  if (kind === 'check') return (value ?? initial) === true || typeof value === 'object' ? 'on' : ''
  if (value === undefined || value === null) return ''
  return Array.isArray(value) ? value.map(String).join('\n') : String(value)
}

import { ApplicationError } from '../../db/application-error.ts'
import type { PortalContext } from '../deps.ts'

/** A form as posted: the last text given for each name. */
export type FormValues = Record<string, string>

/** Reads a form's texts, without the NUL that no text has and no database keeps. Files are left out. Anything but a form is refused. */
export async function formValues(c: PortalContext): Promise<FormValues> {
  const type = c.req.header('content-type') ?? ''
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type)) {
    throw new ApplicationError('unsupported-type', 'A form was expected here.')
  }
  const body = await c.req.parseBody()
  const texts = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(texts.map(([name, text]) => [name, text.replaceAll('\0', '')]))
}

/**
 * Groups fields named `prefix[key][name]` by their key, in the order of the form: `lines[2][accept]`.
 * @returns key → name → value
 */
export function groupFields(values: FormValues, prefix: string): Map<string, FormValues> {
  const groups = new Map<string, FormValues>()
  for (const [name, value] of Object.entries(values)) {
    const [, group, key, field] = /^([^[\]]+)\[([^[\]]*)\]\[([^[\]]+)\]$/.exec(name) ?? []
    if (group !== prefix || key === undefined || field === undefined) continue
    const known = groups.get(key)
    if (known) known[field] = value
    else groups.set(key, { [field]: value })
  }
  return groups
}

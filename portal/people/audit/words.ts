import type { AuditRow } from './query.ts'

/** `user:ann@example.com` → `ann@example.com`; programs and the hub itself stay as they are. */
export const actorWords = (actor: string) => actor.replace(/^user:/, '')

/** `second-factor.turned-on` → `Second factor turned on`. */
export function actionWords(action: string): string {
  const words = action
    .replaceAll(/[.-]/g, ' ')
    .replace(/^api /, 'API ')
    .replace(/^mail /, 'mail server ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** One field that changed: only `is` of what is new, only `was` of what is gone. Values are texts as they were stored: names, ids, instants. */
export interface FieldChange {
  name: string
  was: string
  is: string
}

/** What changed, a field each. */
export function changesOf({ before, after }: Pick<AuditRow, 'before' | 'after'>): FieldChange[] {
  const [old, next] = [leaves(before), leaves(after)]
  return [...new Set([...old.keys(), ...next.keys()])].flatMap(path => {
    const [was, is] = [old.get(path) ?? '', next.get(path) ?? '']
    if (was === is) return []
    return [{ name: path, was, is }]
  })
}

/** The same in one line each: `role: orders → owner`. */
export function changeWords(
  row: Pick<AuditRow, 'before' | 'after'>,
  show: (text: string) => string = text => text,
): string[] {
  return changesOf(row).map(({ name, was, is }) => {
    const value = was === '' ? show(is) : is === '' ? show(was) : `${show(was)} → ${show(is)}`
    return name ? `${name}: ${value}` : value
  })
}

/** `secondFactor` → `second factor`. */
const nameWords = (name: string) =>
  name.replaceAll('-', ' ').replace(/(?<=[a-z0-9])[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

/** Every value of a change by the words of its path: `schedule, every`. */
function leaves(value: unknown, path: readonly string[] = []): Map<string, string> {
  if (value === null || value === undefined) return new Map()
  if (typeof value === 'object' && !Array.isArray(value))
    return new Map(Object.entries(value).flatMap(([name, inner]) => [...leaves(inner, [...path, nameWords(name)])]))
  const text = textOf(value)
  return text === '' ? new Map() : new Map([[path.join(', '), text]])
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(textOf).join('; ')
  if (typeof value === 'object') return [...leaves(value)].map(([name, text]) => `${name} ${text}`).join(', ')
  return String(value)
}

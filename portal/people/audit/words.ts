import type { AuditRow } from './query.ts'

/** `user:ann@example.com` → `ann@example.com`; programs and the hub itself stay as they are. */
export const actorWords = (actor: string) => actor.replace(/^user:/, '')

/** `second-factor.turned-on` → `Second factor turned on`. */
export function actionWords(action: string): string {
  const words = action.replaceAll(/[.-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What changed, a field each: `role: orders → owner`, or what was recorded. */
export function changeWords({ before, after }: Pick<AuditRow, 'before' | 'after'>): string[] {
  const [old, next] = [fieldsOf(before), fieldsOf(after)]
  const names = [...new Set([...Object.keys(old), ...Object.keys(next)])]
  return names.flatMap(name => {
    const [was, is] = [textOf(old[name]), textOf(next[name])]
    const word = nameWords(name)
    if (was === is || was === '') return is === '' ? [] : [`${word}: ${is}`]
    return is === '' ? [`${word}: ${was}`] : [`${word}: ${was} → ${is}`]
  })
}

/** `secondFactor` → `second factor`. */
const nameWords = (name: string) => name.replace(/(?<=[a-z0-9])[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

function fieldsOf(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {}
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { value }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

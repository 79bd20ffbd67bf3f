import { type BusinessDocument, documentSchemas } from '../../documents/index.ts'

/** Whether every document of the kind has a field, and everything around it: `lines[].quantity` but not `carrier.scac`. */
export function isAlwaysThere(document: BusinessDocument, path: string): boolean {
  const steps = path.split('.')
  return steps.every((_, i) => isNeeded(document, steps.slice(0, i + 1)))
}

/** Whether what is around a field makes no sense without it. */
export function isNeededInside(document: BusinessDocument, path: string): boolean {
  return isNeeded(document, path.split('.'))
}

function isNeeded(document: BusinessDocument, steps: readonly string[]): boolean {
  return !documentSchemas[document.kind].safeParse(without(document, steps)).success
}

/** A copy without a field; a list is left empty instead. */
function without(value: unknown, [step = '', ...rest]: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  const name = step.replace(/\[.*$/, '')
  const { [name]: inner, ...others } = value as Record<string, unknown>
  if (inner === undefined) return value
  if (rest.length === 0) return Array.isArray(inner) ? { ...others, [name]: [] } : others
  return { ...others, [name]: Array.isArray(inner) ? inner.map(entry => without(entry, rest)) : without(inner, rest) }
}

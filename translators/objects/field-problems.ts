import type { z } from 'zod'
import { plainly } from './plain-words.ts'

/**
 * What is wrong with each field of an input, in one sentence each: `lines[0].sku` → `Missing.`
 * @param unknownHere what is said of a field that its object does not know
 */
export function fieldProblems(
  error: z.ZodError,
  given: unknown,
  unknownHere: (name: string) => string = () => 'Unknown here.',
): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { path, issue } of error.issues.flatMap(issue => closest(issue, []))) {
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys) fields[pathName([...path, key])] ??= unknownHere(key)
    else fields[pathName(path) || 'body'] ??= sentence(plainly(issue, valueAt(given, path)))
  }
  return fields
}

type Path = readonly PropertyKey[]

/** Of the alternatives of a union the one that came closest speaks. */
function closest(issue: z.core.$ZodIssue, above: Path): { path: Path; issue: z.core.$ZodIssue }[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [nearest] = [...issue.errors].sort((one, other) => depthOf(other) - depthOf(one) || one.length - other.length)
    return nearest!.flatMap(inner => closest(inner, path))
  }
  return [{ path, issue }]
}

function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(issue => issue.path.length))
}

/** What was given at a place, or undefined. */
export function valueAt(given: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    return (value as Record<PropertyKey, unknown>)[step]
  }, given)
}

/** `['lines', 0, 'sku']` → `lines[0].sku`. */
export function pathName(path: Path): string {
  return path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    '',
  )
}

/** `expected a currency code` → `Expected a currency code.` */
function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(start) ? start : `${start}.`
}

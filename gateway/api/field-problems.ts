import type { z } from 'zod'

/** What is wrong with each field of an input, in one sentence each: `lines[0].sku` → `expected …`. */
export function fieldProblems(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const issue of error.issues.flatMap(issue => closest(issue, []))) fields[issue.name] ??= issue.message
  return fields
}

/** Of the alternatives of a union the one that came closest speaks. */
function closest(issue: z.core.$ZodIssue, above: PropertyKey[]): { name: string; message: string }[] {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const [nearest] = [...issue.errors].sort((one, other) => depthOf(other) - depthOf(one) || one.length - other.length)
    return nearest!.flatMap(inner => closest(inner, path))
  }
  return [{ name: pathName(path) || 'body', message: sentence(plainly(issue)) }]
}

function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map(issue => issue.path.length))
}

/** `['lines', 0, 'sku']` → `lines[0].sku`. */
export function pathName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    '',
  )
}

const shapes: Record<string, string> = {
  int: 'a whole number',
  number: 'a number',
  array: 'a list',
  boolean: 'true or false',
}

/** zod names types as programs call them, and what is not there as undefined. */
function plainly(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown here: ${issue.keys.join(', ')}`
  if (issue.code !== 'invalid_type') return issue.message
  if (issue.message.endsWith('received undefined')) return 'missing'
  return issue.message.startsWith('Invalid input')
    ? `expected ${shapes[issue.expected] ?? `a ${issue.expected}`}`
    : issue.message
}

/** `expected a currency code` → `Expected a currency code.` */
function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(start) ? start : `${start}.`
}

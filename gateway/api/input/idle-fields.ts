import type { z } from 'zod'
import { valueAt } from './field-problems.ts'

type Path = readonly PropertyKey[]

/**
 * A body without what says nothing in it, or undefined where there is nothing of that kind: null for a field that may be left out, and what only
 * answers hold, such as an id. So what was read can be sent back. Where `nullSpeaks`, null could mean to take a value away, and stays.
 * @param error why the body as it came is refused
 * @param answered the names that answers hold
 */
export function withoutIdle(
  given: unknown,
  error: z.ZodError,
  { answered, nullSpeaks }: { answered: ReadonlySet<string>; nullSpeaks: boolean },
): unknown {
  const idle = error.issues.flatMap(issue => [...idleAt(issue, [])])
  if (idle.length === 0) return undefined
  const body = structuredClone(given)
  for (const path of idle) drop(body, path)
  return body

  function* idleAt(issue: z.core.$ZodIssue, above: Path): Generator<Path> {
    const path = [...above, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        if (answered.has(key) || valueAt(given, [...path, key]) === null) yield [...path, key]
    } else if (!nullSpeaks && path.length > 0 && valueAt(given, path) === null) yield path
    if (issue.code === 'invalid_union') for (const inner of issue.errors.flat()) yield* idleAt(inner, path)
  }
}

/** Takes a member away from its object; what stands in a list stays. */
function drop(body: unknown, path: Path): void {
  const holder = valueAt(body, path.slice(0, -1))
  if (typeof holder === 'object' && holder !== null && !Array.isArray(holder))
    delete (holder as Record<PropertyKey, unknown>)[path.at(-1)!]
}

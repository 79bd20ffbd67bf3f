import type { z } from 'zod'
import { valueAt } from './field-problems.ts'

type Path = readonly PropertyKey[]

/** What may stand in an object and says nothing. */
export interface Idle {
  /** Names of what only answers hold, such as an id: what was read can be sent back with them. */
  passedOver: ReadonlySet<string>
  /** Null could mean to take a value away, and is never passed over. */
  nullSpeaks?: boolean
}

/**
 * An object without what says nothing in it, or undefined where there is nothing of that kind: null for a field that may be left out, and names that
 * are passed over.
 * @param error why the object as it came is refused
 */
export function withoutIdle(given: unknown, error: z.ZodError, { passedOver, nullSpeaks }: Idle): unknown {
  const idle = error.issues.flatMap(issue => [...idleAt(issue, [])])
  if (idle.length === 0) return undefined
  const spare = structuredClone(given)
  for (const path of idle) drop(spare, path)
  return spare

  function* idleAt(issue: z.core.$ZodIssue, above: Path): Generator<Path> {
    const path = [...above, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        if (passedOver.has(key) || valueAt(given, [...path, key]) === null) yield [...path, key]
    } else if (!nullSpeaks && path.length > 0 && valueAt(given, path) === null) yield path
    if (issue.code === 'invalid_union') for (const inner of issue.errors.flat()) yield* idleAt(inner, path)
  }
}

/** Takes a member away from its object; what stands in a list stays. */
function drop(from: unknown, path: Path): void {
  const holder = valueAt(from, path.slice(0, -1))
  if (typeof holder === 'object' && holder !== null && !Array.isArray(holder))
    delete (holder as Record<PropertyKey, unknown>)[path.at(-1)!]
}

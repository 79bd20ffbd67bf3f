import type { z } from 'zod'

/** Whether a value is certainly what a schema asks for, and complete: the schema's `parse` would answer an equal one. False says that the schema must be asked. */
export type QuickCheck = (value: unknown) => boolean

type Definition = z.core.$ZodTypes['_zod']['def']
type CheckDefinition = z.core.$ZodChecks['_zod']['def']
/** A test of a value whose type has been seen to fit. */
type Test = (value: never) => boolean

const never: QuickCheck = () => false

/**
 * A check made from the structure of a schema: it knows what is plainly right many times as fast as the schema does, and leaves all
 * else to it: what is wrong and why, what a default fills in, what is too much, and kinds of schemas that are unknown here.
 */
export function quickCheckOf(schema: z.core.$ZodType): QuickCheck {
  const definition = schema._zod.def as Definition
  const kind = kindCheck(definition)
  const own = 'check' in definition && definition.check ? [testOf(definition as unknown as CheckDefinition)] : []
  const added = (definition.checks ?? []).map(check => testOf(check._zod.def as CheckDefinition))
  return [...own, ...added].reduce<QuickCheck>((check, test) => both(check, test), kind)
}

function both(check: QuickCheck, test: Test | undefined): QuickCheck {
  return test ? value => check(value) && test(value as never) : never
}

function kindCheck(definition: Definition): QuickCheck {
  if ('coerce' in definition && definition.coerce) return never
  switch (definition.type) {
    case 'string':
      return value => typeof value === 'string'
    case 'number':
      return value => typeof value === 'number' && Number.isFinite(value)
    case 'boolean':
      return value => typeof value === 'boolean'
    case 'enum':
      return oneOf(Object.values(definition.entries))
    case 'literal':
      return oneOf(definition.values)
    case 'array':
      return listCheck(quickCheckOf(definition.element))
    case 'object':
      return objectCheck(definition)
    case 'union':
      return unionCheck(definition)
    default:
      return never
  }
}

function oneOf(values: readonly unknown[]): QuickCheck {
  const known = new Set(values)
  return value => known.has(value)
}

function listCheck(element: QuickCheck): QuickCheck {
  return value => {
    if (!Array.isArray(value)) return false
    for (let i = 0; i < value.length; i++) if (!element(value[i])) return false
    return true
  }
}

/** A field of an object: its check, and what it adds to the count of those that must be there. */
interface Field {
  check: QuickCheck
  counts: 0 | 1
}

function objectCheck(definition: z.core.$ZodObjectDef): QuickCheck {
  if (definition.catchall) return never
  const fields = new Map(Object.entries(definition.shape).map(([name, schema]) => [name, fieldOf(schema)]))
  const needed = [...fields.values()].reduce((sum, { counts }) => sum + counts, 0)
  return value => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    const object = value as Record<string, unknown>
    let counted = 0
    for (const name in object) {
      const field = fields.get(name)
      if (!field?.check(object[name])) return false
      counted += field.counts
    }
    return counted === needed
  }
}

/** A field with a default must be there too, since only the schema fills it in. */
function fieldOf(schema: z.core.$ZodType): Field {
  const definition = schema._zod.def as Definition
  const wrapped = definition.type === 'optional' || definition.type === 'default'
  if (!wrapped || definition.checks?.length) return { check: quickCheckOf(schema), counts: 1 }
  const inner = quickCheckOf((definition as { innerType: z.core.$ZodType }).innerType)
  return definition.type === 'default'
    ? { check: inner, counts: 1 }
    : { check: value => value === undefined || inner(value), counts: 0 }
}

function unionCheck(definition: z.core.$ZodUnionDef): QuickCheck {
  const { discriminator } = definition as { discriminator?: string }
  if (discriminator === undefined) return never
  const options = new Map<unknown, QuickCheck>()
  for (const option of definition.options) {
    const { shape } = option._zod.def as z.core.$ZodObjectDef
    const named = shape?.[discriminator]?._zod.def as Definition | undefined
    if (named?.type !== 'literal') return never
    for (const value of named.values) options.set(value, quickCheckOf(option))
  }
  return value => {
    const check = options.get((value as Record<string, unknown> | null | undefined)?.[discriminator])
    return check?.(value) ?? false
  }
}

/** A check of zod's as a test; undefined for one that is unknown here. */
function testOf(check: CheckDefinition): Test | undefined {
  switch (check.check) {
    case 'min_length': {
      const { minimum } = check
      return (value: string | unknown[]) => value.length >= minimum
    }
    case 'max_length': {
      const { maximum } = check
      return (value: string | unknown[]) => value.length <= maximum
    }
    case 'string_format':
      return 'pattern' in check && check.pattern ? matching(check.pattern) : undefined
    case 'number_format':
      return check.format === 'safeint' ? (value: number) => Number.isSafeInteger(value) : undefined
    case 'greater_than':
      return comparing(check.value, check.inclusive, 1)
    case 'less_than':
      return comparing(check.value, check.inclusive, -1)
    default:
      return customTest(check)
  }
}

function matching(pattern: RegExp): Test | undefined {
  return pattern.global || pattern.sticky ? undefined : (value: string) => pattern.test(value)
}

function comparing(limit: unknown, inclusive: boolean, sign: 1 | -1): Test | undefined {
  if (typeof limit !== 'number') return undefined
  return (value: number) => (value - limit) * sign > 0 || (inclusive && value === limit)
}

/** What `refine` adds: a function that says yes or no. One that answers anything else is left to the schema. */
function customTest(check: { check: string; fn?: unknown; when?: unknown }): Test | undefined {
  const { fn } = check
  if (check.check !== 'custom' || typeof fn !== 'function' || check.when) return undefined
  return value => fn(value) === true
}

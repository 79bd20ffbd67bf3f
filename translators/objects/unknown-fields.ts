import { z } from 'zod'
import { closestName } from './closest-name.ts'
import { pathName } from './field-problems.ts'

/**
 * A field that is misspelt would be left out without a word, and with it an amount or an address: what a schema does not know, by field.
 * @param given the object as it came
 * @param taken the same as the schema has it, without what that does not know
 * @param passedOver names that may stand there all the same
 */
export function unknownFields(
  schema: z.ZodType,
  given: unknown,
  taken: unknown,
  passedOver: ReadonlySet<string>,
): Record<string, string> {
  const wrong = [...unknownIn(given, taken, [])].filter(path => !passedOver.has(String(path.at(-1))))
  return Object.fromEntries(wrong.map(path => [pathName(path), unknownHere(schema, String(path.at(-1)))]))
}

/** What is said of a field that a schema does not know. */
export function unknownHere(schema: z.ZodType, name: string): string {
  const meant = closestName(name, namesOf(schema, 'input'))
  return meant === undefined ? 'Unknown here: look up its name.' : `Unknown here. Is ${meant} meant?`
}

type Path = readonly PropertyKey[]

function* unknownIn(given: unknown, taken: unknown, at: Path): Generator<Path> {
  if (Array.isArray(given)) {
    if (Array.isArray(taken) && taken.length === given.length)
      for (const [index, item] of given.entries()) yield* unknownIn(item, taken[index], [...at, index])
  } else if (isObject(given) && isObject(taken)) {
    for (const [name, value] of Object.entries(given)) {
      if (Object.hasOwn(taken, name)) yield* unknownIn(value, taken[name], [...at, name])
      else if (value !== null) yield [...at, name]
    }
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

const known = { input: new WeakMap<z.ZodType, Set<string>>(), output: new WeakMap<z.ZodType, Set<string>>() }

/** The names of all fields that a schema knows, at whatever depth. */
export function namesOf(schema: z.ZodType, io: 'input' | 'output'): ReadonlySet<string> {
  const names = known[io].get(schema) ?? new Set(namesIn(z.toJSONSchema(schema, { unrepresentable: 'any', io })))
  known[io].set(schema, names)
  return names
}

function* namesIn(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return
  const { properties } = schema as { properties?: unknown }
  if (isObject(properties)) yield* Object.keys(properties)
  for (const part of Object.values(schema)) yield* namesIn(part)
}

import { z } from 'zod'
import type { Endpoint } from '../endpoint.ts'
import { closestName } from './closest-name.ts'
import { pathName } from './field-problems.ts'

/**
 * A field that is misspelt would be left out without a word, and with it an amount or an address: what an endpoint's body does not know, by field.
 * What its own answers hold, such as an id, is passed over: it may be sent back with what was read.
 * @param given the body as it came
 * @param taken the same as the endpoint's schema has it, without what that does not know
 */
export function unknownFields(endpoint: Endpoint, given: unknown, taken: unknown): Record<string, string> {
  const unknown = [...unknownIn(given, taken, [])]
  if (unknown.length === 0) return {}
  const answered = answeredBy(endpoint)
  const wrong = unknown.filter(path => !answered.has(String(path.at(-1))))
  return Object.fromEntries(wrong.map(path => [pathName(path), unknownHere(endpoint, String(path.at(-1)))]))
}

/** What is said of a field that an endpoint does not know. */
export function unknownHere(endpoint: Endpoint, name: string): string {
  const meant = closestName(name, takenBy(endpoint))
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

/** The names of all fields in an endpoint's answers. */
export const answeredBy = remembered(({ answers }) =>
  Object.values(answers).flatMap(({ schema }) => (schema ? [...namesIn(jsonSchema(schema, 'output'))] : [])),
)

/** The names of all fields in the body that it takes. */
const takenBy = remembered(({ body }) => (body ? [...namesIn(jsonSchema(body, 'input'))] : []))

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') => z.toJSONSchema(schema, { unrepresentable: 'any', io })

function remembered(names: (endpoint: Endpoint) => string[]): (endpoint: Endpoint) => ReadonlySet<string> {
  const known = new WeakMap<Endpoint, ReadonlySet<string>>()
  return endpoint => {
    const found = known.get(endpoint) ?? new Set(names(endpoint))
    known.set(endpoint, found)
    return found
  }
}

function* namesIn(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return
  const { properties } = schema as { properties?: unknown }
  if (isObject(properties)) yield* Object.keys(properties)
  for (const part of Object.values(schema)) yield* namesIn(part)
}

import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Endpoint } from './endpoint.ts'
import { pathName } from './field-problems.ts'

/**
 * A field that is misspelt would be left out without a word, and with it an amount or an address. Throws `invalid-input` naming what the endpoint's body does not know.
 * What its own answers hold, such as an id, is passed over: it may be sent back with what was read.
 * @param given the body as it came
 * @param taken the same as the endpoint's schema has it, without what that does not know
 */
export function refuseUnknownFields(endpoint: Endpoint, given: unknown, taken: unknown): void {
  const unknown = [...unknownIn(given, taken, [])]
  if (unknown.length === 0) return
  const answered = answeredBy(endpoint)
  const wrong = unknown.filter(path => !answered.has(String(path.at(-1))))
  if (wrong.length === 0) return
  const fields = Object.fromEntries(wrong.map(path => [pathName(path), 'Unknown here: look up its name.']))
  throw new ApplicationError('invalid-input', `There is no field ${Object.keys(fields).join(', ')}.`, fields)
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

const known = new WeakMap<Endpoint, ReadonlySet<string>>()

/** The names of all fields in an endpoint's answers. */
function answeredBy(endpoint: Endpoint): ReadonlySet<string> {
  const before = known.get(endpoint)
  if (before) return before
  const names = new Set<string>()
  for (const { schema } of Object.values(endpoint.answers))
    if (schema) for (const name of namesIn(z.toJSONSchema(schema, { unrepresentable: 'any' }))) names.add(name)
  known.set(endpoint, names)
  return names
}

function* namesIn(schema: unknown): Generator<string> {
  if (typeof schema !== 'object' || schema === null) return
  const { properties } = schema as { properties?: unknown }
  if (isObject(properties)) yield* Object.keys(properties)
  for (const part of Object.values(schema)) yield* namesIn(part)
}

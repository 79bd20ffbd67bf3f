import fc from 'fast-check'

/** The part of JSON Schema that our description uses. */
interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
}

/** Values that the database knows, by the field that they may stand in: so that requests get beyond the first question. */
export type Known = Record<string, readonly unknown[]>

/** Makes values that a described schema allows. */
export class FromSchema {
  readonly #schemas: Record<string, Schema>
  readonly #known: Known

  constructor(described: { components: { schemas: Record<string, object> } }, known: Known) {
    this.#schemas = described.components.schemas as Record<string, Schema>
    this.#known = known
  }

  valid(schema: Schema, field = ''): fc.Arbitrary<unknown> {
    const known = this.#known[field]
    const made = this.#made(schema, field)
    return known ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: made }) : made
  }

  #made(schema: Schema, field: string): fc.Arbitrary<unknown> {
    if (schema.$ref) return this.valid(this.#schemas[schema.$ref.split('/').at(-1)!]!, field)
    if (schema.const !== undefined) return fc.constant(schema.const)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    const choices = schema.anyOf ?? schema.oneOf
    if (choices) return fc.oneof(...choices.map(choice => this.valid(choice, field)))
    if (schema.allOf) return fc.tuple(...schema.allOf.map(part => this.valid(part, field))).map(merged)
    const types = [schema.type ?? 'unknown'].flat()
    return fc.oneof(...types.map(type => this.#ofType(type, schema, field)))
  }

  #ofType(type: string, schema: Schema, field: string): fc.Arbitrary<unknown> {
    const { minimum: min = -1_000_000, maximum: max = 1_000_000, minItems: minLength = 0, maxItems = 4 } = schema
    switch (type) {
      case 'string':
        return text(schema)
      case 'integer':
      case 'number':
        return fc.integer({ min, max })
      case 'boolean':
        return fc.boolean()
      case 'null':
        return fc.constant(null)
      case 'array':
        return fc.array(this.valid(schema.items ?? {}, field), {
          minLength,
          maxLength: Math.max(minLength, Math.min(maxItems, 4)),
        })
      case 'object':
        return this.#object(schema)
      default:
        return fc.jsonValue()
    }
  }

  #object({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
    const members = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, this.valid(value, key)]))
    const named = fc.record(members, { requiredKeys: required.filter(key => key in members) })
    if (typeof additionalProperties !== 'object') return named
    const more = fc.dictionary(fc.string({ minLength: 1 }), this.valid(additionalProperties), { maxKeys: 3 })
    return fc.tuple(more, named).map(merged)
  }
}

const merged = (parts: unknown[]) => Object.assign({}, ...(parts as object[]))

function text({ format, pattern, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
  if (pattern) return fc.stringMatching(new RegExp(pattern))
  switch (format) {
    case 'uuid':
      return fc.uuid()
    case 'date':
      return fc.oneof(day, fc.constantFrom('0000-01-01', '0001-01-01', '9999-12-31', '2024-02-29'))
    case 'date-time':
      return fc.oneof(
        day.map(date => `${date}T10:00:00Z`),
        fc.constantFrom('0000-01-01T00:00:00Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00'),
      )
    case 'email':
      return fc.emailAddress().filter(address => address.length <= maxLength)
    default:
      return fc.string({ unit: 'binary', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)) })
  }
}

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map(date => date.toISOString().slice(0, 10))

/** Breaks a JSON value somewhere: puts anything in place of one of its parts, leaves it out, or leaves it as it is. */
export function broken(value: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(value, [])
  return fc
    .tuple(fc.constantFrom(...places), fc.oneof(fc.jsonValue(), fc.constantFrom(...oddities)), fc.boolean())
    .map(([place, odd, leaveOut]) => replaced(value, place, odd, leaveOut))
}

const oddities = [
  '',
  '\0',
  '\ud800',
  ' ',
  '-0',
  '1e999',
  '99999999999999999999',
  'NaN',
  [],
  {},
  null,
  -1,
  1e308,
  'a'.repeat(5000),
]

type Place = (string | number)[]

function placesIn(value: unknown, path: Place): Place[] {
  if (Array.isArray(value)) return [path, ...value.flatMap((item, index) => placesIn(item, [...path, index]))]
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, member]) => placesIn(member, [...path, key]))]
}

function replaced(value: unknown, [first, ...rest]: Place, odd: unknown, leaveOut: boolean): unknown {
  if (first === undefined) return odd
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => {
      if (index !== first) return [item]
      return leaveOut && rest.length === 0 ? [] : [replaced(item, rest, odd, leaveOut)]
    })
  }
  const members = Object.entries(value as object).flatMap(([key, member]) => {
    if (key !== first) return [[key, member]]
    return leaveOut && rest.length === 0 ? [] : [[key, replaced(member, rest, odd, leaveOut)]]
  })
  return Object.fromEntries(members)
}

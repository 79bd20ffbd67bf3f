import { type Field, type Literal, parseOperation, type Selection } from './graphql-parse.ts'
import { named, type Schema } from './shopify-schema.ts'

/** What a field comes to: its object’s own member, or what a function of its arguments gives. */
export type Args = Record<string, unknown>
export type Resolver = (args: Args, directives: Map<string, Args>) => unknown

/** A query that the schema refuses. */
export class Refusal extends Error {}

/** A query that has been held against the schema, and what it may cost. */
export interface Checked {
  cost: number
  run(): Record<string, unknown>
}

type Variables = Record<string, unknown>

/** Holds an operation against a schema, every field, argument and variable of it. Throws {@link Refusal}. */
export function check(schema: Schema, text: string, variables: Variables, root: Record<string, unknown>): Checked {
  let operation: ReturnType<typeof parseOperation>
  try {
    operation = parseOperation(text)
  } catch (error) {
    throw new Refusal((error as Error).message)
  }
  for (const { name, type } of operation.variables) checkInput(schema, type, variables[name], `$${name}`)
  const declared = new Set(operation.variables.map(({ name }) => name))
  for (const name of Object.keys(variables)) if (!declared.has(name)) throw new Refusal(`$${name} is not declared`)
  const executor = new Executor(schema, variables, declared)
  const type = operation.type === 'query' ? 'QueryRoot' : 'Mutation'
  const cost = executor.costOf(type, operation.selection) + (operation.type === 'mutation' ? 10 : 0)
  return { cost, run: () => executor.object(type, operation.selection, root) }
}

/** Throws where a value does not fit its type; absent is null. */
function checkInput(schema: Schema, type: string, value: unknown, path: string): void {
  if (value === undefined || value === null) {
    if (type.endsWith('!'))
      throw new Refusal(`${path} of type ${type} was provided invalid value: expected value to not be null`)
    return
  }
  const inner = type.replace(/!$/, '')
  if (inner.startsWith('[')) {
    if (!Array.isArray(value)) throw new Refusal(`${path}: expected a list`)
    for (const [at, item] of value.entries()) checkInput(schema, inner.slice(1, -1), item, `${path}.${at}`)
    return
  }
  const fields = schema.inputs.get(inner)
  if (fields) {
    if (typeof value !== 'object') throw new Refusal(`${path}: expected ${inner}`)
    for (const name of Object.keys(value))
      if (!fields.has(name)) throw new Refusal(`${path}.${name}: Field is not defined on ${inner}`)
    for (const [name, field] of fields) checkInput(schema, field.type, (value as Args)[name], `${path}.${name}`)
    return
  }
  const fits = schema.enums.get(inner)?.has(String(value)) ?? scalars[inner]?.(value) ?? false
  if (!fits) throw new Refusal(`${path}: ${JSON.stringify(value)} is no ${inner}`)
}

const isText = (value: unknown) => typeof value === 'string'
const scalars: Record<string, (value: unknown) => boolean> = {
  ID: value => isText(value) && /^gid:\/\/shopify\/\w+\/\d+$/.test(value as string),
  String: isText,
  URL: value => isText(value) && URL.canParse(value as string),
  Int: value => Number.isInteger(value),
  Boolean: value => typeof value === 'boolean',
  Money: value => /^\d+(\.\d+)?$/.test(String(value)),
  Decimal: value => /^-?\d+(\.\d+)?$/.test(String(value)),
}

class Executor {
  readonly #schema: Schema
  readonly #variables: Variables
  readonly #declared: Set<string>

  constructor(schema: Schema, variables: Variables, declared: Set<string>) {
    this.#schema = schema
    this.#variables = variables
    this.#declared = declared
  }

  /** As Shopify counts before it runs a query: an object is a point, a connection as many as it may give. */
  costOf(type: string, selection: Selection[]): number {
    let cost = 0
    for (const one of selection) {
      if (one.kind === 'on') {
        cost += this.costOf(one.type, one.selection)
        continue
      }
      const { field } = one
      const spec = this.#fieldOf(type, field)
      const args = this.#args(spec.args, field.args, `${type}.${field.name}`)
      const inner = named(spec.type)
      if (!this.#schema.types.has(inner) && inner !== 'Node') {
        if (field.selection.length > 0) throw new Refusal(`${type}.${field.name} has no fields`)
        continue
      }
      if (field.selection.length === 0) throw new Refusal(`Field must have selections: ${type}.${field.name}`)
      const below = this.costOf(inner, field.selection)
      const many = typeof args.first === 'number' ? args.first : Array.isArray(args.ids) ? args.ids.length : 1
      cost += inner.endsWith('Connection') ? 2 + Math.ceil(Math.log2(many + 1)) * (1 + below) : 1 + below
    }
    return cost
  }

  object(type: string, selection: Selection[], source: Record<string, unknown>): Record<string, unknown> {
    const made: Record<string, unknown> = {}
    for (const one of selection) {
      if (one.kind === 'on') {
        if (source.__type === one.type) Object.assign(made, this.object(one.type, one.selection, source))
        continue
      }
      const { field } = one
      const spec = this.#fieldOf(type, field)
      const directives = new Map(
        field.directives.map(({ name, args }) => [name, mapLiterals(args, literal => this.#value(literal))]),
      )
      const member = source[field.name]
      const args = this.#args(spec.args, field.args, `${type}.${field.name}`)
      const value = typeof member === 'function' ? (member as Resolver)(args, directives) : member
      made[field.alias ?? field.name] = this.#complete(spec.type, field, value)
    }
    return made
  }

  #complete(type: string, field: Field, value: unknown): unknown {
    if (value === null || value === undefined) {
      if (type.endsWith('!')) throw new Error(`the stand-in has nothing for ${field.name}`)
      return null
    }
    if (Array.isArray(value)) return value.map(item => this.#complete(type.replaceAll(/^\[|\]!?$/g, ''), field, item))
    if (field.selection.length === 0) return value
    return this.object(named(type), field.selection, value as Record<string, unknown>)
  }

  #fieldOf(type: string, { name }: Field) {
    const spec = this.#schema.types.get(type)?.get(name)
    if (!spec) throw new Refusal(`Field '${name}' doesn't exist on type '${type}'`)
    return spec
  }

  #args(spec: Record<string, string>, given: Record<string, Literal>, path: string): Args {
    for (const name of Object.keys(given))
      if (!spec[name]) throw new Refusal(`${path} doesn't accept argument '${name}'`)
    const args = mapLiterals(given, literal => this.#value(literal))
    for (const [name, type] of Object.entries(spec)) checkInput(this.#schema, type, args[name], `${path}(${name})`)
    return args
  }

  #value(literal: Literal): unknown {
    if (literal.kind === 'value') return literal.value
    if (literal.kind === 'enum') return literal.name
    if (literal.kind === 'list') return literal.items.map(item => this.#value(item))
    if (literal.kind === 'object') return mapLiterals(literal.fields, item => this.#value(item))
    if (!this.#declared.has(literal.name)) throw new Refusal(`Variable $${literal.name} is used but not declared`)
    return this.#variables[literal.name]
  }
}

const mapLiterals = (given: Record<string, Literal>, read: (literal: Literal) => unknown): Args =>
  Object.fromEntries(Object.entries(given).map(([name, literal]) => [name, read(literal)]))

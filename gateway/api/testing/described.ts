import { z } from 'zod'

interface Described {
  components: { schemas: Record<string, object> }
  paths: Record<string, Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>>
}

/** Checks answers against the published description alone, knowing nothing of the code that made them. */
export class DescribedAnswers {
  readonly #described: Described
  readonly #schemas = new Map<string, z.ZodType>()

  constructor(described: unknown) {
    this.#described = described as Described
  }

  /** Throws when the description has no such answer, or when the answer departs from it. `path` is below the API's base, without query. */
  check(method: string, path: string, status: number, contentType: string | null, body: unknown): void {
    const template = this.templateOf(path)
    if (!template) return
    const operation = this.#described.paths[template]![method.toLowerCase()]
    if (!operation) return
    const answer = operation.responses[String(status)]
    if (!answer) throw new Error(`${method} ${template} is not described to answer ${status}: ${JSON.stringify(body)}`)
    const type = contentType?.split(';')[0] ?? ''
    if (!answer.content) {
      if (body !== undefined) throw new Error(`${method} ${template} ${status} should have no body`)
      return
    }
    if (answer.content['*/*']) return
    const content = answer.content[type]
    if (!content) throw new Error(`${method} ${template} ${status} is not described as ${type}`)
    if ('contentMediaType' in content.schema && body instanceof Uint8Array) return
    const found = this.#schema(`${method} ${template} ${status} ${type}`, content.schema).safeParse(body)
    if (!found.success) throw new Error(`${method} ${template} ${status}: ${z.prettifyError(found.error)}`)
  }

  /** The described path that this one is an instance of; the one with fewest parameters where several fit. */
  templateOf(path: string): string | undefined {
    return Object.keys(this.#described.paths)
      .filter(template => new RegExp(`^${template.replaceAll(/{.+?}/g, '[^/]+')}$`).test(path))
      .sort((one, other) => one.split('{').length - other.split('{').length)[0]
  }

  #schema(name: string, schema: object): z.ZodType {
    const known = this.#schemas.get(name)
    if (known) return known
    const text = JSON.stringify(strict({ ...schema, $defs: this.#named(schema) }))
    const made = z.fromJSONSchema(JSON.parse(text.replaceAll(components, '#/$defs/')))
    this.#schemas.set(name, made)
    return made
  }

  /** The named schemas that one leads to: making all of them for each answer takes most of the time of these tests. */
  #named(schema: object): Record<string, object> {
    const named: Record<string, object> = {}
    const waiting: object[] = [schema]
    for (const one of waiting)
      for (const [, name = ''] of JSON.stringify(one).matchAll(reference)) {
        const found = this.#described.components.schemas[name]
        if (!found || name in named) continue
        named[name] = found
        waiting.push(found)
      }
    return named
  }
}

const components = '#/components/schemas/'
const reference = new RegExp(`"${components}([^"]+)"`, 'g')

/** A field that the description does not name is a leak: objects are closed unless they say otherwise. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict)
  if (typeof schema !== 'object' || schema === null) return schema
  const members = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, strict(value)]))
  const isObject = members.type === 'object' && 'properties' in members && !('additionalProperties' in members)
  return isObject ? { ...members, additionalProperties: false } : members
}

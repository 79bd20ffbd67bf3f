/** The part of an OpenAPI 3.1 document that the documentation shows. */
export interface Description {
  info: { title: string; version: string; description?: string }
  components: { schemas: Record<string, Schema> }
  paths: Record<string, Record<string, Operation>>
}

export interface Operation {
  tags: string[]
  summary: string
  description: string
  operationId: string
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
}

interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: Schema
}

export interface Schema {
  $ref?: string
  type?: string | string[]
  description?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  example?: unknown
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
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
}

/** The name of the schema that a reference leads to. */
export const nameIn = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1)

/** `POST /orders` → `post-orders`: where the page shows it. */
export function anchorOf(method: string, path: string): string {
  return `${method}${path.replaceAll(/[{}]/g, '').replaceAll('/', '-')}`
}

import type { RouteConfig } from '@hono/zod-openapi'
import { z } from 'zod'
import type { AnswerSpec, Endpoint } from './endpoint.ts'
import { idempotencyHeaders } from './idempotency.ts'
import { problemSchema, problemStatuses } from './problem.ts'
import { revisionHeaders } from './revisions.ts'
import { queryOf } from './tenant.ts'

const json = 'application/json'

/** The endpoint as OpenAPI describes it. */
export function describe(endpoint: Endpoint): RouteConfig {
  const { method, path, tag, summary, description, params, body, files = {}, example, scope, orScope } = endpoint
  const query = queryOf(endpoint)
  const content = {
    'application/json': { schema: body ?? z.unknown(), ...(example === undefined ? {} : { example }) },
    ...Object.fromEntries(Object.entries(files).map(([type, says]) => [type, { schema: fileSchema(says) }])),
  }
  return {
    method,
    path,
    tags: [tag],
    summary,
    description: [
      description,
      `Needs a ${endpoint.side}’s key with the scope ${[scope, orScope].flatMap(one => (one ? `\`${one}\`` : [])).join(' or ')}.`,
    ]
      .filter(Boolean)
      .join('\n\n'),
    operationId: operationId(endpoint),
    security: [{ key: [] }],
    request: {
      ...(params ? { params } : {}),
      ...(query ? { query } : {}),
      ...(method === 'get' ? {} : { headers: headersOf(endpoint) }),
      ...(body ? { body: { required: true, content } } : {}),
    },
    responses: { ...mapValues(endpoint.answers, answer => describeAnswer(answer, endpoint)), ...refusals(endpoint) },
  }
}

const fileSchema = (description: string) => ({
  type: 'string' as const,
  contentMediaType: 'application/octet-stream',
  description,
})

function headersOf({ revised }: Endpoint) {
  return revised ? idempotencyHeaders.extend(revisionHeaders.shape) : idempotencyHeaders
}

/** `get /orders/{id}` → `getOrdersById`. */
function operationId({ method, path }: Endpoint): string {
  const words = path.split('/').filter(Boolean)
  return method + words.map(word => (word.startsWith('{') ? `By${capital(word.slice(1, -1))}` : camel(word))).join('')
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)
const camel = (word: string) => word.split('-').map(capital).join('')

function describeAnswer({ description, schema, bytes }: AnswerSpec, { formats = {} }: Endpoint) {
  if (bytes) {
    return {
      description,
      content: { '*/*': { schema: z.string().meta({ contentMediaType: 'application/octet-stream' }) } },
    }
  }
  if (!schema) return { description }
  const others = Object.entries(formats).map(([type, says]) => [type, { schema: fileSchema(says) }])
  return { description, content: { [json]: { schema }, ...Object.fromEntries(others) } }
}

/** What every endpoint may refuse with. */
function refusals({ method, params, body, side, revised, formats }: Endpoint) {
  const statuses: { [status: number]: string | undefined } = {
    401: 'No key, or one that is not in force.',
    403: 'The key is not for this.',
    ...(params || side === 'supplier' ? { 404: 'There is no such thing here.' } : {}),
    ...(formats ? { 406: 'It does not come in what `Accept` asks for.' } : {}),
    ...(method === 'get' ? {} : { 409: 'It contradicts what is there.' }),
    ...(revised ? { 412: 'Somebody else has changed it since.' } : {}),
    ...(revised === 'required' ? { 428: 'It does not say what was seen: send `If-Match`.' } : {}),
    ...(body
      ? { 400: 'The body is not JSON.', 413: 'The body is too large.', 415: 'The body is not said to be JSON.' }
      : {}),
    422: 'A field is wrong; `fields` says which and why.',
    429: 'Asked too often; `Retry-After` says how long to wait.',
    [problemStatuses['internal-error']]: 'Our mistake; `id` is what to name when asking for help.',
  }
  const content = { 'application/problem+json': { schema: problemSchema } }
  return mapValues(statuses, description => ({ description, content }))
}

function mapValues<Value, Result>(
  record: { [key: number]: Value | undefined },
  change: (value: Value) => Result,
): Record<number, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value as Value)]))
}

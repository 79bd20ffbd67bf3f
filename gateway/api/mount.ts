import { createHash } from 'node:crypto'
import { createRoute, type OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { GroupCommit } from '../../db/group-commit.ts'
import type { FoundApiKey } from '../../partners/api-keys/find.ts'
import { admit, limitBody, onlyPlain, onlyUtf8 } from './admit.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import type { AnswerSpec, Endpoint, Upload } from './endpoint.ts'
import {
  idempotencyHeader,
  idempotencyHeaders,
  type OnceRequest,
  once,
  onceEach,
  type WrittenAnswer,
} from './idempotency.ts'
import { preferredType } from './negotiate.ts'
import { problem, problemSchema, problemStatuses } from './problem.ts'
import type { RateLimiter } from './rate-limit.ts'
import { revisionHeaders, seenRevision, unseen } from './revisions.ts'
import { refuseUnstorable } from './storable.ts'
import { retailerQuery, tenantOf } from './tenant.ts'
import { refuseUnknownFields } from './unknown-fields.ts'
import { fileHeaders, writeAnswer } from './write-answer.ts'

type Api = OpenAPIHono<ApiEnv>

/** The largest body where nothing else is set. */
const defaultMaxBody = 4 * 1024 * 1024

/** Puts an endpoint into the API: its description, and the way that every request takes. */
export function mount(api: Api, endpoint: Endpoint, deps: ApiDeps, limiter: RateLimiter): void {
  const middleware = [
    admit(endpoint, deps, limiter),
    ...(endpoint.body ? [onlyPlain, limitBody(endpoint.maxBody ?? deps.maxBody ?? defaultMaxBody), onlyUtf8] : []),
  ]
  const groups: Groups = new Map()
  api.openapi(createRoute({ ...describe(endpoint), middleware }), context => answer(context, endpoint, deps, groups))
}

interface Input {
  params: Record<string, string>
  query: Record<string, unknown>
  body: unknown
  upload?: Upload | undefined
  /** The revision that the client has seen. */
  seen?: number | undefined
}

async function answer(context: Context<ApiEnv>, endpoint: Endpoint, deps: ApiDeps, groups: Groups): Promise<Response> {
  const valid = (target: string) => context.req.valid(target as never) as unknown
  const input = {
    params: (endpoint.params ? valid('param') : {}) as Input['params'],
    query: (endpoint.query || endpoint.side === 'supplier' ? valid('query') : {}) as Input['query'],
    body: endpoint.body ? valid('json') : undefined,
    upload: endpoint.files ? await uploadOf(context) : undefined,
  }
  refuseUnknownQuery(context, endpoint)
  if (input.body !== undefined) refuseUnknownFields(endpoint, await bodyOf(context), input.body)
  refuseUnstorable(input.query)
  refuseUnstorable(input.params)
  refuseUnstorable(input.body)
  if (endpoint.method === 'get') return await read(context, endpoint, deps, input)
  const headers = valid('header') as z.output<typeof idempotencyHeaders> & z.output<typeof revisionHeaders>
  if (endpoint.revised === 'required' && headers['If-Match'] === undefined)
    return problem(context, 'precondition-required', unseen)
  const seen = endpoint.revised ? seenRevision(headers['If-Match']) : undefined
  const written = await write(context, endpoint, deps, { ...input, seen }, headers[idempotencyHeader], groups)
  return reply(context, written)
}

/** A filter that is misspelt would be no filter at all. Throws `invalid-input` naming what an endpoint does not know. */
function refuseUnknownQuery({ req }: Context<ApiEnv>, { query, side }: Endpoint): void {
  const known = [...Object.keys(query?.shape ?? {}), ...(side === 'supplier' ? Object.keys(retailerQuery.shape) : [])]
  const unknown = Object.keys(req.query()).filter(name => !known.includes(name))
  if (unknown.length === 0) return
  const says = known.length > 0 ? `Unknown here. There are ${known.join(', ')}.` : 'There are no parameters here.'
  const fields = Object.fromEntries(unknown.map(name => [name, says]))
  throw new ApplicationError('invalid-input', `There is no parameter ${unknown.join(', ')}.`, fields)
}

/** The JSON body before anything is left out of it; undefined where it is of another kind. */
async function bodyOf({ req }: Context<ApiEnv>): Promise<unknown> {
  return /^application\/([a-z.+-]+\+)?json\b/i.test(req.header('content-type') ?? '') ? await req.json() : undefined
}

/** The body as it came. Throws `unsupported-type` when it does not say what it is. */
async function uploadOf({ req }: Context<ApiEnv>): Promise<Upload> {
  const contentType = req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (!contentType) throw new ApplicationError('unsupported-type', 'Say in Content-Type what the body is.')
  return { contentType, bytes: new Uint8Array(await req.arrayBuffer()) }
}

function reply(context: Context<ApiEnv>, { text, status, headers }: WrittenAnswer): Response {
  if (text === null) return context.body(null, status as StatusCode, headers)
  return context.body(text, status as ContentfulStatusCode, headers)
}

async function read(context: Context<ApiEnv>, endpoint: Endpoint, deps: ApiDeps, input: Input): Promise<Response> {
  const { hub, box } = deps
  const { orm } = hub
  const tenant = await tenantOf(orm, context.var.apiKey.owner, input.query.retailer as string | undefined)
  const accept = endpoint.formats ? acceptedOf(context, endpoint.formats) : json
  const asked = {
    ...input,
    accept,
    tenant,
    orm,
    hub,
    box,
    scopes: context.var.apiKey.scopes,
    now: hub.now(),
  } as unknown as Parameters<Endpoint['run']>[0]
  const found = await endpoint.run(asked)
  if (!found.file) return reply(context, writeAnswer(endpoint, found))
  if (found.file.nextCursor) context.header('Link', linkToNext(context.req.url, found.file.nextCursor))
  return context.body(new Uint8Array(found.file.bytes), 200, fileHeaders(found.file))
}

const json = 'application/json'

/** In which of its formats an answer is wanted. Throws `not-acceptable` where it has none that is wanted. */
function acceptedOf(context: Context<ApiEnv>, formats: Record<string, string>): string {
  const offered = [json, ...Object.keys(formats)]
  context.header('Vary', 'Accept')
  const accept = preferredType(context.req.header('accept'), offered)
  if (accept === undefined) throw new ApplicationError('not-acceptable', `This comes as ${offered.join(', ')}.`)
  return accept
}

/** Where the page that comes after is (RFC 8288). */
function linkToNext(url: string, cursor: string): string {
  const next = new URL(url)
  next.searchParams.set('cursor', cursor)
  return `<${next.pathname}${next.search}>; rel="next"`
}

/** One write among others of its key. */
interface Grouped {
  input: Input
  idempotencyKey: string | undefined
}

type Outcome = WrittenAnswer | ApplicationError
type Groups = Map<string, GroupCommit<Grouped, Outcome>>

/** The writes of one key to this endpoint, committed with those that come at the same time. */
function groupOf(endpoint: Endpoint, groups: Groups, { hub }: ApiDeps, apiKey: FoundApiKey) {
  const known = groups.get(apiKey.id)
  if (known) return known
  const group = new GroupCommit<Grouped, Outcome>(hub, `api-key:${apiKey.name}`, async (work, items) => {
    const tenant = await tenantOf(work.tx, apiKey.owner, undefined)
    const requests = items.map(({ input, idempotencyKey }) =>
      idempotencyKey === undefined ? undefined : onceRequest(endpoint, apiKey, tenant, input, idempotencyKey),
    )
    return await onceEach(work, requests, async places => {
      const bodies = places.map(place => items[place]!.input.body)
      const answers = await endpoint.runTogether!({ work, tenant }, bodies)
      return answers.map(answer => (answer instanceof ApplicationError ? answer : writeAnswer(endpoint, answer)))
    })
  })
  groups.set(apiKey.id, group)
  return group
}

function onceRequest(
  endpoint: Endpoint,
  { owner }: FoundApiKey,
  { retailerId }: { retailerId: string },
  input: Input,
  key: string,
): OnceRequest {
  const client = 'retailerId' in owner ? 'retailer' : `supplier ${owner.supplierId}`
  return { retailerId, client, key, request: wordsOf(endpoint, input) }
}

/** Method, path and input as text: files by their hash. */
function wordsOf({ method, path }: Endpoint, { upload, ...input }: Input): string {
  if (!upload) return JSON.stringify([method, path, input])
  const sha256 = createHash('sha256').update(upload.bytes).digest('hex')
  return JSON.stringify([method, path, { ...input, body: undefined }, upload.contentType, sha256])
}

async function write(
  context: Context<ApiEnv>,
  endpoint: Endpoint,
  deps: ApiDeps,
  input: Input,
  idempotencyKey: string | undefined,
  groups: Groups,
): Promise<WrittenAnswer> {
  const { apiKey } = context.var
  const { hub, box } = deps
  if (endpoint.runTogether) {
    const outcome = await groupOf(endpoint, groups, deps, apiKey).add({ input, idempotencyKey })
    if (outcome instanceof ApplicationError) throw outcome
    return outcome
  }
  return await hub.work(`api-key:${apiKey.name}`, async work => {
    const tenant = await tenantOf(work.tx, apiKey.owner, input.query.retailer as string | undefined)
    const asked = {
      ...input,
      tenant,
      orm: work.tx,
      work,
      box,
      now: work.now,
      keyName: apiKey.name,
      scopes: apiKey.scopes,
    }
    const run = async () => writeAnswer(endpoint, await endpoint.run(asked as Parameters<Endpoint['run']>[0]))
    if (idempotencyKey === undefined) return await run()
    const request = onceRequest(endpoint, apiKey, tenant, input, idempotencyKey)
    return await once(work, { ...request, box: endpoint.secret && box }, run)
  })
}

/** The endpoint as OpenAPI describes it. */
function describe(endpoint: Endpoint): RouteConfig {
  const { method, path, tag, summary, description, params, body, files = {}, example, scope, orScope } = endpoint
  const query =
    endpoint.side === 'supplier' ? (endpoint.query ?? z.object({})).extend(retailerQuery.shape) : endpoint.query
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
      // A body that is required is always read as JSON.
      ...(body ? { body: { required: !endpoint.files, content } } : {}),
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

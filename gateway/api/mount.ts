import { createHash } from 'node:crypto'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status'
import { ApplicationError } from '../../db/application-error.ts'
import { GroupCommit } from '../../db/group-commit.ts'
import type { FoundApiKey } from '../../partners/api-keys/find.ts'
import { admit, limitBody, onlyPlain, onlyUtf8 } from './admit.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { describe } from './describe.ts'
import type { Endpoint } from './endpoint.ts'
import { type OnceRequest, once, onceEach, type WrittenAnswer } from './idempotency.ts'
import { type Input, inputReader } from './input/read-input.ts'
import { preferredType } from './negotiate.ts'
import { problem } from './problem.ts'
import type { RateLimiter } from './rate-limit.ts'
import { seenRevision, unseen } from './revisions.ts'
import { tenantOf } from './tenant.ts'
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
  const inputOf = inputReader(endpoint)
  api.openAPIRegistry.registerPath(describe(endpoint))
  api.on([endpoint.method], [endpoint.path.replaceAll(/{(.+?)}/g, ':$1')], ...middleware, async context =>
    answer(context, endpoint, deps, await inputOf(context), groups),
  )
}

async function answer(
  context: Context<ApiEnv>,
  endpoint: Endpoint,
  deps: ApiDeps,
  input: Input,
  groups: Groups,
): Promise<Response> {
  if (endpoint.method === 'get') return await read(context, endpoint, deps, input)
  if (endpoint.revised === 'required' && input.ifMatch === undefined)
    return problem(context, 'precondition-required', unseen)
  const seen = endpoint.revised ? seenRevision(input.ifMatch) : undefined
  return reply(context, await write(context, endpoint, deps, { ...input, seen }, groups))
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

/** A request that changes something. */
interface WriteInput extends Input {
  /** The revision that the client has seen. */
  seen: number | undefined
}

type Outcome = WrittenAnswer | ApplicationError
type Groups = Map<string, GroupCommit<WriteInput, Outcome>>

/** The writes of one key to this endpoint, committed with those that come at the same time. */
function groupOf(endpoint: Endpoint, groups: Groups, { hub }: ApiDeps, apiKey: FoundApiKey) {
  const known = groups.get(apiKey.id)
  if (known) return known
  const group = new GroupCommit<WriteInput, Outcome>(hub, `api-key:${apiKey.name}`, async (work, items) => {
    const tenant = await tenantOf(work.tx, apiKey.owner, undefined)
    const requests = items.map(input => onceRequest(endpoint, apiKey, tenant, input))
    return await onceEach(work, requests, async places => {
      const bodies = places.map(place => items[place]!.body)
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
  input: WriteInput,
): OnceRequest | undefined {
  const { idempotencyKey: key } = input
  if (key === undefined) return undefined
  const client = 'retailerId' in owner ? 'retailer' : `supplier ${owner.supplierId}`
  return { retailerId, client, key, request: wordsOf(endpoint, input) }
}

/** Method, path and input as text: files by their hash. */
function wordsOf({ method, path }: Endpoint, { params, query, body, seen, upload }: WriteInput): string {
  if (!upload) return JSON.stringify([method, path, { params, query, body, seen }])
  const sha256 = createHash('sha256').update(upload.bytes).digest('hex')
  return JSON.stringify([method, path, { params, query, seen }, upload.contentType, sha256])
}

async function write(
  context: Context<ApiEnv>,
  endpoint: Endpoint,
  deps: ApiDeps,
  input: WriteInput,
  groups: Groups,
): Promise<WrittenAnswer> {
  const { apiKey } = context.var
  const { hub, box } = deps
  if (endpoint.runTogether) {
    const outcome = await groupOf(endpoint, groups, deps, apiKey).add(input)
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
    const request = onceRequest(endpoint, apiKey, tenant, input)
    return request ? await once(work, { ...request, box: endpoint.secret && box }, run) : await run()
  })
}

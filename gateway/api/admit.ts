import { isUtf8 } from 'node:buffer'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { SharedLookup } from '../../db/shared-lookup.ts'
import { findApiKey, noteUse } from '../../partners/api-keys/find.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import type { Endpoint } from './endpoint.ts'
import { problem } from './problem.ts'
import type { RateLimiter } from './rate-limit.ts'

/** Lets a request in whose key is in force, has not asked too often, and may use this endpoint (RFC 6750). */
export function admit(
  endpoint: Pick<Endpoint, 'side' | 'scope' | 'orScope'>,
  { hub }: ApiDeps,
  limiter: RateLimiter,
): MiddlewareHandler<ApiEnv> {
  const keys = new SharedLookup((token: string) => findApiKey(hub.orm, token, hub.now()))
  return async (context, next) => {
    const token = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
    if (!token) return notSignedIn(context, 'Bearer', 'Send your key as Authorization: Bearer <key>.')
    const key = await keys.find(token)
    if (!key)
      return notSignedIn(context, 'Bearer error="invalid_token"', 'This key is unknown, has ended or has been revoked.')
    const { admitted, headers } = limiter.admit(key.id, hub.now().getTime())
    for (const [name, value] of Object.entries(headers)) context.header(name, value)
    if (!admitted) return problem(context, 'too-many-requests', 'This key asks too often. Wait as Retry-After says.')
    const side = 'retailerId' in key.owner ? 'retailer' : 'supplier'
    if (side !== endpoint.side) return problem(context, 'not-allowed', `This is for keys of a ${endpoint.side}.`)
    const sufficient = [endpoint.scope, endpoint.orScope].filter(scope => scope !== undefined)
    if (!sufficient.some(scope => key.scopes.includes(scope))) {
      return problem(context, 'not-allowed', `This key lacks the scope ${sufficient.join(' or ')}.`)
    }
    await noteUse(hub.orm, key, hub.now())
    context.set('apiKey', key)
    return await next()
  }
}

function notSignedIn(context: Context, challenge: string, detail: string): Response {
  return problem(context, 'not-signed-in', detail, { headers: { 'WWW-Authenticate': challenge } })
}

/** Refuses bodies beyond the limit, however they are sent. */
export function limitBody(maxSize: number): MiddlewareHandler<ApiEnv> {
  const detail = `The body may have ${maxSize.toLocaleString('en')} bytes at most.`
  return bodyLimit({ maxSize, onError: context => problem(context, 'too-large', detail) })
}

/** A body that is compressed would be read as rubbish. */
export const onlyPlain: MiddlewareHandler<ApiEnv> = async (context, next) => {
  const encoding = context.req.header('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() === 'identity') return await next()
  const headers = { 'Accept-Encoding': 'identity' }
  return problem(context, 'unsupported-type', 'Send the body as it is, without Content-Encoding.', { headers })
}

/** JSON is UTF-8 (RFC 8259 §8.1), and whoever takes other files knows their encodings; anything else would be stored with its characters replaced. */
export const onlyUtf8: MiddlewareHandler<ApiEnv> = async (context, next) => {
  if (!/json/i.test(context.req.header('content-type') ?? 'json')) return await next()
  const body = new Uint8Array(await context.req.arrayBuffer())
  if (!isUtf8(body)) return problem(context, 'malformed-body', 'The body is not UTF-8.')
  return await next()
}

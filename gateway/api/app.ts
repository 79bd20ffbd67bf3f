import { OpenAPIHono } from '@hono/zod-openapi'
import { compress } from 'hono/compress'
import { apiBase } from './base.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import type { Description } from './docs/description.ts'
import { mountDocs } from './docs/routes.tsx'
import { documentOf } from './document.ts'
import { mount } from './mount.ts'
import { problem, problemOf } from './problem.ts'
import { RateLimiter } from './rate-limit.ts'
import { endpoints } from './registry.ts'
import { mountSchemas } from './schemas.ts'

const defaultRateLimit = { burst: 1000, perSecond: 100 }

/** The REST API, to be mounted at `apiBase`: its endpoints, `/openapi.json`, `/schemas` and the documentation at `/docs`. */
export function createApi(deps: ApiDeps): OpenAPIHono<ApiEnv> {
  const api = new OpenAPIHono<ApiEnv>()
  api.onError((error, context) => problemOf(context, error, deps.log, deps.hub.newId))
  api.use('*', async (context, next) => {
    await next()
    context.header('X-Content-Type-Options', 'nosniff')
    context.header('Cache-Control', 'no-store')
  })
  api.use('*', compress())
  const limiter = new RateLimiter(deps.rateLimit ?? defaultRateLimit)
  for (const endpoint of endpoints) mount(api, endpoint, deps, limiter)
  const openapi = documentOf(api)
  api.get('/openapi.json', context => context.json(openapi))
  mountSchemas(api)
  mountDocs(api, openapi as unknown as Description)
  refuseOtherMethods(api)
  api.all('*', context =>
    problem(context, 'not-found', `There is no such resource: ${apiBase}/docs shows all that there are.`),
  )
  return api
}

/** A path that exists, asked by a method that it does not have, is answered with those that it has (RFC 9110 §15.5.6), as `OPTIONS` is (§9.3.7). */
function refuseOtherMethods(api: OpenAPIHono<ApiEnv>): void {
  const paths = Map.groupBy(endpoints, endpoint => endpoint.path.replaceAll(/{(.+?)}/g, ':$1'))
  for (const [path, ofPath] of paths) {
    const allowed = ofPath.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]))
    allowed.push('OPTIONS')
    api.options(path, context => context.body(null, 204, { Allow: allowed.join(', ') }))
    api.all(path, context =>
      problem(context, 'method-not-allowed', `Here one can ${allowed.join(', ')}.`, {
        headers: { Allow: allowed.join(', ') },
      }),
    )
  }
}

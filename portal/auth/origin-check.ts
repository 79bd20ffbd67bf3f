import type { MiddlewareHandler } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses changes that another site makes a browser ask for. A browser names where a form came from by `Origin`, or says by
 * `Sec-Fetch-Site` that it is ours; a request with neither is refused. (OWASP CSRF prevention: standard headers; Fetch Metadata.)
 */
export function originCheck(publicUrl: string): MiddlewareHandler {
  const publicOrigin = new URL(publicUrl).origin
  return async (c, next) => {
    if (!safeMethods.has(c.req.method) && !comesFromHere(c.req.raw, publicOrigin)) {
      throw new ApplicationError('not-allowed', 'This form came from another site, so nothing was changed.')
    }
    await next()
  }
}

function comesFromHere(request: Request, publicOrigin: string): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site && site !== 'same-origin') return false
  const origin = request.headers.get('origin')
  if (origin && origin !== 'null') return origin === publicOrigin || origin === new URL(request.url).origin
  return site === 'same-origin'
}

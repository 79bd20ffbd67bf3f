import { Hono, type MiddlewareHandler } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { membershipsOf } from '../auth/viewer.ts'
import type { PortalDeps, PortalEnv } from '../deps.ts'
import { noticeRoutes } from './notices.tsx'
import { profileRoutes } from './profile.tsx'
import { secondFactorRoutes } from './second-factor.tsx'
import { securityRoutes } from './security.tsx'
import { texts } from './texts.ts'

/** Everything about one's own account, below `/account`. */
export function accountRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.use(wholeAccount(deps))
  app.route('/', profileRoutes(deps))
  app.route('/', noticeRoutes(deps))
  app.route('/', securityRoutes(deps))
  app.route('/second-factor', secondFactorRoutes(deps))
  return app
}

/** A retailer's provider vouches for people at that retailer only: it has no say over an account that also works elsewhere. */
function wholeAccount({ hub }: PortalDeps): MiddlewareHandler<PortalEnv> {
  return async (c, next) => {
    const { userId, onlyRetailerId, memberships } = c.var.viewer
    if (onlyRetailerId !== null && (await membershipsOf(hub.orm, userId)).length > memberships.length)
      throw new ApplicationError('not-allowed', texts.security.onlyHere)
    await next()
  }
}

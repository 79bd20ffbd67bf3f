import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ApplicationError } from '../db/application-error.ts'
import { accountRoutes } from './account/routes.tsx'
import { accountingRoutes } from './accounting/routes.tsx'
import { atRetailer, atSupplier, recognise, signedIn } from './auth/guard.ts'
import { originCheck } from './auth/origin-check.ts'
import { authRoutes } from './auth/routes.tsx'
import { securityHeaders } from './auth/security-headers.ts'
import { openSessions } from './auth/sessions.ts'
import type { PortalDeps, PortalEnv } from './deps.ts'
import { fileRoutes, putsAside } from './files/routes.tsx'
import { Follower } from './live/follower.ts'
import { retailerLiveRoutes, supplierLiveRoutes } from './live/routes.ts'
import { retailerRoutes } from './retailer/routes.tsx'
import { supplierRoutes } from './supplier/routes.tsx'
import { tradesRoutes } from './supplier/trades.tsx'
import { assetRoutes } from './ui/assets.ts'
import { errorPage, notFoundPage } from './ui/error-pages.tsx'
import { refuseNul } from './ui/request.ts'

/** A stock file of a hundred thousand rows fits. */
const largestForm = 20 * 1024 * 1024

/**
 * Every person's way in: the supplier's pages, the retailer's console and the accountant's pages, below one sign-in.
 * @example `root.route('/', createPortal({ hub, box, secureCookies: true, publicUrl: 'https://hub.example', as2Url: 'https://as2.hub.example/as2', log }))`
 */
export function createPortal(deps: PortalDeps): Hono<PortalEnv> {
  const sessions = openSessions(deps)
  const follower = new Follower(deps.hub.orm, err => deps.log.error({ err }, 'What pages follow could not be read'))
  const app = new Hono<PortalEnv>()
  app.onError((error, c) => errorPage(c, error, deps.log, deps.hub.newId()))
  app.notFound(notFoundPage)
  app.use(securityHeaders(deps.secureCookies))
  app.route('/', assetRoutes())
  app.use(originCheck(deps.publicUrl))
  app.use(bodyLimit({ maxSize: largestForm, onError: tooLarge }))
  app.use(recognise(deps, sessions))
  app.use(refuseNul)
  app.route('/', authRoutes(deps, sessions))
  app.use(putsAside(deps))
  app.use('/account/*', signedIn)
  app.route('/account', accountRoutes(deps))
  app.use('/supplier/*', signedIn)
  app.route('/supplier', tradesRoutes(deps))
  app.use('/supplier/:retailer/*', atSupplier(deps))
  app.route('/supplier/:retailer/live', supplierLiveRoutes(deps, follower))
  app.route('/supplier/:retailer/files', fileRoutes(deps))
  app.route('/supplier/:retailer', supplierRoutes(deps))
  app.use('/retailer/*', signedIn, atRetailer)
  app.route('/retailer/live', retailerLiveRoutes(deps, follower))
  app.route('/retailer/files', fileRoutes(deps))
  app.route('/retailer', retailerRoutes(deps))
  app.use('/accounting/*', signedIn, atRetailer)
  app.route('/accounting', accountingRoutes(deps))
  app.all('*', notFoundPage)
  return app
}

function tooLarge(): never {
  throw new ApplicationError('too-large', 'This is larger than the hub accepts: at most 20 MB at once.')
}

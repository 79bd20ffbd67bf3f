import { Hono } from 'hono'
import { needs } from '../auth/guard.ts'
import type { PortalDeps, PortalEnv } from '../deps.ts'
import { exportRoutes } from './exports.tsx'
import { invoiceRoutes } from './invoices.tsx'
import { paymentRoutes } from './payments.tsx'
import { queueRoutes } from './queue.tsx'
import { replayRoutes } from './replay.tsx'
import { balanceRoutes } from './reports/balances.tsx'
import { profitRoutes } from './reports/profit.tsx'
import { resolutionRoutes } from './resolutions.tsx'
import { reviewRoutes } from './review/routes.tsx'

/** Every page of the accountant, below `/accounting`. */
export function accountingRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.use(needs('see-accounts'))
  app.route('/', queueRoutes(deps))
  app.route('/invoices', invoiceRoutes(deps))
  app.route('/resolutions', resolutionRoutes(deps))
  app.route('/exports', exportRoutes(deps))
  app.route('/payments', paymentRoutes(deps))
  app.route('/profit', profitRoutes(deps))
  app.route('/replay', replayRoutes(deps))
  app.route('/reviews', reviewRoutes(deps))
  app.route('/', balanceRoutes(deps))
  return app
}

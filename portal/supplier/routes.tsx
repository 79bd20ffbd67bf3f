import { Hono } from 'hono'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { type ViewKeeper, viewRoutes } from '../lists/routes.tsx'
import { peopleRoutes } from '../people/routes.tsx'
import { printRoutes } from '../print/routes.tsx'
import { webhookRoutes } from '../settings/webhooks/routes.tsx'
import { bulkRoutes } from './bulk/routes.tsx'
import { changeRoutes } from './changes/routes.ts'
import { connectionRoutes } from './connection.tsx'
import { correctionRoutes } from './correction/routes.tsx'
import { dueRoutes } from './due/routes.tsx'
import { homeRoutes } from './home.tsx'
import { invoiceFormRoutes } from './invoice-routes.tsx'
import { invoicesRoutes } from './invoices.tsx'
import { baseOf, orderRoutes } from './order-routes.tsx'
import { scorecardRoutes } from './scorecard/routes.tsx'
import { setupRoutes } from './setup/routes.tsx'
import { shipRoutes } from './ship-routes.tsx'
import { shipmentsRoutes } from './shipments/routes.tsx'
import { stockRoutes } from './stock-routes.tsx'
import { trackingRoutes } from './tracking/routes.tsx'

/** Every page of a supplier for one retailer, below `/supplier/:retailer`. */
export function supplierRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.route('/', homeRoutes(deps))
  app.route('/', bulkRoutes(deps))
  app.route('/shipments', shipmentsRoutes(deps))
  app.route('/', printRoutes(deps))
  app.route('/shipments', correctionRoutes(deps))
  app.route('/tracking', trackingRoutes(deps))
  app.route('/purchase-orders', orderRoutes(deps))
  app.route('/purchase-orders', changeRoutes(deps))
  app.route('/purchase-orders', shipRoutes(deps))
  app.route('/purchase-orders', invoiceFormRoutes(deps))
  app.route('/invoices', invoicesRoutes(deps))
  app.route('/stock', stockRoutes(deps))
  app.route('/connection', connectionRoutes(deps))
  app.route('/setup', setupRoutes(deps))
  app.route('/webhooks', webhookRoutes(deps))
  app.route('/due', dueRoutes(deps))
  app.route('/scorecard', scorecardRoutes(deps))
  app.route('/views', viewRoutes(deps, keptViews))
  app.route('/people', peopleRoutes(deps))
  return app
}

/** A supplier's people keep views for themselves: what is shared at a retailer is for its own people. */
function keptViews(c: PortalContext): ViewKeeper {
  const base = baseOf(c)
  const lists = {
    'supplier-purchase-orders': `${base}/purchase-orders`,
    'supplier-shipments': `${base}/shipments`,
    'supplier-invoices': `${base}/invoices`,
  }
  return { retailerId: c.var.supplier.retailerId, lists, mayShare: false, mayRemoveShared: false }
}

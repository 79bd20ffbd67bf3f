import { Hono } from 'hono'
import { may } from '../auth/abilities.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { type ViewKeeper, viewRoutes } from '../lists/routes.tsx'
import { auditRoutes } from '../people/audit/routes.tsx'
import { firstOwnerRoutes, peopleRoutes } from '../people/routes.tsx'
import { securityRoutes } from '../people/security/routes.tsx'
import { apiKeyRoutes } from '../settings/api-keys/routes.tsx'
import { mailRoutes } from '../settings/mail/routes.tsx'
import { storefrontRoutes } from '../settings/storefronts/routes.tsx'
import { webhookRoutes } from '../settings/webhooks/routes.tsx'
import { announcementRoutes } from './announcements/routes.tsx'
import { automationRoutes } from './automation/routes.tsx'
import { certificateRoutes } from './certificates/routes.tsx'
import { connectionTestRoutes } from './channels/connection-test.tsx'
import { evidenceRoutes } from './channels/evidence.tsx'
import { dueRoutes } from './due/routes.tsx'
import { exceptionRoutes } from './exceptions.tsx'
import { feedRoutes } from './feeds/routes.tsx'
import { homeRoutes } from './home/routes.tsx'
import { listingConsole } from './listings/console.tsx'
import { listingRoutes } from './listings/routes.tsx'
import { mapRoutes, partnerMapRoutes } from './maps/routes.tsx'
import { messageRoutes } from './messages.tsx'
import { orderChangeRoutes } from './order-changes/routes.ts'
import { orderRoutes } from './orders.tsx'
import { packingSlipRoutes } from './packing-slips/routes.tsx'
import { partnerRoutes } from './partners.tsx'
import { pricingConsole } from './pricing/console.tsx'
import { productRoutes } from './products/routes.tsx'
import { purchaseOrderRoutes } from './purchase-orders.tsx'
import { replayRoutes } from './replays/routes.tsx'
import { routingConsole } from './routing/console.ts'
import { sourceRoutes } from './routing/sources.tsx'
import { bookRoutes } from './rules/routes.tsx'
import { salesChannelRoutes } from './sales-channels/routes.tsx'
import { scorecardRoutes } from './scorecards/routes.tsx'
import { searchRoutes } from './search/routes.tsx'
import { bookSettingsRoutes } from './settings-of-trade/book-settings.tsx'
import { defaultTermsRoutes } from './settings-of-trade/default-terms.tsx'
import { tradingTermsRoutes } from './settings-of-trade/partner-terms.tsx'
import { shipmentRoutes } from './shipments/routes.tsx'
import { stuckWorkRoutes } from './stuck-work/routes.tsx'
import { warehouseRoutes } from './warehouses/routes.tsx'
import { warehouseShipRoutes } from './warehouses/ship.tsx'

/** Every page of the retailer's console, below `/retailer`. */
export function retailerRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.route('/', homeRoutes(deps))
  app.route('/due', dueRoutes(deps))
  app.route('/search', searchRoutes(deps))
  app.route('/automation', automationRoutes(deps))
  app.route('/views', viewRoutes(deps, keptViews))
  app.route('/orders', orderRoutes(deps))
  app.route('/purchase-orders', purchaseOrderRoutes(deps))
  app.route('/purchase-orders', orderChangeRoutes(deps))
  app.route('/purchase-orders', warehouseShipRoutes(deps))
  app.route('/shipments', shipmentRoutes(deps))
  app.route('/messages/replays', replayRoutes(deps))
  app.route('/messages', messageRoutes(deps))
  app.route('/messages', evidenceRoutes(deps))
  app.route('/exceptions', exceptionRoutes(deps))
  app.route('/partners', partnerRoutes(deps))
  app.route('/partners', connectionTestRoutes(deps))
  app.route('/partners', partnerMapRoutes(deps))
  app.route('/partners', tradingTermsRoutes(deps))
  app.route('/terms', defaultTermsRoutes(deps))
  app.route('/books', bookSettingsRoutes(deps))
  app.route('/scorecards', scorecardRoutes(deps))
  app.route('/maps', mapRoutes(deps))
  app.route('/certificates', certificateRoutes(deps))
  app.route('/feeds', feedRoutes(deps))
  app.route('/warehouses', warehouseRoutes(deps))
  app.route('/rules/sources', sourceRoutes(deps))
  app.route('/rules', bookRoutes(deps, routingConsole))
  app.route('/products', productRoutes(deps))
  app.route('/listings', listingRoutes(deps))
  app.route(pricingConsole.path.replace('/retailer', ''), bookRoutes(deps, pricingConsole))
  app.route(listingConsole.path.replace('/retailer', ''), bookRoutes(deps, listingConsole))
  app.route('/sales-channels', salesChannelRoutes(deps))
  app.route('/storefronts', storefrontRoutes(deps))
  app.route('/stuck-work', stuckWorkRoutes(deps))
  app.route('/announcements', announcementRoutes(deps))
  app.route('/packing-slips', packingSlipRoutes(deps))
  app.route('/people', firstOwnerRoutes(deps))
  app.route('/people', peopleRoutes(deps))
  app.route('/security', securityRoutes(deps))
  app.route('/mail', mailRoutes(deps))
  app.route('/api-keys', apiKeyRoutes(deps))
  app.route('/webhooks', webhookRoutes(deps))
  app.route('/audit-log', auditRoutes(deps))
  return app
}

function keptViews(c: PortalContext): ViewKeeper {
  const { retailerId, role } = c.var.retailer
  return {
    retailerId,
    lists: {
      orders: '/retailer/orders',
      'purchase-orders': '/retailer/purchase-orders',
      shipments: '/retailer/shipments',
      messages: '/retailer/messages',
      exceptions: '/retailer/exceptions',
      invoices: '/accounting/invoices',
    },
    mayShare: true,
    mayRemoveShared: may(role, 'manage-people'),
  }
}

import { Hono } from 'hono'
import { purchaseOrders } from '../../db/schema/index.ts'
import { loadChanges } from '../../engine/purchase-orders/load-changes.ts'
import { may } from '../auth/abilities.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { type Cursor, readState } from '../lists/list-state.ts'
import { viewsOf } from '../lists/views.ts'
import type { WishFields } from '../shared/changes/wish-form.tsx'
import { csvStream, rowsAtOnce } from '../shared/csv-stream.ts'
import { loadShipments } from '../shared/shipments/of-order.ts'
import { page } from '../ui/page.tsx'
import { pageSize } from '../ui/request.ts'
import { dayIn } from '../ui/time.tsx'
import { settleSort } from './crowded-search.ts'
import { partnerNames } from './partner-names.ts'
import { PurchaseOrderPage } from './purchase-order-page.tsx'
import { PurchaseOrdersList, purchaseOrdersFile } from './purchase-orders-list.tsx'
import { listPurchaseOrders, purchaseOrdersList } from './purchase-orders-list-query.ts'
import { loadPurchaseOrder } from './purchase-orders-query.ts'
import { texts } from './texts.ts'
import { loadTrace } from './trace-query.ts'

const t = texts.purchaseOrders

/** The retailer's purchase orders. */
export function purchaseOrderRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showPurchaseOrders(c, deps))
  app.get('/file', c => sendPurchaseOrders(c, deps))
  app.get('/:number', c => showPurchaseOrder(c, deps))
  return app
}

async function listed(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const state = await settleSort(hub.orm, purchaseOrders, retailerId, readState(c.req.query(), purchaseOrdersList))
  const today = dayIn(c.var.viewer.timeZone, hub.now())
  const read = (after: Cursor | undefined, size: number) =>
    listPurchaseOrders(hub.orm, retailerId, { ...state, after }, today, size)
  return { state, read }
}

async function showPurchaseOrders(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { userId } = c.var.viewer
  const { state, read } = await listed(c, deps)
  const [found, views, partners] = await Promise.all([
    read(state.after, pageSize),
    viewsOf(deps.hub.orm, { retailerId, userId }, 'purchase-orders'),
    partnerNames(deps.hub.orm, retailerId),
  ])
  const list = <PurchaseOrdersList {...found} state={state} views={views} userId={userId} partners={partners} />
  return page(c, { title: t.title, current: 'purchase-orders' }, list)
}

async function sendPurchaseOrders(c: PortalContext, deps: PortalDeps) {
  const { read } = await listed(c, deps)
  return csvStream(c, 'purchase-orders', purchaseOrdersFile, (after?: Cursor) => read(after, rowsAtOnce))
}

/** An order's page, with the form that came back, in which a change is asked for. */
export async function showPurchaseOrder(
  c: PortalContext,
  { hub }: PortalDeps,
  asking: WishFields = { values: {}, errors: {} },
) {
  const { retailerId, role } = c.var.retailer
  const loaded = await loadPurchaseOrder(hub.orm, retailerId, c.req.param('number')!)
  const props = {
    ...loaded,
    shipments: await loadShipments(hub.orm, retailerId, loaded.order.id),
    trace: await loadTrace(hub.orm, retailerId, [loaded.order.id]),
    partners: await partnerNames(hub.orm, retailerId),
    changing: {
      loaded,
      changes: await loadChanges(hub.orm, retailerId, [loaded.order.id]),
      asking,
      mayChange: may(role, 'operate'),
    },
    packages: c.req.query('packages'),
    mayShip: loaded.source.kind === 'warehouse' && may(role, 'operate'),
  }
  const status = Object.keys(asking.errors).length > 0 ? 422 : 200
  const title = loaded.order.number
  return page(c, { title, current: 'purchase-orders', status }, <PurchaseOrderPage {...props} />)
}

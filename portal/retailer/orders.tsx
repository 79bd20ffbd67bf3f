import { Hono } from 'hono'
import { orders } from '../../db/schema/index.ts'
import { cancelOrder } from '../../engine/orders/cancel.ts'
import { holdOrder } from '../../engine/orders/hold.ts'
import { releaseOrder } from '../../engine/orders/release.ts'
import { appliedVersions } from '../../engine/rule-sets/names.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { type Cursor, readState } from '../lists/list-state.ts'
import { viewsOf } from '../lists/views.ts'
import { csvStream, rowsAtOnce } from '../shared/csv-stream.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { idParam } from '../ui/request.ts'
import { settleSort } from './crowded-search.ts'
import { OrderPage } from './order-page.tsx'
import { takeOrdersBulk } from './orders-bulk.tsx'
import { OrdersList, ordersFile } from './orders-list.tsx'
import { listOrders, ordersList } from './orders-list-query.ts'
import { loadOrder } from './orders-query.ts'
import { partnerNames } from './partner-names.ts'
import { texts } from './texts.ts'
import { loadTrace } from './trace-query.ts'

const t = texts.orders

/** The customers' orders: list, one order, and what operations may do with it. */
export function orderRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showOrders(c, deps))
  app.get('/file', c => sendOrders(c, deps))
  app.post('/bulk', needs('operate'), c => takeOrdersBulk(c, deps))
  app.get('/:id', c => showOrder(c, deps))
  app.post('/:id/hold', needs('operate'), c => takeHold(c, deps))
  app.post('/:id/release', needs('operate'), c => takeRelease(c, deps))
  app.post('/:id/cancel', needs('operate'), c => takeCancel(c, deps))
  return app
}

async function showOrders(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const { userId, timeZone } = c.var.viewer
  const state = await settleSort(hub.orm, orders, retailerId, readState(c.req.query(), ordersList))
  const [listed, views] = await Promise.all([
    listOrders(hub.orm, retailerId, state, timeZone),
    viewsOf(hub.orm, { retailerId, userId }, 'orders'),
  ])
  const props = { ...listed, state, views, userId, mayOperate: may(role, 'operate') }
  return page(c, { title: t.title, current: 'orders' }, <OrdersList {...props} />)
}

async function sendOrders(c: PortalContext, { hub }: PortalDeps): Promise<Response> {
  const { retailerId } = c.var.retailer
  const state = await settleSort(hub.orm, orders, retailerId, readState(c.req.query(), ordersList))
  const { timeZone } = c.var.viewer
  return csvStream(c, 'orders', ordersFile, (after?: Cursor) =>
    listOrders(hub.orm, retailerId, { ...state, after }, timeZone, rowsAtOnce),
  )
}

async function takeHold(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const orderId = idParam(c)
  const { reason = '' } = await formValues(c)
  await hub.work(actorOf(c.var.viewer), work => holdOrder(work, { retailerId, orderId, reason }))
  leaveFlash(c, 'good', texts.order.putOnHold)
  return c.redirect(`/retailer/orders/${orderId}`, 303)
}

async function showOrder(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const loaded = await loadOrder(hub.orm, retailerId, idParam(c))
  const ids = loaded.purchaseOrders.map(row => row.id)
  const props = {
    ...loaded,
    trace: await loadTrace(hub.orm, retailerId, ids),
    partners: await partnerNames(hub.orm, retailerId),
    rulesBy: await appliedVersions(
      hub.orm,
      retailerId,
      'routing',
      loaded.decisions.map(row => row.ruleVersion),
    ),
    mayOperate: may(role, 'operate'),
  }
  return page(c, { title: loaded.order.number, current: 'orders' }, <OrderPage {...props} />)
}

async function takeRelease(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const orderId = idParam(c)
  await hub.work(actorOf(c.var.viewer), work => releaseOrder(work, { retailerId, orderId }))
  leaveFlash(c, 'good', texts.order.released)
  return c.redirect(`/retailer/orders/${orderId}`, 303)
}

async function takeCancel(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const orderId = idParam(c)
  const { reason = '' } = await formValues(c)
  const done = await hub.work(actorOf(c.var.viewer), work => cancelOrder(work, { retailerId, orderId, reason }))
  const asked = done.asked.length > 0 ? ` ${texts.order.asked} ${done.asked.join(', ')}.` : ''
  leaveFlash(c, 'good', texts.order.cancelled + asked)
  return c.redirect(`/retailer/orders/${orderId}`, 303)
}

import { Hono } from 'hono'
import { openOf } from '../../engine/purchase-orders/line.ts'
import { loadChanges } from '../../engine/purchase-orders/load-changes.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { readState } from '../lists/list-state.ts'
import { viewsOf } from '../lists/views.ts'
import type { WishFields } from '../shared/changes/wish-form.tsx'
import { loadShipments } from '../shared/shipments/of-order.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { dayIn } from '../ui/time.tsx'
import { answerFrom, lineField } from './answer-document.ts'
import { countOrders } from './order-filters.ts'
import { OrderPage } from './order-page.tsx'
import { loadHistory, loadInvoices, loadOrder } from './order-query.ts'
import { OrdersPage } from './orders-page.tsx'
import { listOrders, supplierOrdersList } from './orders-query.ts'
import { sortIssues, submit } from './submit.ts'
import { texts } from './texts.ts'

/** A supplier's purchase orders: the list, one order, and the answer to it. */
export function orderRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showOrders(c, deps))
  app.get('/:number', c => showOrder(c, deps))
  app.post('/:number/acknowledgments', needs('answer'), c => takeAnswer(c, deps))
  return app
}

/** The address of a supplier's pages for one retailer. */
export function baseOf(c: PortalContext): string {
  return `/supplier/${c.var.supplier.slug}`
}

/** The viewer's day. */
export function todayOf(c: PortalContext, { hub }: PortalDeps): string {
  return dayIn(c.var.viewer.timeZone, hub.now())
}

async function showOrders(c: PortalContext, deps: PortalDeps) {
  const { orm } = deps.hub
  const scope = c.var.supplier
  const today = todayOf(c, deps)
  const base = baseOf(c)
  const { userId } = c.var.viewer
  const state = readState(c.req.query(), supplierOrdersList(base))
  const [counts, found, views] = await Promise.all([
    countOrders(orm, scope, today),
    listOrders(orm, scope, { ...state, today }),
    viewsOf(orm, { retailerId: scope.retailerId, userId }, 'supplier-purchase-orders'),
  ])
  const props = {
    ...found,
    base,
    state,
    today,
    counts,
    views,
    userId,
    may: { accept: may(scope.role, 'answer'), ship: may(scope.role, 'ship') },
  }
  return page(c, { title: texts.orders.title, current: 'purchase-orders' }, <OrdersPage {...props} />)
}

const blank = { values: {}, errors: {} }

/** An order's page, with the form that came back: the answer to it, or a change that is asked for. */
export async function showOrder(
  c: PortalContext,
  deps: PortalDeps,
  { answering = blank, asking = blank }: { answering?: WishFields; asking?: WishFields } = {},
) {
  const { orm } = deps.hub
  const scope = c.var.supplier
  const order = await loadOrder(orm, scope, c.req.param('number')!)
  const { role } = scope
  const props = {
    base: baseOf(c),
    order,
    shipments: await loadShipments(orm, scope.retailerId, order.order.id),
    invoices: await loadInvoices(orm, scope, order.order.number),
    history: await loadHistory(orm, scope.retailerId, order.order.id),
    may: { answer: may(role, 'answer'), ship: may(role, 'ship'), invoice: may(role, 'invoice') },
    retailerName: scope.retailerName,
    changes: await loadChanges(orm, scope.retailerId, [order.order.id]),
    asking,
    packages: c.req.query('packages'),
    ...answering,
  }
  const status = Object.keys({ ...answering.errors, ...asking.errors }).length > 0 ? 422 : 200
  return page(c, { title: order.order.number, current: 'purchase-orders', status }, <OrderPage {...props} />)
}

async function takeAnswer(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const order = await loadOrder(deps.hub.orm, c.var.supplier, c.req.param('number')!)
  const made = answerFrom(values, order, todayOf(c, deps))
  if ('errors' in made) return showOrder(c, deps, { answering: { values, errors: made.errors } })
  const after = values.answer === 'lines' && /^\d{1,6}$/.test(values.told ?? '') ? Number(values.told) : undefined
  const outcome = await submit(c, deps, made.document, { purchaseOrderId: order.order.id, after })
  if (outcome.result === 'rejected') {
    const { errors, general } = sortIssues(outcome.issues, path => lineField(path, made.lineKeys, 'accept'))
    const answering = { values, errors: general.length > 0 ? { ...errors, answer: general.join(' ') } : errors }
    return showOrder(c, deps, { answering })
  }
  const everything = values.answer === 'accept-all' && order.lines.some(line => openOf(line).gt(0))
  const t = texts.order
  const said = outcome.result === 'duplicate' ? t.answeredBefore : everything ? t.accepted : t.answered
  leaveFlash(c, outcome.result === 'duplicate' ? 'info' : 'good', withWarnings(said, outcome.issues))
  return c.redirect(`${baseOf(c)}/purchase-orders/${encodeURIComponent(order.order.number)}`, 303)
}

/** What was done, with what the hub wants known about it. */
export function withWarnings(said: string, issues: { message: string }[]): string {
  return [said, ...issues.map(issue => issue.message)].join(' ')
}

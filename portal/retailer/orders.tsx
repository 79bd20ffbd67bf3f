import { Hono } from 'hono'
import { cancelOrder } from '../../engine/orders/cancel.ts'
import { releaseOrder } from '../../engine/orders/release.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { Badge } from '../ui/badge.tsx'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { Money } from '../ui/money.tsx'
import { page } from '../ui/page.tsx'
import { Filters, PageHeader, Pages, SearchForm } from '../ui/parts.tsx'
import { idParam, type ListQuery, listHref, listQuery } from '../ui/request.ts'
import { orderStates } from '../ui/states.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { OrderPage } from './order-page.tsx'
import { type ListedOrder, listOrders, loadOrder, type OrderFilter, orderFilters } from './orders-query.ts'
import { partnerNames } from './partner-names.ts'
import { texts } from './texts.ts'
import { loadTrace } from './trace-query.ts'

const t = texts.orders

/** The customers' orders: list, one order, and what operations may do with it. */
export function orderRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showOrders(c, deps))
  app.get('/:id', c => showOrder(c, deps))
  app.post('/:id/release', needs('operate'), c => takeRelease(c, deps))
  app.post('/:id/cancel', needs('operate'), c => takeCancel(c, deps))
  return app
}

async function showOrders(c: PortalContext, { hub }: PortalDeps) {
  const query = listQuery(c, orderFilters, 'all', 'all')
  const listed = await listOrders(hub.orm, c.var.retailer.retailerId, query)
  return page(c, { title: t.title, current: 'orders' }, <OrdersPage query={query} {...listed} />)
}

async function showOrder(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const loaded = await loadOrder(hub.orm, retailerId, idParam(c))
  const ids = loaded.purchaseOrders.map(row => row.id)
  const props = {
    ...loaded,
    trace: await loadTrace(hub.orm, retailerId, ids),
    partners: await partnerNames(hub.orm, retailerId),
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

function OrdersPage(props: { query: ListQuery<OrderFilter>; rows: ListedOrder[]; older: string | undefined }) {
  const { query, rows, older } = props
  const path = '/retailer/orders'
  return (
    <>
      <PageHeader title={t.title} />
      <div class="toolbar">
        <Filters
          label="Show"
          options={orderFilters.map(filter => ({
            href: listHref(path, query, { show: filter }),
            word: t.filters[filter],
            current: filter === query.filter,
          }))}
        />
        <SearchForm action={path} keep={{ show: query.filter }} value={query.search} label={t.search} />
      </div>
      {rows.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <OrdersTable rows={rows} />}
      <Pages
        first={query.after ? listHref(path, query, {}) : undefined}
        older={older && listHref(path, query, { after: older })}
        shown={rows.length}
      />
    </>
  )
}

function OrdersTable({ rows }: { rows: ListedOrder[] }) {
  return (
    <Table
      label={t.title}
      rows={rows}
      attributes={row => ({ 'data-order': row.number, 'data-status': row.status })}
      columns={[
        { heading: 'Number', cell: row => <a href={`/retailer/orders/${row.id}`}>{row.number}</a> },
        { heading: 'State', cell: row => <Badge {...orderStates[row.status]} /> },
        { heading: 'Placed', cell: row => <Time at={row.placedAt} /> },
        { heading: 'Customer', cell: row => row.customer.name },
        { heading: 'Channel', cell: row => row.channel },
        { heading: 'Purchase orders', number: true, cell: row => String(row.purchaseOrders) },
        { heading: 'Total', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
      ]}
    />
  )
}

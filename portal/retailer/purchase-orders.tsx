import { Hono } from 'hono'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { loadShipments } from '../shared/shipments-query.ts'
import { Badge } from '../ui/badge.tsx'
import { Money } from '../ui/money.tsx'
import { page } from '../ui/page.tsx'
import { Filters, PageHeader, Pages, SearchForm } from '../ui/parts.tsx'
import { type ListQuery, listHref, listQuery } from '../ui/request.ts'
import { answers, purchaseOrderStates } from '../ui/states.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Day, dayIn, Time } from '../ui/time.tsx'
import { partnerNames } from './partner-names.ts'
import { PurchaseOrderPage } from './purchase-order-page.tsx'
import {
  type ListedPurchaseOrder,
  listPurchaseOrders,
  loadPurchaseOrder,
  type PurchaseOrderFilter,
  purchaseOrderFilters,
} from './purchase-orders-query.ts'
import { texts } from './texts.ts'
import { loadTrace } from './trace-query.ts'

const t = texts.purchaseOrders
const path = '/retailer/purchase-orders'

/** The retailer's purchase orders. */
export function purchaseOrderRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showPurchaseOrders(c, deps))
  app.get('/:number', c => showPurchaseOrder(c, deps))
  return app
}

async function showPurchaseOrders(c: PortalContext, { hub }: PortalDeps) {
  const query = listQuery(c, purchaseOrderFilters, 'all', 'all')
  const today = dayIn(c.var.viewer.timeZone, hub.now())
  const listed = await listPurchaseOrders(hub.orm, c.var.retailer.retailerId, query, today)
  return page(c, { title: t.title, current: 'purchase-orders' }, <ListPage query={query} {...listed} />)
}

async function showPurchaseOrder(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const loaded = await loadPurchaseOrder(hub.orm, retailerId, c.req.param('number')!)
  const props = {
    ...loaded,
    shipments: await loadShipments(hub.orm, retailerId, loaded.order.id),
    trace: await loadTrace(hub.orm, retailerId, [loaded.order.id]),
    partners: await partnerNames(hub.orm, retailerId),
  }
  return page(c, { title: loaded.order.number, current: 'purchase-orders' }, <PurchaseOrderPage {...props} />)
}

function ListPage(props: {
  query: ListQuery<PurchaseOrderFilter>
  rows: ListedPurchaseOrder[]
  older: string | undefined
}) {
  const { query, rows, older } = props
  return (
    <>
      <PageHeader title={t.title} />
      <div class="toolbar">
        <Filters
          label="Show"
          options={purchaseOrderFilters.map(filter => ({
            href: listHref(path, query, { show: filter }),
            word: t.filters[filter],
            current: filter === query.filter,
          }))}
        />
        <SearchForm action={path} keep={{ show: query.filter }} value={query.search} label={t.search} />
      </div>
      {rows.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <PurchaseOrdersTable rows={rows} />}
      <Pages
        first={query.after ? listHref(path, query, {}) : undefined}
        older={older && listHref(path, query, { after: older })}
        shown={rows.length}
      />
    </>
  )
}

function PurchaseOrdersTable({ rows }: { rows: ListedPurchaseOrder[] }) {
  return (
    <Table
      label={t.title}
      rows={rows}
      columns={[
        { heading: 'Number', cell: row => <a href={`${path}/${encodeURIComponent(row.number)}`}>{row.number}</a> },
        { heading: 'State', cell: row => <Badge {...purchaseOrderStates[row.status]} /> },
        { heading: 'Source', cell: row => row.source },
        { heading: 'Answer', cell: row => (row.partnershipId ? answers[row.answer] : 'Own warehouse') },
        { heading: 'Order', cell: row => <a href={`/retailer/orders/${row.orderId}`}>{row.orderNumber}</a> },
        { heading: 'Ship by', cell: row => <Day date={row.shipNotAfter} /> },
        { heading: 'Made', cell: row => <Time at={row.createdAt} /> },
        { heading: 'Cost', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
      ]}
    />
  )
}

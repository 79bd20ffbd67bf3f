import { Hono } from 'hono'
import { type OrderProfit, orderProfits } from '../../engine/reports/profit.ts'
import type { PortalDeps, PortalEnv } from '../deps.ts'
import { Money } from '../ui/money.tsx'
import { page } from '../ui/page.tsx'
import { PageHeader } from '../ui/parts.tsx'
import { pageSize } from '../ui/request.ts'
import { Empty, Table } from '../ui/table.tsx'
import { texts } from './texts.ts'

const t = texts.profit

/** What each order earned; every figure opens the order behind it. */
export function profitRoutes({ hub }: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', async c => {
    const rows = await orderProfits(hub.orm, { retailerId: c.var.retailer.retailerId, limit: pageSize })
    return page(c, { title: t.title, current: 'profit' }, <ProfitPage rows={rows} />)
  })
  return app
}

function ProfitPage({ rows }: { rows: OrderProfit[] }) {
  if (rows.length === 0) {
    return (
      <>
        <PageHeader title={t.title} />
        <Empty title={t.none}>{t.noneHint}</Empty>
      </>
    )
  }
  return (
    <>
      <PageHeader title={t.title} about={`The latest ${rows.length} orders`} />
      <Table
        label={t.title}
        rows={rows}
        columns={[
          { heading: 'Order', cell: row => <a href={`/retailer/orders/${row.orderId}`}>{row.number}</a> },
          { heading: 'Revenue', number: true, cell: row => <Money amount={row.revenue} currency={row.currency} /> },
          { heading: 'Items', number: true, cell: row => <Money amount={row.itemCost} currency={row.currency} /> },
          { heading: 'Fees', number: true, cell: row => <Money amount={row.fees} currency={row.currency} /> },
          { heading: 'Profit', number: true, cell: row => <Money amount={row.profit} currency={row.currency} /> },
          {
            heading: t.estimated,
            number: true,
            cell: row => <Money amount={row.estimatedCost} currency={row.currency} />,
          },
        ]}
      />
    </>
  )
}

import { Hono } from 'hono'
import { ageAccrual, listAccrual } from '../../../engine/reports/accrual.ts'
import { ageBand, agePayables, listDeductions, listPayables } from '../../../engine/reports/aging.ts'
import { keptFigure } from '../../../engine/reports/kept.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { rowsAtOnce } from '../../shared/csv-stream.ts'
import { Money, Quantity } from '../../ui/money.tsx'
import { page } from '../../ui/page.tsx'
import { PageHeader, Section } from '../../ui/parts.tsx'
import { pageSize } from '../../ui/request.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { AsOf, Day, dayIn, Time } from '../../ui/time.tsx'
import { texts } from '../texts.ts'
import { csvPages } from './csv.ts'
import { Aged, bandWords, cursorIn, DayAndFile, Download, pastDayIn, ReportPages } from './parts.tsx'

const t = texts.balances

const today = (c: PortalContext, { hub }: PortalDeps) => dayIn(c.var.viewer.timeZone, hub.now())

/** What is owed: approved and not paid, shipped and not billed, and taken off. Each as a page and as a file of what it shows. */
export function balanceRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/payables', c => showPayables(c, deps))
  app.get('/payables/file', c => sendPayables(c, deps))
  app.get('/accrual', c => showAccrual(c, deps))
  app.get('/accrual/file', c => sendAccrual(c, deps))
  app.get('/deductions', c => showDeductions(c, deps))
  app.get('/deductions/file', c => sendDeductions(c, deps))
  return app
}

function About({ says, at }: { says: string; at: Date }) {
  return (
    <>
      {says} <AsOf at={at} />
    </>
  )
}

async function showPayables(c: PortalContext, deps: PortalDeps) {
  const { hub } = deps
  const { retailerId } = c.var.retailer
  const [on, after] = [pastDayIn(c), cursorIn(c)]
  const day = on ?? today(c, deps)
  const { rows, next } = await listPayables(hub.orm, retailerId, { after, limit: pageSize, on })
  const aged = await keptFigure(hub, ['payables', retailerId, day, on ?? ''], () =>
    agePayables(hub.orm, retailerId, day, on),
  )
  const content =
    rows.length === 0 ? (
      <Empty title={t.nothingOwed} />
    ) : (
      <div class="stack">
        {after ? null : <Aged label={t.payables} rows={aged.value} />}
        <Section title={t.behind}>
          <Table
            label={t.behind}
            rows={rows}
            columns={[
              { heading: 'Invoice', cell: row => <a href={`/accounting/invoices/${row.invoiceId}`}>{row.number}</a> },
              { heading: 'Supplier', cell: row => row.supplier },
              { heading: 'Due', cell: row => <Day date={row.dueDate} /> },
              { heading: 'Age', cell: row => bandWords[ageBand(row.dueDate, day)] },
              { heading: 'Amount', number: true, cell: row => <Money amount={row.amount} currency={row.currency} /> },
            ]}
          />
          <ReportPages path="/accounting/payables" on={on} after={after} next={next} shown={rows.length} />
        </Section>
      </div>
    )
  return page(
    c,
    { title: t.payables, current: 'payables' },
    <>
      <PageHeader
        title={t.payables}
        about={<About says={on ? t.payablesPast(on) : t.payablesAbout} at={aged.asOf} />}
        action={<DayAndFile path="/accounting/payables" on={on} />}
      />
      {content}
    </>,
  )
}

async function sendPayables(c: PortalContext, deps: PortalDeps) {
  const on = pastDayIn(c)
  const day = on ?? today(c, deps)
  const { retailerId } = c.var.retailer
  return csvPages(
    c,
    'payables',
    ['Invoice', 'Supplier', 'Due', 'Age', 'Amount', 'Currency'],
    after => listPayables(deps.hub.orm, retailerId, { after, limit: rowsAtOnce, on }),
    row => [row.number, row.supplier, row.dueDate, bandWords[ageBand(row.dueDate, day)], row.amount, row.currency],
  )
}

async function showAccrual(c: PortalContext, deps: PortalDeps) {
  const { hub } = deps
  const { retailerId } = c.var.retailer
  const [on, after] = [pastDayIn(c), cursorIn(c)]
  const day = on ?? today(c, deps)
  const { rows, next } = await listAccrual(hub.orm, retailerId, { after, limit: pageSize, on })
  const aged = await keptFigure(hub, ['accrual', retailerId, day, on ?? ''], () =>
    ageAccrual(hub.orm, retailerId, day, on),
  )
  const content =
    rows.length === 0 ? (
      <Empty title={t.allBilled} />
    ) : (
      <div class="stack">
        {after ? null : <Aged label={t.accrual} rows={aged.value} />}
        <Section title={t.behind}>
          <Table
            label={t.behind}
            rows={rows}
            columns={[
              {
                heading: 'Purchase order',
                cell: row => (
                  <a href={`/retailer/purchase-orders/${encodeURIComponent(row.purchaseOrder)}`}>{row.purchaseOrder}</a>
                ),
              },
              { heading: 'Item', cell: row => row.sku },
              { heading: 'Supplier', cell: row => row.supplier },
              { heading: 'Shipped', cell: row => <Day date={row.shippedOn} /> },
              { heading: 'Due by terms', cell: row => <Day date={row.dueDate} /> },
              { heading: 'Not billed', number: true, cell: row => <Quantity value={row.quantity} /> },
              { heading: 'Amount', number: true, cell: row => <Money amount={row.amount} currency={row.currency} /> },
            ]}
          />
          <ReportPages path="/accounting/accrual" on={on} after={after} next={next} shown={rows.length} />
        </Section>
      </div>
    )
  return page(
    c,
    { title: t.accrual, current: 'accrual' },
    <>
      <PageHeader
        title={t.accrual}
        about={<About says={on ? t.accrualPast(on) : t.accrualAbout} at={aged.asOf} />}
        action={<DayAndFile path="/accounting/accrual" on={on} />}
      />
      {content}
    </>,
  )
}

async function sendAccrual(c: PortalContext, deps: PortalDeps) {
  const on = pastDayIn(c)
  const { retailerId } = c.var.retailer
  return csvPages(
    c,
    'accrual',
    ['Purchase order', 'Item', 'Supplier', 'Shipped', 'Due by terms', 'Not billed', 'Amount', 'Currency'],
    after => listAccrual(deps.hub.orm, retailerId, { after, limit: rowsAtOnce, on }),
    row => [
      row.purchaseOrder,
      row.sku,
      row.supplier,
      row.shippedOn,
      row.dueDate,
      row.quantity,
      row.amount,
      row.currency,
    ],
  )
}

async function showDeductions(c: PortalContext, { hub }: PortalDeps) {
  const after = cursorIn(c)
  const { rows, next } = await listDeductions(hub.orm, c.var.retailer.retailerId, { after, limit: pageSize })
  const content =
    rows.length === 0 ? (
      <Empty title={t.noDeductions} />
    ) : (
      <>
        <Table
          label={t.deductions}
          rows={rows}
          attributes={row => ({ 'data-claim': row.number })}
          columns={[
            { heading: 'Number', cell: row => row.number },
            { heading: 'Kind', cell: row => texts.claimKinds[row.kind as keyof typeof texts.claimKinds] },
            { heading: 'State', cell: row => texts.claimStates[row.status as keyof typeof texts.claimStates] },
            { heading: 'Supplier', cell: row => row.supplier },
            { heading: 'Invoice', cell: row => <a href={`/accounting/invoices/${row.invoiceId}`}>{row.invoice}</a> },
            { heading: 'Made', cell: row => <Time at={row.createdAt} /> },
            { heading: 'Why', cell: row => row.reason },
            { heading: 'Amount', number: true, cell: row => <Money amount={row.amount} currency={row.currency} /> },
          ]}
        />
        <ReportPages path="/accounting/deductions" after={after} next={next} shown={rows.length} />
      </>
    )
  return page(
    c,
    { title: t.deductions, current: 'deductions' },
    <>
      <PageHeader
        title={t.deductions}
        about={t.deductionsAbout}
        action={<Download href="/accounting/deductions/file" />}
      />
      {content}
    </>,
  )
}

async function sendDeductions(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  return csvPages(
    c,
    'deductions',
    ['Number', 'Kind', 'State', 'Supplier', 'Invoice', 'Made', 'Why', 'Amount', 'Currency'],
    after => listDeductions(hub.orm, retailerId, { after, limit: rowsAtOnce }),
    row => [
      row.number,
      row.kind,
      row.status,
      row.supplier,
      row.invoice,
      row.createdAt.toISOString(),
      row.reason,
      row.amount,
      row.currency,
    ],
  )
}

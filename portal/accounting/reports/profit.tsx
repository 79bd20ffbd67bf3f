import { Hono } from 'hono'
import { loadMargins, type Margin, type MarginGroup, marginGroups } from '../../../engine/reports/margins.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { Bars } from '../../ui/charts/bars.tsx'
import { Amount } from '../../ui/money.tsx'
import { page } from '../../ui/page.tsx'
import { Filters, PageHeader } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { texts } from '../texts.ts'
import { csvFile } from './csv.ts'
import { Download } from './parts.tsx'

const t = texts.profit
const path = '/accounting/profit'
/** How far back orders are looked at. */
const days = 365
/** Bars of one chart at most. */
const mostBars = 15

/** What orders earned, by order, line, product, supplier or sales channel. */
export function profitRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showProfit(c, deps))
  app.get('/file', c => sendProfit(c, deps))
  return app
}

const groupIn = (c: PortalContext): MarginGroup => marginGroups.find(group => group === c.req.query('by')) ?? 'order'

async function load(c: PortalContext, { hub }: PortalDeps) {
  const until = new Date(hub.now().getTime() + 86_400_000)
  const from = new Date(until.getTime() - days * 86_400_000)
  return await loadMargins(hub.orm, c.var.retailer.retailerId, groupIn(c), { from, until })
}

/** Where what stands behind a figure is to be seen. */
function hrefOf(group: MarginGroup, { id, label }: Margin): string | undefined {
  if ((group === 'order' || group === 'line') && id) return `/retailer/orders/${id}`
  if (group === 'supplier' && id) return `/retailer/partners/${id}`
  return group === 'product' ? `${path}?by=line&q=${encodeURIComponent(label)}` : undefined
}

async function showProfit(c: PortalContext, deps: PortalDeps) {
  const group = groupIn(c)
  const search = c.req.query('q') ?? ''
  const rows = (await load(c, deps)).filter(row => row.label.includes(search))
  const query = new URLSearchParams({ by: group, ...(search && { q: search }) })
  return page(
    c,
    { title: t.title, current: 'profit' },
    <>
      <PageHeader title={t.title} about={t.about} action={<Download href={`${path}/file?${query}`} />} />
      <div class="toolbar">
        <Filters
          label="By"
          options={marginGroups.map(one => ({
            href: `${path}?by=${one}`,
            word: t.groups[one],
            current: one === group,
          }))}
        />
      </div>
      {rows.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <Margins group={group} rows={rows} />}
    </>,
  )
}

function Margins({ group, rows }: { group: MarginGroup; rows: Margin[] }) {
  return (
    <>
      {[...Map.groupBy(rows, row => row.currency)].map(([currency, its]) => (
        <Bars
          label={`${t.title}, ${currency}`}
          againstWord={t.expected}
          bars={its.slice(0, mostBars).map(row => ({
            label: row.label,
            value: row.profit,
            against: row.expectedProfit,
            shown: `${row.profit} ${currency}`,
          }))}
        />
      ))}
      <Table
        label={t.title}
        rows={rows}
        attributes={row => ({ 'data-margin': row.label })}
        columns={[
          { heading: t.groups[group], cell: row => <Named group={group} row={row} /> },
          { heading: 'Currency', cell: row => row.currency },
          { heading: 'Revenue', number: true, cell: row => <Amount amount={row.revenue} /> },
          { heading: 'Items', number: true, cell: row => <Amount amount={row.itemCost} /> },
          { heading: 'Fees', number: true, cell: row => <Amount amount={row.fees} /> },
          { heading: 'Expected cost', number: true, cell: row => <Amount amount={row.expectedCost} /> },
          { heading: 'Profit', number: true, cell: row => <Amount amount={row.profit} /> },
          { heading: 'Expected profit', number: true, cell: row => <Amount amount={row.expectedProfit} /> },
          {
            heading: t.estimated,
            number: true,
            cell: row => <Amount amount={row.estimatedCost} />,
            quiet: row => row.estimatedCost === '0.00',
          },
        ]}
      />
    </>
  )
}

function Named({ group, row }: { group: MarginGroup; row: Margin }) {
  const href = hrefOf(group, row)
  return href ? <a href={href}>{row.label}</a> : <span>{row.label}</span>
}

async function sendProfit(c: PortalContext, deps: PortalDeps) {
  const search = c.req.query('q') ?? ''
  const rows = (await load(c, deps)).filter(row => row.label.includes(search))
  return csvFile(
    c,
    `profit-by-${groupIn(c)}`,
    ['By', 'Currency', 'Revenue', 'Items', 'Fees', 'Expected cost', 'Profit', 'Expected profit', 'Estimated cost'],
    rows.map(row => [
      row.label,
      row.currency,
      row.revenue,
      row.itemCost,
      row.fees,
      row.expectedCost,
      row.profit,
      row.expectedProfit,
      row.estimatedCost,
    ]),
  )
}

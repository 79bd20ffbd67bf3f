import { Hono } from 'hono'
import { loadMargins, type Margin, type MarginGroup, marginGroups } from '../../../engine/reports/margins.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { reckoned } from '../../shared/reckoned.tsx'
import { Bars } from '../../ui/charts/bars.tsx'
import { Amount } from '../../ui/money.tsx'
import { page } from '../../ui/page.tsx'
import { Filters, PageHeader, Pages } from '../../ui/parts.tsx'
import { pageSize } from '../../ui/request.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { AsOf } from '../../ui/time.tsx'
import { texts } from '../texts.ts'
import { csvPages } from './csv.ts'
import { Download } from './parts.tsx'

const t = texts.profit
const path = '/accounting/profit'
/** How many days back orders are looked at: the first unless asked otherwise. */
const periods = [30, 90, 365] as const
/** The most profitable that can be paged through, and that stand in a file. */
const mostShown = 1000
const mostInFile = 50_000
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

const daysIn = (c: PortalContext) => periods.find(days => String(days) === c.req.query('days')) ?? periods[0]

/** What a page or file of profits is asked for. */
interface Asked {
  group: MarginGroup
  days: number
  search: string
}

const askedIn = (c: PortalContext): Asked => ({
  group: groupIn(c),
  days: daysIn(c),
  search: (c.req.query('q') ?? '').slice(0, 200),
})

const hrefOfAsked = ({ group, days, search }: Asked, at = path) =>
  `${at}?${new URLSearchParams({ by: group, days: String(days), ...(search && { q: search }) })}`

async function load(c: PortalContext, { hub }: PortalDeps, { group, days, search }: Asked, limit: number) {
  const until = new Date(hub.now().getTime() + 86_400_000)
  const from = new Date(until.getTime() - (days + 1) * 86_400_000)
  return await loadMargins(hub.orm, c.var.retailer.retailerId, group, { from, until }, { search, limit })
}

/** Where what stands behind a figure is to be seen. */
function hrefOf(asked: Asked, { id, label }: Margin): string | undefined {
  const { group } = asked
  if ((group === 'order' || group === 'line') && id) return `/retailer/orders/${id}`
  if (group === 'supplier' && id) return `/retailer/partners/${id}`
  return group === 'product' ? hrefOfAsked({ ...asked, group: 'line', search: label }) : undefined
}

async function showProfit(c: PortalContext, deps: PortalDeps) {
  const asked = askedIn(c)
  const { group, days, search } = asked
  const key = ['profit', c.var.retailer.retailerId, group, String(days), search]
  const shown = { title: t.title, current: 'profit' }
  const figure = await reckoned(c, deps, shown, key, () => load(c, deps, asked, mostShown))
  if (figure instanceof Response) return figure
  const { value, asOf } = figure
  const number = Math.max(1, Number.parseInt(c.req.query('page') ?? '1', 10) || 1)
  const rows = value.slice((number - 1) * pageSize, number * pageSize)
  const here = hrefOfAsked(asked)
  return page(
    c,
    shown,
    <>
      <PageHeader
        title={t.title}
        about={
          <>
            {t.about} <AsOf at={asOf} />
          </>
        }
        action={<Download href={hrefOfAsked(asked, `${path}/file`)} />}
      />
      <div class="toolbar">
        <Filters
          label="By"
          options={marginGroups.map(one => ({
            href: hrefOfAsked({ ...asked, group: one, search: '' }),
            word: t.groups[one],
            current: one === group,
          }))}
        />
        <Filters
          label={t.periods}
          options={periods.map(one => ({
            href: hrefOfAsked({ ...asked, days: one }),
            word: t.days(one),
            current: one === days,
          }))}
        />
      </div>
      {rows.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <Margins asked={asked} rows={rows} />}
      <Pages
        first={number > 1 ? here : undefined}
        older={value.length > number * pageSize ? `${here}&page=${number + 1}` : undefined}
        shown={rows.length}
        words={texts.pages}
      />
    </>,
  )
}

function Margins({ asked, rows }: { asked: Asked; rows: Margin[] }) {
  const { group } = asked
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
          { heading: t.groups[group], cell: row => <Named asked={asked} row={row} /> },
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

function Named({ asked, row }: { asked: Asked; row: Margin }) {
  const href = hrefOf(asked, row)
  return href ? <a href={href}>{row.label}</a> : <span>{row.label}</span>
}

const fileHeader = [
  'By',
  'Currency',
  'Revenue',
  'Items',
  'Fees',
  'Expected cost',
  'Profit',
  'Expected profit',
  'Estimated cost',
]

/** The header goes out at once, so that the download begins however long the rows take. */
function sendProfit(c: PortalContext, deps: PortalDeps) {
  const asked = askedIn(c)
  const read = async () => ({ rows: await load(c, deps, asked, mostInFile), next: undefined })
  return csvPages(c, `profit-by-${asked.group}`, fileHeader, read, row => [
    row.label,
    row.currency,
    row.revenue,
    row.itemCost,
    row.fees,
    row.expectedCost,
    row.profit,
    row.expectedProfit,
    row.estimatedCost,
  ])
}

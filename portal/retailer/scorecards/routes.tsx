import Big from 'big.js'
import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { keptFigure } from '../../../engine/reports/kept.ts'
import { type ScorecardFigure, scorecardFigures } from '../../../engine/scorecards/figures.ts'
import type { Period } from '../../../engine/scorecards/period.ts'
import {
  type FigureDocument,
  listFigureDocuments,
  loadScorecards,
  type Scorecard,
  type Share,
} from '../../../engine/scorecards/scorecards.ts'
import { daysAfter } from '../../../partners/calendars/business-date.ts'
import { may } from '../../auth/abilities.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { Quantity } from '../../ui/money.tsx'
import { page } from '../../ui/page.tsx'
import { Filters, PageHeader, Pages } from '../../ui/parts.tsx'
import { idIn, idParam } from '../../ui/request.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { AsOf, dayIn } from '../../ui/time.tsx'
import { partnerNames } from '../partner-names.ts'
import { shippedOrders } from './shipped-orders.ts'
import { texts as t } from './texts.ts'

const path = '/retailer/scorecards'
const periods = [30, 90, 365] as const
const choices = ['all', 'short', 'full', 'some'] as const

/** How suppliers did, and the documents behind each figure. */
export function scorecardRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showScorecards(c, deps))
  app.get('/:id/:figure', c => showFigure(c, deps))
  return app
}

const daysOf = (c: PortalContext) => periods.find(days => String(days) === c.req.query('days')) ?? 30

/** Up to and with the viewer's day. */
function periodOf(c: PortalContext, now: Date) {
  const to = daysAfter(dayIn(c.var.viewer.timeZone, now), 1)
  return { from: daysAfter(to, -daysOf(c)), to }
}

/** Every supplier's, kept for a while where they take long: one reckoning serves the table and what is opened from it. */
async function cardsOf(hub: HubDatabase, retailerId: string, period: Period) {
  return await keptFigure(hub, ['scorecards', retailerId, period.from, period.to], () =>
    loadScorecards(hub.orm, { retailerId, period, now: hub.now() }),
  )
}

async function showScorecards(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const now = hub.now()
  const period = periodOf(c, now)
  const { value: cards, asOf } = await cardsOf(hub, retailerId, period)
  const names = await partnerNames(hub.orm, retailerId)
  const days = daysOf(c)
  return page(
    c,
    { title: t.title, current: 'scorecards' },
    <>
      <PageHeader
        title={t.title}
        about={
          <>
            {t.about} <AsOf at={asOf} />
          </>
        }
      />
      <Periods days={days} at={path} />
      {cards.length === 0 ? (
        <Empty title={t.none}>{t.noneHint}</Empty>
      ) : (
        <Table
          label={t.title}
          rows={cards}
          attributes={card => ({ 'data-supplier': card.partnershipId })}
          columns={[
            { heading: t.supplier, cell: card => names.get(card.partnershipId) ?? '' },
            ...scorecardFigures.map(figure => ({
              heading: t.figures[figure],
              number: true,
              quiet: (card: Scorecard) => card.figures[figure].rate === null,
              cell: (card: Scorecard) => <Figure card={card} figure={figure} days={days} />,
            })),
          ]}
        />
      )}
    </>,
  )
}

function Periods({ days, at, only }: { days: number; at: string; only?: string }) {
  const rest = only ? `&only=${only}` : ''
  const options = periods.map(one => ({
    href: `${at}?days=${one}${rest}`,
    word: t.days(one),
    current: one === days,
  }))
  return <Filters label={t.periods} options={options} />
}

function Figure({ card, figure, days }: { card: Scorecard; figure: ScorecardFigure; days: number }) {
  const share = card.figures[figure]
  if (share.rate === null) return <span class="soft">–</span>
  return (
    <a
      href={`${path}/${card.partnershipId}/${figure}?days=${days}`}
      title={t.measured(share.part, share.whole)}
      data-figure={figure}
    >
      {percent(share)}
    </a>
  )
}

/** `93.8%`. */
function percent({ rate }: Share): string {
  return `${new Big(rate ?? 0).times(100).round(1, Big.roundHalfUp).toFixed(1)}%`
}

async function showFigure(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const partnershipId = idParam(c)
  const figure = scorecardFigures.find(one => one === c.req.param('figure'))
  const supplier = (await partnerNames(hub.orm, retailerId)).get(partnershipId)
  if (!figure || !supplier) throw new ApplicationError('not-found', 'There is no such scorecard.')
  const now = hub.now()
  const period = periodOf(c, now)
  const only = choices.find(one => one === c.req.query('only')) ?? 'all'
  const after = idIn(c.req.query('after'))
  const asked = { retailerId, partnershipId, figure, period, now }
  const { rows, after: older } = await listFigureDocuments(hub.orm, {
    ...asked,
    ...(only !== 'all' && { only }),
    ...(after && { after }),
  })
  const card = (await cardsOf(hub, retailerId, period)).value.find(one => one.partnershipId === partnershipId)
  const days = daysOf(c)
  const at = `${path}/${partnershipId}/${figure}`
  const share = card?.figures[figure]
  const hrefs = await hrefsOf(hub.orm, retailerId, rows, may(role, 'see-accounts'))
  const title = `${t.figures[figure]}: ${supplier}`
  return page(
    c,
    { title, current: 'scorecards' },
    <>
      <PageHeader
        back={{ href: `${path}?days=${days}`, word: t.title }}
        title={title}
        about={`${share?.rate ? `${percent(share)}, ${t.measured(share.part, share.whole)}. ` : ''}${t.meanings[figure]}`}
      />
      <Periods days={days} at={at} only={only} />
      <Filters
        label={t.shown}
        options={choices.map(one => ({ href: `${at}?days=${days}&only=${one}`, word: t[one], current: one === only }))}
      />
      <Documents rows={rows} hrefs={hrefs} />
      <Pages
        first={after && `${at}?days=${days}&only=${only}`}
        older={older && `${at}?days=${days}&only=${only}&after=${older}`}
        shown={rows.length}
      />
    </>,
  )
}

function Documents({ rows, hrefs }: { rows: FigureDocument[]; hrefs: ReadonlyMap<string, string> }) {
  if (rows.length === 0) return <Empty title={t.noDocuments} />
  return (
    <Table
      label={t.shown}
      rows={rows}
      attributes={row => ({ 'data-document': row.number })}
      columns={[
        {
          heading: t.number,
          cell: row => (hrefs.has(row.id) ? <a href={hrefs.get(row.id)}>{row.number}</a> : row.number),
        },
        { heading: t.part, number: true, cell: row => <Quantity value={row.part} /> },
        { heading: t.whole, number: true, cell: row => <Quantity value={row.whole} /> },
      ]}
    />
  )
}

/** Where each document is to be seen: a shipment on the page of an order of which it brought goods. Invoices only for those who may see the accounts. */
async function hrefsOf(orm: Orm, retailerId: string, rows: readonly FigureDocument[], seesAccounts: boolean) {
  const orderHref = (number: string) => `/retailer/purchase-orders/${encodeURIComponent(number)}`
  const shipped = await shippedOrders(
    orm,
    retailerId,
    rows.filter(row => row.type === 'shipment').map(row => row.id),
  )
  return new Map(
    rows.flatMap(({ id, type, number }): [string, string][] => {
      if (type === 'purchase-order') return [[id, orderHref(number)]]
      if (type === 'invoice') return seesAccounts ? [[id, `/accounting/invoices/${id}`]] : []
      const order = shipped.get(id)
      return order ? [[id, orderHref(order)]] : []
    }),
  )
}

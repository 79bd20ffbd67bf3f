import { Hono } from 'hono'

import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { Money } from '../ui/money.tsx'
import { page } from '../ui/page.tsx'
import { PageHeader, Section, Task, Timeline } from '../ui/parts.tsx'
import { orderStates } from '../ui/states.ts'
import { Empty, Table } from '../ui/table.tsx'
import { eventStep } from './event-step.tsx'
import {
  countOrders,
  countStuckMessages,
  openExceptions,
  type RecentEvent,
  recentEvents,
  underWay,
} from './home-query.ts'
import { partnerNames } from './partner-names.ts'
import { exceptionWords, texts } from './texts.ts'

const t = texts.home

/** The retailer's first page: what flows, and what is stuck and why. */
export function homeRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showHome(c, deps))
  return app
}

async function showHome(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const props = {
    orders: await countOrders(hub.orm, retailerId),
    stuck: await countStuckMessages(hub.orm, retailerId),
    exceptions: await openExceptions(hub.orm, retailerId),
    events: await recentEvents(hub.orm, retailerId),
    partners: await partnerNames(hub.orm, retailerId),
  }
  return page(c, { title: t.title, current: 'home' }, <HomePage {...props} />)
}

interface HomeProps {
  orders: Map<string, number>
  stuck: Map<string, number>
  exceptions: Awaited<ReturnType<typeof openExceptions>>
  events: RecentEvent[]
  partners: Map<string, string>
}

function HomePage(props: HomeProps) {
  return (
    <div
      class="stack"
      id="now"
      hx-get="/retailer"
      hx-trigger="changed, every 60s"
      data-live={`/retailer/live/events?seen=${props.events[0]?.id ?? ''}`}
      hx-select="#now"
      hx-target="#now"
      hx-swap="outerMorph"
    >
      <PageHeader
        title={t.title}
        action={
          <a class="button" href="/retailer/automation">
            {t.automation}
          </a>
        }
      />
      <Flow counts={props.orders} />
      <div class="columns">
        <Stuck {...props} />
        <Section title={t.recent}>
          {props.events.length === 0 ? (
            <Empty title={t.nothingYet}>{t.nothingYetHint}</Empty>
          ) : (
            <Timeline steps={props.events.map(event => recentStep(event, props.partners))} />
          )}
        </Section>
      </div>
    </div>
  )
}

const filterOf: Record<(typeof underWay)[number], string> = {
  imported: 'open',
  held: 'held',
  routed: 'open',
  'partly-shipped': 'open',
  shipped: 'shipped',
}

/** Orders by how far they are, each number leading to its list. */
function Flow({ counts }: { counts: Map<string, number> }) {
  return (
    <nav class="flow" aria-label={t.flow}>
      {underWay.map(status => (
        <a href={`/retailer/orders?show=${filterOf[status]}`}>
          <span class="flow-number">{counts.get(status) ?? 0}</span>
          <span class="flow-word">{orderStates[status].word}</span>
        </a>
      ))}
    </nav>
  )
}

function Stuck({ orders, stuck, exceptions }: HomeProps) {
  const open = exceptions.reduce((sum, row) => sum + row.n, 0)
  const failed = (stuck.get('failed') ?? 0) + (stuck.get('retrying') ?? 0)
  const refused = (stuck.get('rejected') ?? 0) + (stuck.get('partly-processed') ?? 0)
  return (
    <Section title={t.stuck}>
      <div class="stack">
        <div class="tasks">
          <Task href="/retailer/exceptions" icon="alert" word={t.exceptions} count={open} />
          <Task href="/retailer/orders?show=held" icon="pause" word={t.held} count={orders.get('held') ?? 0} />
          <Task href="/retailer/messages?show=stuck" icon="out" word={t.failed} count={failed} />
          <Task href="/retailer/messages?show=stuck" icon="in" word={t.refused} count={refused} />
        </div>
        {exceptions.length === 0 ? (
          <Empty title={t.nothingStuck} />
        ) : (
          <Table
            label={t.stuck}
            rows={exceptions}
            columns={[
              {
                heading: 'Kind',
                cell: row => <a href={`/retailer/exceptions#${row.kind}`}>{exceptionWords[row.kind]}</a>,
              },
              { heading: 'Open', number: true, cell: row => String(row.n) },
              {
                heading: 'At stake',
                number: true,
                cell: row => (row.currency ? <Money amount={row.atStake} currency={row.currency} /> : ''),
              },
            ]}
          />
        )}
      </div>
    </Section>
  )
}

function recentStep(event: RecentEvent, partners: Map<string, string>) {
  const step = eventStep(event, partners)
  const href = event.purchaseOrder
    ? `/retailer/purchase-orders/${encodeURIComponent(event.purchaseOrder)}`
    : event.orderId && `/retailer/orders/${event.orderId}`
  const word = event.purchaseOrder ?? event.orderNumber
  return {
    ...step,
    meta: (
      <>
        {step.meta}
        {href && word ? (
          <>
            {' · '}
            <a href={href}>{word}</a>
          </>
        ) : null}
      </>
    ),
  }
}

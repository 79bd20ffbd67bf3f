import { deadlineKinds } from '../../../db/schema/index.ts'
import { instantIn } from '../../../partners/calendars/zoned-time.ts'
import { dueStates } from '../../supplier/due/query.ts'
import { counted } from '../../ui/counts.ts'
import { Icon, type IconName } from '../../ui/icons.tsx'
import { Money } from '../../ui/money.tsx'
import { PageHeader, Section, Task, Timeline } from '../../ui/parts.tsx'
import { orderStates } from '../../ui/states.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { AsOf, dayIn } from '../../ui/time.tsx'
import { dueHref } from '../due/routes.tsx'
import { texts as dueTexts } from '../due/texts.ts'
import { eventStep } from '../event-step.tsx'
import { undelivered, unread } from '../messages-list-query.ts'
import { exceptionWords, texts } from '../texts.ts'
import type { Flow, FlowKind } from './flow-query.ts'
import { type RecentEvent, underWay } from './query.ts'
import type { HomeFigures } from './routes.tsx'

const t = texts.home

interface HomeProps {
  figures: HomeFigures
  /** When the figures were right. */
  asOf: Date
  timeZone: string
  events: RecentEvent[]
  partners: Map<string, string>
}

/** What flows, what is stuck, what is due; it is asked for again as things happen. The automation score comes after the page: it takes longer. */
export function HomePage(props: HomeProps) {
  const { figures, events, partners } = props
  return (
    <div class="stack">
      <PageHeader title={t.title} />
      <div
        id="automation-summary"
        class="score"
        hx-get="/retailer/automation"
        hx-trigger="load"
        hx-select="#automation-summary"
        hx-swap="outerHTML"
      >
        <span class="score-number soft">–</span>
        <a href="/retailer/automation">{t.scoreWait}</a>
      </div>
      <div
        class="stack"
        id="now"
        hx-get="/retailer"
        hx-trigger="changed, every 60s"
        data-live={`/retailer/live/events?seen=${events[0]?.id ?? ''}`}
        hx-select="#now"
        hx-target="#now"
        hx-swap="outerMorph"
      >
        <Today {...props} />
        <Underway counts={figures.orders} />
        <div class="columns">
          <div class="stack">
            <Stuck figures={figures} />
            <Due figures={figures} />
            <Feeds figures={figures} />
          </div>
          <Section title={t.recent}>
            {events.length === 0 ? (
              <Empty title={t.nothingYet}>{t.nothingYetHint}</Empty>
            ) : (
              <Timeline steps={events.map(event => recentStep(event, partners))} />
            )}
          </Section>
        </div>
      </div>
    </div>
  )
}

/** So many of something have to be usual before their absence means anything. */
const telling = 10

const isLow = ({ today, usual }: Flow) => usual !== undefined && usual >= telling && today < usual / 2

function Today({ figures, asOf, timeZone }: HomeProps) {
  const day = dayIn(timeZone, asOf)
  const isNew = figures.flows.every(flow => flow.usual === undefined)
  const lists: Record<FlowKind, string> = {
    orders: `/retailer/orders?show=all&from=${day}`,
    out: `/retailer/messages?show=out&from=${day}`,
    in: `/retailer/messages?show=in&from=${day}`,
    shipments: `/retailer/shipments?show=all&from=${day}`,
    invoices: `/accounting/invoices?${new URLSearchParams({ show: 'all', since: instantIn(timeZone, day, '00:00').toISOString() })}`,
  }
  return (
    <Section
      title={t.today}
      aside={
        <span class="soft small">
          {isNew ? `${t.noUsual} ` : null}
          <AsOf at={asOf} />
        </span>
      }
    >
      <nav class="flow" aria-label={t.today}>
        {figures.flows.map(flow => (
          <a href={lists[flow.kind]} data-figure={`today ${flow.kind}`}>
            <span class="flow-word">{t.flows[flow.kind]}</span>
            <span class="flow-number">{flow.today.toLocaleString('en-US')}</span>
            <span class={isLow(flow) ? 'flow-usual warn' : 'flow-usual'}>
              {isLow(flow) ? (
                <>
                  <Icon name="alert" /> {t.less}{' '}
                </>
              ) : null}
              {flow.usual === undefined ? null : t.usual(flow.usual)}
            </span>
          </a>
        ))}
      </nav>
    </Section>
  )
}

/** Orders by how far they are, each number leading to its list. */
function Underway({ counts }: { counts: Map<string, number> }) {
  return (
    <Section title={t.flow}>
      <nav class="flow" aria-label={t.flow}>
        {underWay.map(status => (
          <a href={`/retailer/orders?show=all&state=${status}`} data-figure={`order ${status}`}>
            <span class="flow-word">{orderStates[status].word}</span>
            <span class="flow-number">{(counts.get(status) ?? 0).toLocaleString('en-US')}</span>
          </a>
        ))}
      </nav>
    </Section>
  )
}

function Stuck({ figures: { orders, stuck, exceptions, dead } }: { figures: HomeFigures }) {
  const open = exceptions.reduce((sum, row) => sum + row.n, 0)
  const sumOf = (states: readonly string[]) => states.reduce((sum, state) => sum + (stuck.get(state) ?? 0), 0)
  const waiting: [name: string, href: string, icon: IconName, word: string, count: number][] = [
    ['exceptions', '/retailer/exceptions', 'alert', t.exceptions, open],
    ['held', '/retailer/orders?show=held', 'pause', t.held, orders.get('held') ?? 0],
    ['undelivered', '/retailer/messages?show=undelivered', 'out', t.failed, sumOf(undelivered)],
    ['unread', '/retailer/messages?show=unread', 'in', t.refused, sumOf(unread)],
    ['dead', '/retailer/stuck-work', 'retry', t.dead, dead],
  ]
  return (
    <Section title={t.stuck}>
      <div class="stack">
        <nav class="flow" aria-label={t.stuck}>
          {waiting.map(([name, href, icon, word, count]) => (
            <a href={href} data-figure={`stuck ${name}`}>
              <span class="flow-word">
                <Icon name={icon} /> {word}
              </span>
              <span class={count === 0 ? 'flow-number soft' : 'flow-number'}>{counted(count)}</span>
            </a>
          ))}
        </nav>
        {exceptions.length === 0 ? (
          <Empty title={t.nothingStuck} />
        ) : (
          <Table
            label={t.money}
            rows={exceptions}
            columns={[
              {
                heading: t.kind,
                cell: row => <a href={`/retailer/exceptions?kind=${row.kind}`}>{exceptionWords[row.kind]}</a>,
              },
              { heading: t.open, number: true, cell: row => row.n.toLocaleString('en-US') },
              {
                heading: t.atStake,
                number: true,
                cell: row => (row.currency ? <Money amount={row.atStake} currency={row.currency} /> : ''),
                quiet: row => !row.currency,
              },
            ]}
          />
        )}
      </div>
    </Section>
  )
}

const tones = { late: 'bad', today: 'warn', soon: 'soft' } as const

function Due({ figures: { due } }: { figures: HomeFigures }) {
  const rows = deadlineKinds.flatMap(kind => due.filter(row => row.kind === kind))
  return (
    <Section title={t.due}>
      {rows.length === 0 ? (
        <Empty title={t.nothingDue} />
      ) : (
        <Table
          label={t.due}
          rows={rows}
          cards={false}
          attributes={row => ({ 'data-due': row.kind })}
          columns={[
            { heading: dueTexts.what, cell: row => dueTexts.kinds[row.kind] },
            ...dueStates.map(state => ({
              heading: dueTexts.states[state],
              number: true,
              cell: (row: (typeof rows)[number]) =>
                row[state] === 0 ? (
                  <span class="soft">0</span>
                ) : (
                  <a class={`strong ${tones[state]}`} href={dueHref(state, row.kind)}>
                    {state === 'late' ? <Icon name="alert" /> : null} {counted(row[state])}
                  </a>
                ),
            })),
          ]}
        />
      )}
    </Section>
  )
}

function Feeds({ figures: { feeds } }: { figures: HomeFigures }) {
  const isFine = feeds.stale + feeds.expired + feeds.quarantined === 0
  return (
    <Section title={t.feeds}>
      {isFine ? (
        <p class="soft">{feeds.told === 0 ? t.neverAny : t.feedsFine}</p>
      ) : (
        <div class="tasks">
          <Task href="/retailer/feeds?show=stale" icon="clock" word={t.stale} count={feeds.stale} />
          <Task href="/retailer/feeds?show=expired" icon="alert" word={t.expired} count={feeds.expired} />
          <Task href="/retailer/feeds?show=held" icon="pause" word={t.quarantined} count={feeds.quarantined} />
        </div>
      )}
      {feeds.never > 0 ? (
        <p class="soft">
          <a href="/retailer/feeds?show=never">{t.never(feeds.never)}</a>
        </p>
      ) : null}
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

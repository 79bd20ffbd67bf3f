import { Hono } from 'hono'
import { announcementsFor } from '../../engine/announcements/announcements.ts'
import type { PortalDeps, PortalEnv } from '../deps.ts'
import { unsorted } from '../lists/columns.tsx'
import { page } from '../ui/page.tsx'
import { Notice, PageHeader, Section, Task } from '../ui/parts.tsx'
import { Empty } from '../ui/table.tsx'
import { DueTable } from './due/page.tsx'
import { countDue, type DueCounts } from './due/query.ts'
import { type Freshness, FreshnessNotice, stockFreshness } from './freshness.tsx'
import { countAsked } from './invoices-query.ts'
import { countOrders, type OrderFilter } from './order-filters.ts'
import { baseOf, todayOf } from './order-routes.tsx'
import { columnsOf, OrdersTable } from './orders-page.tsx'
import { type ListedOrder, listOrders } from './orders-query.ts'
import { texts } from './texts.ts'

const t = texts.home

/** What needs the supplier today, with counts that lead to the lists. */
export function homeRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', async c => {
    const { orm } = deps.hub
    const scope = c.var.supplier
    const today = todayOf(c, deps)
    const counts = await countOrders(orm, scope, today)
    const next = firstWaiting(counts)
    const query = { filter: next ?? 'new', search: '', after: undefined, today }
    const rows = next ? (await listOrders(orm, scope, query)).rows.slice(0, 8) : []
    const props = {
      base: baseOf(c),
      today,
      counts,
      next,
      rows,
      due: await countDue(orm, scope, deps.hub.now(), c.var.viewer.timeZone),
      told: await announcementsFor(orm, { retailerId: scope.retailerId, partnershipId: scope.partnershipId, today }),
      asked: await countAsked(orm, scope),
      stock: await stockFreshness(orm, scope),
    }
    return page(c, { title: t.title, current: 'home' }, <HomePage {...props} />)
  })
  return app
}

function firstWaiting(counts: Record<OrderFilter, number>): OrderFilter | undefined {
  return (['late', 'today', 'asked', 'new', 'ship', 'invoice'] as const).find(filter => counts[filter] > 0)
}

interface HomeProps {
  base: string
  today: string
  counts: Record<OrderFilter, number>
  next: OrderFilter | undefined
  rows: ListedOrder[]
  due: DueCounts
  told: Awaited<ReturnType<typeof announcementsFor>>
  asked: Awaited<ReturnType<typeof countAsked>>
  stock: Freshness
}

function HomePage({ base, today, counts, next, rows, due, told, asked, stock }: HomeProps) {
  const list = (filter: OrderFilter) => `${base}/purchase-orders?show=${filter}`
  return (
    <div class="stack">
      <PageHeader title={t.title} />
      {told.map(one => (
        <Notice tone="info" title={one.title}>
          {one.body.split(/\r?\n/).map(line => (
            <p>{line}</p>
          ))}
        </Notice>
      ))}
      <div class="tasks">
        <Task href={list('late')} icon="alert" word={t.late} count={counts.late} />
        <Task href={list('new')} icon="orders" word={t.new} count={counts.new} />
        <Task href={list('ship')} icon="truck" word={t.ship} count={counts.ship} />
        <Task href={list('invoice')} icon="invoice" word={t.invoice} count={counts.invoice} />
        {counts.asked > 0 ? <Task href={list('asked')} icon="retry" word={t.asked} count={counts.asked} /> : null}
        {asked.answer > 0 ? (
          <Task href={`${base}/invoices?show=answer`} icon="alert" word={t.toAnswer} count={asked.answer} />
        ) : null}
        {asked.question > 0 ? (
          <Task href={`${base}/invoices?show=question`} icon="info" word={t.disputed} count={asked.question} />
        ) : null}
      </div>
      {due.length > 0 ? (
        <Section title={t.due}>
          <DueTable base={base} counts={due} />
        </Section>
      ) : null}
      <FreshnessNotice freshness={stock} href={`${base}/stock`} />
      {next ? (
        <Section title={`${t.next}: ${texts.orders.filters[next].toLowerCase()}`} aside={<a href={list(next)}>All</a>}>
          <OrdersTable rows={rows} columns={unsorted(columnsOf(base, today))} />
        </Section>
      ) : (
        <Empty title={t.calm} />
      )}
    </div>
  )
}

import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icons.tsx'
import { Money, Quantity } from '../ui/money.tsx'
import { Filters, PageHeader, Pages, SearchForm } from '../ui/parts.tsx'
import { listHref } from '../ui/request.ts'
import { supplierOrderStates } from '../ui/states.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Day } from '../ui/time.tsx'
import { choosing } from './bulk/chosen.ts'
import { type OrderFilter, orderFilters } from './order-filters.ts'
import type { ListedOrder, OrdersQuery } from './orders-query.ts'
import { texts } from './texts.ts'

const t = texts.orders

interface OrdersPageProps {
  base: string
  query: OrdersQuery
  counts: Record<OrderFilter, number>
  rows: ListedOrder[]
  older: string | undefined
  may: { accept: boolean; ship: boolean }
}

/** A supplier's purchase orders under a quick filter. */
export function OrdersPage({ base, query, counts, rows, older, may }: OrdersPageProps) {
  const path = `${base}/purchase-orders`
  return (
    <>
      <PageHeader
        title={t.title}
        action={
          <>
            {may.ship ? (
              <a class="button" href={`${base}/tracking`} data-action="tracking">
                <Icon name="truck" />
                {t.tracking}
              </a>
            ) : null}
            {rows.length > 0 ? (
              <a class="button" href={listHref(`${path}.csv`, query, {})} data-action="file">
                <Icon name="export" />
                {t.file}
              </a>
            ) : null}
          </>
        }
      />
      <div class="toolbar">
        <Filters
          label="Show"
          options={orderFilters.map(filter => ({
            href: listHref(path, query, { show: filter }),
            word: t.filters[filter],
            current: filter === query.filter,
            count: counts[filter],
          }))}
        />
        <SearchForm action={path} keep={{ show: query.filter }} value={query.search} label={t.search} />
      </div>
      {rows.length === 0 ? (
        <Empty title={t.none}>{t.noneHint}</Empty>
      ) : (
        <form id={bulkForm} class="form" method="post" action={`${base}/prints`} data-form="bulk">
          <ChosenBar base={base} may={may} />
          <OrdersTable base={base} rows={rows} today={query.today} choosable />
        </form>
      )}
      <Pages
        first={query.after ? listHref(path, query, {}) : undefined}
        older={older && listHref(path, query, { after: older })}
        shown={rows.length}
      />
    </>
  )
}

const bulkForm = 'chosen-orders'

const choice = {
  form: bulkForm,
  name: (row: ListedOrder) => choosing(row.number),
  label: (row: ListedOrder) => `${t.choose} ${row.number}`,
}

/** What can be done with the orders that are chosen. */
function ChosenBar({ base, may }: { base: string; may: { accept: boolean } }) {
  return (
    <div class="row row-between" data-chosen="">
      <span class="small soft needs-script">
        <span data-count="">0</span> {t.chosen}
      </span>
      <span class="row">
        {may.accept ? (
          <button type="submit" class="button button-small" formaction={`${base}/acceptances`}>
            <Icon name="check" />
            {t.accept}
          </button>
        ) : null}
        <button type="submit" class="button button-small" name="kind" value="purchase-order">
          {t.printOrders}
        </button>
        <button type="submit" class="button button-small" name="kind" value="packing-slip">
          {t.printSlips}
        </button>
      </span>
    </div>
  )
}

/** The orders in rows; also the list of what is next on the home page. */
export function OrdersTable(props: { base: string; rows: ListedOrder[]; today: string; choosable?: boolean }) {
  const { base, rows, today, choosable } = props
  return (
    <Table
      label={t.title}
      rows={rows}
      attributes={row => ({ 'data-order': row.number, 'data-status': row.status })}
      choose={choosable ? choice : undefined}
      columns={[
        {
          heading: 'Number',
          cell: row => <a href={`${base}/purchase-orders/${encodeURIComponent(row.number)}`}>{row.number}</a>,
        },
        { heading: 'State', cell: row => <Badge {...supplierOrderStates[row.status]} /> },
        { heading: 'Ordered', cell: row => <Day date={row.orderDate} /> },
        { heading: 'Ship by', cell: row => <ShipBy row={row} today={today} /> },
        { heading: 'Ship to', cell: row => `${row.shipTo.name}, ${row.shipTo.city} ${row.shipTo.state ?? ''}` },
        { heading: 'Lines', number: true, cell: row => <Quantity value={String(row.lineCount)} /> },
        { heading: 'Units', number: true, cell: row => <Quantity value={row.units} /> },
        { heading: 'Total', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
      ]}
    />
  )
}

const waiting = new Set(['released', 'sent', 'acknowledged', 'partly-shipped'])

function ShipBy({ row, today }: { row: ListedOrder; today: string }) {
  if (!row.shipNotAfter) return <span class="soft">–</span>
  if (!waiting.has(row.status) || row.shipNotAfter > today) return <Day date={row.shipNotAfter} />
  const late = row.shipNotAfter < today
  return (
    <span class={`row nowrap strong ${late ? 'bad' : 'warn'}`}>
      <Icon name={late ? 'alert' : 'clock'} />
      {late ? <Day date={row.shipNotAfter} /> : 'today'}
    </span>
  )
}

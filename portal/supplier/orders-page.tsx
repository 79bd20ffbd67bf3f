import { ColumnsMenu, type ListColumn, shownColumns } from '../lists/columns.tsx'
import { type Cursor, kept, type ListState, stateHref, stateQuery } from '../lists/list-state.ts'
import type { SavedView } from '../lists/views.ts'
import { ViewsMenu } from '../lists/views-menu.tsx'
import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icons.tsx'
import { Money, Quantity } from '../ui/money.tsx'
import { Filters, PageHeader, Pages, SearchForm } from '../ui/parts.tsx'
import { supplierOrderStates } from '../ui/states.ts'
import { type Column, Empty, Table } from '../ui/table.tsx'
import { Day } from '../ui/time.tsx'
import { choosing } from './bulk/chosen.ts'
import { type OrderFilter, orderFilters } from './order-filters.ts'
import { type ListedOrder, type OrderSort, supplierOrdersList } from './orders-query.ts'
import { texts } from './texts.ts'

const t = texts.orders

interface OrdersPageProps {
  base: string
  state: ListState<OrderFilter, OrderSort>
  today: string
  counts: Record<OrderFilter, number>
  rows: ListedOrder[]
  next: Cursor | undefined
  views: SavedView[]
  userId: string
  may: { accept: boolean; ship: boolean }
}

/** A supplier's purchase orders under a quick filter. */
export function OrdersPage(props: OrdersPageProps) {
  const { base, state, today, counts, rows, next, may } = props
  const definition = supplierOrdersList(base)
  const { path } = definition
  const query = stateQuery(state)
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
              <a class="button" href={`${path}.csv?${query}`} data-action="file">
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
            href: stateHref(path, state, { filter, search: '' }),
            word: t.filters[filter],
            current: filter === state.filter,
            count: counts[filter],
          }))}
        />
        <SearchForm action={path} keep={kept(state)} value={state.search} label={t.search} />
      </div>
      <div class="list-tools no-print">
        <ViewsMenu
          at={`${base}/views`}
          list="supplier-purchase-orders"
          path={path}
          views={props.views}
          userId={props.userId}
          query={query}
        />
        <ColumnsMenu definition={definition} state={state} />
      </div>
      {rows.length === 0 ? (
        <Empty title={t.none}>{t.noneHint}</Empty>
      ) : (
        <form id={bulkForm} class="form" method="post" action={`${base}/prints`} data-form="bulk">
          <ChosenBar base={base} may={may} />
          <OrdersTable rows={rows} columns={shownColumns(definition, state, columnsOf(base, today))} choosable />
        </form>
      )}
      <Pages
        first={state.after ? stateHref(path, state) : undefined}
        older={next && stateHref(path, state, { after: next })}
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
export function OrdersTable(props: { rows: ListedOrder[]; columns: Column<ListedOrder>[]; choosable?: boolean }) {
  return (
    <Table
      label={t.title}
      rows={props.rows}
      attributes={row => ({ 'data-order': row.number, 'data-status': row.status })}
      choose={props.choosable ? choice : undefined}
      columns={props.columns}
    />
  )
}

/** What is told of an order in a list; `today` is the supplier's day. */
export function columnsOf(base: string, today: string): ListColumn<ListedOrder, OrderSort>[] {
  return [
    {
      heading: 'Number',
      sort: 'number',
      cell: row => <a href={`${base}/purchase-orders/${encodeURIComponent(row.number)}`}>{row.number}</a>,
    },
    { heading: 'State', cell: row => <Badge {...supplierOrderStates[row.status]} /> },
    { heading: 'Ordered', sort: 'made', cell: row => <Day date={row.orderDate} /> },
    { heading: 'Ship by', sort: 'due', cell: row => <ShipBy row={row} today={today} /> },
    { heading: 'Ship to', cell: row => `${row.shipTo.name}, ${row.shipTo.city} ${row.shipTo.state ?? ''}` },
    { heading: 'Lines', number: true, cell: row => <Quantity value={String(row.lineCount)} /> },
    { heading: 'Units', number: true, cell: row => <Quantity value={row.units} /> },
    { heading: 'Total', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
  ]
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

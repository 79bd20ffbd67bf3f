import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icons.tsx'
import { Money } from '../ui/money.tsx'
import { Filters, PageHeader, Pages, SearchForm } from '../ui/parts.tsx'
import { type ListQuery, listHref } from '../ui/request.ts'
import { supplierInvoiceStates } from '../ui/states.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Day } from '../ui/time.tsx'
import { type InvoiceFilter, invoiceFilters, type ListedInvoice } from './invoices-query.ts'
import { texts } from './texts.ts'

const t = texts.invoices

interface InvoicesListProps {
  base: string
  query: ListQuery<InvoiceFilter>
  counts: Record<'answer' | 'question', number>
  rows: ListedInvoice[]
  older: string | undefined
}

/** A supplier's invoices under a quick filter, newest first. */
export function InvoicesList({ base, query, counts, rows, older }: InvoicesListProps) {
  const path = `${base}/invoices`
  const isNarrowed = query.filter !== 'all' || query.search !== ''
  return (
    <>
      <PageHeader
        title={t.title}
        action={
          rows.length > 0 ? (
            <a class="button" href={listHref(`${path}/file`, query, {})} data-action="file">
              <Icon name="export" />
              {texts.orders.file}
            </a>
          ) : null
        }
      />
      <div class="toolbar">
        <Filters
          label="Show"
          options={invoiceFilters.map(filter => ({
            href: listHref(path, query, { show: filter }),
            word: t.filters[filter],
            current: filter === query.filter,
            count: filter === 'answer' || filter === 'question' ? counts[filter] : undefined,
          }))}
        />
        <SearchForm action={path} keep={{ show: query.filter }} value={query.search} label={t.search} />
      </div>
      {rows.length === 0 ? (
        <Empty title={isNarrowed ? t.noneHere : t.none}>{isNarrowed ? t.noneHereHint : t.noneHint}</Empty>
      ) : (
        <InvoicesTable base={base} rows={rows} />
      )}
      <Pages
        first={query.after ? listHref(path, query, {}) : undefined}
        older={older && listHref(path, query, { after: older })}
        shown={rows.length}
      />
    </>
  )
}

function InvoicesTable({ base, rows }: { base: string; rows: ListedInvoice[] }) {
  const toBePaid = (row: ListedInvoice) => (row.status === 'paid' ? null : row.payable)
  return (
    <Table
      label={t.title}
      rows={rows}
      attributes={row => ({ 'data-invoice': row.number, 'data-status': row.status })}
      columns={[
        {
          heading: 'Number',
          cell: row => (
            <>
              <a class="nowrap" href={`${base}/invoices/${row.id}`}>
                {row.number}
              </a>
              {row.type === 'credit-memo' ? <div class="small soft">{t.creditMemo}</div> : null}
            </>
          ),
        },
        { heading: 'State', cell: row => <Badge {...supplierInvoiceStates[row.status]} /> },
        { heading: 'Purchase order', cell: row => <OrderLink base={base} number={row.purchaseOrderNumber} /> },
        { heading: 'Date', cell: row => <Day date={row.invoiceDate} /> },
        { heading: 'Due', cell: row => <Day date={row.dueDate} /> },
        { heading: 'Total', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
        {
          heading: t.payable,
          number: true,
          cell: row => <Money amount={toBePaid(row)} currency={row.currency} />,
          quiet: row => toBePaid(row) === null,
        },
      ]}
    />
  )
}

/** An invoice's order, where it names one. */
export function OrderLink({ base, number }: { base: string; number: string | null }) {
  if (!number) return null
  return <a href={`${base}/purchase-orders/${encodeURIComponent(number)}`}>{number}</a>
}

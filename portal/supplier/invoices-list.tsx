import type { ListColumn } from '../lists/columns.tsx'
import { ListFrame } from '../lists/frame.tsx'
import type { Cursor, ListState } from '../lists/list-state.ts'
import type { SavedView } from '../lists/views.ts'
import { Badge } from '../ui/badge.tsx'
import { Money } from '../ui/money.tsx'
import { supplierInvoiceStates } from '../ui/states.ts'
import { Day, Time } from '../ui/time.tsx'
import { type InvoiceFilter, type InvoiceSort, type ListedInvoice, supplierInvoicesList } from './invoices-query.ts'
import { texts } from './texts.ts'

const t = texts.invoices

interface InvoicesListProps {
  base: string
  state: ListState<InvoiceFilter, InvoiceSort>
  counts: Record<'answer' | 'question', number>
  rows: ListedInvoice[]
  next: Cursor | undefined
  views: SavedView[]
  userId: string
}

/** A supplier's invoices under a quick filter. */
export function InvoicesList(props: InvoicesListProps) {
  const { base, state } = props
  const isNarrowed = state.filter !== 'all' || state.search !== ''
  const none = isNarrowed ? { none: t.noneHere, noneHint: t.noneHereHint } : { none: t.none, noneHint: t.noneHint }
  return (
    <ListFrame
      {...props}
      definition={supplierInvoicesList(base)}
      title={t.title}
      words={{ search: t.search, filters: t.filters, ...none }}
      keeper={{ at: `${base}/views`, mayShare: false }}
      columns={columnsOf(base)}
      attributes={row => ({ 'data-invoice': row.number, 'data-status': row.status })}
    />
  )
}

const toBePaid = (row: ListedInvoice) => (row.status === 'paid' ? null : row.payable)

function columnsOf(base: string): ListColumn<ListedInvoice, InvoiceSort>[] {
  return [
    {
      heading: 'Number',
      sort: 'number',
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
    { heading: 'Due', sort: 'due', cell: row => <Day date={row.dueDate} /> },
    { heading: 'Total', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
    {
      heading: t.payable,
      number: true,
      cell: row => <Money amount={toBePaid(row)} currency={row.currency} />,
      quiet: row => toBePaid(row) === null,
    },
    { heading: 'Received', sort: 'made', cell: row => <Time at={row.receivedAt} /> },
  ]
}

/** An invoice's order, where it names one. */
export function OrderLink({ base, number }: { base: string; number: string | null }) {
  if (!number) return null
  return <a href={`${base}/purchase-orders/${encodeURIComponent(number)}`}>{number}</a>
}

import type { ExceptionKind } from '../../db/schema/index.ts'
import { exceptionWords } from '../retailer/texts.ts'
import { Badge } from '../ui/badge.tsx'
import { Money } from '../ui/money.tsx'
import { invoiceStates } from '../ui/states.ts'
import { type Choosing, Table } from '../ui/table.tsx'
import { Day } from '../ui/time.tsx'
import type { ListedInvoice } from './invoices-query.ts'
import { texts } from './texts.ts'

interface InvoicesTableProps {
  rows: ListedInvoice[]
  choose?: Choosing<ListedInvoice> | undefined
}

/** Invoices in rows, with what is open about each; with a box to tick in front of each where they can be chosen. */
export function InvoicesTable({ rows, choose }: InvoicesTableProps) {
  return (
    <Table
      label={texts.invoices.title}
      rows={rows}
      choose={choose}
      attributes={row => ({ 'data-invoice': row.number, 'data-status': row.status })}
      columns={[
        {
          heading: 'Number',
          cell: row => (
            <>
              <a class="nowrap" href={`/accounting/invoices/${row.id}`}>
                {row.number}
              </a>
              {row.type === 'credit-memo' ? <div class="small soft">Credit memo</div> : null}
            </>
          ),
        },
        { heading: 'State', cell: row => <Badge {...invoiceStates[row.status]} /> },
        { heading: 'Supplier', cell: row => row.supplier },
        { heading: 'Purchase order', cell: row => row.purchaseOrderNumber ?? '' },
        {
          heading: 'In question',
          cell: row => (row.kinds ?? []).map(kind => exceptionWords[kind as ExceptionKind]).join(', '),
          quiet: row => !row.kinds,
          optional: true,
        },
        {
          heading: 'At stake',
          number: true,
          cell: row => (row.atStake ? <Money amount={row.atStake} currency={row.currency} /> : ''),
          quiet: row => !row.atStake,
          optional: true,
        },
        { heading: 'Due', cell: row => <Day date={row.dueDate} /> },
        { heading: 'Total', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
        {
          heading: 'Payable',
          number: true,
          cell: row => <Money amount={row.payable} currency={row.currency} />,
          quiet: row => row.payable === null,
          optional: true,
        },
      ]}
    />
  )
}

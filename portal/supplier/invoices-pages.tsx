import type { Child } from 'hono/jsx'
import type { invoices } from '../../db/schema/index.ts'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Money, Quantity } from '../ui/money.tsx'
import { Facts, Notice, PageHeader, Pages, Section } from '../ui/parts.tsx'
import { invoiceStates } from '../ui/states.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Day, Time } from '../ui/time.tsx'
import { ClaimsPart } from './claims-part.tsx'
import type { LoadedInvoice } from './invoices.tsx'
import { texts } from './texts.ts'

const t = texts.invoices
type InvoiceRow = typeof invoices.$inferSelect

/** A supplier's invoices, newest first. */
export function InvoicesPage(props: {
  base: string
  rows: InvoiceRow[]
  older: string | undefined
  after: string | undefined
}) {
  const list = `${props.base}/invoices`
  if (props.rows.length === 0) {
    return (
      <>
        <PageHeader title={t.title} />
        <Empty title={t.none}>{t.noneHint}</Empty>
      </>
    )
  }
  return (
    <>
      <PageHeader title={t.title} />
      <Table
        label={t.title}
        rows={props.rows}
        attributes={row => ({ 'data-invoice': row.number, 'data-status': row.status })}
        columns={[
          { heading: 'Number', cell: row => <a href={`${list}/${row.id}`}>{row.number}</a> },
          { heading: 'State', cell: row => <Badge {...invoiceStates[row.status]} /> },
          { heading: 'Purchase order', cell: row => <OrderLink base={props.base} number={row.purchaseOrderNumber} /> },
          { heading: 'Date', cell: row => <Day date={row.invoiceDate} /> },
          { heading: 'Due', cell: row => <Day date={row.dueDate} /> },
          { heading: 'Total', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
          { heading: t.payable, number: true, cell: row => <Money amount={row.payable} currency={row.currency} /> },
        ]}
      />
      <Pages
        first={props.after ? list : undefined}
        older={props.older && `${list}?after=${props.older}`}
        shown={props.rows.length}
      />
    </>
  )
}

function OrderLink({ base, number }: { base: string; number: string | null }) {
  if (!number) return null
  return <a href={`${base}/purchase-orders/${encodeURIComponent(number)}`}>{number}</a>
}

/** One invoice as it was sent, and where it stands. */
export function InvoicePage(
  props: LoadedInvoice & { base: string; mayAnswer: boolean; errors: Record<string, string> },
) {
  const { base, invoice, lines, charges, questions } = props
  const { currency } = invoice
  return (
    <>
      <PageHeader
        back={{ href: `${base}/invoices`, word: t.title }}
        title={<Copyable text={invoice.number} />}
        state={<Badge {...invoiceStates[invoice.status]} />}
      />
      <div class="columns">
        <div class="stack">
          {questions.length > 0 ? (
            <Notice tone="warn" title={t.inQuestion}>
              <ul>
                {questions.map(question => (
                  <li>{question.summary}</li>
                ))}
              </ul>
            </Notice>
          ) : null}
          <Table
            label="Lines"
            rows={lines}
            columns={[
              { heading: 'Item', cell: line => line.sku ?? line.ids?.supplier ?? `Line ${line.position}` },
              { heading: 'Description', cell: line => line.description ?? '' },
              {
                heading: 'Quantity',
                number: true,
                cell: line => <Quantity value={line.quantity} unit={line.unit ?? ''} />,
              },
              {
                heading: 'Unit price',
                number: true,
                cell: line => <Money amount={line.unitPrice} currency={currency} />,
              },
              { heading: 'Amount', number: true, cell: line => <Money amount={line.amount} currency={currency} /> },
            ]}
          />
        </div>
        <aside class="stack">
          <ClaimsPart {...props} />
          <Section title="Invoice">
            <Facts
              rows={[
                ['Purchase order', <OrderLink base={base} number={invoice.purchaseOrderNumber} />],
                ['Date', <Day date={invoice.invoiceDate} />],
                ['Due', <Day date={invoice.dueDate} />],
                ...charges.map((charge): [string, Child] => [
                  charge.description ?? charge.reason,
                  <Money amount={charge.amount} currency={currency} />,
                ]),
                ['Total', <Money amount={invoice.total} currency={currency} />],
                [t.payable, invoice.payable && <Money amount={invoice.payable} currency={currency} />],
                ['Received', <Time at={invoice.receivedAt} />],
                ['Approved', invoice.approvedAt && <Time at={invoice.approvedAt} />],
                ['Void because', invoice.voidReason],
              ]}
            />
          </Section>
        </aside>
      </div>
    </>
  )
}

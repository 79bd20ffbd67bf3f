import Big from 'big.js'
import type { Child } from 'hono/jsx'
import type { invoices } from '../../db/schema/index.ts'
import { termsText } from '../../engine/invoices/terms.ts'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Money, Quantity } from '../ui/money.tsx'
import { Facts, Notice, PageHeader, Pages, Section, Timeline } from '../ui/parts.tsx'
import { supplierInvoiceStates } from '../ui/states.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Day, Time } from '../ui/time.tsx'
import { ClaimsPart } from './claims-part.tsx'
import type { LoadedInvoice } from './invoice-query.ts'
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
          { heading: 'State', cell: row => <Badge {...supplierInvoiceStates[row.status]} /> },
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
  const { base, invoice, lines, questions, history } = props
  const { currency } = invoice
  return (
    <>
      <PageHeader
        back={{ href: `${base}/invoices`, word: t.title }}
        title={<Copyable text={invoice.number} />}
        about={invoice.type === 'credit-memo' ? t.creditMemo : undefined}
        state={<Badge {...supplierInvoiceStates[invoice.status]} />}
        action={<InvoiceActions {...props} />}
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
            <Facts rows={factsOf(props)} />
          </Section>
          <Section title={t.history}>
            <Timeline steps={history.map(step => ({ what: step.what, meta: <Time at={step.at} /> }))} />
          </Section>
        </aside>
      </div>
    </>
  )
}

/** What it prints as, and its credit. A credit memo is credited by nothing, and what is void needs none. */
function InvoiceActions({ base, invoice, mayAnswer }: LoadedInvoice & { base: string; mayAnswer: boolean }) {
  const { id, type, status, purchaseOrderNumber } = invoice
  const creditable = mayAnswer && type === 'invoice' && status !== 'void' && purchaseOrderNumber
  return (
    <div class="row">
      <a class="button" href={`${base}/invoices/${id}/pdf`} data-action="pdf">
        {t.pdf}
      </a>
      {creditable ? (
        <a
          class="button"
          href={`${base}/purchase-orders/${encodeURIComponent(purchaseOrderNumber)}/invoices/new?credits=${id}`}
          data-action="credit"
        >
          {t.credit}
        </a>
      ) : null}
    </div>
  )
}

function factsOf({ base, invoice, charges, payment }: LoadedInvoice & { base: string }): [string, Child][] {
  const { currency, payable, total } = invoice
  const less = payable === null ? new Big(0) : new Big(total).minus(payable)
  const money = (amount: string | null | undefined) => amount && <Money amount={amount} currency={currency} />
  return [
    ['Purchase order', <OrderLink base={base} number={invoice.purchaseOrderNumber} />],
    ['Credits invoice', invoice.originalInvoiceNumber],
    ['Date', <Day date={invoice.invoiceDate} />],
    ['Terms', invoice.terms && (invoice.terms.description ?? termsText(invoice.terms))],
    ['Due', <Day date={invoice.dueDate} />],
    [t.discountUntil, invoice.discountDate && <Day date={invoice.discountDate} />],
    ...charges.map((charge): [string, Child] => [charge.description ?? charge.reason, money(charge.amount)]),
    ['Total', money(total)],
    [t.payable, money(payable)],
    [t.paidShort, less.gt(0) ? money(less.toFixed(2)) : null],
    ['Received', <Time at={invoice.receivedAt} />],
    ['Approved', invoice.approvedAt && <Time at={invoice.approvedAt} />],
    ['Paid', payment && <Day date={payment.paidOn} />],
    [t.payment, payment && [payment.number, payment.reference].filter(Boolean).join(' · ')],
    [t.amountPaid, money(payment?.paid)],
    [t.discountTaken, payment && new Big(payment.discount).gt(0) ? money(payment.discount) : null],
    ['Void because', invoice.voidReason],
  ]
}

import Big from 'big.js'
import type { Child } from 'hono/jsx'
import { termsText } from '../../engine/invoices/terms.ts'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Money, Quantity } from '../ui/money.tsx'
import { Facts, Notice, PageHeader, Section, Timeline } from '../ui/parts.tsx'
import { supplierInvoiceStates } from '../ui/states.ts'
import { Table } from '../ui/table.tsx'
import { Day, Time } from '../ui/time.tsx'
import { ClaimsPart } from './claims-part.tsx'
import type { LoadedInvoice } from './invoice-query.ts'
import { OrderLink } from './invoices-list.tsx'
import { texts } from './texts.ts'

const t = texts.invoices
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
    [t.payable, invoice.status === 'paid' ? null : money(payable)],
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

import type { Child } from 'hono/jsx'
import type { RetailerRole } from '../../db/schema/index.ts'
import { eventStep } from '../retailer/event-step.tsx'
import { exceptionWords } from '../retailer/texts.ts'
import type { ShippedRow } from '../shared/shipments/of-order.ts'
import { ShipmentList } from '../shared/shipments/order-list.tsx'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Input } from '../ui/fields.tsx'
import type { FormValues } from '../ui/form-data.ts'
import { Icon } from '../ui/icons.tsx'
import { Money } from '../ui/money.tsx'
import { Facts, PageHeader, Section, Timeline } from '../ui/parts.tsx'
import { invoiceStates } from '../ui/states.ts'
import { Table } from '../ui/table.tsx'
import { Day, Time } from '../ui/time.tsx'
import { BillBackForm } from './bill-back-form.tsx'
import { Decide } from './invoice-decisions.tsx'
import type { LoadedInvoice } from './invoices-query.ts'
import { MatchTable } from './match-table.tsx'
import { texts } from './texts.ts'

const t = texts.invoice

export interface InvoicePageProps extends LoadedInvoice {
  shipments: ShippedRow[]
  partners: ReadonlyMap<string, string>
  mayDecide: boolean
  mayComment: boolean
  role: RetailerRole
  values: FormValues
  errors: Record<string, string>
  /** Which page of the order's packages was asked for. */
  packages: string | undefined
}

/** An invoice beside its order and shipments, with what disagrees marked and the decisions at hand. */
export function InvoicePage(props: InvoicePageProps) {
  const { invoice, order, mayDecide } = props
  const canApprove = mayDecide && ['matched', 'within-tolerance'].includes(invoice.status)
  return (
    <div data-invoice={invoice.number} data-status={invoice.status}>
      <PageHeader
        back={{ href: '/accounting/invoices', word: texts.invoices.title }}
        title={<Copyable text={invoice.number} />}
        state={<Badge {...invoiceStates[invoice.status]} />}
        about={
          <>
            {invoice.type === 'credit-memo' ? 'Credit memo of' : 'From'} {props.supplier}
            {order ? (
              <>
                , for <a href={`/retailer/purchase-orders/${encodeURIComponent(order.number)}`}>{order.number}</a>
              </>
            ) : null}
          </>
        }
        action={canApprove ? <ApproveForm id={invoice.id} /> : null}
      />
      <div class="columns">
        <div class="stack">
          <Questions {...props} />
          <Section title={t.match}>
            <MatchTable {...props} />
          </Section>
          <Charges {...props} />
          <Section title="Shipments">
            <ShipmentList
              rows={props.shipments}
              empty="Nothing has shipped yet."
              page={{ path: `/accounting/invoices/${invoice.id}`, asked: props.packages }}
            />
          </Section>
        </div>
        <aside class="stack">
          <Decide {...props} />
          <Claims {...props} />
          <Amounts {...props} />
          <Section title={t.history}>
            <Timeline steps={props.history.map(event => eventStep(event, props.partners))} />
            {props.mayComment ? <CommentForm {...props} /> : null}
          </Section>
        </aside>
      </div>
    </div>
  )
}

function ApproveForm({ id }: { id: string }) {
  return (
    <form method="post" action={`/accounting/invoices/${id}/approval`} data-form="approve">
      <button type="submit" class="button button-primary">
        <Icon name="check" />
        {t.approve}
      </button>
    </form>
  )
}

function Questions({ exceptions, invoice }: InvoicePageProps) {
  if (exceptions.length === 0) return null
  return (
    <Section title={t.questions}>
      <Table
        label={t.questions}
        rows={exceptions}
        attributes={row => ({ 'data-exception': row.kind, 'data-open': String(!row.resolvedAt) })}
        columns={[
          { heading: 'What', cell: row => <What row={row} /> },
          { heading: 'Expected', number: true, cell: row => row.expected ?? '' },
          { heading: 'Found', number: true, cell: row => row.actual ?? '', marked: row => !row.resolvedAt },
          {
            heading: 'At stake',
            number: true,
            cell: row => <Money amount={row.atStake} currency={row.currency ?? invoice.currency} />,
          },
          {
            heading: 'State',
            cell: row =>
              row.resolvedAt ? (
                <Badge word={row.resolution ?? 'Resolved'} tone="good" icon="check" />
              ) : (
                <Badge word="Open" tone="warn" icon="alert" />
              ),
          },
        ]}
      />
    </Section>
  )
}

function What({ row }: { row: InvoicePageProps['exceptions'][number] }) {
  return (
    <span class="item">
      {exceptionWords[row.kind]}
      <span class="item detail">{row.summary}</span>
    </span>
  )
}

function Charges({ charges, invoice, order }: InvoicePageProps) {
  if (charges.length === 0) return null
  return (
    <Section
      title={t.charges}
      aside={
        order ? (
          <span class="small soft">
            Expected: <Money amount={order.expectedFees} currency={order.currency} />
          </span>
        ) : null
      }
    >
      <Table
        label={t.charges}
        rows={charges}
        columns={[
          { heading: 'What', cell: row => row.description ?? row.reason },
          { heading: 'Kind', cell: row => row.kind },
          { heading: 'Billed', number: true, cell: row => <Money amount={row.amount} currency={invoice.currency} /> },
          { heading: 'Matched', number: true, cell: row => <Money amount={row.payable} currency={invoice.currency} /> },
        ]}
      />
    </Section>
  )
}

function Amounts({ invoice }: InvoicePageProps) {
  const money = (amount: string | null): Child => <Money amount={amount} currency={invoice.currency} />
  return (
    <Section title="Invoice">
      <Facts
        rows={[
          [t.total, money(invoice.total)],
          [t.computed, money(invoice.computedTotal)],
          [t.payable, money(invoice.payable)],
          ['Date', <Day date={invoice.invoiceDate} />],
          ['Due', <Day date={invoice.dueDate} />],
          ['Discount until', invoice.discountDate && <Day date={invoice.discountDate} />],
          ['Received', <Time at={invoice.receivedAt} />],
          ['Approved', invoice.approvedAt && <Time at={invoice.approvedAt} />],
          ['By', invoice.approvedBy],
          ['Void because', invoice.voidReason],
        ]}
      />
    </Section>
  )
}

function Claims({ claims, invoice, mayDecide, values, errors }: InvoicePageProps) {
  if (claims.length === 0) return null
  return (
    <Section title={t.claims}>
      {claims.map(claim => (
        <div data-claim={claim.number}>
          <strong>
            {texts.claimKinds[claim.kind]} {claim.number}
          </strong>{' '}
          <Money amount={claim.amount} currency={invoice.currency} />
          <div class="small soft">
            {texts.claimStates[claim.status]} · {claim.reason}
          </div>
          {claim.answer ? <div class="small">“{claim.answer}”</div> : null}
          {mayDecide && claim.kind === 'bill-back' && claim.status === 'open' ? (
            <BillBackForm {...{ invoiceId: invoice.id, claimId: claim.id, values, errors }} />
          ) : null}
        </div>
      ))}
    </Section>
  )
}

function CommentForm({ invoice, values, errors }: InvoicePageProps) {
  return (
    <form class="form" method="post" action={`/accounting/invoices/${invoice.id}/comments`} data-form="comment">
      <Input name="comment" label={t.comment} value={values.comment} error={errors.comment} />
      <button type="submit" class="button button-small">
        {t.addComment}
      </button>
    </form>
  )
}

import Big from 'big.js'
import { paymentMethods } from '../../db/schema/index.ts'
import { Hidden, Input, Select } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Money } from '../ui/money.tsx'
import { PageHeader, Pages, Section } from '../ui/parts.tsx'
import { Empty, Table } from '../ui/table.tsx'
import { Day } from '../ui/time.tsx'
import type { ListedPayment, UnpaidInvoice } from './payments.tsx'
import { texts } from './texts.ts'

const t = texts.payments
const path = '/accounting/payments'

interface PaymentsProps {
  made: { rows: ListedPayment[]; older: string | undefined }
  unpaid: { rows: UnpaidInvoice[]; older: string | undefined }
  isFirst: { made: boolean; unpaid: boolean }
  today: string
  mayDecide: boolean
}

/** What is exported and waits to be paid, supplier by supplier, and every payment that was made. */
export function PaymentsPage({ made, unpaid, isFirst, today, mayDecide }: PaymentsProps) {
  const groups = Map.groupBy(unpaid.rows, ({ invoice }) => `${invoice.partnershipId} ${invoice.currency}`)
  return (
    <div class="stack">
      <PageHeader title={t.title} about={t.about} />
      {[...groups.values()].map(rows => (
        <Section title={rows[0]!.supplier}>
          <form class="form" method="post" action="/accounting/payments" data-form="pay">
            <Hidden name="partnership" value={rows[0]!.invoice.partnershipId} />
            <Unpaid rows={rows} mayDecide={mayDecide} today={today} />
            {mayDecide ? <PayFields today={today} /> : null}
          </form>
        </Section>
      ))}
      <Pages
        first={isFirst.unpaid ? undefined : path}
        older={unpaid.older && `${path}?unpaid=${unpaid.older}`}
        shown={unpaid.rows.length}
        words={texts.pages}
      />
      <Section title={t.made}>
        {made.rows.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <Made rows={made.rows} />}
        <Pages
          first={isFirst.made ? undefined : path}
          older={made.older && `${path}?paid=${made.older}`}
          shown={made.rows.length}
        />
      </Section>
    </div>
  )
}

function Unpaid({ rows, mayDecide, today }: { rows: UnpaidInvoice[]; mayDecide: boolean; today: string }) {
  return (
    <Table
      label={rows[0]!.supplier}
      rows={rows}
      columns={[
        {
          heading: 'Invoice',
          cell: ({ invoice }) => (
            <>
              {mayDecide ? (
                <input
                  type="checkbox"
                  name={`pay[${invoice.id}]`}
                  checked={invoice.dueDate <= today || (invoice.discountDate !== null && invoice.discountDate >= today)}
                  aria-label={`Pay ${invoice.number}`}
                />
              ) : null}{' '}
              <a href={`/accounting/invoices/${invoice.id}`}>{invoice.number}</a>
            </>
          ),
        },
        { heading: 'Due', cell: ({ invoice }) => <Day date={invoice.dueDate} /> },
        { heading: 'Discount until', cell: ({ invoice }) => <Day date={invoice.discountDate} /> },
        {
          heading: 'To be paid',
          number: true,
          cell: ({ invoice }) => (
            <Money
              amount={new Big(invoice.payable!).times(invoice.type === 'invoice' ? 1 : -1).toFixed()}
              currency={invoice.currency}
            />
          ),
        },
      ]}
    />
  )
}

function PayFields({ today }: { today: string }) {
  return (
    <div class="row">
      <Input name="paidOn" label={t.paidOn} type="date" value={today} required />
      <Select
        name="method"
        label={t.method}
        options={paymentMethods.map(value => ({ value, word: t.methods[value] }))}
      />
      <Input name="reference" label={t.reference} />
      <button type="submit" class="button button-primary">
        <Icon name="money" />
        {t.pay}
      </button>
    </div>
  )
}

function Made({ rows }: { rows: ListedPayment[] }) {
  return (
    <Table
      label={t.made}
      rows={rows}
      attributes={({ payment }) => ({ 'data-payment': payment.number })}
      columns={[
        { heading: 'Payment', cell: ({ payment }) => payment.number },
        { heading: 'Supplier', cell: row => row.supplier },
        { heading: t.paidOn, cell: ({ payment }) => <Day date={payment.paidOn} /> },
        { heading: t.method, cell: ({ payment }) => t.methods[payment.method] },
        { heading: t.reference, cell: ({ payment }) => payment.reference ?? '' },
        {
          heading: 'Total',
          number: true,
          cell: ({ payment }) => <Money amount={payment.total} currency={payment.currency} />,
        },
        {
          heading: 'Statement',
          cell: ({ payment }) => <a href={`/accounting/payments/${payment.id}/statement`}>PDF</a>,
        },
      ]}
    />
  )
}

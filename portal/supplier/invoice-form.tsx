import Big from 'big.js'
import { Hidden, Input } from '../ui/fields.tsx'
import type { FormValues } from '../ui/form-data.ts'
import { Icon } from '../ui/icons.tsx'
import { Quantity } from '../ui/money.tsx'
import { Notice } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { billable } from './invoice-document.ts'
import { ChargeRows, TermsFields } from './invoice-extras.tsx'
import type { Credited } from './invoice-start.ts'
import { ItemName } from './item-name.tsx'
import type { LoadedLine, LoadedOrder } from './order-query.ts'
import { texts } from './texts.ts'

const t = texts.invoice

interface InvoiceFormProps {
  order: LoadedOrder
  action: string
  values: FormValues
  errors: Record<string, string>
  today: string
  /** The terms agreed, in words. */
  agreed: string
  /** What the form comes to as it stands, where that was asked. */
  comesTo: string | undefined
  /** The invoice that a credit memo is about. */
  credited: Credited | undefined
}

/** A price with at least its cents: `19.2` → `19.20`. */
function priceText(price: string): string {
  const exact = new Big(price)
  return exact.eq(exact.round(2)) ? exact.toFixed(2) : exact.toFixed()
}

/**
 * What has shipped, turned into an invoice that can be edited before it is sent; or what an invoice billed, to be credited. Items, units, currency and order stand as they
 * were ordered.
 */
export function InvoiceForm(props: InvoiceFormProps) {
  const { order, action, values, errors, today, agreed, comesTo, credited } = props
  const input = (name: string) => ({ name, value: values[name], error: errors[name] })
  const lineInput = (line: LoadedLine, field: string, fallback: string) => {
    const name = `lines[${line.lineNumber}][${field}]`
    return { name, value: values[name] ?? fallback, error: errors[name], bare: true }
  }
  const lines = order.lines.filter(line =>
    credited ? credited.lines.has(line.lineNumber) : new Big(line.shipped).plus(line.overShipped).gt(0),
  )
  const available = (line: LoadedLine) => credited?.lines.get(line.lineNumber)?.quantity ?? billable(line).toFixed()
  const { currency } = order.order
  return (
    <form class="form" method="post" action={action} data-form={credited ? 'credit-memo' : 'invoice'}>
      {credited ? <Hidden name="credits" value={credited.id} /> : null}
      {comesTo ? <Notice tone="good" title={`${t.comesTo} ${comesTo} ${currency}`} /> : null}
      {errors.lines ? <Notice tone="bad" title={errors.lines} /> : null}
      <div class="card fields">
        <Input {...input('number')} label={credited ? t.creditNumber : t.number} required />
        <Input {...input('date')} value={values.date ?? today} label={t.date} type="date" required />
      </div>
      <Table
        label="Invoice lines"
        rows={lines}
        attributes={line => ({ 'data-line': line.lineNumber, 'data-billable': available(line) })}
        columns={[
          { heading: 'Item', cell: line => <ItemName line={line} /> },
          {
            heading: credited ? t.onInvoice : t.notInvoiced,
            number: true,
            cell: line => <Quantity value={available(line)} unit={line.unit} />,
          },
          {
            heading: t.quantity,
            number: true,
            cell: line => (
              <Input
                {...lineInput(line, 'quantity', credited ? '0' : billable(line).toFixed())}
                label={t.quantity}
                inputmode="decimal"
                class="short number"
              />
            ),
          },
          {
            heading: `${t.unitPrice} (${currency})`,
            number: true,
            cell: line => (
              <Input
                {...lineInput(
                  line,
                  'unitPrice',
                  priceText(credited?.lines.get(line.lineNumber)?.unitPrice ?? line.unitCost),
                )}
                label={t.unitPrice}
                inputmode="decimal"
                class="narrow number"
              />
            ),
          },
        ]}
      />
      <div class="card fields">
        <Input {...input('freight')} label={`${t.freight} (${currency})`} inputmode="decimal" class="number" />
        <Input {...input('tax')} label={`${t.tax} (${currency})`} inputmode="decimal" class="number" />
        <Input
          {...input('total')}
          label={`${t.total} (${currency})`}
          inputmode="decimal"
          class="number"
          hint={t.totalHint}
        />
      </div>
      <ChargeRows values={values} errors={errors} currency={currency} />
      {credited ? null : <TermsFields values={values} errors={errors} agreed={agreed} />}
      <div class="row form-actions">
        <button type="submit" class="button button-primary" name="action" value="send">
          <Icon name="invoice" />
          {credited ? t.sendCredit : t.send}
        </button>
        <button type="submit" class="button" name="action" value="total">
          {t.addUp}
        </button>
      </div>
    </form>
  )
}

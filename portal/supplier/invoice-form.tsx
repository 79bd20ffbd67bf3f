import Big from 'big.js'
import { Input } from '../ui/fields.tsx'
import type { FormValues } from '../ui/form-data.ts'
import { Icon } from '../ui/icons.tsx'
import { Quantity } from '../ui/money.tsx'
import { Notice } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { billable } from './invoice-document.ts'
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
}

/** A price with at least its cents: `19.2` → `19.20`. */
function priceText(price: string): string {
  const exact = new Big(price)
  return exact.eq(exact.round(2)) ? exact.toFixed(2) : exact.toFixed()
}

/** What has shipped, turned into an invoice that can be edited before it is sent. */
export function InvoiceForm({ order, action, values, errors, today }: InvoiceFormProps) {
  const input = (name: string) => ({ name, value: values[name], error: errors[name] })
  const lineInput = (line: LoadedLine, field: string, fallback: string) => {
    const name = `lines[${line.lineNumber}][${field}]`
    return { name, value: values[name] ?? fallback, error: errors[name], bare: true }
  }
  const lines = order.lines.filter(line => new Big(line.shipped).plus(line.overShipped).gt(0))
  const { currency } = order.order
  return (
    <form class="form" method="post" action={action} data-form="invoice">
      {errors.lines ? <Notice tone="bad" title={errors.lines} /> : null}
      <div class="card fields">
        <Input {...input('number')} label={t.number} required />
        <Input {...input('date')} value={values.date ?? today} label={t.date} type="date" required />
      </div>
      <Table
        label="Invoice lines"
        rows={lines}
        attributes={line => ({ 'data-line': line.lineNumber, 'data-billable': billable(line).toFixed() })}
        columns={[
          { heading: 'Item', cell: line => <ItemName line={line} /> },
          {
            heading: 'Shipped, not invoiced',
            number: true,
            cell: line => <Quantity value={billable(line).toFixed()} unit={line.unit} />,
          },
          {
            heading: t.quantity,
            number: true,
            cell: line => (
              <Input
                {...lineInput(line, 'quantity', billable(line).toFixed())}
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
                {...lineInput(line, 'unitPrice', priceText(line.unitCost))}
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
      <div class="row row-between form-actions">
        <span />
        <button type="submit" class="button button-primary">
          <Icon name="invoice" />
          {t.send}
        </button>
      </div>
    </form>
  )
}

import type { Child } from 'hono/jsx'
import { shippableOf } from '../../../engine/purchase-orders/line.ts'
import { Input } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Amount, Quantity } from '../../ui/money.tsx'
import { Notice } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { texts } from './texts.ts'
import type { NamedLine } from './words.ts'

/** A form of wishes as it came back. */
export interface WishFields {
  values: FormValues
  errors: Record<string, string>
}

interface WishFormProps extends WishFields {
  lines: readonly NamedLine[]
  currency: string
  action: string
  title: string
  hint: string
  submit: string
  /** Whether more of a line, and further lines, may be asked for. */
  more?: boolean
  /** Further fields, and further buttons beside the first. */
  children?: Child
  buttons?: Child
}

/** Asks the other side for less of a line, more of it, another price or another day, or for another item. Nothing where all has shipped. Read by `wishesFrom`. */
export function WishForm(props: WishFormProps) {
  const { values, errors, currency } = props
  const lines = props.lines.filter(line => shippableOf(line).gt(0))
  if (lines.length === 0) return null
  const field = (line: NamedLine, name: string) => {
    const key = `wishes[${line.lineNumber}][${name}]`
    return { name: key, value: values[key], error: errors[key], bare: true }
  }
  const addColumn = {
    heading: texts.add,
    cell: (line: NamedLine) => (
      <Input {...field(line, 'add')} label={texts.add} inputmode="decimal" class="short number" />
    ),
  }
  return (
    <details class="more no-print" open={Object.keys(errors).length > 0}>
      <summary>{props.title}</summary>
      <form class="form" method="post" action={props.action} data-form="ask-change">
        <p class="soft">{props.hint}</p>
        {errors.wishes ? <Notice tone="bad" title={errors.wishes} /> : null}
        <Table
          label={props.title}
          rows={lines}
          attributes={line => ({ 'data-line': line.lineNumber })}
          columns={[
            { heading: texts.item, cell: line => line.itemName },
            {
              heading: texts.unshipped,
              number: true,
              cell: line => <Quantity value={shippableOf(line).toFixed()} unit={line.unit} />,
            },
            {
              heading: texts.cancel,
              cell: line => (
                <Input {...field(line, 'cancel')} label={texts.cancel} inputmode="decimal" class="short number" />
              ),
            },
            ...(props.more ? [addColumn] : []),
            { heading: `Price, ${currency}`, number: true, cell: line => <Amount amount={line.unitCost} /> },
            {
              heading: texts.newPrice,
              cell: line => (
                <Input {...field(line, 'unitPrice')} label={texts.newPrice} inputmode="decimal" class="short number" />
              ),
            },
            {
              heading: texts.newDate,
              cell: line => <Input {...field(line, 'shipDate')} label={texts.newDate} type="date" />,
            },
          ]}
        />
        {props.more ? <AnotherItem {...props} /> : null}
        {props.children}
        <Input name="reason" label={texts.reason} value={values.reason} error={errors.reason} />
        <div class="row form-actions">
          <button type="submit" class="button button-primary">
            {props.submit}
          </button>
          {props.buttons}
        </div>
      </form>
    </details>
  )
}

function AnotherItem({ values, errors }: WishFields) {
  const field = (name: string) => ({
    name: `added[1][${name}]`,
    value: values[`added[1][${name}]`],
    error: errors[`added[1][${name}]`],
  })
  const number = { inputmode: 'decimal', class: 'short number' } as const
  return (
    <fieldset class="plain">
      <legend>{texts.another}</legend>
      <div class="row">
        <Input {...field('sku')} label={texts.anotherSku} />
        <Input {...field('add')} label={texts.anotherQuantity} {...number} />
        <Input {...field('unitPrice')} label={texts.anotherPrice} {...number} />
        <Input {...field('retailPrice')} label={texts.anotherRetail} {...number} />
      </div>
    </fieldset>
  )
}

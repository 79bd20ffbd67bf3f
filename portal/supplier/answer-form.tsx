import Big from 'big.js'
import { rejectionReasons } from '../../translators/documents/index.ts'
import { Hidden, Input, Select } from '../ui/fields.tsx'
import type { FormValues } from '../ui/form-data.ts'
import { Quantity } from '../ui/money.tsx'
import { Notice } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { answerable } from './answer-document.ts'
import { ItemName } from './item-name.tsx'
import type { LoadedLine, LoadedOrder } from './order-query.ts'
import { reasonWords, texts } from './texts.ts'

interface AnswerFormProps {
  order: LoadedOrder
  action: string
  values: FormValues
  errors: Record<string, string>
}

const reasons = rejectionReasons.map(value => ({ value, word: reasonWords[value] }))

/** Line by line: how many are accepted, come later, or cannot be delivered. */
export function AnswerForm({ order, action, values, errors }: AnswerFormProps) {
  const t = texts.order
  const lines = order.lines.filter(line => answerable(line).gt(0))
  const field = (line: LoadedLine, name: string) => {
    const key = `lines[${line.lineNumber}][${name}]`
    return { name: key, value: values[key], error: errors[key], bare: true }
  }
  return (
    <form class="form" method="post" action={action} data-form="answer">
      <Hidden name="told" value={values.told ?? String(order.answers)} />
      <p class="soft">{t.answerHint}</p>
      {errors.answer ? <Notice tone="bad" title={errors.answer} /> : null}
      <Table
        label={t.answerLines}
        rows={lines}
        attributes={line => ({ 'data-line': line.lineNumber, 'data-answerable': answerable(line).toFixed() })}
        columns={[
          { heading: 'Item', cell: line => <ItemName line={line} /> },
          {
            heading: 'To answer',
            number: true,
            cell: line => <Quantity value={answerable(line).toFixed()} unit={line.unit} />,
          },
          {
            heading: 'Accept',
            cell: line => <AcceptField line={line} field={field} untouched={values.answer === undefined} />,
          },
          {
            heading: 'Comes later, on',
            cell: line => (
              <div class="stack-tight">
                <Input
                  {...field(line, 'backorder')}
                  label="Quantity that comes later"
                  inputmode="decimal"
                  class="short number"
                />
                <Input {...field(line, 'backorderDate')} label="Date on which it ships" type="date" />
              </div>
            ),
          },
          {
            heading: 'Reject, because',
            cell: line => (
              <div class="stack-tight">
                <Input {...field(line, 'reject')} label="Quantity rejected" inputmode="decimal" class="short number" />
                <Select {...field(line, 'reason')} label="Reason" options={reasons} />
              </div>
            ),
          },
        ]}
      />
      <div class="row row-between">
        <Input name="supplierOrderNumber" label={t.supplierOrderNumber} value={values.supplierOrderNumber} />
        <div class="row form-actions">
          <button type="submit" class="button button-primary" name="answer" value="lines">
            {t.sendAnswer}
          </button>
        </div>
      </div>
    </form>
  )
}

function AcceptField(props: {
  line: LoadedLine
  field: (
    line: LoadedLine,
    name: string,
  ) => { name: string; value: string | undefined; error: string | undefined; bare: boolean }
  untouched: boolean
}) {
  const { line, field, untouched } = props
  const accept = field(line, 'accept')
  const open = answerable(line).minus(new Big(line.backordered)).toFixed()
  return (
    <Input
      {...accept}
      value={untouched && open !== '0' ? open : accept.value}
      label="Quantity accepted"
      inputmode="decimal"
      class="short number"
    />
  )
}

/** Refuses the whole order, with the reason. */
export function RejectAllForm({ action }: { action: string }) {
  const t = texts.order
  return (
    <details class="more no-print">
      <summary>{t.rejectAll}</summary>
      <form class="row" method="post" action={action} data-form="reject-all">
        <Select name="reason" label="Reason" bare options={reasons} />
        <button
          type="submit"
          class="button button-bad"
          name="answer"
          value="reject-all"
          data-confirm="Reject the whole order? The retailer gives it to somebody else."
        >
          {t.rejectAll}
        </button>
      </form>
    </details>
  )
}

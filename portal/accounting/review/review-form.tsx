import type { Child } from 'hono/jsx'
import type { PdfReading } from '../../../translators/pdf/invoice/index.ts'
import { Hidden, Input, Select } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import { Icon } from '../../ui/icons.tsx'
import { Section } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { anchorOf, otherKinds, othersOf, rowCount } from './form-names.ts'
import { certaintyWords, texts as t } from './texts.ts'

export interface ReviewFormProps {
  id: string
  reading: PdfReading
  values: FormValues
  errors: Record<string, string>
}

/** The fields of an invoice under review, each with how sure it is and a link to where it stands on its page. */
export function ReviewForm({ id, reading, values, errors }: ReviewFormProps) {
  const input = (name: string) => ({ name, value: values[name] ?? '', error: errors[name] })
  const field = (name: string, path: string, child: Child) => (
    <div class="review-field" data-field={name}>
      {child}
      <Source reading={reading} path={path} />
    </div>
  )
  return (
    <form class="form" method="post" action={`/accounting/reviews/${id}/confirmation`} data-form="review">
      <div class="card fields">
        {field('number', 'number', <Input {...input('number')} label="Number" required />)}
        {field('date', 'date', <Input {...input('date')} label="Date" type="date" required />)}
        {field(
          'purchaseOrderNumber',
          'purchaseOrderNumber',
          <Input {...input('purchaseOrderNumber')} label="Purchase order" />,
        )}
        <Select {...input('type')} label="Kind" options={kinds} />
        {values.type === 'credit-memo' ? (
          field(
            'originalInvoiceNumber',
            'originalInvoiceNumber',
            <Input {...input('originalInvoiceNumber')} label="Invoice credited" />,
          )
        ) : (
          <Hidden name="originalInvoiceNumber" value={values.originalInvoiceNumber ?? ''} />
        )}
        {field('currency', 'currency', <Input {...input('currency')} label="Currency" class="short" required />)}
        {field(
          'netDays',
          'terms.netDays',
          <Input {...input('netDays')} label="Due after days" inputmode="numeric" class="short" error={errors.terms} />,
        )}
        {field(
          'total',
          'total',
          <Input {...input('total')} label="Total" inputmode="decimal" class="number" required />,
        )}
      </div>
      <Lines reading={reading} values={values} errors={errors} id={id} />
      <Others reading={reading} values={values} errors={errors} id={id} />
      {errors.total?.startsWith('Lines and charges') ? (
        <label class="row">
          <input type="checkbox" name="anyway" value="yes" />
          {t.anyway}
        </label>
      ) : null}
      <div class="row row-between form-actions">
        <button type="submit" class="button" name="more" value="rows" formnovalidate>
          <Icon name="plus" />
          {t.more}
        </button>
        <button type="submit" class="button button-primary">
          <Icon name="check" />
          {t.confirm}
        </button>
      </div>
    </form>
  )
}

const kinds = [
  { value: 'invoice', word: 'Invoice' },
  { value: 'credit-memo', word: 'Credit memo' },
]

/** How sure a field is; the link leads to its frame on the page. */
function Source({ reading, path }: { reading: PdfReading; path: string }) {
  const source = reading.sources[path]
  if (!source) return null
  const { word, tone } = certaintyWords[source.certainty]
  return source.box ? (
    <a class={`review-source review-source-${tone}`} href={`#${anchorOf(path)}`} title={`On page ${source.box.page}`}>
      {word}
    </a>
  ) : (
    <span class={`review-source review-source-${tone}`}>{word}</span>
  )
}

function Lines({ reading, values, errors }: ReviewFormProps) {
  const count = rowCount(values, 'lines', reading.draft.lines.length)
  const rows = Array.from({ length: count }, (_, at) => at)
  const cell = (at: number, name: string, label: string, path?: string, figure = true) => {
    const field = `lines[${at}][${name}]`
    return (
      <>
        <Input
          name={field}
          label={`${label}, line ${at + 1}`}
          value={values[field] ?? ''}
          error={errors[field]}
          bare
          {...(figure ? { inputmode: 'decimal', class: 'number short' } : {})}
        />
        {path ? <Source reading={reading} path={`lines[${at}].${path}`} /> : null}
      </>
    )
  }
  return (
    <Section title={t.lines}>
      {errors.lines ? <p class="field-error">{errors.lines}</p> : null}
      <Hidden name="linesCount" value={String(count)} />
      <Table
        label={t.lines}
        rows={rows}
        attributes={at => ({ 'data-line': String(at) })}
        columns={[
          {
            heading: 'Item',
            cell: at => (
              <span class="review-item">
                {cell(at, 'item', 'Item', 'ids', false)}
                {cell(at, 'description', 'Description', undefined, false)}
              </span>
            ),
          },
          { heading: 'Quantity', number: true, cell: at => cell(at, 'quantity', 'Quantity', 'quantity') },
          { heading: 'Unit price', number: true, cell: at => cell(at, 'unitPrice', 'Unit price', 'unitPrice') },
          { heading: 'Discount', number: true, cell: at => cell(at, 'discount', 'Discount') },
        ]}
      />
    </Section>
  )
}

function Others({ reading, values, errors }: ReviewFormProps) {
  const read = othersOf(reading.draft)
  const count = rowCount(values, 'others', read.length)
  const rows = Array.from({ length: count }, (_, at) => at)
  return (
    <Section title={t.others}>
      <Hidden name="othersCount" value={String(count)} />
      <Table
        label={t.others}
        rows={rows}
        columns={[
          {
            heading: 'What',
            cell: at => (
              <Select
                name={`others[${at}][kind]`}
                label={`What, row ${at + 1}`}
                value={values[`others[${at}][kind]`] ?? 'freight'}
                options={[...otherKinds]}
                bare
              />
            ),
          },
          {
            heading: 'Amount',
            number: true,
            cell: at => (
              <>
                <Input
                  name={`others[${at}][amount]`}
                  label={`Amount, row ${at + 1}`}
                  value={values[`others[${at}][amount]`] ?? ''}
                  error={errors[`others[${at}][amount]`]}
                  inputmode="decimal"
                  class="number"
                  bare
                />
                {read[at] ? <Source reading={reading} path={read[at].path} /> : null}
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}

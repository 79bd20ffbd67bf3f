import { Input, Select } from '../ui/fields.tsx'
import { type FormValues, groupFields } from '../ui/form-data.ts'
import { Table } from '../ui/table.tsx'
import { chargeReasons } from './invoice-charges.ts'
import { texts } from './texts.ts'

const t = texts.invoice

interface Extras {
  values: FormValues
  errors: Record<string, string>
  currency: string
}

/** How many empty rows stand below those that are filled in. */
const spare = 2

/** Allowances and charges beside freight: what is filled in, and room for more. */
export function ChargeRows({ values, errors, currency }: Extras) {
  const filled = [...groupFields(values, 'charges')].filter(([, fields]) => fields.amount?.trim()).length
  const rows = Array.from({ length: filled + spare }, (_, index) => String(index + 1))
  const field = (row: string, name: string) => {
    const full = `charges[${row}][${name}]`
    return { name: full, value: values[full], error: errors[full], bare: true }
  }
  const open = rows.some(row => values[`charges[${row}][amount]`]?.trim() || errors[`charges[${row}][amount]`])
  return (
    <details class="more" open={open}>
      <summary>{t.charges}</summary>
      <Table
        label={t.charges}
        rows={rows}
        attributes={row => ({ 'data-charge': row })}
        columns={[
          {
            heading: t.chargeKind,
            cell: row => (
              <Select
                {...field(row, 'kind')}
                label={`${t.chargeKind} ${row}`}
                options={[
                  { value: 'charge', word: t.charge },
                  { value: 'allowance', word: t.allowance },
                ]}
              />
            ),
          },
          {
            heading: t.chargeReason,
            cell: row => (
              <Select
                {...field(row, 'reason')}
                label={`${t.chargeReason} ${row}`}
                options={Object.entries(chargeReasons).map(([value, word]) => ({ value, word }))}
              />
            ),
          },
          {
            heading: t.chargeDescription,
            cell: row => <Input {...field(row, 'description')} label={`${t.chargeDescription} ${row}`} />,
          },
          {
            heading: `${t.chargeAmount} (${currency})`,
            number: true,
            cell: row => (
              <Input
                {...field(row, 'amount')}
                label={`${t.chargeAmount} ${row}`}
                inputmode="decimal"
                class="narrow number"
              />
            ),
          },
        ]}
      />
    </details>
  )
}

/** Payment terms, where they are to be other than agreed. */
export function TermsFields({ values, errors, agreed }: Omit<Extras, 'currency'> & { agreed: string }) {
  const names = ['netDays', 'discountPercent', 'discountDays'] as const
  return (
    <details class="more" open={names.some(name => values[name]?.trim() || errors[name])}>
      <summary>
        {t.terms}: {agreed}
      </summary>
      <p class="hint">{t.termsHint}</p>
      <div class="fields">
        {names.map(name => (
          <Input
            name={name}
            value={values[name]}
            error={errors[name]}
            label={t[name]}
            inputmode={name === 'discountPercent' ? 'decimal' : 'numeric'}
            class="short number"
          />
        ))}
      </div>
    </details>
  )
}

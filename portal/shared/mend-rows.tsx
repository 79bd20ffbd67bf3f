import { ApplicationError } from '../../db/application-error.ts'
import { type RowLeftOut, whyLeftOut } from '../../engine/inventory/left-out.ts'
import { mendRows } from '../../engine/inventory/mend-rows.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
import { Input } from '../ui/fields.tsx'
import { leaveFlash } from '../ui/flash.ts'
import { type FormValues, formValues, groupFields } from '../ui/form-data.ts'
import { Section } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'

interface RowsLeftOutProps {
  /** The run's own address. */
  at: string
  rows: RowLeftOut[]
  mayMend: boolean
  values: FormValues
  errors: Record<string, string>
}

/** The rows that a feed left out, to be mended and applied where they stand. */
export function RowsLeftOut({ at, rows, mayMend, values, errors }: RowsLeftOutProps) {
  if (rows.length === 0) return null
  const field = (row: RowLeftOut, name: 'supplierSku' | 'quantity') => `rows[${row.position}][${name}]`
  const input = (row: RowLeftOut, name: 'supplierSku' | 'quantity', label: string) =>
    mayMend ? (
      <Input
        name={field(row, name)}
        label={`${label} in row ${row.position}`}
        value={values[field(row, name)] ?? row[name] ?? ''}
        error={errors[field(row, name)]}
        inputmode={name === 'quantity' ? 'decimal' : 'text'}
        class={name === 'quantity' ? 'short number' : ''}
        bare
      />
    ) : (
      (row[name] ?? '–')
    )
  return (
    <Section title="Rows left out" aside={<a href={`${at}/rejected.csv`}>Download all</a>}>
      <form class="form" method="post" action={`${at}/rows`} data-form="mend">
        <Table
          label="Rows left out"
          rows={rows}
          attributes={row => ({ 'data-row': String(row.position) })}
          columns={[
            { heading: 'Row', cell: row => String(row.position) },
            { heading: 'Item', cell: row => input(row, 'supplierSku', 'Item') },
            { heading: 'Quantity', number: true, cell: row => input(row, 'quantity', 'Quantity') },
            { heading: 'Why', cell: row => whyLeftOut(row) },
          ]}
        />
        {mayMend ? (
          <div class="row">
            <button type="submit" class="button button-primary">
              Apply what I mended
            </button>
            <span class="soft small">Only rows that you change are applied; the others stay here.</span>
          </div>
        ) : null}
      </form>
    </Section>
  )
}

/** What became of a form of mended rows: the address to go on to, or what is wrong with it. */
export type Mended = { href: string } | { values: FormValues; errors: Record<string, string>; message: string }

/** Applies the rows of the form that differ from what the file said. */
export async function takeMended(
  c: PortalContext,
  { hub }: PortalDeps,
  run: { retailerId: string; feedRunId: string; partnershipId?: string },
  shown: RowLeftOut[],
  hrefOf: (runId: string) => string,
): Promise<Mended> {
  const values = await formValues(c)
  const groups = groupFields(values, 'rows')
  const rows = shown.flatMap(({ position, supplierSku: sku, quantity: was }) => {
    const { supplierSku = '', quantity = '' } = groups.get(String(position)) ?? {}
    const changed = supplierSku.trim() !== (sku ?? '') || quantity.trim() !== (was ?? '')
    return groups.has(String(position)) && changed ? [{ position, supplierSku, quantity }] : []
  })
  try {
    const outcome = await hub.work(actorOf(c.var.viewer), work => mendRows(work, { ...run, rows }))
    const taken = outcome.result === 'applied'
    const message = taken ? 'The mended rows were applied.' : (outcome.issues[0]?.message ?? 'Nothing was changed.')
    const warned = outcome.issues.length > 0
    leaveFlash(
      c,
      taken ? (warned ? 'warn' : 'good') : 'bad',
      warned ? `${message} ${outcome.issues[0]!.message}` : message,
    )
    return { href: hrefOf(outcome.id ?? run.feedRunId) }
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return { values, errors: error.fields, message: error.message }
  }
}

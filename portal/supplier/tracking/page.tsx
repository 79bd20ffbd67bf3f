import { OutcomeNotices } from '../../lists/bulk.tsx'
import { Input, TextArea } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icons.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { Table } from '../../ui/table.tsx'
import { carriers } from '../carriers.ts'
import { texts as supplierTexts } from '../texts.ts'
import type { TrackingPlan } from './plan.ts'
import { type RowField, rowFields, type TrackingRow } from './read-rows.ts'
import { texts } from './texts.ts'

interface TrackingProps {
  base: string
  action: string
  rows: TrackingRow[]
  plan: TrackingPlan | undefined
  error: string | undefined
  outcome: { said: string[]; refused: string[] } | undefined
}

/** Many tracking numbers at once: first where they are pasted, then what they would do, with what is wrong mended in place. */
export function TrackingPage({ base, action, rows, plan, error, outcome }: TrackingProps) {
  return (
    <>
      <PageHeader
        back={{ href: `${base}/purchase-orders`, word: supplierTexts.orders.title }}
        title={texts.title}
        about={texts.about}
      />
      {outcome ? <OutcomeNotices {...outcome} /> : null}
      {plan && rows.length > 0 ? (
        <Preview action={action} rows={rows} plan={plan} />
      ) : (
        <form class="form" method="post" action={action} enctype="multipart/form-data" data-form="tracking">
          <TextArea name="paste" label={texts.paste} hint={texts.pasteHint} rows={10} error={error} />
          <Input name="file" label={texts.file} type="file" accept=".csv,.txt,text/csv" />
          <div class="form-actions">
            <button type="submit" class="button button-primary" name="action" value="check">
              {texts.check}
            </button>
          </div>
        </form>
      )}
    </>
  )
}

function Preview({ action, rows, plan }: { action: string; rows: TrackingRow[]; plan: TrackingPlan }) {
  const placed = rows.map((row, place) => ({ row, place }))
  const ready = plan.shipments.length
  return (
    <form class="form" method="post" action={action} data-form="tracking-preview">
      <datalist id="carriers">
        {carriers.map(carrier => (
          <option value={carrier.name} />
        ))}
      </datalist>
      <Table
        label={texts.title}
        rows={placed}
        attributes={({ place }) => ({ 'data-row': String(place), 'data-wrong': String(plan.errors.has(place)) })}
        columns={[
          { heading: texts.result, cell: ({ place }) => <Remark plan={plan} place={place} /> },
          ...rowFields.map(field => ({
            heading: texts.columns[field],
            cell: ({ row, place }: (typeof placed)[number]) => (
              <Cell field={field} row={row} place={place} error={plan.errors.get(place)?.[field]} />
            ),
          })),
        ]}
      />
      <div class="row form-actions">
        <button type="submit" class={ready > 0 ? 'button' : 'button button-primary'} name="action" value="check">
          {texts.checkAgain}
        </button>
        {ready > 0 ? (
          <button type="submit" class="button button-primary" name="action" value="ship">
            <Icon name="truck" />
            {texts.ship} {ready} {ready === 1 ? 'order' : 'orders'}
          </button>
        ) : null}
      </div>
    </form>
  )
}

function Remark({ plan, place }: { plan: TrackingPlan; place: number }) {
  const remark = plan.remarks.get(place)
  if (!remark) {
    return (
      <span class="row nowrap bad small">
        <Icon name="alert" />
        {texts.leftOut}
      </span>
    )
  }
  return (
    <span class={`row nowrap small ${remark.doubtful ? 'warn' : 'soft'}`}>
      <Icon name={remark.doubtful ? 'alert' : 'check'} />
      {remark.text}
    </span>
  )
}

function Cell(props: { field: RowField; row: TrackingRow; place: number; error: string | undefined }) {
  const { field, row, place, error } = props
  return (
    <Input
      name={`rows[${place}][${field}]`}
      label={`${texts.columns[field]}, row ${place + 1}`}
      value={row[field]}
      error={error}
      bare
      {...(field === 'carrier' && { list: 'carriers' })}
      {...(field === 'quantity' && { class: 'short number', inputmode: 'decimal' as const })}
    />
  )
}

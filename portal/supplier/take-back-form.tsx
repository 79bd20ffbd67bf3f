import type { ShippedRow } from '../shared/shipments/of-order.ts'
import { Select } from '../ui/fields.tsx'
import { texts } from './texts.ts'

const t = texts.ship.takeBack

/** The numbers of an order's shipments that count. */
export function standingNumbers(rows: readonly ShippedRow[]): string[] {
  return [...new Set(rows.filter(row => row.takenBackAt === null).map(row => row.number))]
}

/** Takes a shipment back that did not leave, or not like that; what is right is shipped anew. Nothing where no shipment counts. */
export function TakeBackForm({ rows, action }: { rows: readonly ShippedRow[]; action: string }) {
  const numbers = standingNumbers(rows)
  if (numbers.length === 0) return null
  return (
    <details class="more no-print">
      <summary>{t.title}</summary>
      <p class="small soft">{t.hint}</p>
      <form class="row" method="post" action={action} data-form="take-back">
        <Select name="shipment" label={t.shipment} bare options={numbers.map(value => ({ value, word: value }))} />
        <button type="submit" class="button button-bad" data-confirm={t.confirm}>
          {t.send}
        </button>
      </form>
    </details>
  )
}

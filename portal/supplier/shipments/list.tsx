import type { ListColumn } from '../../lists/columns.tsx'
import { ListFrame } from '../../lists/frame.tsx'
import type { Cursor, ListDefinition, ListState } from '../../lists/list-state.ts'
import type { SavedView } from '../../lists/views.ts'
import { shipmentColumns } from '../../shared/shipments/columns.tsx'
import {
  type ListedShipment,
  type ShipmentFilter,
  type ShipmentSort,
  shipmentsOffered,
} from '../../shared/shipments/listed.ts'
import { texts as t } from '../../shared/shipments/texts.ts'
import { Input } from '../../ui/fields.tsx'

/** The supplier's list of its shipments, below its own address. */
export function supplierShipmentsList(base: string): ListDefinition<ShipmentFilter, ShipmentSort> {
  return {
    ...shipmentsOffered,
    list: 'supplier-shipments',
    path: `${base}/shipments`,
    fields: ['from', 'to'],
    columns: ['State', 'Purchase orders', 'Carrier', 'Tracking', 'Shipped', 'Received', t.print],
  }
}

interface ShipmentsListProps {
  base: string
  state: ListState<ShipmentFilter, ShipmentSort>
  rows: ListedShipment[]
  next: Cursor | undefined
  views: SavedView[]
  userId: string
}

/** What the supplier told that it shipped, newest first, with the papers to print again. */
export function ShipmentsList(props: ShipmentsListProps) {
  const { base, state } = props
  const { from, to } = state.fields
  const isNarrowed = state.filter !== 'all' || state.search !== '' || Object.keys(state.fields).length > 0
  const none = isNarrowed ? { none: t.none, noneHint: t.noneHere } : { none: t.noneYet, noneHint: t.noneYetHint }
  return (
    <ListFrame
      {...props}
      definition={supplierShipmentsList(base)}
      title={t.title}
      words={{ search: t.search, filters: t.filters, ...none }}
      keeper={{ at: `${base}/views`, mayShare: false }}
      columns={columnsOf(base)}
      attributes={row => ({ 'data-shipment': row.number })}
      narrowing={
        <>
          <Input name="from" type="date" label={t.from} value={from} />
          <Input name="to" type="date" label={t.to} value={to} />
        </>
      }
    />
  )
}

function columnsOf(base: string): ListColumn<ListedShipment, ShipmentSort>[] {
  const told = shipmentColumns(`${base}/purchase-orders`)
  return [
    {
      heading: 'Shipment',
      cell: row => (
        <a class="nowrap" href={`${base}/shipments/${row.id}`}>
          {row.number}
        </a>
      ),
    },
    told.state,
    told.orders,
    told.carrier,
    told.tracking,
    told.shipped,
    told.received,
    { heading: t.print, cell: row => <Papers path={`${base}/shipments/${row.id}`} row={row} /> },
  ]
}

/** Labels are for packages that have an SSCC. What was taken back is not shipped any more. */
function Papers({ path, row }: { path: string; row: ListedShipment }) {
  if (row.takenBackAt) return null
  return (
    <>
      <div class="nowrap">
        <a href={`${path}/packing-slip`}>{t.slip}</a>
      </div>
      {row.ssccs ? <a href={`${path}/labels`}>{t.labels}</a> : null}
    </>
  )
}

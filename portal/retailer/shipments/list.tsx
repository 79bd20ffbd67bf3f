import type { ListColumn } from '../../lists/columns.tsx'
import { ListFrame } from '../../lists/frame.tsx'
import type { Cursor, ListDefinition, ListState } from '../../lists/list-state.ts'
import { PartnerField } from '../../lists/partner-field.tsx'
import type { SavedView } from '../../lists/views.ts'
import { shipmentColumns } from '../../shared/shipments/columns.tsx'
import {
  type ListedShipment,
  type ShipmentFilter,
  type ShipmentSort,
  shipmentsOffered,
} from '../../shared/shipments/listed.ts'
import { texts as t } from '../../shared/shipments/texts.ts'
import { Copyable } from '../../ui/copyable.tsx'
import { Input } from '../../ui/fields.tsx'

/** What suppliers say they shipped, as a list. */
export const shipmentsList: ListDefinition<ShipmentFilter, ShipmentSort> = {
  ...shipmentsOffered,
  list: 'shipments',
  path: '/retailer/shipments',
  fields: ['partner', 'from', 'to'],
  columns: ['State', 'Source', 'Purchase orders', 'Carrier', 'Tracking', 'Shipped', 'Received'],
}

interface ShipmentsListProps {
  state: ListState<ShipmentFilter, ShipmentSort>
  rows: ListedShipment[]
  next: Cursor | undefined
  partners: ReadonlyMap<string, string>
  views: SavedView[]
  userId: string
}

/** What suppliers say they shipped, newest first; each leads to its purchase orders. */
export function ShipmentsList(props: ShipmentsListProps) {
  const { partner, from, to } = props.state.fields
  return (
    <ListFrame
      {...props}
      definition={shipmentsList}
      title={t.title}
      words={t}
      columns={columns}
      attributes={row => ({ 'data-shipment': row.number })}
      narrowing={
        <>
          <PartnerField partners={props.partners} value={partner} />
          <Input name="from" type="date" label={t.from} value={from} />
          <Input name="to" type="date" label={t.to} value={to} />
        </>
      }
    />
  )
}

const told = shipmentColumns('/retailer/purchase-orders')
const columns: ListColumn<ListedShipment, ShipmentSort>[] = [
  { heading: 'Shipment', cell: row => <Copyable text={row.number} /> },
  told.state,
  { heading: 'Source', cell: row => row.source },
  told.orders,
  told.carrier,
  told.tracking,
  told.shipped,
  told.received,
]

import type { ListColumn } from '../../lists/columns.tsx'
import { ListFrame } from '../../lists/frame.tsx'
import type { Cursor, ListState } from '../../lists/list-state.ts'
import { PartnerField } from '../../lists/partner-field.tsx'
import type { SavedView } from '../../lists/views.ts'
import type { FileColumn } from '../../shared/csv-stream.ts'
import { Badge } from '../../ui/badge.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import { Input } from '../../ui/fields.tsx'
import { Day, Time } from '../../ui/time.tsx'
import { type ListedShipment, type ShipmentFilter, type ShipmentSort, shipmentsList } from './query.ts'
import { texts as t } from './texts.ts'

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

const columns: ListColumn<ListedShipment, ShipmentSort>[] = [
  { heading: 'Shipment', cell: row => <Copyable text={row.number} /> },
  {
    heading: 'State',
    cell: row =>
      row.takenBackAt ? (
        <Badge word={t.takenBack} tone="warn" icon="cross" />
      ) : (
        <Badge word={t.standing} tone="good" icon="truck" />
      ),
  },
  { heading: 'Source', cell: row => row.source },
  {
    heading: 'Purchase orders',
    cell: row => (
      <span class="row">
        {row.orders?.slice(0, shown).map(number => (
          <a href={`/retailer/purchase-orders/${encodeURIComponent(number)}`}>{number}</a>
        ))}
        {more(row.orders)}
      </span>
    ),
  },
  { heading: 'Carrier', cell: row => row.carrier ?? row.scac ?? '', quiet: row => !row.carrier && !row.scac },
  {
    heading: 'Tracking',
    cell: row => (
      <span class="row">
        {row.tracking?.slice(0, shown).map(number => (
          <Copyable text={number} />
        ))}
        {more(row.tracking)}
      </span>
    ),
    quiet: row => !row.tracking,
  },
  { heading: 'Shipped', cell: row => <Day date={row.shippedOn} /> },
  { heading: 'Received', sort: 'received', cell: row => <Time at={row.receivedAt} /> },
]

/** So many numbers stand in a cell. */
const shown = 2

const more = (numbers: string[] | null) => (numbers && numbers.length > shown ? t.more(numbers.length - shown) : null)

/** The same for a spreadsheet. */
export const shipmentsFile: readonly FileColumn<ListedShipment>[] = [
  ['Shipment', row => row.number],
  ['State', row => (row.takenBackAt ? t.takenBack : t.standing)],
  ['Source', row => row.source],
  ['Purchase orders', row => row.orders?.join(' ')],
  ['Carrier', row => row.carrier],
  ['SCAC', row => row.scac],
  ['Tracking', row => row.tracking?.join(' ')],
  ['SSCC', row => row.ssccs?.join(' ')],
  ['Shipped', row => row.shippedOn],
  ['Received (UTC)', row => row.receivedAt.toISOString()],
]

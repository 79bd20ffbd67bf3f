import { Copyable } from '../../ui/copyable.tsx'
import { Quantity } from '../../ui/money.tsx'
import { Table } from '../../ui/table.tsx'
import { Day } from '../../ui/time.tsx'
import type { ShippedRow } from './of-order.ts'

/** What left, with its tracking numbers. `hrefOf`: where a shipment has a page of its own. */
export function ShipmentList(props: { rows: ShippedRow[]; empty: string; hrefOf?: (shipmentId: string) => string }) {
  const { rows, empty, hrefOf } = props
  if (rows.length === 0) return <p class="soft">{empty}</p>
  return (
    <Table
      label="Shipments"
      rows={rows}
      columns={[
        { heading: 'Shipment', cell: row => <Name row={row} href={hrefOf?.(row.shipmentId)} /> },
        { heading: 'Shipped', cell: row => <Day date={row.shippedOn} /> },
        { heading: 'Tracking', cell: row => <Tracking row={row} /> },
        { heading: 'Item', cell: row => row.supplierSku },
        { heading: 'Quantity', number: true, cell: row => <Quantity value={row.quantity} /> },
      ]}
    />
  )
}

/** A notice that was taken back stays to be seen, and says that it counts for nothing. */
function Name({ row, href }: { row: ShippedRow; href: string | undefined }) {
  if (!row.takenBackAt && href) return <a href={href}>{row.number}</a>
  if (!row.takenBackAt) return <Copyable text={row.number} />
  return (
    <>
      <s>{row.number}</s>
      <div class="small warn">{row.replacedById ? 'corrected by a later notice' : 'cancelled by its sender'}</div>
    </>
  )
}

function Tracking({ row }: { row: ShippedRow }) {
  const carrier = [row.carrier ?? row.scac, row.service].filter(Boolean).join(' ')
  if (!row.trackingNumber)
    return <>{row.sscc ? <Copyable text={row.sscc} /> : carrier || <span class="soft">none</span>}</>
  return (
    <>
      {carrier ? <div class="small soft">{carrier}</div> : null}
      <Copyable text={row.trackingNumber} />
      {row.trackingValid === false ? <div class="small warn">The check digit does not fit the carrier.</div> : null}
    </>
  )
}

import { Copyable } from '../../ui/copyable.tsx'
import { Quantity } from '../../ui/money.tsx'
import { PieceLinks, pieceOf } from '../../ui/piece.tsx'
import { Table } from '../../ui/table.tsx'
import { Day } from '../../ui/time.tsx'
import type { ShippedRow } from './of-order.ts'

interface ShipmentListProps {
  rows: ShippedRow[]
  empty: string
  /** Where a shipment has a page of its own. */
  hrefOf?: (shipmentId: string) => string
  /** The page that the list stands on, and which of the list's pages it was asked for: `?packages=`. */
  page: { path: string; asked: string | undefined }
}

/** What left, package by package, with its tracking numbers. */
export function ShipmentList({ rows, empty, hrefOf, page }: ShipmentListProps) {
  if (rows.length === 0) return <p class="soft">{empty}</p>
  const piece = pieceOf(rows, page.asked)
  return (
    <div id="shipments">
      <Table
        label="Shipments"
        rows={[...piece.rows]}
        columns={[
          { heading: 'Shipment', cell: row => <Name row={row} href={hrefOf?.(row.shipmentId)} /> },
          { heading: 'Shipped', cell: row => <Day date={row.shippedOn} /> },
          { heading: 'Tracking', cell: row => <Tracking row={row} /> },
          { heading: 'Item', cell: row => row.supplierSku },
          { heading: 'Quantity', number: true, cell: row => <Quantity value={row.quantity} /> },
        ]}
      />
      <PieceLinks piece={piece} hrefOf={asked => `${page.path}?packages=${asked}#shipments`} what="packed lines" />
    </div>
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

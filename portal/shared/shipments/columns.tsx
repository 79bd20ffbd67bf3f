import type { ListColumn } from '../../lists/columns.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Copyable } from '../../ui/copyable.tsx'
import { Day, Time } from '../../ui/time.tsx'
import type { FileColumn } from '../csv-stream.ts'
import type { ListedShipment, ShipmentSort } from './listed.ts'
import { texts as t } from './texts.ts'

type ShipmentColumn = ListColumn<ListedShipment, ShipmentSort>

/** So many numbers stand in a cell. */
const shown = 2

const more = (numbers: string[] | null) => (numbers && numbers.length > shown ? t.more(numbers.length - shown) : null)

/** What is told of a shipment in a list. `ordersAt`: below which address purchase orders have their pages. */
export function shipmentColumns(ordersAt: string) {
  return {
    state: {
      heading: 'State',
      cell: row =>
        row.takenBackAt ? (
          <Badge word={t.takenBack} tone="warn" icon="cross" />
        ) : (
          <Badge word={t.standing} tone="good" icon="truck" />
        ),
    },
    orders: {
      heading: 'Purchase orders',
      cell: row => (
        <span class="row">
          {row.orders?.slice(0, shown).map(number => (
            <a href={`${ordersAt}/${encodeURIComponent(number)}`}>{number}</a>
          ))}
          {more(row.orders)}
        </span>
      ),
    },
    carrier: {
      heading: 'Carrier',
      cell: row => row.carrier ?? row.scac ?? '',
      quiet: row => !row.carrier && !row.scac,
    },
    tracking: {
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
    shipped: { heading: 'Shipped', cell: row => <Day date={row.shippedOn} /> },
    received: { heading: 'Received', sort: 'received', cell: row => <Time at={row.receivedAt} /> },
  } satisfies Record<string, ShipmentColumn>
}

const source: FileColumn<ListedShipment> = ['Source', row => row.source]

/** The same for a spreadsheet; `of` says whose they are where they are of several. */
export const shipmentsFile = (of: 'one' | 'several'): readonly FileColumn<ListedShipment>[] => [
  ['Shipment', row => row.number],
  ['State', row => (row.takenBackAt ? t.takenBack : t.standing)],
  ...(of === 'several' ? [source] : []),
  ['Purchase orders', row => row.orders?.join(' ')],
  ['Carrier', row => row.carrier],
  ['SCAC', row => row.scac],
  ['Tracking', row => row.tracking?.join(' ')],
  ['SSCC', row => row.ssccs?.join(' ')],
  ['Shipped', row => row.shippedOn],
  ['Received (UTC)', row => row.receivedAt.toISOString()],
]

import type { ListColumn } from '../lists/columns.tsx'
import { ListFrame } from '../lists/frame.tsx'
import type { Cursor, ListState } from '../lists/list-state.ts'
import { PartnerField } from '../lists/partner-field.tsx'
import type { SavedView } from '../lists/views.ts'
import type { FileColumn } from '../shared/csv-stream.ts'
import { Badge } from '../ui/badge.tsx'
import { Input } from '../ui/fields.tsx'
import { Money } from '../ui/money.tsx'
import { answers, purchaseOrderStates } from '../ui/states.ts'
import { Day, Time } from '../ui/time.tsx'
import {
  type ListedPurchaseOrder,
  type PurchaseOrderFilter,
  type PurchaseOrderSort,
  purchaseOrdersList,
} from './purchase-orders-list-query.ts'
import { texts } from './texts.ts'

const t = texts.purchaseOrders

interface PurchaseOrdersListProps {
  state: ListState<PurchaseOrderFilter, PurchaseOrderSort>
  rows: ListedPurchaseOrder[]
  next: Cursor | undefined
  views: SavedView[]
  userId: string
  partners: ReadonlyMap<string, string>
}

/** The retailer's purchase orders as a list. */
export function PurchaseOrdersList(props: PurchaseOrdersListProps) {
  const { partner, from, to } = props.state.fields
  return (
    <ListFrame
      {...props}
      definition={purchaseOrdersList}
      title={t.title}
      words={t}
      columns={columns}
      attributes={row => ({ 'data-purchase-order': row.number, 'data-status': row.status })}
      narrowing={
        <>
          <PartnerField partners={props.partners} value={partner} />
          <Input name="from" type="date" label="Ordered from" value={from} />
          <Input name="to" type="date" label="Ordered to" value={to} />
        </>
      }
    />
  )
}

const answerOf = (row: ListedPurchaseOrder) => (row.partnershipId ? answers[row.answer] : 'Own warehouse')

const columns: ListColumn<ListedPurchaseOrder, PurchaseOrderSort>[] = [
  {
    heading: 'Number',
    sort: 'number',
    cell: row => <a href={`/retailer/purchase-orders/${encodeURIComponent(row.number)}`}>{row.number}</a>,
  },
  { heading: 'State', cell: row => <Badge {...purchaseOrderStates[row.status]} /> },
  { heading: 'Source', cell: row => row.source },
  { heading: 'Answer', cell: answerOf },
  { heading: 'Order', cell: row => <a href={`/retailer/orders/${row.orderId}`}>{row.orderNumber}</a> },
  { heading: 'Ship by', sort: 'due', cell: row => <Day date={row.shipNotAfter} /> },
  { heading: 'Made', sort: 'made', cell: row => <Time at={row.createdAt} /> },
  { heading: 'Cost', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
]

/** The same for a spreadsheet. */
export const purchaseOrdersFile: readonly FileColumn<ListedPurchaseOrder>[] = [
  ['Number', row => row.number],
  ['State', row => purchaseOrderStates[row.status].word],
  ['Source', row => row.source],
  ['Answer', answerOf],
  ['Order', row => row.orderNumber],
  ['Ship by', row => row.shipNotAfter],
  ['Made (UTC)', row => row.createdAt.toISOString()],
  ['Cost', row => row.total],
  ['Currency', row => row.currency],
]

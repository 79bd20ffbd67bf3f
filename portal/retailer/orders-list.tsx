import { orderStatuses } from '../../db/schema/index.ts'
import { choiceOf } from '../lists/bulk.tsx'
import type { ListColumn } from '../lists/columns.tsx'
import { ListFrame } from '../lists/frame.tsx'
import type { Cursor, ListState } from '../lists/list-state.ts'
import type { SavedView } from '../lists/views.ts'
import type { FileColumn } from '../shared/csv-stream.ts'
import { Badge } from '../ui/badge.tsx'
import { Input, Select } from '../ui/fields.tsx'
import { Money } from '../ui/money.tsx'
import { orderStates } from '../ui/states.ts'
import { Time } from '../ui/time.tsx'
import { type ListedOrder, type OrderFilter, type OrderSort, ordersList } from './orders-list-query.ts'
import { texts } from './texts.ts'

const t = texts.orders

interface OrdersListProps {
  state: ListState<OrderFilter, OrderSort>
  rows: ListedOrder[]
  next: Cursor | undefined
  views: SavedView[]
  userId: string
  mayOperate: boolean
}

/** The customers' orders as a list, with what can be done to several at once. */
export function OrdersList(props: OrdersListProps) {
  const { state, channel, from, to } = props.state.fields
  return (
    <ListFrame
      {...props}
      definition={ordersList}
      title={t.title}
      words={t}
      columns={columns}
      attributes={row => ({ 'data-order': row.number, 'data-status': row.status })}
      narrowing={
        <>
          <Select
            name="state"
            label="State"
            value={state}
            options={[
              { value: '', word: 'Any' },
              ...orderStatuses.map(value => ({ value, word: orderStates[value].word })),
            ]}
          />
          <Input name="channel" label="Channel" value={channel} />
          <Input name="from" type="date" label="Placed from" value={from} />
          <Input name="to" type="date" label="Placed to" value={to} />
        </>
      }
      bulk={
        props.mayOperate
          ? {
              actions: [
                { value: 'release', word: texts.order.release },
                { value: 'hold', word: texts.order.hold },
                { value: 'cancel', word: texts.order.cancel, bad: true },
              ],
              choose: { name: choiceOf, label: row => `Choose order ${row.number}` },
            }
          : undefined
      }
    />
  )
}

const columns: ListColumn<ListedOrder, OrderSort>[] = [
  { heading: 'Number', sort: 'number', cell: row => <a href={`/retailer/orders/${row.id}`}>{row.number}</a> },
  { heading: 'State', cell: row => <Badge {...orderStates[row.status]} /> },
  { heading: 'Placed', sort: 'placed', cell: row => <Time at={row.placedAt} /> },
  { heading: 'Customer', cell: row => row.customer.name },
  { heading: 'Channel', cell: row => row.channel },
  { heading: 'Purchase orders', number: true, cell: row => String(row.purchaseOrders) },
  { heading: 'Total', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
]

/** The same for a spreadsheet. */
export const ordersFile: readonly FileColumn<ListedOrder>[] = [
  ['Number', row => row.number],
  ['Channel', row => row.channel],
  ['State', row => orderStates[row.status].word],
  ['Placed (UTC)', row => row.placedAt.toISOString()],
  ['Customer', row => row.customer.name],
  ['Purchase orders', row => String(row.purchaseOrders)],
  ['Total', row => row.total],
  ['Currency', row => row.currency],
  ['Held because', row => row.holdReason],
]

import Big from 'big.js'
import { openQuantity } from '../../engine/orders/status.ts'
import type { AppliedVersion } from '../../engine/rule-sets/names.ts'
import { Address } from '../ui/address.tsx'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Input } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Amount, Money, Quantity } from '../ui/money.tsx'
import { Facts, Notice, PageHeader, Section, Timeline } from '../ui/parts.tsx'
import { answers, orderStates, purchaseOrderStates } from '../ui/states.ts'
import { type Column, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { eventStep } from './event-step.tsx'
import type { LoadedOrder } from './orders-query.ts'
import { RoutingExplanation } from './routing-explanation.tsx'
import { texts } from './texts.ts'
import { Trace } from './trace.tsx'
import type { TracedDocument } from './trace-query.ts'

const t = texts.order

export interface OrderPageProps extends LoadedOrder {
  rulesBy: ReadonlyMap<number, AppliedVersion>
  trace: TracedDocument[]
  partners: ReadonlyMap<string, string>
  mayOperate: boolean
}

/** A customer's order with everything that came of it, down to the messages. */
export function OrderPage(props: OrderPageProps) {
  const { order, mayOperate } = props
  const path = `/retailer/orders/${order.id}`
  const held = order.status === 'held'
  return (
    <div data-order={order.number} data-status={order.status}>
      <PageHeader
        back={{ href: '/retailer/orders', word: texts.orders.title }}
        title={<Copyable text={order.number} />}
        state={<Badge {...orderStates[order.status]} />}
        action={
          held && mayOperate ? (
            <form method="post" action={`${path}/release`}>
              <button type="submit" class="button button-primary">
                <Icon name="retry" />
                {t.release}
              </button>
            </form>
          ) : null
        }
      />
      <div class="columns">
        <div class="stack">
          {held ? (
            <Notice tone="bad" title={t.held}>
              <p>{order.holdReason}</p>
              {order.heldBy ? <p class="soft small">{order.heldBy.replace(/^user:/, '')}</p> : null}
            </Notice>
          ) : null}
          <Lines order={order} lines={props.lines} />
          <PurchaseOrders orders={props.purchaseOrders} />
          <Section title={t.routing}>
            <RoutingExplanation decisions={props.decisions} rulesBy={props.rulesBy} currency={order.currency} />
          </Section>
          <Section title={t.trace}>
            <Trace documents={props.trace} partners={props.partners} />
          </Section>
        </div>
        <aside class="stack">
          <Section title={t.customer}>
            <Facts
              rows={[
                ['Name', order.customer.name],
                ['E-mail', order.customer.email],
                ['Channel', order.channel],
                ['Placed', <Time at={order.placedAt} />],
                ['Shipping', <Money amount={order.shippingPrice} currency={order.currency} />],
                ['Notes', order.notes],
              ]}
            />
          </Section>
          <Section title={t.shipTo}>
            <Address address={order.shipTo} />
          </Section>
          <Section title={t.history}>
            <Timeline steps={props.history.map(event => eventStep(event, props.partners))} />
          </Section>
          {mayOperate && !order.heldBy && props.lines.some(line => openQuantity(line).gt(0)) ? (
            <HoldForm path={path} />
          ) : null}
          {mayOperate && !['closed', 'cancelled', 'shipped'].includes(order.status) ? <CancelForm path={path} /> : null}
        </aside>
      </div>
    </div>
  )
}

type Line = LoadedOrder['lines'][number]

const quantity = (heading: string, of: (line: Line) => string, optional = false): Column<Line> => ({
  heading,
  optional,
  number: true,
  cell: line => <Quantity value={of(line)} />,
  quiet: line => new Big(of(line)).eq(0),
})

function Lines({ order, lines }: Pick<LoadedOrder, 'order' | 'lines'>) {
  return (
    <Section title={t.lines}>
      <Table
        label={t.lines}
        rows={lines}
        columns={[
          {
            heading: 'Item',
            cell: line => (
              <span class="item">
                <Copyable text={line.sku} />
                <span class="item detail">{line.title}</span>
              </span>
            ),
          },
          { heading: 'Ordered', number: true, cell: line => <Quantity value={line.quantity} /> },
          quantity('Open', line => openQuantity(line).toFixed(), true),
          quantity('Placed', line => line.placed),
          quantity('Shipped', line => line.shipped),
          quantity('Cancelled', line => line.cancelled, true),
          { heading: `Price, ${order.currency}`, number: true, cell: line => <Amount amount={line.unitPrice} /> },
        ]}
      />
    </Section>
  )
}

function PurchaseOrders({ orders }: { orders: LoadedOrder['purchaseOrders'] }) {
  return (
    <Section title={t.purchaseOrders}>
      {orders.length === 0 ? (
        <p class="soft">{t.noPurchaseOrders}</p>
      ) : (
        <Table
          label={t.purchaseOrders}
          rows={orders}
          columns={[
            {
              heading: 'Number',
              cell: row => <a href={`/retailer/purchase-orders/${encodeURIComponent(row.number)}`}>{row.number}</a>,
            },
            { heading: 'Source', cell: row => row.source },
            { heading: 'State', cell: row => <Badge {...purchaseOrderStates[row.status]} /> },
            { heading: 'Answer', cell: row => (row.partnershipId ? answers[row.answer] : 'Own warehouse') },
            { heading: 'Cost', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
          ]}
        />
      )}
    </Section>
  )
}

function HoldForm({ path }: { path: string }) {
  return (
    <details class="more no-print">
      <summary>{t.hold}</summary>
      <form class="form" method="post" action={`${path}/hold`}>
        <Input name="reason" label={t.holdReason} required />
        <button type="submit" class="button">
          {t.hold}
        </button>
      </form>
    </details>
  )
}

function CancelForm({ path }: { path: string }) {
  return (
    <details class="more no-print">
      <summary>{t.cancel}</summary>
      <form class="form" method="post" action={`${path}/cancel`}>
        <Input name="reason" label={t.cancelReason} required />
        <button
          type="submit"
          class="button button-bad"
          data-confirm="Cancel this order? What has not shipped is taken back from its suppliers."
        >
          {t.cancel}
        </button>
      </form>
    </details>
  )
}

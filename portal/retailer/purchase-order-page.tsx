import Big from 'big.js'
import { openOf, shippableOf } from '../../engine/purchase-orders/line.ts'
import type { ShippedRow } from '../shared/shipments/of-order.ts'
import { ShipmentList } from '../shared/shipments/order-list.tsx'
import { TakeBackForm } from '../supplier/take-back-form.tsx'
import { Address } from '../ui/address.tsx'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Icon } from '../ui/icons.tsx'
import { Amount, Money, Quantity } from '../ui/money.tsx'
import { Facts, PageHeader, Section, Timeline } from '../ui/parts.tsx'
import { answers, invoiceStates, purchaseOrderStates } from '../ui/states.ts'
import { type Column, Table } from '../ui/table.tsx'
import { Day, Time } from '../ui/time.tsx'
import { eventStep } from './event-step.tsx'
import { ExceptionNotice } from './exception-notice.tsx'
import { AskedChange, OrderChanges, type OrderChangesProps } from './order-changes/parts.tsx'
import type { LoadedPurchaseOrder } from './purchase-orders-query.ts'
import { texts } from './texts.ts'
import { Trace } from './trace.tsx'
import type { TracedDocument } from './trace-query.ts'
import { texts as warehouseTexts } from './warehouses/texts.ts'

type Line = LoadedPurchaseOrder['lines'][number]

export interface PurchaseOrderPageProps extends LoadedPurchaseOrder {
  shipments: ShippedRow[]
  trace: TracedDocument[]
  partners: ReadonlyMap<string, string>
  changing: OrderChangesProps
  /** Whether whoever looks says what has shipped: of a warehouse of the retailer's own. */
  mayShip: boolean
  /** Which page of its packages was asked for. */
  packages: string | undefined
}

/** A purchase order as the retailer sees it: what was asked, what was answered, what came, and on which messages. */
export function PurchaseOrderPage(props: PurchaseOrderPageProps) {
  const { order, source, customerOrder, partners } = props
  return (
    <div data-purchase-order={order.number} data-status={order.status}>
      <PageHeader
        back={{ href: '/retailer/purchase-orders', word: texts.purchaseOrders.title }}
        title={<Copyable text={order.number} />}
        state={<Badge {...purchaseOrderStates[order.status]} />}
        about={
          <>
            {source.name}, for order <a href={`/retailer/orders/${order.orderId}`}>{customerOrder.number}</a>
          </>
        }
        action={
          props.mayShip && props.lines.some(line => shippableOf(line).gt(0)) ? <Ship number={order.number} /> : null
        }
      />
      <div class="columns">
        <div class="stack">
          <ExceptionNotice exceptions={props.exceptions} />
          <AskedChange {...props.changing} />
          <Section title={texts.order.lines}>
            <Table label={texts.order.lines} rows={props.lines} columns={lineColumns(order.currency)} />
          </Section>
          <OrderChanges {...props.changing} />
          <Section title="Shipments">
            <ShipmentList
              rows={props.shipments}
              empty="Nothing has shipped yet."
              page={{ path: hrefOf(order.number), asked: props.packages }}
            />
            {props.mayShip ? (
              <TakeBackForm rows={props.shipments} action={`${hrefOf(order.number)}/shipments/cancellation`} />
            ) : null}
          </Section>
          <Invoices invoices={props.invoices} />
          <Section title={texts.order.trace}>
            <Trace documents={props.trace} partners={partners} />
          </Section>
        </div>
        <aside class="stack">
          <Section title="Purchase order">
            <Facts
              rows={[
                ['Answer', order.partnershipId ? answers[order.answer] : 'Own warehouse'],
                ['Ordered', <Day date={order.orderDate} />],
                ['Ship by', order.shipNotAfter && <Day date={order.shipNotAfter} />],
                ['Sent', order.sentAt && <Time at={order.sentAt} />],
                ['Acknowledged', order.acknowledgedAt && <Time at={order.acknowledgedAt} />],
                ['Their number', order.supplierOrderNumber && <Copyable text={order.supplierOrderNumber} />],
                ['Fees expected', <Money amount={order.expectedFees} currency={order.currency} />],
              ]}
            />
          </Section>
          <Section title={texts.order.shipTo}>
            <Address address={customerOrder.shipTo} />
          </Section>
          <Section title={texts.order.history}>
            <Timeline steps={props.history.map(event => eventStep(event, partners))} />
          </Section>
        </aside>
      </div>
    </div>
  )
}

const hrefOf = (number: string) => `/retailer/purchase-orders/${encodeURIComponent(number)}`

function Ship({ number }: { number: string }) {
  return (
    <a class="button button-primary" href={`${hrefOf(number)}/shipments/new`}>
      <Icon name="truck" />
      {warehouseTexts.ship}
    </a>
  )
}

function lineColumns(currency: string): Column<Line>[] {
  const quantity = (heading: string, of: (line: Line) => string, optional = false): Column<Line> => ({
    heading,
    optional,
    number: true,
    cell: line => <Quantity value={of(line)} />,
    quiet: line => new Big(of(line)).eq(0),
  })
  return [
    {
      heading: 'Item',
      cell: line => (
        <span class="item">
          <Copyable text={line.sku} />
          <span class="item detail">{line.description}</span>
          <span class="item detail">Supplier’s {line.supplierSku}</span>
        </span>
      ),
    },
    { heading: 'Ordered', number: true, cell: line => <Quantity value={line.ordered} unit={line.unit} /> },
    quantity('Open', line => openOf(line).toFixed(), true),
    quantity('Accepted', line => line.accepted),
    quantity('Later', line => line.backordered, true),
    quantity('Rejected', line => line.rejected, true),
    quantity('Cancelled', line => line.cancelled, true),
    quantity('Shipped', line => new Big(line.shipped).plus(line.overShipped).toFixed()),
    quantity('Invoiced', line => new Big(line.invoiced).minus(line.credited).toFixed()),
    { heading: `Cost, ${currency}`, number: true, cell: line => <Amount amount={line.unitCost} /> },
  ]
}

function Invoices({ invoices }: { invoices: LoadedPurchaseOrder['invoices'] }) {
  return (
    <Section title="Invoices">
      {invoices.length === 0 ? (
        <p class="soft">No invoice has come in yet.</p>
      ) : (
        <Table
          label="Invoices"
          rows={invoices}
          columns={[
            { heading: 'Number', cell: row => <a href={`/accounting/invoices/${row.id}`}>{row.number}</a> },
            { heading: 'State', cell: row => <Badge {...invoiceStates[row.status]} /> },
            { heading: 'Date', cell: row => <Day date={row.invoiceDate} /> },
            { heading: 'Total', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
            { heading: 'Payable', number: true, cell: row => <Money amount={row.payable} currency={row.currency} /> },
          ]}
        />
      )}
    </Section>
  )
}

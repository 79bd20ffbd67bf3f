import Big from 'big.js'
import type { Child } from 'hono/jsx'
import { openOf } from '../../engine/purchase-orders/line.ts'
import type { LoadedChange } from '../../engine/purchase-orders/load-changes.ts'
import type { WishFields } from '../shared/changes/wish-form.tsx'
import type { ShippedRow } from '../shared/shipments/of-order.ts'
import { ShipmentList } from '../shared/shipments/order-list.tsx'
import { Address } from '../ui/address.tsx'
import { Badge } from '../ui/badge.tsx'
import { Copyable } from '../ui/copyable.tsx'
import { Hidden } from '../ui/fields.tsx'
import type { FormValues } from '../ui/form-data.ts'
import { Icon } from '../ui/icons.tsx'
import { Amount, Money, Quantity } from '../ui/money.tsx'
import { Facts, PageHeader, Section, Timeline } from '../ui/parts.tsx'
import { answers, supplierInvoiceStates, supplierOrderStates } from '../ui/states.ts'
import { type Column, Table } from '../ui/table.tsx'
import { Day, Time } from '../ui/time.tsx'
import { answerable } from './answer-document.ts'
import { AnswerForm, RejectAllForm } from './answer-form.tsx'
import { choosing } from './bulk/chosen.ts'
import { AskedChange, Changes } from './changes/parts.tsx'
import { billable } from './invoice-document.ts'
import { ItemName } from './item-name.tsx'
import type { LoadedLine, LoadedOrder, loadHistory, loadInvoices } from './order-query.ts'
import { shippable } from './ship-document.ts'
import { TakeBackForm } from './take-back-form.tsx'
import { texts } from './texts.ts'

const t = texts.order

/** What a supplier's role allows on this page. */
interface OrderAbilities {
  answer: boolean
  ship: boolean
  invoice: boolean
}

export interface OrderPageProps {
  base: string
  order: LoadedOrder
  shipments: ShippedRow[]
  invoices: Awaited<ReturnType<typeof loadInvoices>>
  history: Awaited<ReturnType<typeof loadHistory>>
  may: OrderAbilities
  values: FormValues
  errors: Record<string, string>
  retailerName: string
  changes: readonly LoadedChange[]
  asking: WishFields
  /** Which page of its packages was asked for. */
  packages: string | undefined
}

/** A purchase order as its supplier sees it. */
export function OrderPage(props: OrderPageProps) {
  const { order, base, may, values, errors } = props
  const { number, status, currency } = order.order
  const path = `${base}/purchase-orders/${encodeURIComponent(number)}`
  const someOpen = order.lines.some(line => openOf(line).gt(0))
  const canAnswer = may.answer && order.lines.some(line => answerable(line).gt(0))
  const { changes, retailerName, asking } = props
  const changing = { order, changes, retailerName, path, mayAnswer: may.answer }
  const total = order.lines.reduce((sum, line) => sum.plus(new Big(line.ordered).times(line.unitCost)), new Big(0))
  return (
    <div data-purchase-order={number} data-status={status}>
      <PageHeader
        back={{ href: `${base}/purchase-orders`, word: texts.orders.title }}
        title={<Copyable text={number} />}
        state={<Badge {...supplierOrderStates[status]} />}
        about={`${props.retailerName}, customer order ${order.customerOrder.number}`}
        action={
          <>
            <NextAction order={order} path={path} may={may} />
            <PrintButtons action={`${base}/prints`} number={number} />
          </>
        }
      />
      <AskedChange {...changing} />
      <div class="columns">
        <div class="stack">
          <Section title={t.lines}>
            <Table
              label={t.lines}
              rows={order.lines}
              attributes={lineAttributes}
              columns={lineColumns(currency)}
              foot={<TotalRow total={total.toFixed(2)} currency={currency} />}
            />
          </Section>
          {canAnswer ? (
            <details class="more no-print" open={Object.keys(errors).length > 0}>
              <summary>{t.answerLines}</summary>
              <AnswerForm order={order} action={`${path}/acknowledgments`} values={values} errors={errors} />
            </details>
          ) : null}
          <Section title={t.shipments}>
            <ShipmentList
              rows={props.shipments}
              empty={t.nothingShipped}
              hrefOf={id => `${base}/shipments/${id}`}
              page={{ path, asked: props.packages }}
            />
            {may.ship ? <TakeBackForm rows={props.shipments} action={`${path}/shipments/cancellation`} /> : null}
          </Section>
          <Section title={t.invoices}>
            <InvoiceList invoices={props.invoices} base={base} />
            {may.invoice ? <ByShipment {...props} path={path} /> : null}
          </Section>
          <Changes {...changing} asking={asking} />
          {canAnswer && someOpen ? <RejectAllForm action={`${path}/acknowledgments`} /> : null}
        </div>
        <aside class="stack">
          <Section title={t.shipTo}>
            <Address address={order.customerOrder.shipTo} />
          </Section>
          <Section title={t.terms}>
            <OrderFacts order={order} />
          </Section>
          {order.customerOrder.notes ? (
            <Section title={t.notes}>
              <p>{order.customerOrder.notes}</p>
            </Section>
          ) : null}
          <Section title={t.history}>
            <Timeline steps={props.history.map(event => ({ what: event.what, meta: <Time at={event.at} /> }))} />
          </Section>
        </aside>
      </div>
    </div>
  )
}

/** The one thing to do next: accept, ship or invoice, with what else is possible beside it. */
function NextAction({ order, path, may }: { order: LoadedOrder; path: string; may: OrderAbilities }) {
  const actions: Child[] = []
  const kind = () => (actions.length === 0 ? 'button button-primary' : 'button')
  if (may.answer && order.lines.some(line => openOf(line).gt(0))) {
    actions.push(
      <form method="post" action={`${path}/acknowledgments`} data-form="accept-all">
        <button type="submit" class={kind()} name="answer" value="accept-all">
          <Icon name="check" />
          {t.acceptAll}
        </button>
      </form>,
    )
  }
  if (may.ship && order.lines.some(line => shippable(line).gt(0))) {
    actions.push(
      <a class={kind()} href={`${path}/shipments/new`} data-action="ship">
        <Icon name="truck" />
        {t.ship}
      </a>,
    )
  }
  if (may.invoice && order.lines.some(line => billable(line).gt(0))) {
    actions.push(
      <a class={kind()} href={`${path}/invoices/new`} data-action="invoice">
        <Icon name="invoice" />
        {t.invoice}
      </a>,
    )
  }
  return <>{actions}</>
}

/** The order itself, and the slip that goes into the parcel. */
function PrintButtons({ action, number }: { action: string; number: string }) {
  return (
    <form class="row" method="post" action={action} data-form="print">
      <Hidden name={choosing(number)} value="on" />
      <button type="submit" class="button" name="kind" value="purchase-order">
        {t.print}
      </button>
      <button type="submit" class="button" name="kind" value="packing-slip">
        {t.printSlip}
      </button>
    </form>
  )
}

/** What machines read of a line, and what the forms are about. */
function lineAttributes(line: LoadedLine): Record<`data-${string}`, string> {
  return {
    'data-line': line.lineNumber,
    'data-sku': line.supplierSku,
    'data-ordered': line.ordered,
    'data-open': openOf(line).toFixed(),
    'data-shippable': shippable(line).toFixed(),
    'data-billable': billable(line).toFixed(),
    'data-unit': line.unit,
    'data-unit-cost': line.unitCost,
  }
}

function lineColumns(currency: string): Column<LoadedLine>[] {
  const quantity = (heading: string, of: (line: LoadedLine) => string): Column<LoadedLine> => ({
    heading,
    number: true,
    cell: line => <Quantity value={of(line)} />,
    quiet: line => new Big(of(line)).eq(0),
  })
  return [
    { heading: 'Item', cell: line => <ItemName line={line} /> },
    { heading: 'Ordered', number: true, cell: line => <Quantity value={line.ordered} unit={line.unit} /> },
    quantity('Accepted', line => line.accepted),
    {
      heading: 'Later',
      number: true,
      quiet: line => new Big(line.backordered).eq(0),
      cell: line => (
        <>
          <Quantity value={line.backordered} />
          {new Big(line.backordered).gt(0) && line.expectedShipDate ? (
            <div class="small soft">
              <Day date={line.expectedShipDate} />
            </div>
          ) : null}
        </>
      ),
    },
    quantity('Rejected', line => new Big(line.rejected).plus(line.cancelled).toFixed()),
    quantity('Shipped', line => new Big(line.shipped).plus(line.overShipped).toFixed()),
    quantity('Invoiced', line => line.billed),
    { heading: `Cost, ${currency}`, number: true, cell: line => <Amount amount={line.unitCost} /> },
  ]
}

function TotalRow({ total, currency }: { total: string; currency: string }) {
  return (
    <tr>
      <th scope="row" colspan={7}>
        Total
      </th>
      <td class="number">
        <Money amount={total} currency={currency} />
      </td>
    </tr>
  )
}

function OrderFacts({ order }: { order: LoadedOrder }) {
  const { orderDate, shipNotAfter, answer, supplierOrderNumber, sentAt } = order.order
  return (
    <Facts
      rows={[
        ['Ordered', <Day date={orderDate} />],
        ['Ship by', shipNotAfter && <Day date={shipNotAfter} />],
        ['Received', <Time at={sentAt} />],
        ['Answer', answers[answer]],
        ['Your number', supplierOrderNumber && <Copyable text={supplierOrderNumber} />],
      ]}
    />
  )
}

/** Where several shipments left, each can be invoiced apart. */
function ByShipment({ order, shipments, path }: Pick<OrderPageProps, 'order' | 'shipments'> & { path: string }) {
  const open = order.lines.filter(line => billable(line).gt(0)).map(line => line.lineNumber)
  const its = shipments.filter(row => !row.takenBackAt && open.includes(row.lineNumber))
  const numbers = new Map(its.map(row => [row.shipmentId, row.number]))
  if (numbers.size < 2) return null
  return (
    <ul class="plain" data-by-shipment>
      {[...numbers].map(([id, number]) => (
        <li>
          <a href={`${path}/invoices/new?shipment=${id}`}>
            {t.invoiceOne} {number}
          </a>
        </li>
      ))}
    </ul>
  )
}

function InvoiceList({ invoices, base }: { invoices: OrderPageProps['invoices']; base: string }) {
  if (invoices.length === 0) return <p class="soft">{t.notInvoiced}</p>
  return (
    <Table
      label={t.invoices}
      rows={invoices}
      columns={[
        { heading: 'Invoice', cell: invoice => <a href={`${base}/invoices/${invoice.id}`}>{invoice.number}</a> },
        { heading: 'State', cell: invoice => <Badge {...supplierInvoiceStates[invoice.status]} /> },
        { heading: 'Date', cell: invoice => <Day date={invoice.invoiceDate} /> },
        { heading: 'Due', cell: invoice => <Day date={invoice.dueDate} /> },
        {
          heading: 'Total',
          number: true,
          cell: invoice => <Money amount={invoice.total} currency={invoice.currency} />,
        },
      ]}
    />
  )
}

import Big from 'big.js'
import type { ExceptionKind } from '../../db/schema/index.ts'
import { Amount, Quantity } from '../ui/money.tsx'
import { Table } from '../ui/table.tsx'
import type { LoadedInvoice } from './invoices-query.ts'

type Row = LoadedInvoice['lines'][number]

const priceKinds: ExceptionKind[] = ['price', 'currency']
const quantityKinds: ExceptionKind[] = ['quantity-over-shipped', 'not-shipped', 'unit-of-measure']
const itemKinds: ExceptionKind[] = ['unknown-item', 'unknown-purchase-order']

/** What was ordered, what was shipped and what is billed, line by line; what disagrees is marked. */
export function MatchTable({ invoice, lines, exceptions }: LoadedInvoice) {
  const { currency } = invoice
  const about = (row: Row, kinds: ExceptionKind[]) =>
    exceptions.some(
      exception => !exception.resolvedAt && exception.invoiceLineId === row.line.id && kinds.includes(exception.kind),
    )
  const price = (amount: string) => <Amount amount={amount} />
  return (
    <Table
      label="Order, shipment and invoice"
      rows={lines}
      attributes={row => ({ 'data-line': String(row.line.position) })}
      columns={[
        { heading: 'Item', cell: row => <Item row={row} /> },
        {
          heading: 'Ordered',
          number: true,
          cell: row => (
            <>
              <Optional value={row.ordered?.ordered} unit={row.ordered?.unit} />
              <div class="detail">{row.ordered ? <>at {price(row.ordered.unitCost)}</> : null}</div>
            </>
          ),
        },
        { heading: 'Shipped', number: true, cell: row => <Optional value={goneOf(row)} /> },
        { heading: 'Billed before', number: true, cell: row => <Optional value={othersOf(row)} /> },
        {
          heading: 'Billed',
          number: true,
          cell: row => <Quantity value={row.line.quantity} unit={row.line.unit ?? ''} />,
          marked: row => about(row, quantityKinds) || about(row, itemKinds),
        },
        {
          heading: `At, ${currency}`,
          number: true,
          cell: row => price(row.line.unitPrice),
          marked: row => about(row, priceKinds),
        },
        { heading: 'Amount', number: true, cell: row => price(row.line.amount) },
        { heading: 'Matched', number: true, cell: row => price(row.line.payable) },
      ]}
    />
  )
}

function Item({ row }: { row: Row }) {
  const { line, ordered } = row
  return (
    <span class="item">
      {ordered?.sku ?? line.sku ?? `Line ${line.position}`}
      <span class="item detail">{ordered?.description ?? line.description}</span>
    </span>
  )
}

function Optional({ value, unit }: { value: string | undefined; unit?: string | undefined }) {
  if (value === undefined) return <span class="soft">–</span>
  return <Quantity value={value} unit={unit ?? ''} />
}

function goneOf({ ordered }: Row): string | undefined {
  return ordered ? new Big(ordered.shipped).plus(ordered.overShipped).toFixed() : undefined
}

function othersOf({ ordered, line }: Row): string | undefined {
  return ordered
    ? new Big(ordered.invoiced).minus(ordered.credited).minus(line.countedInOrderUnits).toFixed()
    : undefined
}

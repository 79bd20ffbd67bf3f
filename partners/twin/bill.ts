import Big from 'big.js'
import type { AllowanceOrCharge, Invoice, InvoiceLine, PurchaseOrder } from '../../translators/documents/index.ts'
import type { TwinBehaviour, TwinClock } from './behaviour.ts'
import { changed, type DecidedLine, find, priceText } from './decide-lines.ts'
import { derivedDocumentNumber } from './derived-numbers.ts'
import type { Shipment } from './ship.ts'
import { carrierFor } from './tracking-numbers.ts'

/** An invoice, and how many times the supplier sends it: 1, unless it errs. */
export interface TwinInvoice {
  invoice: Invoice
  times: number
}

/**
 * One invoice for each shipment of an order, in their order. What the purchase order itself names as allowances and charges, and what the supplier
 * adds, stands on the first.
 */
export function invoicesOf(
  order: PurchaseOrder,
  behaviour: TwinBehaviour,
  shipments: readonly Shipment[],
  clock: TwinClock,
): TwinInvoice[] {
  const billed = new Set<DecidedLine>()
  return shipments.map((shipment, index) => {
    const quantities = shippedQuantities(shipment)
    const lines: InvoiceLine[] = []
    for (const [decided, shipped] of quantities) {
      const extra = billed.has(decided) ? undefined : find(decided.behaviours, 'bill-too-much')?.quantity
      lines.push(invoiceLine(decided, shipped.plus(extra ?? 0)))
      billed.add(decided)
    }
    const charges = index === 0 ? [...(order.allowancesAndCharges ?? []), ...behaviour.charges] : []
    const times = Math.max(
      1,
      ...[...quantities.keys()].map(line => find(line.behaviours, 'send-invoice-again')?.times ?? 1),
    )
    return { invoice: invoiceOf(order, behaviour, index, lines, charges, clock), times }
  })
}

function invoiceOf(
  order: PurchaseOrder,
  { supplier }: TwinBehaviour,
  index: number,
  lines: InvoiceLine[],
  charges: AllowanceOrCharge[],
  clock: TwinClock,
): Invoice {
  return {
    kind: 'invoice',
    type: 'invoice',
    number: derivedDocumentNumber(supplier.code, 'invoice', order.number, index + 1),
    date: clock.date,
    purchaseOrderNumber: order.number,
    purchaseOrderDate: order.date,
    currency: order.currency,
    remitTo: { ...supplier.shipFrom, name: supplier.name },
    shipTo: order.shipTo,
    ...(order.terms && { terms: order.terms }),
    shippedOn: clock.date,
    carrier: carrierFor(order, supplier).carrier,
    lines,
    ...(charges.length > 0 && { allowancesAndCharges: charges }),
    total: totalOf(lines, charges),
  }
}

function invoiceLine({ line, behaviours, price }: DecidedLine, quantity: Big): InvoiceLine {
  return {
    lineNumber: line.lineNumber,
    ids: line.ids,
    ...(line.description && { description: line.description }),
    quantity: quantity.toFixed(),
    unit: line.unit,
    unitPrice: priceText(changed(price, find(behaviours, 'bill-wrong-price'))),
  }
}

function shippedQuantities(shipment: Shipment): Map<DecidedLine, Big> {
  const quantities = new Map<DecidedLine, Big>()
  for (const { decided, quantity } of shipment.packages.flat()) {
    quantities.set(decided, quantity.plus(quantities.get(decided) ?? 0))
  }
  return quantities
}

/** Lines rounded to cents one by one, half up, then charges added and allowances taken off; never below zero. */
function totalOf(lines: readonly InvoiceLine[], charges: readonly AllowanceOrCharge[]): string {
  let total = new Big(0)
  for (const line of lines) total = total.plus(new Big(line.quantity).times(line.unitPrice).round(2, Big.roundHalfUp))
  for (const { kind, amount } of charges) total = kind === 'charge' ? total.plus(amount) : total.minus(amount)
  return (total.lt(0) ? new Big(0) : total).toFixed(2)
}

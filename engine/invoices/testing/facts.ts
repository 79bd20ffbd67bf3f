import Big from 'big.js'
import type { Agreement, ChargeFacts, InvoiceFacts, InvoiceLineFacts, OrderFacts, OrderLineFacts } from '../facts.ts'
import { lineAmount } from '../totals.ts'

/** An order line of ten pieces at 12.50 that have all shipped; what a test is about is given. */
export function orderLine(change: Partial<OrderLineFacts> = {}): OrderLineFacts {
  return {
    id: 'line-1',
    lineNumber: '1',
    sku: 'MUG',
    supplierSku: 'NW-MUG',
    gtins: ['952000000011'],
    manufacturerPart: null,
    unit: 'EA',
    packSize: 1,
    unitCost: '12.5',
    ordered: '10',
    rejected: '0',
    cancelled: '0',
    shipped: '10',
    overShipped: '0',
    invoiced: '0',
    credited: '0',
    ...change,
  }
}

export function order(lines: OrderLineFacts[] = [orderLine()], change: Partial<OrderFacts> = {}): OrderFacts {
  return { id: 'po', number: 'PO-1', currency: 'USD', expectedFees: '5', feesBilled: '0', lines, ...change }
}

/** An invoice line of ten pieces at 12.50, by the supplier's SKU. */
export function billed(change: Partial<InvoiceLineFacts> = {}): InvoiceLineFacts {
  const line = {
    id: 'billed-1',
    position: 1,
    purchaseOrderNumber: null,
    lineNumber: '1',
    ids: { supplier: 'NW-MUG' },
    description: null,
    quantity: '10',
    unit: 'EA',
    unitPrice: '12.5',
    allowancesAndCharges: [],
    ...change,
  }
  return {
    ...line,
    amount: change.amount ?? lineAmount({ ...line, allowancesAndCharges: [...line.allowancesAndCharges] }).toFixed(),
  }
}

export function charge(kind: ChargeFacts['kind'], reason: string, amount: string, id = reason): ChargeFacts {
  return { id, kind, reason, amount }
}

/** An invoice that adds up, unless its total is given. */
export function bill(lines: InvoiceLineFacts[] = [billed()], change: Partial<InvoiceFacts> = {}): InvoiceFacts {
  const parts = [...lines, ...(change.charges ?? [])]
  const computedTotal = parts.reduce((total, part) => total.plus(part.amount), new Big(0)).toFixed()
  return {
    type: 'invoice',
    date: '2026-03-02',
    currency: 'USD',
    total: computedTotal,
    computedTotal,
    terms: null,
    purchaseOrderNumber: 'PO-1',
    charges: [],
    ...change,
    lines,
  }
}

/** Net 30 with 2% within 10 days, and no tolerance. */
export function agreement(change: Partial<Agreement> = {}): Agreement {
  const terms = { netDays: 30, discountDays: 10, discountPercent: '2' }
  return { currency: 'USD', terms, tolerances: {}, ...change }
}

import type { DocumentOf } from '../translators/documents/index.ts'
import { repeated } from './random.ts'

type Invoice = DocumentOf<'invoice'>

/** Invoices of five to sixteen lines, about a kilobyte each in X12, from a fixed seed. */
export function invoicesOf(count: number): Iterable<Invoice> {
  return repeated(count, 810, invoice)
}

function invoice(i: number, random: (below: number) => number): Invoice {
  let cents = 495
  const lines = Array.from({ length: 5 + random(12) }, (_, line) => {
    const quantity = 1 + random(9)
    const price = 1_000 + random(20_000)
    cents += quantity * price
    return {
      lineNumber: String(line + 1),
      ids: { supplier: `ACME-${random(9_000)}`, upc: String(100_000_000_000 + random(800_000_000)) },
      description: 'ENAMEL KETTLE, BLUE',
      quantity: String(quantity),
      unit: 'EA',
      unitPrice: amount(price),
    }
  })
  return {
    kind: 'invoice',
    type: 'invoice',
    number: `INV-${3_000_000 + i}`,
    date: '2026-11-22',
    purchaseOrderNumber: `PO-${1_000_000 + i}`,
    purchaseOrderDate: '2026-11-20',
    currency: 'USD',
    remitTo: { name: 'ACME HOUSEWARES', code: '44071', codeBy: 'supplier' },
    terms: { discountPercent: '2', discountDays: 10, netDays: 30 },
    shippedOn: '2026-11-21',
    carrier: { scac: 'UPSN' },
    references: [{ type: 'internal-vendor-number', value: '88123' }],
    lines,
    allowancesAndCharges: [{ kind: 'charge', reason: 'freight', amount: '4.95' }],
    total: amount(cents),
  }
}

function amount(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`
}

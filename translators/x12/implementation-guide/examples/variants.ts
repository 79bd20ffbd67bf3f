import type { BusinessDocument, DocumentKind } from '../../../documents/index.ts'
import { exampleDocuments } from './registry.ts'
import { customer, days, kettle, numbers, supplier } from './story.ts'

const everyTerm = {
  description: '2% 10 NET 30',
  netDays: 30,
  discountPercent: '2',
  discountDays: 10,
  netDueDate: '2026-12-26',
  discountDueDate: '2026-12-06',
  discountAmount: '1.10',
}
const described = [{ type: 'promotion-number', value: 'P7', description: 'AUTUMN SALE' }]
const party = { ...customer, code: '88124', codeBy: 'buyer' as const }
const charge = {
  kind: 'charge' as const,
  reason: 'handling',
  amount: '1.00',
  rate: '0.50',
  quantity: '2',
  unit: 'EA',
  handling: 'bill-back',
  partnerCode: 'CTN',
  description: 'CARTON',
}
const tax = { type: 'sales', amount: '1.00', percent: '8', jurisdiction: 'OR' }
const ids = { ...kettle, ean: '4006381333931', gtin: '10614141000033', manufacturer: 'CS2B' }

/** Documents that use what the examples leave out, so that a guide knows every element that the hub reads and writes. They need not make sense. */
const further: { readonly [K in DocumentKind]?: readonly Partial<Extract<BusinessDocument, { kind: K }>>[] } = {
  'purchase-order': [
    {
      allowancesAndCharges: [charge],
      terms: everyTerm,
      references: described,
      buyer: party,
      supplier: party,
      billTo: party,
    },
  ],
  'purchase-order-acknowledgment': [{ references: described, supplier: party }],
  'purchase-order-change': [{ references: described, shipTo: party }],
  'purchase-order-change-acknowledgment': [{ references: described, supplier: party }],
  'ship-notice': [{ references: described, shipFrom: party, shipTo: party }],
  invoice: [
    {
      type: 'credit-memo',
      originalInvoiceNumber: numbers.invoice,
      terms: everyTerm,
      references: described,
      remitTo: { ...party, ...supplier },
      shippedOn: days.shipped,
      lines: [
        {
          lineNumber: '1',
          purchaseOrderNumber: numbers.order,
          ids,
          quantity: '1',
          unit: 'EA',
          unitPrice: '1',
          allowancesAndCharges: [charge],
          taxes: [tax],
        },
      ],
      allowancesAndCharges: [charge],
    },
  ],
}

/** The documents by which the places of a kind's fields are found: its example first. */
export function tracedDocuments(kind: DocumentKind): BusinessDocument[] {
  const example = exampleDocuments[kind] as BusinessDocument
  return [example, ...(further[kind] ?? []).map(changes => ({ ...example, ...changes }) as BusinessDocument)]
}

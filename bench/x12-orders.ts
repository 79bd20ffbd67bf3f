import type { DocumentOf } from '../translators/documents/index.ts'
import { repeated } from './random.ts'

type PurchaseOrder = DocumentOf<'purchase-order'>

const cities = ['PORTLAND', 'AUSTIN', 'BOISE', 'TUCSON', 'OMAHA', 'SALEM'] as const
const items = [
  'ENAMEL KETTLE, BLUE',
  'CAST IRON PAN 10 IN',
  'LINEN TOWEL SET OF 4',
  'OAK CUTTING BOARD',
  'GLASS JAR 1 L',
] as const

/** Drop-ship orders of three to ten lines, about a kilobyte each in X12, from a fixed seed. */
export function ordersOf(count: number): Iterable<PurchaseOrder> {
  return repeated(count, 850, order)
}

function order(i: number, random: (below: number) => number): PurchaseOrder {
  const lines = Array.from({ length: 3 + random(8) }, (_, line) => ({
    lineNumber: String(line + 1),
    ids: {
      buyer: `NW-${random(90_000)}`,
      supplier: `ACME-${random(9_000)}`,
      upc: String(100_000_000_000 + random(800_000_000)),
    },
    description: items[random(items.length)]!,
    quantity: String(1 + random(9)),
    unit: 'EA',
    unitPrice: `${1 + random(200)}.${10 + random(90)}`,
    retailPrice: `${200 + random(200)}.99`,
  }))
  return {
    kind: 'purchase-order',
    purpose: 'original',
    type: 'drop-ship',
    number: `PO-${1_000_000 + i}`,
    date: '2026-11-20',
    currency: 'USD',
    customerOrderNumber: `W-${700_000 + i}`,
    buyer: { name: 'NORTHWIND RETAIL', code: '0614141000005', codeBy: 'gln' },
    shipTo: {
      name: `CUSTOMER ${random(100_000)}`,
      address1: `${1 + random(9_999)} ANALYTICAL WAY`,
      address2: `APT ${1 + random(99)}`,
      city: cities[random(cities.length)]!,
      state: 'OR',
      postalCode: String(10_000 + random(89_999)),
      country: 'US',
      phone: `503555${1000 + random(9000)}`,
    },
    carrier: { scac: 'UPSN', service: 'ground', method: 'parcel' },
    shipNotBefore: '2026-11-21',
    shipNotAfter: '2026-11-25',
    references: [
      { type: 'department', value: String(random(99)) },
      { type: 'internal-vendor-number', value: '88123' },
    ],
    notes: ['THANK YOU FOR YOUR ORDER. PLEASE KEEP THIS SLIP.'],
    lines,
  }
}

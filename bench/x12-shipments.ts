import type { DocumentOf } from '../translators/documents/index.ts'
import { repeated } from './random.ts'

type ShipNotice = DocumentOf<'ship-notice'>

/** Ship notices of one to three packages with one to seven lines each, about a kilobyte each in X12, from a fixed seed. */
export function shipmentsOf(count: number): Iterable<ShipNotice> {
  return repeated(count, 856, shipment)
}

function shipment(i: number, random: (below: number) => number): ShipNotice {
  const packages = Array.from({ length: 1 + random(3) }, (_, each) => ({
    sscc: `00614141${String(1_000_000_000 + i * 10 + each)}`,
    trackingNumber: `1Z999AA1${String(10_000_000 + random(89_999_999))}`,
    weight: `${1 + random(40)}.${random(10)}`,
    weightUnit: 'LB',
    lines: Array.from({ length: 1 + random(7) }, (_, line) => ({
      purchaseOrderNumber: `PO-${1_000_000 + i}`,
      lineNumber: String(line + 1),
      ids: { supplier: `ACME-${random(9_000)}`, upc: String(100_000_000_000 + random(800_000_000)) },
      quantity: String(1 + random(9)),
      unit: 'EA',
    })),
  }))
  return {
    kind: 'ship-notice',
    purpose: 'original',
    number: `SHP-${500_000 + i}`,
    date: '2026-11-21',
    shippedOn: '2026-11-21',
    estimatedDelivery: '2026-11-24',
    carrier: { scac: 'UPSN', service: 'ground', method: 'parcel' },
    billOfLading: `BOL-${random(900_000)}`,
    shipFrom: {
      name: 'ACME HOUSEWARES',
      code: '44071',
      codeBy: 'supplier',
      city: 'OMAHA',
      state: 'NE',
      postalCode: '68102',
    },
    shipTo: {
      name: `CUSTOMER ${random(100_000)}`,
      address1: `${1 + random(9_999)} ANALYTICAL WAY`,
      city: 'PORTLAND',
      state: 'OR',
      postalCode: String(10_000 + random(89_999)),
      country: 'US',
    },
    references: [{ type: 'carrier-reference', value: String(100_000_000 + random(800_000_000)) }],
    packages,
  }
}

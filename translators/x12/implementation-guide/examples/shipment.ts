import type { DocumentOf } from '../../../documents/index.ts'
import {
  carrier,
  customer,
  days,
  kettle,
  kettleName,
  lantern,
  lanternName,
  numbers,
  supplier,
  terms,
  warehouse,
} from './story.ts'

/** Two cartons of one order. */
export const shipNoticeExample: DocumentOf<'ship-notice'> = {
  kind: 'ship-notice',
  purpose: 'original',
  number: numbers.shipment,
  date: days.shipped,
  shippedOn: days.shipped,
  estimatedDelivery: days.delivered,
  carrier,
  billOfLading: numbers.billOfLading,
  shipFrom: warehouse,
  shipTo: customer,
  references: [{ type: 'internal-vendor-number', value: numbers.vendor }],
  packages: [
    {
      sscc: '106141411928374658',
      trackingNumber: '1Z999AA10123456784',
      weight: '4.5',
      weightUnit: 'LB',
      lines: [{ purchaseOrderNumber: numbers.order, lineNumber: '1', ids: kettle, quantity: '2', unit: 'EA' }],
    },
    {
      sscc: '106141411928374665',
      trackingNumber: '1Z999AA10123456793',
      weight: '1.2',
      weightUnit: 'LB',
      lines: [{ purchaseOrderNumber: numbers.order, lineNumber: '2', ids: lantern, quantity: '1', unit: 'EA' }],
    },
  ],
}

/** What was shipped, with freight, an allowance and tax: 40.50 + 12.50 - 0.50 + 3.50. */
export const invoiceExample: DocumentOf<'invoice'> = {
  kind: 'invoice',
  type: 'invoice',
  number: numbers.invoice,
  date: days.invoiced,
  purchaseOrderNumber: numbers.order,
  purchaseOrderDate: days.ordered,
  currency: 'USD',
  remitTo: { ...warehouse, ...supplier },
  shipTo: customer,
  terms,
  shippedOn: days.shipped,
  carrier,
  billOfLading: numbers.billOfLading,
  references: [{ type: 'internal-vendor-number', value: numbers.vendor }],
  lines: [
    {
      lineNumber: '1',
      ids: kettle,
      description: kettleName,
      quantity: '2',
      unit: 'EA',
      unitPrice: '18.25',
    },
    {
      lineNumber: '2',
      ids: lantern,
      description: lanternName,
      quantity: '1',
      unit: 'EA',
      unitPrice: '4.00',
    },
  ],
  allowancesAndCharges: [
    { kind: 'charge', reason: 'freight', amount: '12.50', handling: 'off-invoice', description: 'STANDARD FREIGHT' },
    { kind: 'allowance', reason: 'defective', amount: '0.50', percent: '1', handling: 'off-invoice' },
  ],
  taxes: [{ type: 'sales', amount: '3.50', percent: '8.64', jurisdiction: 'OR' }],
  total: '56.00',
}

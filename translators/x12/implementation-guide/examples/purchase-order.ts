import type { DocumentOf } from '../../../documents/index.ts'
import {
  billTo,
  buyer,
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
} from './story.ts'

/** A drop-ship order of two lines. */
export const purchaseOrderExample: DocumentOf<'purchase-order'> = {
  kind: 'purchase-order',
  purpose: 'original',
  type: 'drop-ship',
  number: numbers.order,
  date: days.ordered,
  currency: 'USD',
  customerOrderNumber: numbers.customerOrder,
  buyer,
  supplier,
  shipTo: customer,
  billTo,
  carrier,
  shipNotBefore: days.shipNotBefore,
  shipNotAfter: days.shipNotAfter,
  cancelAfter: days.cancelAfter,
  terms,
  references: [
    { type: 'department', value: numbers.department },
    { type: 'internal-vendor-number', value: numbers.vendor },
  ],
  notes: ['GIFT: HAPPY BIRTHDAY'],
  allowancesAndCharges: [
    { kind: 'charge', reason: 'freight', amount: '12.50', handling: 'off-invoice', description: 'STANDARD FREIGHT' },
    { kind: 'allowance', reason: 'defective', amount: '0.50', percent: '1', handling: 'off-invoice' },
  ],
  lines: [
    {
      lineNumber: '1',
      ids: kettle,
      description: kettleName,
      quantity: '2',
      unit: 'EA',
      unitPrice: '18.25',
      retailPrice: '29.99',
      requestedShipDate: days.shipped,
      notes: ['LEAVE THE PRICE TAG OFF'],
    },
    {
      lineNumber: '2',
      ids: lantern,
      description: lanternName,
      quantity: '1',
      unit: 'EA',
      unitPrice: '4.00',
      retailPrice: '9.99',
    },
  ],
}

/** The order above is changed: fewer kettles, no lantern, something new. */
export const purchaseOrderChangeExample: DocumentOf<'purchase-order-change'> = {
  kind: 'purchase-order-change',
  purpose: 'change',
  purchaseOrderNumber: numbers.order,
  purchaseOrderDate: days.ordered,
  sequence: 1,
  date: days.changed,
  currency: 'USD',
  shipTo: customer,
  shipNotAfter: days.shipNotAfter,
  references: [{ type: 'internal-vendor-number', value: numbers.vendor }],
  notes: ['THE CUSTOMER CHANGED HER MIND'],
  lines: [
    {
      action: 'change',
      line: {
        lineNumber: '1',
        ids: kettle,
        description: kettleName,
        quantity: '1',
        unit: 'EA',
        unitPrice: '18.25',
        retailPrice: '29.99',
        requestedShipDate: days.shipped,
        notes: ['LEAVE THE PRICE TAG OFF'],
      },
    },
    { action: 'cancel', lineNumber: '2', quantity: '1' },
    {
      action: 'add',
      line: { lineNumber: '3', ids: { supplier: 'ACME11' }, quantity: '1', unit: 'EA', unitPrice: '7.50' },
    },
  ],
}

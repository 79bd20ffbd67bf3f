import type { DocumentOf } from '../../../documents/index.ts'
import { days, greenKettle, kettle, kettleName, lantern, numbers, supplier } from './story.ts'

const references = [{ type: 'internal-vendor-number', value: numbers.vendor }]

/** One kettle ships, one is backordered; the lantern is refused. */
export const purchaseOrderAcknowledgmentExample: DocumentOf<'purchase-order-acknowledgment'> = {
  kind: 'purchase-order-acknowledgment',
  purpose: 'original',
  type: 'detail-with-changes',
  purchaseOrderNumber: numbers.order,
  purchaseOrderDate: days.ordered,
  supplierOrderNumber: numbers.supplierOrder,
  date: days.answered,
  currency: 'USD',
  supplier,
  references,
  lines: [
    {
      lineNumber: '1',
      ids: kettle,
      quantity: '2',
      unit: 'EA',
      unitPrice: '18.25',
      answers: [
        { status: 'accepted', quantity: '1', unit: 'EA', shipDate: days.shipped, deliveryDate: days.delivered },
        {
          status: 'backordered',
          quantity: '1',
          unit: 'EA',
          shipDate: days.restocked,
          note: 'ONE IS STILL ON ITS WAY',
        },
      ],
    },
    {
      lineNumber: '2',
      ids: lantern,
      quantity: '1',
      unit: 'EA',
      unitPrice: '4.00',
      answers: [{ status: 'rejected', quantity: '1', unit: 'EA', reason: 'out-of-stock' }],
    },
  ],
}

/** The answer to the change of the order. */
export const purchaseOrderChangeAcknowledgmentExample: DocumentOf<'purchase-order-change-acknowledgment'> = {
  kind: 'purchase-order-change-acknowledgment',
  purpose: 'answer',
  type: 'detail-with-changes',
  purchaseOrderNumber: numbers.order,
  purchaseOrderDate: days.ordered,
  sequence: 1,
  supplierOrderNumber: numbers.supplierOrder,
  date: days.changed,
  currency: 'USD',
  supplier,
  references,
  notes: ['THE BLUE ONE COMES BACK IN MARCH'],
  lines: [
    {
      action: 'change',
      lineNumber: '1',
      ids: kettle,
      description: kettleName,
      quantity: '1',
      unit: 'EA',
      unitPrice: '18.25',
      shipDate: days.shipped,
      answers: [
        {
          status: 'substituted',
          quantity: '1',
          unit: 'EA',
          shipDate: days.shipped,
          deliveryDate: days.delivered,
          substitute: greenKettle,
          note: 'THE SAME KETTLE IN GREEN',
        },
      ],
    },
    {
      action: 'cancel',
      lineNumber: '2',
      quantity: '1',
      unit: 'EA',
      answers: [{ status: 'accepted', quantity: '1', unit: 'EA' }],
    },
    {
      action: 'add',
      lineNumber: '3',
      ids: { supplier: 'ACME11' },
      quantity: '1',
      unit: 'EA',
      unitPrice: '7.50',
      answers: [{ status: 'rejected', quantity: '1', unit: 'EA', reason: 'discontinued' }],
    },
  ],
}

import type { DocumentOf } from '../../../documents/index.ts'
import { buyer, days, numbers, supplier } from './story.ts'

/** An invoice that does not foot is refused. */
export const applicationAdviceExample: DocumentOf<'application-advice'> = {
  kind: 'application-advice',
  number: '7700',
  date: days.invoiced,
  from: buyer,
  to: supplier,
  answers: [
    {
      status: 'rejected',
      level: 'document',
      reference: { type: 'seller-invoice-number', value: numbers.invoice },
      set: '810',
      groupControlNumber: '4711',
      setControlNumber: '0002',
      sender: 'ACME',
      receiver: 'NORTHWIND',
      date: days.invoiced,
      references: [{ type: 'purchase-order-number', value: numbers.order }],
      errors: [
        {
          code: '010',
          ownCode: 'TOTAL',
          text: 'THE TOTAL IS 56.00 AND THE LINES COME TO 55.00',
          value: '5600',
          segment: 'TDS',
          position: 14,
          element: 1,
          dataElement: '610',
        },
      ],
    },
  ],
}

/** Words about an order. */
export const textMessageExample: DocumentOf<'text-message'> = {
  kind: 'text-message',
  subject: 'SHIPMENTS HELD AT THE PORT',
  date: days.answered,
  from: { ...supplier, phone: '5555550100', email: 'DESK@ACME.EXAMPLE' },
  to: buyer,
  references: [{ type: 'purchase-order-number', value: numbers.order }],
  messages: [
    {
      number: '00001',
      subject: 'WHAT IS LATE',
      lines: ['ORDER       LINE  NEW SHIP DATE', `${numbers.order}     1  ${days.restocked}`],
    },
  ],
}

/** Two orders came, and one of them could not be read. */
export const functionalAcknowledgmentExample: DocumentOf<'functional-acknowledgment'> = {
  kind: 'functional-acknowledgment',
  functionalId: 'PO',
  groupControlNumber: '42',
  status: 'partially-accepted',
  codes: [],
  sets: [
    { set: '850', controlNumber: '0001', status: 'accepted', codes: [], segments: [] },
    {
      set: '850',
      controlNumber: '0002',
      status: 'rejected',
      codes: ['5'],
      segments: [
        {
          segment: 'N4',
          position: 14,
          loop: 'N1',
          code: '8',
          elements: [{ element: 2, dataElement: '156', code: '5', value: 'STATE' }],
        },
      ],
    },
  ],
  included: 2,
  received: 2,
  accepted: 1,
}

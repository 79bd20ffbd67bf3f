import type { DocumentOf } from '../../../documents/index.ts'
import { buyer, days, numbers, supplier } from './story.ts'

/** The invoice is paid, less the discount and a shortage. */
export const remittanceAdviceExample: DocumentOf<'remittance-advice'> = {
  kind: 'remittance-advice',
  number: '880045',
  date: '2026-12-06',
  handling: 'advice-only',
  method: 'ach',
  currency: 'USD',
  total: '53.91',
  payer: buyer,
  payee: supplier,
  references: [{ type: 'internal-vendor-number', value: numbers.vendor }],
  invoices: [
    {
      type: 'invoice',
      number: numbers.invoice,
      date: days.invoiced,
      purchaseOrderNumber: numbers.order,
      paid: '53.91',
      gross: '56.00',
      discount: '1.09',
      adjustments: [
        { amount: '-1.00', reason: 'pricing', reference: { type: 'CM', value: '6610' }, description: 'PRICE AGREED' },
      ],
      references: [{ type: 'department', value: numbers.department }],
    },
  ],
}

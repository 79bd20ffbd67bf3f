import { csvLayout } from '../layout.ts'
import { partyColumns } from './shared.ts'

const otherAdjustment = (place: number) => [
  { names: [`Other Adjustment ${place}`], path: `adjustments[${place - 1}].amount` },
  { names: [`Other Adjustment ${place} Reason`], path: `adjustments[${place - 1}].reason` },
  { names: [`Other Adjustment ${place} Note`], path: `adjustments[${place - 1}].description` },
]

/**
 * What a payment is for: one row per invoice, and one more for each further adjustment of it. Adjustments that belong to no invoice
 * stand in columns of their own, repeated on every row as all of the payment is.
 */
export const remittanceAdviceLayout = csvLayout.parse({
  name: 'remittance-advice',
  kind: 'remittance-advice',
  dateFormats: ['YYYY-MM-DD', 'M/D/YYYY'],
  columns: [
    {
      names: ['Payment Number', 'Trace Number', 'Check Number', 'Payment Reference', 'Payment ID'],
      path: 'number',
      key: true,
      required: true,
    },
    { names: ['Payment Date', 'Check Date'], path: 'date', required: true },
    { names: ['Payment Method', 'Method'], path: 'method', default: 'ach' },
    { names: ['Payment Total', 'Payment Amount', 'Check Amount'], path: 'total', required: true },
    { names: ['Currency'], path: 'currency' },
    { names: ['Invoice Number', 'Invoice', 'Document Number'], path: 'invoices[].number', key: true },
    { names: ['Document Type', 'Type'], path: 'invoices[].type', key: true, default: 'invoice' },
    { names: ['Invoice Date', 'Document Date'], path: 'invoices[].date' },
    { names: ['PO Number', 'Purchase Order', 'PO'], path: 'invoices[].purchaseOrderNumber' },
    { names: ['Invoice Amount', 'Gross Amount', 'Gross'], path: 'invoices[].gross' },
    { names: ['Discount', 'Discount Taken'], path: 'invoices[].discount' },
    { names: ['Amount Paid', 'Net Amount', 'Paid'], path: 'invoices[].paid', required: true },
    { names: ['Adjustment', 'Adjustment Amount', 'Deduction'], path: 'invoices[].adjustments[].amount' },
    { names: ['Adjustment Reason', 'Deduction Reason', 'Reason Code'], path: 'invoices[].adjustments[].reason' },
    { names: ['Adjustment Note', 'Deduction Note'], path: 'invoices[].adjustments[].description' },
    { names: ['Adjustment Reference', 'Claim Number'], path: 'invoices[].adjustments[].reference.value' },
    { names: ['Adjustment Reference Type'], path: 'invoices[].adjustments[].reference.type' },
    ...otherAdjustment(1),
    ...otherAdjustment(2),
    { names: ['Payer', 'Payer Name'], path: 'payer.name' },
    ...partyColumns('Payee', 'payee'),
    {
      names: ['Handling'],
      path: 'handling',
      default: 'advice-only',
      codes: { 'advice-only': ['Advice only'], 'with-payment': ['With payment'] },
    },
  ],
})

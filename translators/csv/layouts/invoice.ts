import { csvLayout } from '../layout.ts'
import { chargeColumns, itemColumns, partyColumns, termsColumns } from './shared.ts'

/** Invoices and credit memos: one row per line, what belongs to the whole invoice repeated. One of several orders names the order of each line. */
export const invoiceLayout = csvLayout.parse({
  name: 'invoice',
  kind: 'invoice',
  dateFormats: ['YYYY-MM-DD', 'M/D/YYYY'],
  columns: [
    { names: ['Invoice Number', 'Invoice', 'Bill Number'], path: 'number', key: true, required: true },
    { names: ['Invoice Date', 'Bill Date'], path: 'date', required: true },
    {
      names: ['PO Number', 'Purchase Order', 'Purchase Order Number', 'PO'],
      path: 'purchaseOrderNumber',
      differing: 'lines[].purchaseOrderNumber',
    },
    { names: ['PO Date'], path: 'purchaseOrderDate', differing: 'first' },
    { names: ['Line', 'Line Number', 'PO Line'], path: 'lines[].lineNumber' },
    ...itemColumns('lines[].'),
    { names: ['Description', 'Item Description'], path: 'lines[].description' },
    { names: ['Quantity', 'Quantity Invoiced', 'Quantity Shipped'], path: 'lines[].quantity', required: true },
    { names: ['Unit', 'UOM', 'Unit of Measure'], path: 'lines[].unit' },
    { names: ['Unit Price', 'Unit Cost', 'Price'], path: 'lines[].unitPrice', required: true },
    { names: ['Line PO Number'], path: 'lines[].purchaseOrderNumber' },
    ...chargeColumns,
    { names: ['Tax', 'Sales Tax'], path: 'taxes[type=sales].amount' },
    { names: ['Invoice Total', 'Total', 'Total Amount', 'Invoice Amount'], path: 'total', required: true },
    { names: ['Currency'], path: 'currency' },
    ...termsColumns,
    { names: ['Ship Date', 'Shipped On'], path: 'shippedOn', differing: 'first' },
    { names: ['Carrier', 'Carrier Name'], path: 'carrier.name', differing: 'first' },
    { names: ['SCAC', 'Carrier Code'], path: 'carrier.scac', differing: 'first' },
    { names: ['Service', 'Service Level'], path: 'carrier.service', differing: 'first' },
    { names: ['Ship Via', 'Ship Method'], path: 'carrier.method', differing: 'first' },
    { names: ['Bill of Lading', 'BOL'], path: 'billOfLading', differing: 'first' },
    { names: ['Supplier', 'Vendor', 'Vendor Name', 'Supplier Name'], path: 'supplier.name' },
    { names: ['Tax ID', 'Supplier Tax ID', 'Vendor Tax ID', 'VAT Number', 'EIN'], path: 'supplier.taxId' },
    { names: ['Bill To Name', 'Bill To'], path: 'billTo.name' },
    ...partyColumns('Remit To', 'remitTo'),
    { names: ['Remit To Tax ID'], path: 'remitTo.taxId' },
    ...partyColumns('Ship To', 'shipTo').map(column => ({ ...column, differing: 'first' })),
    {
      names: ['Type', 'Document Type'],
      path: 'type',
      default: 'invoice',
      codes: {
        invoice: ['Invoice', 'Bill', 'INV', 'DI'],
        'credit-memo': ['Credit memo', 'Credit', 'Credit note', 'Vendor credit', 'CR', 'CM', 'CN'],
      },
    },
    { names: ['Original Invoice', 'Original Invoice Number'], path: 'originalInvoiceNumber' },
  ],
  ignoredColumns: ['Line Total', 'Extended Price', 'Line Amount', 'Amount', 'Subtotal'],
})

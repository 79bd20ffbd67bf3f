import { csvLayout } from '../layout.ts'
import { acknowledgmentTypeColumn, answerColumns, itemColumns } from './shared.ts'

/** A supplier's answers: one row per line and answer, so that a line of ten may be six accepted in one row and four backordered in the next. */
export const purchaseOrderAcknowledgmentLayout = csvLayout.parse({
  name: 'purchase-order-acknowledgment',
  kind: 'purchase-order-acknowledgment',
  dateFormats: ['YYYY-MM-DD', 'M/D/YYYY'],
  columns: [
    {
      names: ['PO Number', 'Purchase Order', 'Purchase Order Number', 'PO'],
      path: 'purchaseOrderNumber',
      key: true,
      required: true,
    },
    { names: ['PO Date'], path: 'purchaseOrderDate' },
    { names: ['Acknowledgment Date', 'Ack Date', 'Answer Date'], path: 'date' },
    { names: ['Supplier Order Number', 'Sales Order', 'Sales Order Number'], path: 'supplierOrderNumber' },
    { names: ['Line', 'Line Number', 'PO Line'], path: 'lines[].lineNumber', key: true, required: true },
    ...itemColumns('lines[].'),
    ...answerColumns('lines[].answers[].', true),
    { names: ['Ordered Quantity', 'Quantity Ordered'], path: 'lines[].quantity' },
    { names: ['Unit', 'UOM', 'Unit of Measure'], path: 'lines[].unit' },
    { names: ['Unit Price', 'Unit Cost'], path: 'lines[].unitPrice' },
    { names: ['Currency'], path: 'currency' },
    { names: ['Supplier', 'Vendor', 'Vendor Name'], path: 'supplier.name' },
    acknowledgmentTypeColumn,
    { names: ['Purpose'], path: 'purpose' },
  ],
})

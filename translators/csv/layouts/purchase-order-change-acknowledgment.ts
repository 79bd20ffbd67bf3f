import { csvLayout } from '../layout.ts'
import { acknowledgmentTypeColumn, answerColumns, itemColumns } from './shared.ts'

/**
 * A supplier's answers to a changed order, or what the supplier itself asks for: one row per line and answer. What it asks for has no
 * answers: its rows name the line's new terms.
 */
export const purchaseOrderChangeAcknowledgmentLayout = csvLayout.parse({
  name: 'purchase-order-change-acknowledgment',
  kind: 'purchase-order-change-acknowledgment',
  dateFormats: ['YYYY-MM-DD', 'M/D/YYYY'],
  columns: [
    {
      names: ['PO Number', 'Purchase Order', 'Purchase Order Number', 'PO'],
      path: 'purchaseOrderNumber',
      key: true,
      required: true,
    },
    { names: ['Change Number', 'Change'], path: 'sequence', key: true },
    { names: ['PO Date', 'Order Date'], path: 'purchaseOrderDate' },
    { names: ['Answer Date', 'Acknowledgment Date', 'Date'], path: 'date' },
    {
      names: ['Purpose'],
      path: 'purpose',
      default: 'answer',
      codes: { answer: ['Answer', 'Response'], request: ['Request'] },
    },
    { names: ['Supplier Order Number', 'Sales Order', 'Sales Order Number'], path: 'supplierOrderNumber' },
    { names: ['Line', 'Line Number', 'PO Line'], path: 'lines[].lineNumber', key: true, required: true },
    {
      names: ['Action', 'Line Action', 'Line Change'],
      path: 'lines[].action',
      required: true,
      codes: { add: ['Add'], change: ['Change'], cancel: ['Cancel', 'Delete'] },
    },
    ...itemColumns('lines[].'),
    { names: ['Item Description', 'Description'], path: 'lines[].description' },
    { names: ['New Quantity'], path: 'lines[].quantity' },
    { names: ['Unit', 'UOM', 'Unit of Measure'], path: 'lines[].unit' },
    { names: ['New Unit Cost', 'New Unit Price', 'New Price', 'Unit Cost', 'Unit Price'], path: 'lines[].unitPrice' },
    { names: ['New Ship Date', 'Requested Ship Date'], path: 'lines[].shipDate' },
    ...answerColumns('lines[].answers[].', false),
    { names: ['Currency'], path: 'currency' },
    { names: ['Supplier', 'Vendor', 'Vendor Name'], path: 'supplier.name' },
    acknowledgmentTypeColumn,
    { names: ['Order Note', 'Notes'], path: 'notes', separator: '\n' },
  ],
})

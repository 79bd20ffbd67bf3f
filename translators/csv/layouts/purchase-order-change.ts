import { csvLayout } from '../layout.ts'
import { itemColumns, partyColumns } from './shared.ts'

/**
 * Changes to orders already sent: one row per changed line. A line that is added or changed stands with its new terms in full; one that is
 * cancelled stands in columns of its own, with the quantity taken away, or none for the whole of it.
 */
export const purchaseOrderChangeLayout = csvLayout.parse({
  name: 'purchase-order-change',
  kind: 'purchase-order-change',
  dateFormats: ['YYYY-MM-DD', 'M/D/YYYY'],
  columns: [
    {
      names: ['PO Number', 'Purchase Order', 'Purchase Order Number', 'PO'],
      path: 'purchaseOrderNumber',
      key: true,
      required: true,
    },
    { names: ['Change Number', 'Change'], path: 'sequence', key: true, required: true },
    { names: ['Change Date'], path: 'date', required: true },
    { names: ['PO Date', 'Order Date'], path: 'purchaseOrderDate' },
    {
      names: ['Purpose'],
      path: 'purpose',
      required: true,
      codes: { change: ['Change'], cancellation: ['Cancellation', 'Cancel', 'Cancelled'] },
    },
    {
      names: ['Action', 'Line Action'],
      path: 'lines[].action',
      required: true,
      codes: { add: ['Add'], change: ['Change'], cancel: ['Cancel'] },
    },
    { names: ['Line', 'Line Number'], path: 'lines[].line.lineNumber' },
    ...itemColumns('lines[].line.'),
    { names: ['Description', 'Item Description'], path: 'lines[].line.description' },
    { names: ['Quantity', 'New Quantity'], path: 'lines[].line.quantity' },
    { names: ['Unit', 'UOM', 'Unit of Measure'], path: 'lines[].line.unit' },
    { names: ['Unit Cost', 'Unit Price', 'Cost'], path: 'lines[].line.unitPrice' },
    { names: ['Retail Price'], path: 'lines[].line.retailPrice' },
    { names: ['Requested Ship Date'], path: 'lines[].line.requestedShipDate' },
    { names: ['Line Note'], path: 'lines[].line.notes', separator: '\n' },
    { names: ['Cancelled Line', 'Cancel Line'], path: 'lines[].lineNumber' },
    { names: ['Cancelled Quantity', 'Cancel Quantity'], path: 'lines[].quantity' },
    { names: ['Currency'], path: 'currency' },
    { names: ['Ship By', 'Ship Not After'], path: 'shipNotAfter' },
    ...partyColumns('Ship To', 'shipTo'),
    { names: ['Note', 'Notes'], path: 'notes', separator: '\n' },
    { names: ['Department'], path: 'references[type=department].value' },
  ],
})

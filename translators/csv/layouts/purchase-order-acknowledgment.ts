import { csvLayout } from '../layout.ts'
import { itemColumns } from './shared.ts'

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
    {
      names: ['Status', 'Line Status', 'Answer'],
      path: 'lines[].answers[].status',
      required: true,
      codes: {
        accepted: ['Accepted', 'Accept', 'Confirmed', 'IA', 'A'],
        'accepted-with-changes': ['Accepted with changes', 'Changed', 'IC'],
        backordered: ['Backordered', 'Backorder', 'IB', 'BO', 'B'],
        rejected: ['Rejected', 'Reject', 'Cancelled', 'Canceled', 'IR', 'R'],
        substituted: ['Substituted', 'IS'],
        'on-hold': ['On hold', 'Hold', 'IH'],
      },
    },
    { names: ['Quantity'], path: 'lines[].answers[].quantity', required: true },
    {
      names: ['Ship Date', 'Expected Ship Date', 'Estimated Ship Date', 'Backorder Date'],
      path: 'lines[].answers[].shipDate',
    },
    {
      names: ['Reason', 'Reject Reason', 'Reason Code'],
      path: 'lines[].answers[].reason',
      codes: {
        'out-of-stock': ['Out of stock', 'No stock', 'OOS'],
        discontinued: ['Discontinued'],
        'unknown-item': ['Unknown item', 'Invalid item', 'Unknown SKU'],
        'price-mismatch': ['Price mismatch', 'Wrong price'],
        'cannot-meet-date': ['Cannot meet date', 'Cannot meet ship date'],
        'cannot-ship-to': ['Cannot ship to', 'Bad address', 'Invalid address'],
        duplicate: ['Duplicate', 'Duplicate order'],
        'below-minimum': ['Below minimum'],
        other: ['Other'],
      },
    },
    { names: ['Note', 'Comment'], path: 'lines[].answers[].note' },
    { names: ['Quantity Unit'], path: 'lines[].answers[].unit' },
    { names: ['Ordered Quantity', 'Quantity Ordered'], path: 'lines[].quantity' },
    { names: ['Unit', 'UOM', 'Unit of Measure'], path: 'lines[].unit' },
    { names: ['Unit Price', 'Unit Cost'], path: 'lines[].unitPrice' },
    { names: ['Currency'], path: 'currency' },
    { names: ['Supplier', 'Vendor', 'Vendor Name'], path: 'supplier.name' },
    {
      names: ['Order Status', 'Acknowledgment Type'],
      path: 'type',
      default: 'detail',
      codes: {
        accepted: ['Accepted', 'Accept'],
        rejected: ['Rejected', 'Reject', 'Cancelled', 'Canceled'],
        detail: ['Detail', 'See lines', 'Partial'],
        'detail-with-changes': ['Detail with changes', 'Changed'],
        'rejected-with-detail': ['Rejected with detail'],
        'on-hold': ['On hold', 'Hold'],
      },
    },
    { names: ['Purpose'], path: 'purpose' },
  ],
})

import type { FileColumn } from '../shared/csv-stream.ts'
import { supplierInvoiceStates } from '../ui/states.ts'
import type { ListedInvoice } from './invoices-query.ts'

/** A supplier's invoices for a spreadsheet. Amounts are decimals; days `YYYY-MM-DD`. */
export const invoicesFile: readonly FileColumn<ListedInvoice>[] = [
  ['number', row => row.number],
  ['type', row => row.type],
  ['state', row => supplierInvoiceStates[row.status].word],
  ['purchase_order', row => row.purchaseOrderNumber],
  ['credits_invoice', row => row.originalInvoiceNumber],
  ['date', row => row.invoiceDate],
  ['due', row => row.dueDate],
  ['total', row => row.total],
  ['accepted', row => row.payable],
  ['currency', row => row.currency],
  ['received_utc', row => row.receivedAt.toISOString()],
]

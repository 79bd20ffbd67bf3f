import type { ExceptionKind } from '../../db/schema/index.ts'
import { exceptionWords } from '../retailer/texts.ts'
import type { FileColumn } from '../shared/csv-stream.ts'
import { invoiceStates } from '../ui/states.ts'
import type { ListedInvoice } from './invoices-query.ts'

/** The columns of the invoices as a file. Amounts stand as decimals with their currency beside them. */
export const invoicesFile: readonly FileColumn<ListedInvoice>[] = [
  ['Number', row => row.number],
  ['Type', row => (row.type === 'credit-memo' ? 'Credit memo' : 'Invoice')],
  ['State', row => invoiceStates[row.status].word],
  ['Supplier', row => row.supplier],
  ['Purchase order', row => row.purchaseOrderNumber],
  ['In question', row => (row.kinds ?? []).map(kind => exceptionWords[kind as ExceptionKind]).join(', ')],
  ['At stake', row => row.atStake],
  ['Dated', row => row.invoiceDate],
  ['Due', row => row.dueDate],
  ['Currency', row => row.currency],
  ['Total', row => row.total],
  ['Payable', row => row.payable],
]

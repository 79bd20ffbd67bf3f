import { joinRows } from '../csv/rows.ts'
import type { Bill } from './bill.ts'
import { type BillFormat, type BillOptions, writerOf } from './format.ts'
import { type BillFormatName, billFormats } from './registry.ts'

/**
 * Writes bills as the CSV file that an accounting program imports: UTF-8 without a byte order mark, lines ending in CR LF. The same bills and
 * options give the same bytes. Text that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function writeBills(bills: readonly Bill[], format: BillFormatName, options: BillOptions = {}): Uint8Array {
  const chosen: BillFormat = billFormats[format]
  const writer = writerOf(chosen, options)
  const rows = [chosen.header, ...bills.flatMap(bill => chosen.rows(bill, writer))]
  return new TextEncoder().encode(joinRows(rows, { delimiter: ',', quote: '"' }, '\r\n'))
}

export { type Bill, type BillLine, bill } from './bill.ts'
export type { BillOptions } from './format.ts'
export { type BillFormatName, billFormatNames } from './registry.ts'

import { joinRows } from '../csv/rows.ts'
import type { Bill } from './bill.ts'
import { type BillFormat, type BillOptions, writerOf } from './format.ts'
import { type BillFormatName, billFormats } from './registry.ts'

/**
 * Writes bills as the CSV file that an accounting program imports: UTF-8 without a byte order mark, lines ending in CR LF. The same bills and
 * options give the same bytes. Text that a spreadsheet would run as a formula gets an apostrophe before it. Credits are in it unless they have
 * a file of their own (`writeCredits`).
 */
export function writeBills(bills: readonly Bill[], format: BillFormatName, options: BillOptions = {}): Uint8Array {
  const chosen: BillFormat = billFormats[format]
  const writer = writerOf(chosen, options)
  const written = chosen.credits ? bills.filter(({ type }) => type === 'bill') : bills
  return fileOf([chosen.header, ...written.flatMap(bill => chosen.rows(bill, writer))])
}

/**
 * Writes the credits among these bills as the file of their own that some programs want. Undefined where there are none, or where they are in
 * the file of bills.
 * @returns the bytes, and what the program calls what they hold: `vendor-credits`
 */
export function writeCredits(
  bills: readonly Bill[],
  format: BillFormatName,
  options: BillOptions = {},
): { name: string; bytes: Uint8Array } | undefined {
  const chosen: BillFormat = billFormats[format]
  const credits = bills.filter(({ type }) => type === 'credit')
  if (!chosen.credits || credits.length === 0) return undefined
  const { name, header, rows } = chosen.credits
  const writer = writerOf(chosen, options)
  return { name, bytes: fileOf([header, ...credits.flatMap((credit, index) => rows(credit, writer, index + 1))]) }
}

function fileOf(rows: readonly (readonly string[])[]): Uint8Array {
  return new TextEncoder().encode(joinRows(rows, { delimiter: ',', quote: '"' }, '\r\n'))
}

export { type Bill, type BillLine, bill } from './bill.ts'
export type { BillFormat, BillOptions } from './format.ts'
export { billsOfOneFile } from './one-file.ts'
export { type BillFormatName, billFormatNames, billFormats } from './registry.ts'

import type { Bill } from './bill.ts'

/** The accounting formats that bills can be written in. */
export const billFormatNames = ['quickbooks-online', 'xero', 'netsuite', 'journal'] as const
export type BillFormatName = (typeof billFormatNames)[number]

/** Writes bills in the file that an accounting program imports. The same bills give the same bytes. */
export function writeBills(_bills: readonly Bill[], _format: BillFormatName): Uint8Array {
  throw new Error('writeBills is being built')
}

export { type Bill, type BillLine, bill, billLine } from './bill.ts'

import type { BillFormat } from './format.ts'
import { journal } from './journal.ts'
import { netsuite } from './netsuite.ts'
import { quickbooksOnline } from './quickbooks-online.ts'
import { xero } from './xero.ts'

/** Every accounting format that bills can be written in. A new one is a file beside this and a line here. */
export const billFormats = {
  'quickbooks-online': quickbooksOnline,
  xero,
  netsuite,
  journal,
} as const satisfies Record<string, BillFormat>

export type BillFormatName = keyof typeof billFormats
export const billFormatNames = Object.keys(billFormats) as BillFormatName[]

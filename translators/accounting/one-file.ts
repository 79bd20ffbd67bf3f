import type { Bill } from './bill.ts'
import { type BillFormat, linesWithTax, numberWithin } from './format.ts'
import { type BillFormatName, billFormats } from './registry.ts'

/**
 * Those of some bills and credits that go into one file, in their order: as many as the program imports at once, and none whose number another has already where the program
 * knows bills by their numbers. The first always goes in, so that whoever asks again for the others comes to an end.
 */
export function billsOfOneFile(bills: readonly Bill[], name: BillFormatName): Bill[] {
  const format: BillFormat = billFormats[name]
  const { rows: most = Number.POSITIVE_INFINITY, bills: mostBills = Number.POSITIVE_INFINITY } = format.holds ?? {}
  const rows = { bill: 0, credit: 0 }
  const numbers = new Set<string>()
  const held: Bill[] = []
  for (const bill of bills) {
    const apart = bill.type === 'credit' ? format.credits : undefined
    const key =
      format.longestNumber && !apart ? numberWithin(bill.number, format.longestNumber).toUpperCase() : undefined
    if (key !== undefined && numbers.has(key)) continue
    const its = linesWithTax(bill, '').length + (apart ? 1 : 0)
    const file = apart ? 'credit' : 'bill'
    if (held.length > 0 && (rows[file] + its > most || held.length >= mostBills)) break
    rows[file] += its
    if (key !== undefined) numbers.add(key)
    held.push(bill)
  }
  return held
}

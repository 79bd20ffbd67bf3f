import Big from 'big.js'
import type { Wish } from '../../../engine/purchase-orders/change.ts'
import type { LineCounters } from '../../../engine/purchase-orders/line.ts'
import { texts } from './texts.ts'

/** A line that a change is about, under the name that the reader gives the item. */
export interface NamedLine extends LineCounters {
  lineNumber: string
  itemName: string
  unit: string
  unitCost: string
}

/** `LI-MUG-01: take back 4 EA, at a price of 8.00 USD`. */
export function wishWords(
  { lineNumber, cancel, unitPrice, shipDate }: Wish,
  lines: readonly NamedLine[],
  currency: string,
): string {
  const line = lines.find(one => one.lineNumber === lineNumber)
  const parts = [
    cancel && `${texts.less} ${cancel} ${line?.unit ?? ''}`,
    unitPrice && `${texts.price} ${priceWords(unitPrice)} ${currency}`,
    shipDate && `${texts.by} ${shipDate}`,
  ]
  return `${line?.itemName ?? lineNumber}: ${parts.filter(Boolean).join(', ')}`
}

/** At least two places, and all that there are. */
function priceWords(unitPrice: string): string {
  const exact = new Big(unitPrice).toFixed()
  const [, fraction = ''] = exact.split('.')
  return fraction.length < 2 ? new Big(unitPrice).toFixed(2) : exact
}

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

/** An item by the reader's name; one that the order does not have yet by its own and by both numbers. */
export function wishedItem({ lineNumber, sku, item }: Wish, lines: readonly NamedLine[]): string {
  const line = lines.find(one => one.lineNumber === lineNumber)
  if (line) return line.itemName
  return item ? `${texts.newLine}, ${item.description} (${sku}, ${item.supplierSku})` : lineNumber
}

/** `LI-MUG-01: take back 4 EA, at a price of 8.00 USD`. */
export function wishWords(wish: Wish, lines: readonly NamedLine[], currency: string): string {
  const { lineNumber, cancel, add, unitPrice, shipDate, item } = wish
  const line = lines.find(one => one.lineNumber === lineNumber)
  const unit = line?.unit ?? item?.unit ?? ''
  const parts = [
    cancel && `${texts.less} ${cancel} ${unit}`,
    add && `${texts.more} ${add} ${unit} ${line ? texts.moreOf : ''}`.trimEnd(),
    unitPrice && `${texts.price} ${priceWords(unitPrice)} ${currency}`,
    shipDate && `${texts.by} ${shipDate}`,
  ]
  return `${wishedItem(wish, lines)}: ${parts.filter(Boolean).join(', ')}`
}

/** At least two places, and all that there are. */
function priceWords(unitPrice: string): string {
  const exact = new Big(unitPrice).toFixed()
  const [, fraction = ''] = exact.split('.')
  return fraction.length < 2 ? new Big(unitPrice).toFixed(2) : exact
}

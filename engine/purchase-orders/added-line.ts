import type Big from 'big.js'
import type { ChangeableLine, Wish } from './change.ts'
import { liveOf } from './line.ts'

/** What a source offers, as a line that is added to an order takes it. */
export interface AddedItem {
  offerId: string
  productId: string
  supplierSku: string
  description: string
  unit: string
  packSize: number
}

type AddedLine = ChangeableLine & { packSize: number; gtins: readonly string[]; manufacturerPart: null }

/** The lines that wishes would add, as lines of which there is nothing yet. */
export function addedLines(wishes: readonly Wish[]): AddedLine[] {
  const none = { ordered: '0', accepted: '0', backordered: '0', rejected: '0', cancelled: '0', shipped: '0' }
  return wishes.flatMap(({ lineNumber, sku = '', unitPrice: unitCost = '0', item }) => {
    if (!item) return []
    const { supplierSku, unit, packSize } = item
    const names = { lineNumber, sku, supplierSku, unit, packSize, unitCost, gtins: [], manufacturerPart: null }
    return [{ ...names, ...none, overShipped: '0' }]
  })
}

/** An order's lines, and after them those that wishes would add. */
export function withAdded(lines: readonly ChangeableLine[], wishes: readonly Wish[]): ChangeableLine[] {
  return [...lines, ...addedLines(wishes)]
}

/** How much of a line the order would stand for with a wish. */
export function liveWith(line: ChangeableLine, wish: Wish | undefined): Big {
  return liveOf(line)
    .minus(wish?.cancel ?? 0)
    .plus(wish?.add ?? 0)
}

import Big from 'big.js'
import type { ChangedLine } from '../../translators/documents/index.ts'
import { type LineCounters, liveOf, shippableOf } from './line.ts'

/** What somebody wants of one line: less of it (in its unit), or another price. */
export interface Wish {
  lineNumber: string
  cancel?: string
  unitPrice?: string
}

/** What becomes of a quantity once its cancellation is agreed: the customer does not want it any more, or another source is to have it. */
export type Afterwards = 'cancel' | 'reroute'

/** A wish as it is stored with `purchase_order_changes`. */
export interface ChangeRequest {
  wishes: Wish[]
  afterwards: Afterwards
  reason: string
}

/** What the other side said to each line. A line that it does not name follows `outcome`. */
export interface ChangeAnswer {
  outcome: 'accepted' | 'refused'
  lines?: { lineNumber: string; outcome: 'accepted' | 'refused'; note?: string }[]
  note?: string
}

export interface ChangeableLine extends LineCounters {
  lineNumber: string
  sku: string
  supplierSku: string
  unit: string
  unitCost: string
}

/** What cannot be asked for, by `wishes[i].field`. */
export function faultsOf(wishes: readonly Wish[], lines: readonly ChangeableLine[]): Record<string, string> {
  const faults: Record<string, string> = {}
  if (wishes.length === 0) faults.wishes = 'Nothing is asked for.'
  for (const [index, { lineNumber, cancel, unitPrice }] of wishes.entries()) {
    const line = lines.find(one => one.lineNumber === lineNumber)
    const again = wishes.findIndex(wish => wish.lineNumber === lineNumber) < index
    if (!line || again) {
      faults[`wishes[${index}].lineNumber`] = line ? 'The line is named twice.' : `There is no line ${lineNumber}.`
      continue
    }
    if (cancel === undefined && unitPrice === undefined) faults[`wishes[${index}]`] = 'Nothing is asked of this line.'
    const left = shippableOf(line)
    if (cancel !== undefined && (new Big(cancel).lte(0) || left.lt(cancel))) {
      faults[`wishes[${index}].cancel`] = `${left.toFixed()} ${line.unit} of line ${lineNumber} have not shipped.`
    }
    if (unitPrice !== undefined && new Big(unitPrice).lt(0))
      faults[`wishes[${index}].unitPrice`] = 'A price is not negative.'
  }
  return faults
}

/** Whether the wishes leave nothing of the order: a cancellation rather than a change. */
export function leavesNothing(wishes: readonly Wish[], lines: readonly ChangeableLine[]): boolean {
  return lines.every(line => {
    const wish = wishes.find(one => one.lineNumber === line.lineNumber)
    return liveOf(line)
      .minus(wish?.cancel ?? 0)
      .eq(0)
  })
}

/** The wishes in the words of the document (X12 860): what is taken away, and lines with new terms as they would stand. */
export function changedLines(wishes: readonly Wish[], lines: readonly ChangeableLine[]): ChangedLine[] {
  return wishes.flatMap(({ lineNumber, cancel, unitPrice }): ChangedLine[] => {
    const line = lines.find(one => one.lineNumber === lineNumber)!
    const cancelled: ChangedLine[] = cancel === undefined ? [] : [{ action: 'cancel', lineNumber, quantity: cancel }]
    if (unitPrice === undefined) return cancelled
    const quantity = liveOf(line).minus(cancel ?? 0)
    if (quantity.lte(0)) return cancelled
    const ids = { buyer: line.sku, supplier: line.supplierSku }
    const changed = { lineNumber, ids, quantity: quantity.toFixed(), unit: line.unit, unitPrice }
    return [...cancelled, { action: 'change', line: changed }]
  })
}

/** The wishes that were granted. */
export function grantedWishes({ wishes }: ChangeRequest, answer: ChangeAnswer): Wish[] {
  return wishes.filter(wish => {
    const said = answer.lines?.find(line => line.lineNumber === wish.lineNumber)
    return (said?.outcome ?? answer.outcome) === 'accepted'
  })
}

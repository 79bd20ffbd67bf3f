import Big from 'big.js'
import { businessDate, type ChangedLine } from '../../translators/documents/index.ts'
import { type LineCounters, liveOf, shippableOf } from './line.ts'

/** What somebody wants of one line: less of it (in its unit), another price, or another day (`YYYY-MM-DD`) by which it ships. */
export interface Wish {
  lineNumber: string
  cancel?: string
  unitPrice?: string
  shipDate?: string
}

/** What becomes of a quantity once its cancellation is agreed: the customer does not want it any more, or another source is to have it. */
export type Afterwards = 'cancel' | 'reroute'

/** A wish as it is stored with `purchase_order_changes`. */
export interface ChangeRequest {
  wishes: Wish[]
  afterwards: Afterwards
  reason: string
}

/** What the other side said to one line, or to one part of what is asked of it: to the quantity taken away, or to the new price and day. */
export interface ChangeLineAnswer {
  lineNumber: string
  outcome: 'accepted' | 'refused'
  part?: 'cancel' | 'terms'
  /** How much of a cancellation is granted (in the line's unit), where that is not all of it. */
  quantity?: string
  note?: string
}

/** What the other side said to each line. A line that it does not name follows `outcome`. */
export interface ChangeAnswer {
  outcome: 'accepted' | 'refused'
  lines?: ChangeLineAnswer[]
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
  for (const [index, { lineNumber, cancel, unitPrice, shipDate }] of wishes.entries()) {
    const line = lines.find(one => one.lineNumber === lineNumber)
    const again = wishes.findIndex(wish => wish.lineNumber === lineNumber) < index
    if (!line || again) {
      faults[`wishes[${index}].lineNumber`] = line ? 'The line is named twice.' : `There is no line ${lineNumber}.`
      continue
    }
    if (cancel === undefined && unitPrice === undefined && shipDate === undefined) {
      faults[`wishes[${index}]`] = 'Nothing is asked of this line.'
    }
    if (shipDate !== undefined && !businessDate.safeParse(shipDate).success) {
      faults[`wishes[${index}].shipDate`] = 'Give a day such as 2026-11-24.'
    }
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
  return wishes.flatMap(({ lineNumber, cancel, unitPrice, shipDate }): ChangedLine[] => {
    const line = lines.find(one => one.lineNumber === lineNumber)!
    const cancelled: ChangedLine[] = cancel === undefined ? [] : [{ action: 'cancel', lineNumber, quantity: cancel }]
    if (unitPrice === undefined && shipDate === undefined) return cancelled
    return [...cancelled, ...statedLine(line, { cancel, unitPrice, shipDate })]
  })
}

/** A line with its terms as they stand, or as they would with a wish; nothing where none of it is left. */
export function statedLine(
  line: ChangeableLine,
  { cancel, unitPrice, shipDate }: { [Key in keyof Omit<Wish, 'lineNumber'>]: Wish[Key] | undefined } = {},
): ChangedLine[] {
  const quantity = liveOf(line).minus(cancel ?? 0)
  if (quantity.lte(0)) return []
  const changed = {
    lineNumber: line.lineNumber,
    ids: { buyer: line.sku, supplier: line.supplierSku },
    quantity: quantity.toFixed(),
    unit: line.unit,
    unitPrice: unitPrice ?? line.unitCost,
    ...(shipDate !== undefined && { requestedShipDate: shipDate }),
  }
  return [{ action: 'change', line: changed }]
}

/** Wishes to cancel all that has not shipped. */
export function wishesForAll(lines: readonly ChangeableLine[]): Wish[] {
  return lines.flatMap(line => {
    const left = shippableOf(line)
    return left.gt(0) ? [{ lineNumber: line.lineNumber, cancel: left.toFixed() }] : []
  })
}

/** A wish as people read it: `line 1: 2 EA less, 18.50 instead of 20`. */
export function wishWords({ lineNumber, cancel, unitPrice, shipDate }: Wish, line: ChangeableLine): string {
  const parts = [
    cancel === undefined ? [] : [`${cancel} ${line.unit} less`],
    unitPrice === undefined ? [] : [`${unitPrice} instead of ${line.unitCost}`],
    shipDate === undefined ? [] : [`to ship by ${shipDate}`],
  ]
  return `line ${lineNumber}: ${parts.flat().join(', ')}`
}

/** The money that wishes are about: what is taken away at its cost, and the difference of prices on what is left. */
export function stakeOf(wishes: readonly Wish[], lines: readonly ChangeableLine[]): Big {
  return wishes.reduce((sum, { lineNumber, cancel = '0', unitPrice }) => {
    const line = lines.find(one => one.lineNumber === lineNumber)!
    const perUnit = new Big(unitPrice ?? line.unitCost).minus(line.unitCost).abs()
    return sum.plus(new Big(line.unitCost).times(cancel)).plus(perUnit.times(liveOf(line).minus(cancel)))
  }, new Big(0))
}

/** The wishes that were granted, as far as they were. */
export function grantedWishes({ wishes }: ChangeRequest, answer: ChangeAnswer): Wish[] {
  return wishes.flatMap(({ lineNumber, cancel, unitPrice, shipDate }) => {
    const said = (part: ChangeLineAnswer['part']) =>
      answer.lines?.find(line => line.lineNumber === lineNumber && (line.part ?? part) === part)
    const isGranted = (part: ChangeLineAnswer['part']) => (said(part)?.outcome ?? answer.outcome) === 'accepted'
    const most = said('cancel')?.quantity
    const granted: Wish = {
      lineNumber,
      ...(cancel !== undefined && isGranted('cancel') && { cancel: most && new Big(most).lt(cancel) ? most : cancel }),
      ...(unitPrice !== undefined && isGranted('terms') && { unitPrice }),
      ...(shipDate !== undefined && isGranted('terms') && { shipDate }),
    }
    return Object.keys(granted).length > 1 ? [granted] : []
  })
}

import Big from 'big.js'
import type { ChangedLine } from '../../translators/documents/index.ts'
import { type AddedItem, liveWith, withAdded } from './added-line.ts'
import { type LineCounters, liveOf, shippableOf } from './line.ts'

/** What somebody wants of one line: less or more of it (in its unit), another price, or another day (`YYYY-MM-DD`) by which it ships. */
export interface Wish {
  lineNumber: string
  cancel?: string
  /** How much more than now; all of it where the line is new. */
  add?: string
  /** What the order stood for of the line when more was asked: what the document of it says is this and `add`. */
  standing?: string
  unitPrice?: string
  shipDate?: string
  /** Of a line that the order does not have: its item, and what the customer pays for one selling unit of it. */
  sku?: string
  retailPrice?: string
  /** What the source offers as that item, found when the wish is stored. */
  item?: AddedItem
}

/** What becomes of a quantity once its cancellation is agreed: the customer does not want it any more, or another source is to have it. */
export type Afterwards = 'cancel' | 'reroute'

/** A wish as it is stored with `purchase_order_changes`. */
export interface ChangeRequest {
  wishes: Wish[]
  afterwards: Afterwards
  reason: string
  /** The customer cancelled while this was open: why. What is left is asked for once this is answered. */
  cancelNext?: string
}

/** What the other side said to one line, or to one part of what is asked of it: to the quantity taken away or added, or to the new price and day. */
export interface ChangeLineAnswer {
  lineNumber: string
  outcome: 'accepted' | 'refused'
  part?: 'cancel' | 'add' | 'terms'
  /** How much of what is taken away or added is granted (in the line's unit), where that is not all of it. */
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

/** A wish as both sides see it. */
export function plainWish({ item: _, standing: __, ...wish }: Wish): Omit<Wish, 'item' | 'standing'> {
  return wish
}

/** Whether the wishes leave nothing of the order: a cancellation rather than a change. */
export function leavesNothing(wishes: readonly Wish[], lines: readonly ChangeableLine[]): boolean {
  return withAdded(lines, wishes).every(line =>
    liveWith(
      line,
      wishes.find(one => one.lineNumber === line.lineNumber),
    ).eq(0),
  )
}

/** The wishes in the words of the document (X12 860): what is taken away, lines that are new, and lines with new terms as they would stand. */
export function changedLines(wishes: readonly Wish[], lines: readonly ChangeableLine[]): ChangedLine[] {
  const all = withAdded(lines, wishes)
  return wishes.flatMap((wish): ChangedLine[] => {
    const { lineNumber, cancel, add, unitPrice, shipDate, item } = wish
    const line = all.find(one => one.lineNumber === lineNumber)!
    const cancelled: ChangedLine[] = cancel === undefined ? [] : [{ action: 'cancel', lineNumber, quantity: cancel }]
    if (item) return [{ action: 'add', line: addedTerms(line, wish, item) }]
    if (add === undefined && unitPrice === undefined && shipDate === undefined) return cancelled
    return [...cancelled, ...statedLine(line, wish)]
  })
}

function addedTerms(line: ChangeableLine, wish: Wish, { description, packSize }: AddedItem) {
  const { retailPrice } = wish
  return {
    ...termsOf(line, wish),
    description: description.slice(0, 264),
    ...(retailPrice !== undefined && { retailPrice: new Big(retailPrice).times(packSize).toFixed() }),
  }
}

/** A line with its terms as they stand, or as they would with a wish; nothing where none of it is left. */
export function statedLine(line: ChangeableLine, wish?: Wish): ChangedLine[] {
  return liveWith(line, wish).lte(0) ? [] : [{ action: 'change', line: termsOf(line, wish) }]
}

function termsOf(line: ChangeableLine, wish: Wish | undefined) {
  return {
    lineNumber: line.lineNumber,
    ids: { buyer: line.sku, supplier: line.supplierSku },
    quantity: liveWith(line, wish).toFixed(),
    unit: line.unit,
    unitPrice: wish?.unitPrice ?? line.unitCost,
    ...(wish?.shipDate !== undefined && { requestedShipDate: wish.shipDate }),
  }
}

/** Wishes to cancel all that has not shipped. */
export function wishesForAll(lines: readonly ChangeableLine[]): Wish[] {
  return lines.flatMap(line => {
    const left = shippableOf(line)
    return left.gt(0) ? [{ lineNumber: line.lineNumber, cancel: left.toFixed() }] : []
  })
}

/** A wish as people read it: `line 1: 2 EA less, 18.50 instead of 20`. */
export function wishWords(wish: Wish, line: ChangeableLine): string {
  const { lineNumber, cancel, add, unitPrice, shipDate } = wish
  const parts = [
    cancel === undefined ? [] : [`${cancel} ${line.unit} less`],
    add === undefined ? [] : [`${add} ${line.unit} more`],
    unitPrice === undefined ? [] : [`${unitPrice} instead of ${line.unitCost}`],
    shipDate === undefined ? [] : [`to ship by ${shipDate}`],
  ]
  return `line ${lineNumber}: ${parts.flat().join(', ')}`
}

/** The money that wishes are about: what is taken away at its cost, what is added at its price, and the difference of prices on what is left. */
export function stakeOf(wishes: readonly Wish[], lines: readonly ChangeableLine[]): Big {
  return withAdded(lines, wishes).reduce((sum, line) => {
    const wish = wishes.find(one => one.lineNumber === line.lineNumber)
    if (!wish) return sum
    const { cancel = '0', add = '0', unitPrice = line.unitCost } = wish
    const perUnit = new Big(unitPrice).minus(line.unitCost).abs()
    return sum
      .plus(new Big(line.unitCost).times(cancel))
      .plus(new Big(unitPrice).times(add))
      .plus(perUnit.times(liveOf(line).minus(cancel)))
  }, new Big(0))
}

/** The wishes that were granted, as far as they were. A line that is new is granted with its price and day, or not at all. */
export function grantedWishes({ wishes }: ChangeRequest, answer: ChangeAnswer): Wish[] {
  return wishes.flatMap(wish => {
    const { lineNumber, cancel, add, unitPrice, shipDate } = wish
    const said = (part: ChangeLineAnswer['part']) =>
      answer.lines?.find(line => line.lineNumber === lineNumber && (line.part ?? part) === part)
    const isGranted = (part: ChangeLineAnswer['part']) => (said(part)?.outcome ?? answer.outcome) === 'accepted'
    const atMost = (quantity: string, most = quantity) => (new Big(most).lt(quantity) ? most : quantity)
    const added = add !== undefined && isGranted('add') ? atMost(add, said('add')?.quantity) : undefined
    if (wish.item) return added === undefined ? [] : [{ ...wish, add: added }]
    const granted: Wish = {
      lineNumber,
      ...(cancel !== undefined && isGranted('cancel') && { cancel: atMost(cancel, said('cancel')?.quantity) }),
      ...(added !== undefined && { add: added, standing: wish.standing ?? '0' }),
      ...(unitPrice !== undefined && isGranted('terms') && { unitPrice }),
      ...(shipDate !== undefined && isGranted('terms') && { shipDate }),
    }
    return Object.keys(granted).length > 1 ? [granted] : []
  })
}

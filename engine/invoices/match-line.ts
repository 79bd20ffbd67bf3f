import Big from 'big.js'
import type { Tolerances } from '../../db/schema/index.ts'
import { type Cover, coverCredit, coverQuantity, type Room, unbilled } from './cover.ts'
import type { Finding, InvoiceLineFacts, OrderLineFacts } from './facts.ts'
import { isDifference, priceDifference, quantityDifference, unitMismatch } from './findings.ts'
import { atLeastZero, cents, decimalOf, less, zero } from './money.ts'
import { checkPrice, type PriceCheck, priceStake } from './price.ts'
import { allowedBeyond } from './tolerance.ts'
import { netOf } from './totals.ts'
import { converted, largestWithin, orderUnitsIn } from './units.ts'

/** What became of one invoice line. Decimals are text. */
export interface LineMatch {
  lineId: string
  orderLineId: string | null
  /** In the invoice's unit, and in the order's. */
  counted: string
  countedInOrderUnits: string
  /** What of its amount matched. */
  payable: string
  waiting: boolean
  findings: Finding[]
  /** Differences that pass by themselves. */
  tolerated: Finding[]
}

/** What a line is matched under. */
export interface LineContext {
  isCredit: boolean
  tolerances: Tolerances
  mayWait: boolean
  /** Whether prices can be compared at all: not in another currency. */
  comparable: boolean
  /** Whether everything counts that a line bills, shipped or not: a person has decided to pay it. */
  asBilled: (lineId: string) => boolean
}

/** A line of which nothing counts. */
export function uncounted(lineId: string, orderLineId: string | null = null): LineMatch {
  const nothing = { counted: '0', countedInOrderUnits: '0', payable: '0', waiting: false }
  return { lineId, orderLineId, ...nothing, findings: [], tolerated: [] }
}

/**
 * Matches a line with the purchase order line that it is about. `taken`: what lines of the same invoice before it have counted there, in the
 * order's unit.
 */
export function matchLine(
  line: InvoiceLineFacts,
  ordered: OrderLineFacts,
  taken: Big,
  context: LineContext,
): LineMatch {
  const { isCredit, comparable } = context
  const match = uncounted(line.id, ordered.id)
  const ratio = orderUnitsIn(line.unit, ordered)
  const billed = new Big(line.quantity)
  const quantity = ratio && converted(billed, ratio)
  if (!ratio || !quantity) return { ...match, findings: [unitMismatch(line, ordered, new Big(line.amount))] }
  const price = checkPrice(line.unitPrice, ordered.unitCost, ratio, context.tolerances.price)
  if (movesNoGoods(price, context)) return { ...match, payable: line.amount }
  const room = roomOf(ordered, taken, isCredit)
  const cover = coverOf(line.id, quantity, room, context)
  const counted = cover.counted.eq(quantity) ? billed : largestWithin(cover.counted, ratio)
  match.counted = counted.toFixed()
  match.countedInOrderUnits = converted(counted, ratio)!.toFixed()
  match.waiting = cover.verdict === 'waiting'
  if (comparable) match.payable = payableOf(line, billed, counted, price, isCredit)
  if (isDifference(cover)) {
    const left = unbilled(room)
    const beyond = cents(billed.minus(largestWithin(left, ratio)).times(line.unitPrice))
    note(match, cover.verdict === 'over', quantityDifference(line, ordered, { quantity, left, room, isCredit }, beyond))
  }
  if (comparable && !isCredit) comparePrice(match, line, ordered, price, cover)
  return match
}

function coverOf(lineId: string, quantity: Big, room: Room, context: LineContext): Cover {
  const { isCredit, tolerances, mayWait } = context
  const asBilled = context.asBilled(lineId)
  if (isCredit) return coverCredit(quantity, room.gone, mayWait && !asBilled)
  return asBilled
    ? { verdict: 'covered', counted: quantity }
    : coverQuantity(quantity, room, tolerances.quantity, mayWait)
}

/** What the order line has to give, in its unit. A credit draws on what was billed instead of what was shipped. */
export function roomOf(ordered: OrderLineFacts, taken: Big, isCredit: boolean): Room {
  const billed = less(ordered.invoiced, ordered.credited)
  if (isCredit) return { gone: billed.minus(taken), billed: zero, toCome: zero }
  const live = less(ordered.ordered, ordered.rejected, ordered.cancelled)
  const shipped = decimalOf(ordered.shipped)
  const gone = ordered.overShipped === '0' ? shipped : shipped.plus(ordered.overShipped)
  return { gone, billed: billed.plus(taken), toCome: atLeastZero(live.minus(shipped)) }
}

/**
 * A line that moves money but no goods: a negative price, or a credit below the agreed price, which corrects a price and must not free the
 * quantity to be billed again.
 */
function movesNoGoods({ billed, agreed }: PriceCheck, { isCredit, comparable, tolerances }: LineContext): boolean {
  if (billed.lt(0)) return true
  return isCredit && comparable && agreed.minus(billed).gt(allowedBeyond(agreed, tolerances.price))
}

/** The matched part of a line: what counts at the price that stands, and so much of its own allowances and charges. */
function payableOf(line: InvoiceLineFacts, whole: Big, counted: Big, price: PriceCheck, isCredit: boolean): string {
  const accepted = isCredit ? price.billed : price.accepted
  if (counted.eq(whole) && accepted.eq(price.billed)) return line.amount
  const beside = cents(netOf(line.allowancesAndCharges))
  const share = whole.eq(0) ? beside : cents(beside.times(counted).div(whole))
  return cents(counted.times(accepted)).plus(share).toFixed()
}

function comparePrice(
  match: LineMatch,
  line: InvoiceLineFacts,
  ordered: OrderLineFacts,
  price: PriceCheck,
  cover: Cover,
): void {
  if (price.verdict === 'same' || comesToTheSame(line, price)) return
  // What is billed beyond the goods is at stake as a whole already, by its quantity.
  const quantity = new Big(cover.verdict === 'over' ? match.counted : line.quantity)
  note(match, price.verdict === 'too-high', priceDifference(line, ordered, price, priceStake(price, quantity)))
}

/** Whether a line comes to the same cent at either price: a price printed in fewer places than it was agreed in takes nothing. */
function comesToTheSame({ quantity }: InvoiceLineFacts, { billed, agreed }: PriceCheck): boolean {
  return cents(billed.times(quantity)).eq(cents(agreed.times(quantity)))
}

function note(match: LineMatch, needsPerson: boolean, difference: Finding): void {
  if (needsPerson) match.findings.push(difference)
  else match.tolerated.push(difference)
}

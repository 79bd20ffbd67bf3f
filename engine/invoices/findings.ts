import type Big from 'big.js'
import type { Cover, Room } from './cover.ts'
import type { Finding, FindingKind, InvoiceLineFacts, OrderFacts, OrderLineFacts } from './facts.ts'
import { moneyText } from './money.ts'
import type { PriceCheck } from './price.ts'

/** A line that names no item of its order. */
export function unknownItem(line: InvoiceLineFacts, order: OrderFacts, amount: Big): Finding {
  const [expected, actual] = [`an item of ${order.number}`, itemOf(line)]
  return {
    ...onLine('unknown-item', line, amount),
    expected,
    actual,
    summary: `${nameOf(line)}: not on ${order.number}.`,
  }
}

/** Lines that name an order which this supplier has not been sent, or none. */
export function unknownOrder(number: string | null, amount: Big): Finding {
  return {
    kind: 'unknown-purchase-order',
    expected: 'a purchase order of this supplier',
    actual: number ?? 'none',
    atStake: amount.abs().toFixed(2),
    summary: number ? `There is no purchase order ${number} with this supplier.` : 'It names no purchase order.',
  }
}

/** A unit that nobody can convert to the order's, or only to a part of one. */
export function unitMismatch(line: InvoiceLineFacts, ordered: OrderLineFacts, amount: Big): Finding {
  const actual = `${line.quantity} ${line.unit ?? ''}`.trim()
  return {
    ...onLine('unit-of-measure', line, amount, ordered),
    expected: ordered.unit,
    actual: line.unit ?? '',
    summary: `${nameOf(line)}: billed ${actual}, which is no whole number of ${ordered.unit}, the unit of the order.`,
  }
}

/** A price other than the agreed one. */
export function priceDifference(
  line: InvoiceLineFacts,
  ordered: OrderLineFacts,
  price: PriceCheck,
  atStake: Big,
): Finding {
  const [expected, actual] = [moneyText(price.agreed), moneyText(price.billed)]
  const summary = `${nameOf(line)}: billed at ${actual}, agreed at ${expected}.`
  return { ...onLine('price', line, atStake, ordered), expected, actual, summary }
}

/** More billed than left, or more credited than billed. `left`: what could have been. All in the order's unit. */
export function quantityDifference(
  line: InvoiceLineFacts,
  ordered: OrderLineFacts,
  { quantity, left, room, isCredit }: { quantity: Big; left: Big; room: Room; isCredit: boolean },
  atStake: Big,
): Finding {
  const kind = !isCredit && isUnshipped(quantity, room) ? 'not-shipped' : 'quantity-over-shipped'
  const count = `${quantity.toFixed()} ${ordered.unit}`
  const summary = `${nameOf(line)}: ${isCredit ? creditText(count, left) : shippedText(count, room)}`
  return { ...onLine(kind, line, atStake, ordered), expected: left.toFixed(), actual: quantity.toFixed(), summary }
}

/** Nothing has gone, and it is not that more is billed than ever could. */
function isUnshipped(quantity: Big, { gone, billed, toCome }: Room): boolean {
  return gone.eq(0) && (toCome.eq(0) || billed.plus(quantity).lte(toCome))
}

/** Whether what a cover says has to be told. */
export function isDifference({ verdict }: Cover): boolean {
  return verdict === 'over' || verdict === 'within-tolerance'
}

function creditText(count: string, left: Big): string {
  return `credits ${count}, but ${left.toFixed()} of what was billed can still be credited.`
}

function shippedText(count: string, { gone, billed }: Room): string {
  if (gone.eq(0)) return `billed ${count}, but nothing was shipped.`
  if (billed.eq(0)) return `billed ${count}, but ${gone.toFixed()} shipped.`
  return `billed ${count}, but of ${gone.toFixed()} shipped ${billed.toFixed()} had been billed before.`
}

function onLine(kind: FindingKind, line: InvoiceLineFacts, atStake: Big, ordered?: OrderLineFacts) {
  return { kind, line, ...(ordered && { orderLineId: ordered.id }), atStake: atStake.abs().toFixed(2) }
}

function nameOf(line: InvoiceLineFacts): string {
  return `Line ${line.position} (${itemOf(line)})`
}

/** The id by which people know a billed item. */
export function itemOf({ ids, description }: Pick<InvoiceLineFacts, 'ids' | 'description'>): string {
  const named = ids && (ids.buyer ?? ids.supplier ?? ids.upc ?? ids.ean ?? ids.gtin ?? ids.manufacturer)
  return named ?? description ?? 'no item named'
}

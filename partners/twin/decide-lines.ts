import Big from 'big.js'
import type {
  LineAnswer,
  PurchaseOrder,
  PurchaseOrderLine,
  RejectionReason,
} from '../../translators/documents/index.ts'
import type { ItemBehaviour, TwinBehaviour, TwinClock } from './behaviour.ts'
import { addDays } from './calendar.ts'

/** What the supplier made of one line: the three quantities add up to what was ordered. */
export interface DecidedLine {
  line: PurchaseOrderLine
  behaviours: readonly ItemBehaviour[]
  accepted: Big
  backordered: Big
  rejected: Big
  reason: RejectionReason
  /** The day for which the backordered quantity is promised. */
  promisedFor: string
  /** The price that the acknowledgment names, per unit. */
  price: Big
}

/** Decides every line of an order. A cancellation refuses all: the supplier has nothing left to do for it. */
export function decideLines(order: PurchaseOrder, behaviour: TwinBehaviour, clock: TwinClock): DecidedLine[] {
  return order.lines.map(line => {
    const behaviours = behavioursOf(line, behaviour)
    const ordered = new Big(line.quantity)
    const refusal = find(behaviours, 'reject')
    const backorder = find(behaviours, 'backorder')
    const cancelled = order.purpose === 'cancellation'
    const rejected = cancelled ? ordered : part(ordered, refusal)
    const backordered = part(ordered.minus(rejected), backorder)
    return {
      line,
      behaviours,
      accepted: ordered.minus(rejected).minus(backordered),
      backordered,
      rejected,
      reason: cancelled ? 'other' : (refusal?.reason ?? 'other'),
      promisedFor: addDays(clock.date, backorder?.days ?? 0),
      price: changed(new Big(line.unitPrice), find(behaviours, 'change-price')),
    }
  })
}

/** What the acknowledgment says to a line: one answer for each quantity that is not zero. */
export function answersOf(decided: DecidedLine, clock: TwinClock): LineAnswer[] {
  const { unit } = decided.line
  const answers: LineAnswer[] = []
  if (decided.accepted.gt(0)) {
    const status = priceChanged(decided) ? 'accepted-with-changes' : 'accepted'
    answers.push({ status, quantity: decided.accepted.toFixed(), unit, shipDate: clock.date })
  }
  if (decided.backordered.gt(0)) {
    const quantity = decided.backordered.toFixed()
    answers.push({ status: 'backordered', quantity, unit, shipDate: decided.promisedFor })
  }
  if (decided.rejected.gt(0)) {
    answers.push({ status: 'rejected', quantity: decided.rejected.toFixed(), unit, reason: decided.reason })
  }
  return answers
}

/** Whether the supplier named another price than the order's. */
export function priceChanged(decided: DecidedLine): boolean {
  return !decided.price.eq(decided.line.unitPrice)
}

/** The first behaviour of one sort, if the item has it. */
export function find<Does extends ItemBehaviour['does']>(
  behaviours: readonly ItemBehaviour[],
  does: Does,
): Extract<ItemBehaviour, { does: Does }> | undefined {
  return behaviours.find((one): one is Extract<ItemBehaviour, { does: Does }> => one.does === does)
}

/** A price moved by a difference, never below zero. */
export function changed(price: Big, by: { difference: string } | undefined): Big {
  if (!by) return price
  const moved = price.plus(by.difference)
  return moved.lt(0) ? new Big(0) : moved
}

/** A price as people write it: at least two places, and as many as it has. */
export function priceText(price: Big): string {
  const text = price.toFixed()
  return /\.\d\d/.test(text) ? text : price.toFixed(2)
}

function behavioursOf(line: PurchaseOrderLine, behaviour: TwinBehaviour): readonly ItemBehaviour[] {
  const { supplier, buyer, upc, ean, gtin, manufacturer } = line.ids
  const named = [supplier, buyer, upc, ean, gtin, manufacturer].find(
    id => id !== undefined && Object.hasOwn(behaviour.items, id),
  )
  return named === undefined ? [] : behaviour.items[named]!
}

function part(of: Big, behaviour: { quantity?: string | undefined } | undefined): Big {
  if (!behaviour) return new Big(0)
  const wanted = behaviour.quantity === undefined ? of : new Big(behaviour.quantity)
  return wanted.gt(of) ? of : wanted
}

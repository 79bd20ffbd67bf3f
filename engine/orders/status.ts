import Big from 'big.js'
import type { OrderStatus } from '../../db/schema/index.ts'

/** What the status of an order is read from: how much of a line was asked, stands on purchase orders, was shipped, was cancelled. */
export interface OrderLineCounters {
  quantity: string
  placed: string
  shipped: string
  cancelled: string
}

/** What is left of a line to be placed with a source. */
export function openQuantity(line: OrderLineCounters): Big {
  return new Big(line.quantity).minus(line.placed).minus(line.cancelled)
}

/**
 * An order's status, from its lines. `held` says that something open cannot go anywhere; `settled`, that none of its purchase orders has
 * anything left to come, invoices included.
 */
export function orderStatus(
  lines: readonly OrderLineCounters[],
  facts: { held: boolean; settled: boolean },
): OrderStatus {
  if (lines.every(line => new Big(line.cancelled).eq(line.quantity))) return 'cancelled'
  const open = lines.some(line => openQuantity(line).gt(0))
  if (open && facts.held) return 'held'
  const shipped = lines.some(line => new Big(line.shipped).gt(0))
  if (!open && lines.every(line => new Big(line.shipped).eq(line.placed))) return facts.settled ? 'closed' : 'shipped'
  if (shipped) return 'partly-shipped'
  return lines.some(line => new Big(line.placed).gt(0)) ? 'routed' : 'imported'
}

import Big from 'big.js'
import type { PurchaseOrderAnswer, PurchaseOrderStatus } from '../../db/schema/index.ts'
import { type LineCounters, liveOf, openOf } from './line.ts'

/** A line as its order's status needs it: with what was billed of it. */
export interface BilledLine extends LineCounters {
  invoiced: string
  credited: string
}

/** What a purchase order's status is read from. */
export interface PurchaseOrderFacts {
  lines: readonly BilledLine[]
  released: boolean
  sent: boolean
  /** The supplier has answered, if only by shipping. */
  acknowledged: boolean
  /** Nothing more is to come: a warehouse's order that has shipped, or one whose invoices are all decided. */
  settled: boolean
}

/** A purchase order's status, from its facts. It is stored only so that it can be searched for. */
export function purchaseOrderStatus(facts: PurchaseOrderFacts): PurchaseOrderStatus {
  const { lines } = facts
  const gone = lines.some(line => goneOf(line).gt(0))
  const live = lines.some(line => liveOf(line).gt(0))
  if (!live && !gone) return 'cancelled'
  if (lines.some(line => new Big(line.shipped).lt(liveOf(line)))) {
    if (gone) return 'partly-shipped'
    if (facts.acknowledged) return 'acknowledged'
    if (facts.sent) return 'sent'
    return facts.released ? 'released' : 'created'
  }
  if (facts.settled) return 'closed'
  if (!lines.some(line => billedOf(line).gt(0))) return 'shipped'
  return isFullyBilled(lines) ? 'invoiced' : 'partly-invoiced'
}

/** Whether all that shipped as ordered was billed. What was over-shipped may be billed too, or never; what was credited since was billed once. */
export function isFullyBilled(lines: readonly BilledLine[]): boolean {
  return lines.every(line => new Big(line.invoiced).gte(line.shipped))
}

/** What the acknowledgments so far amount to. `changed`: the supplier named another price, date or item. */
export function purchaseOrderAnswer(lines: readonly LineCounters[], changed: boolean): PurchaseOrderAnswer {
  const some = (counter: 'accepted' | 'backordered' | 'rejected') => lines.some(line => new Big(line[counter]).gt(0))
  if (!some('accepted') && !some('backordered') && !some('rejected')) return 'none'
  if (some('backordered')) return 'backordered'
  const open = lines.some(line => openOf(line).gt(0))
  if (some('rejected')) return some('accepted') || open ? 'partial' : 'rejected'
  if (open) return 'partial'
  return changed ? 'changed' : 'accepted'
}

function goneOf(line: BilledLine): Big {
  return new Big(line.shipped).plus(line.overShipped)
}

function billedOf(line: BilledLine): Big {
  return new Big(line.invoiced).minus(line.credited)
}

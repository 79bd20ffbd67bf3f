import Big from 'big.js'
import type { DeadlineKind, DeadlineOutcome, PurchaseOrderStatus } from '../../db/schema/index.ts'
import { type Calendar, endOfDay } from '../../partners/calendars/calendar.ts'

/** What is known of an order, as far as its deadlines ask. */
export interface DeadlineFacts {
  status: PurchaseOrderStatus
  acknowledgedAt: Date | null
  /** Quantities by line, in the line's unit. */
  lines: readonly { id: string; shipped: string; invoiced: string }[]
  /** What left, in the sequence in which it was told; quantities without what was over-shipped. */
  shipments: readonly { id: string; shippedOn: string; lines: readonly { lineId: string; quantity: string }[] }[]
  /** When the 997 of each document came. */
  receipts: ReadonlyMap<string, Date>
  /** The order's documents beside the order itself (its changes), and whether each has been answered since it left. */
  laterDocuments: ReadonlyMap<string, boolean>
  /** Whether an invoice for the order is here that nobody has decided on yet. */
  billPending: boolean
}

/** A deadline that is open. */
export interface OpenDeadline {
  kind: DeadlineKind
  subjectId: string
  dueAt: Date
}

/** How an open deadline ends: when what was waited for happened. */
export interface Ending {
  outcome: DeadlineOutcome
  at: Date
}

const allShipped: ReadonlySet<PurchaseOrderStatus> = new Set(['shipped', 'partly-invoiced', 'invoiced', 'closed'])

/**
 * Whether a deadline is over, given what is known at `now`. Shipping counts as an answer, and any answer as proof that what was answered was read. Goods are in
 * time when they left by the last day, however late the ship notice came. Nobody waits for the bill of a shipment that was taken back.
 */
export function endingOf(
  deadline: OpenDeadline,
  facts: DeadlineFacts,
  calendar: Calendar,
  now: Date,
): Ending | undefined {
  // Whether the partner has read that it is cancelled is still to be known.
  const isLater = facts.laterDocuments.has(deadline.subjectId)
  if (facts.status === 'cancelled' && !isLater) return { outcome: 'void', at: now }
  const at = happenedAt[deadline.kind](deadline, facts, calendar, now)
  if (!at) return undefined
  if (at === 'nobody waits') return { outcome: 'void', at: now }
  return { outcome: at <= deadline.dueAt ? 'met' : 'late', at }
}

type Happened = (
  deadline: OpenDeadline,
  facts: DeadlineFacts,
  calendar: Calendar,
  now: Date,
) => Date | 'nobody waits' | undefined

const happenedAt: Record<DeadlineKind, Happened> = {
  'functional-acknowledgment': ({ subjectId }, facts) =>
    facts.receipts.get(subjectId) ??
    ((facts.laterDocuments.get(subjectId) ?? hasAnswered(facts)) ? 'nobody waits' : undefined),
  acknowledgment: (_deadline, facts, _calendar, now) =>
    facts.acknowledgedAt ?? (facts.shipments.length > 0 ? now : undefined),
  shipment: (_deadline, { status, shipments }, calendar, now) => {
    const last = shipments
      .map(shipment => shipment.shippedOn)
      .sort()
      .at(-1)
    if (!allShipped.has(status) || last === undefined) return undefined
    const dayOver = new Date(endOfDay(calendar, last).getTime() - 1)
    return dayOver < now ? dayOver : now
  },
  invoice: ({ subjectId }, facts, _calendar, now) => {
    if (facts.status === 'closed' || facts.billPending) return now
    if (facts.shipments.every(shipment => shipment.id !== subjectId)) return 'nobody waits'
    return isBilled(subjectId, facts) ? now : undefined
  },
}

function hasAnswered({ acknowledgedAt, shipments }: DeadlineFacts): boolean {
  return acknowledgedAt !== null || shipments.length > 0
}

/** Whether what was billed covers all that left up to and with a shipment. */
function isBilled(shipmentId: string, { lines, shipments }: DeadlineFacts): boolean {
  const upTo = shipments.slice(0, shipments.findIndex(shipment => shipment.id === shipmentId) + 1)
  return lines.every(({ id, invoiced }) => {
    const left = upTo
      .flatMap(shipment => shipment.lines)
      .filter(line => line.lineId === id)
      .reduce((sum, line) => sum.plus(line.quantity), new Big(0))
    return left.lte(invoiced)
  })
}

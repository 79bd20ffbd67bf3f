import { and, asc, eq, inArray, isNull, lte, sql } from 'drizzle-orm'
import { deadlines, exceptions, purchaseOrderLines, purchaseOrders } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { type NewException, raiseExceptions } from '../exceptions/raise.ts'
import { loadAllTerms, type TradingTerms } from '../purchase-orders/trading-terms.ts'
import { type NewEvent, recordEvents } from '../records.ts'
import { notify } from './notify.ts'
import { deadlinePolicyOf } from './policy.ts'
import { endDeadline, loadReceipts, nearKey, numbersOf, overdueKey } from './settle.ts'
import { deadlineMail, nearWords, overdueWords } from './words.ts'

type DeadlineRow = typeof deadlines.$inferSelect

/** A deadline at which something is to be done, with what is told of it. */
interface DueDeadline {
  deadline: DeadlineRow
  phase: 'near' | 'missed'
  /** Null, like the currency and what is at stake, where it is about a document that belongs to no order. */
  orderId: string | null
  /** The number of the order, or what the document is called. */
  orderNumber: string
  currency: string | null
  /** What has not shipped, at its agreed cost. */
  atStake: string | null
  terms: TradingTerms
}

/**
 * Does what is to be done about a retailer's deadlines by now: warns, or tells that they were missed; each once. At most `limit` in one transaction; returns how
 * many there were, so that the caller goes on while there are more. Several workers may do it at once: each takes what no other has in hand.
 */
export async function sweepDeadlines(work: Work, retailerId: string, limit = 500): Promise<number> {
  const rows = await work.tx
    .select()
    .from(deadlines)
    .where(and(eq(deadlines.retailerId, retailerId), lte(deadlines.nextAt, work.now)))
    .orderBy(asc(deadlines.nextAt))
    .limit(limit)
    .for('update', { skipLocked: true })
  if (rows.length === 0) return 0
  const due = await withReceipts(work, await describe(work, retailerId, rows))
  await advance(work, retailerId, due)
  await settleWarnings(work, retailerId, due)
  await raiseExceptions(work, due.map(exceptionOf))
  await recordEvents(work, due.map(eventOf))
  await tell(work, retailerId, due)
  await actOn(work, due)
  return rows.length
}

async function describe(work: Work, retailerId: string, rows: readonly DeadlineRow[]): Promise<DueDeadline[]> {
  const orderIds = [...new Set(rows.flatMap(row => row.purchaseOrderId ?? []))]
  const orders = await work.tx
    .select({
      id: purchaseOrders.id,
      orderId: purchaseOrders.orderId,
      number: purchaseOrders.number,
      currency: purchaseOrders.currency,
      atStake: sql<string>`round(sum((${purchaseOrderLines.ordered} - ${purchaseOrderLines.rejected} - ${purchaseOrderLines.cancelled} - ${purchaseOrderLines.shipped}) * ${purchaseOrderLines.unitCost}), 2)`,
    })
    .from(purchaseOrders)
    .innerJoin(
      purchaseOrderLines,
      and(
        eq(purchaseOrderLines.retailerId, purchaseOrders.retailerId),
        eq(purchaseOrderLines.purchaseOrderId, purchaseOrders.id),
      ),
    )
    .where(and(eq(purchaseOrders.retailerId, retailerId), inArray(purchaseOrders.id, orderIds)))
    .groupBy(purchaseOrders.retailerId, purchaseOrders.id)
  const byId = new Map(orders.map(order => [order.id, order]))
  const alone = rows.filter(row => row.purchaseOrderId === null).map(row => row.subjectId)
  const names = await numbersOf(work, retailerId, alone)
  const terms = await loadAllTerms(work, retailerId, [...new Set(rows.map(row => row.partnershipId))])
  return rows.map(deadline => {
    const order = deadline.purchaseOrderId === null ? undefined : byId.get(deadline.purchaseOrderId)!
    const phase = deadline.dueAt <= work.now ? 'missed' : 'near'
    return {
      deadline,
      phase,
      orderId: order?.orderId ?? null,
      orderNumber: order?.number ?? names.get(deadline.subjectId)!,
      currency: order?.currency ?? null,
      atStake: order?.atStake ?? null,
      terms: terms.get(deadline.partnershipId)!,
    }
  })
}

/** A 997 says nothing to the order, so that its deadline may have been met without anybody having been told. */
async function withReceipts(work: Work, due: readonly DueDeadline[]): Promise<DueDeadline[]> {
  const documentIds = due.flatMap(({ deadline }) => deadline.documentId ?? [])
  const receipts = await loadReceipts(work, due[0]!.deadline.retailerId, documentIds)
  const left: DueDeadline[] = []
  for (const one of due) {
    const { deadline, orderNumber: number, orderId } = one
    const at = receipts.get(deadline.subjectId)
    if (!at) left.push(one)
    else await endDeadline(work, deadline, { number, orderId }, { outcome: at <= deadline.dueAt ? 'met' : 'late', at })
  }
  return left
}

const idsOf = (due: readonly DueDeadline[], phase: DueDeadline['phase']) =>
  due.filter(one => one.phase === phase).map(one => one.deadline.id)

async function advance(work: Work, retailerId: string, due: readonly DueDeadline[]): Promise<void> {
  const [near, missed] = [idsOf(due, 'near'), idsOf(due, 'missed')]
  if (near.length > 0)
    await work.tx
      .update(deadlines)
      .set({ warnedAt: work.now, nextAt: sql`${deadlines.dueAt}` })
      .where(and(eq(deadlines.retailerId, retailerId), inArray(deadlines.id, near)))
  if (missed.length > 0)
    await work.tx
      .update(deadlines)
      .set({ missedAt: work.now, nextAt: null })
      .where(and(eq(deadlines.retailerId, retailerId), inArray(deadlines.id, missed)))
}

/** What was near and is missed now stands on the console once. */
async function settleWarnings(work: Work, retailerId: string, due: readonly DueDeadline[]): Promise<void> {
  const keys = due.filter(one => one.phase === 'missed' && one.deadline.warnedAt).map(one => nearKey(one.deadline))
  if (keys.length === 0) return
  await work.tx
    .update(exceptions)
    .set({ resolvedAt: work.now, resolution: 'missed', resolvedBy: work.actor })
    .where(and(eq(exceptions.retailerId, retailerId), inArray(exceptions.key, keys), isNull(exceptions.resolvedAt)))
}

const toldOf = ({ deadline: { kind, dueAt }, orderNumber, terms }: DueDeadline) => ({
  kind,
  orderNumber,
  dueAt,
  timeZone: terms.calendar.timeZone,
})

function exceptionOf(due: DueDeadline): NewException {
  const { deadline, phase, orderId, currency, atStake } = due
  const { retailerId, partnershipId, purchaseOrderId, documentId, kind, dueAt } = deadline
  const isNear = phase === 'near'
  return {
    retailerId,
    kind: isNear ? 'deadline-near' : `${kind}-overdue`,
    key: isNear ? nearKey(deadline) : overdueKey(deadline),
    partnershipId,
    orderId,
    purchaseOrderId,
    documentId,
    expected: dueAt.toISOString(),
    atStake: kind === 'invoice' ? null : atStake,
    currency,
    summary: isNear ? nearWords(toldOf(due)) : overdueWords(toldOf(due)),
  }
}

/** `deadline.near` and `deadline.missed`: what histories show and webhooks carry. */
function eventOf({ deadline, phase, orderId, orderNumber: number }: DueDeadline): NewEvent {
  const { retailerId, id: deadlineId, kind, partnershipId, purchaseOrderId, dueAt } = deadline
  const data = { deadlineId, kind, number, dueAt: dueAt.toISOString() }
  return { retailerId, type: `deadline.${phase}`, orderId, purchaseOrderId, partnershipId, data }
}

/** The supplier is told of both, the retailer's people of what was missed: one mail for each partnership. */
async function tell(work: Work, retailerId: string, due: readonly DueDeadline[]): Promise<void> {
  for (const [partnershipId, its] of Map.groupBy(due, one => one.deadline.partnershipId)) {
    const { supplierName } = its[0]!.terms
    for (const [phase, audience] of [
      ['near', 'supplier'],
      ['missed', 'supplier'],
      ['missed', 'retailer'],
    ] as const) {
      const some = its.filter(one => one.phase === phase)
      if (some.length === 0) continue
      await notify(work, {
        kind: 'deadlines',
        retailerId,
        partnershipId,
        audience,
        ...deadlineMail(phase, audience, supplierName, some.map(toldOf)),
      })
    }
  }
}

async function actOn(work: Work, due: readonly DueDeadline[]): Promise<void> {
  for (const { deadline, phase, terms } of due) {
    const { kind, retailerId, id: deadlineId } = deadline
    if (phase !== 'missed' || kind !== 'acknowledgment') continue
    if (deadlinePolicyOf(terms.settings).whenUnanswered === 'wait') continue
    await work.enqueue('withdraw-unanswered', { retailerId, deadlineId })
  }
}

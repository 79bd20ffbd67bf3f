import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import {
  deadlines,
  documents,
  invoices,
  purchaseOrderLines as poLines,
  purchaseOrderChanges,
  type purchaseOrderLines,
  shipmentLines,
  shipments,
} from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { resolveException } from '../exceptions/raise.ts'
import type { PurchaseOrderRow } from '../purchase-orders/lock.ts'
import { loadTerms } from '../purchase-orders/trading-terms.ts'
import { type DeadlineFacts, type Ending, endingOf } from './ending.ts'

type DeadlineRow = typeof deadlines.$inferSelect

type Dated = Pick<DeadlineRow, 'id' | 'dueAt'>

/** The keys of a deadline's exceptions: one of each for each time at which it was due. */
export const nearKey = ({ id, dueAt }: Dated) => `deadline-near:${id}:${dueAt.toISOString()}`
export const overdueKey = ({ id, dueAt }: Dated) => `deadline-missed:${id}:${dueAt.toISOString()}`

/**
 * Ends the deadlines of an order that its facts have met, or that nobody waits for any more, with what was said of them on the console. Called
 * after any change of the order, which the caller has locked.
 */
export async function settleDeadlines(
  work: Work,
  order: PurchaseOrderRow,
  lines: readonly (typeof purchaseOrderLines.$inferSelect)[],
): Promise<void> {
  if (!order.partnershipId) return
  const open = await work.tx
    .select()
    .from(deadlines)
    .where(
      and(
        eq(deadlines.retailerId, order.retailerId),
        eq(deadlines.purchaseOrderId, order.id),
        isNull(deadlines.endedAt),
      ),
    )
    .orderBy(deadlines.id)
    .for('update')
  if (open.length === 0) return
  const { calendar } = await loadTerms(work, order.retailerId, order.partnershipId)
  const facts = await loadFacts(work, order, lines, open)
  for (const deadline of open) {
    const ending = endingOf(deadline, facts, calendar, work.now)
    if (ending) await endDeadline(work, deadline, order, ending)
  }
}

/** Ends one deadline, which the caller has locked, and closes its exceptions. */
export async function endDeadline(
  work: Work,
  deadline: DeadlineRow,
  order: { number: string; orderId: string | null },
  { outcome, at }: Ending,
): Promise<void> {
  const { retailerId, id, kind, partnershipId, purchaseOrderId, warnedAt, missedAt } = deadline
  await work.tx
    .update(deadlines)
    .set({ endedAt: at, outcome, nextAt: null })
    .where(and(eq(deadlines.retailerId, retailerId), eq(deadlines.id, id)))
  if (warnedAt) await resolveException(work, retailerId, nearKey(deadline), outcome)
  if (!missedAt) return
  await resolveException(work, retailerId, overdueKey(deadline), outcome)
  const subject = { orderId: order.orderId, purchaseOrderId, partnershipId }
  await recordEvent(work, retailerId, 'deadline.caught-up', subject, { kind, number: order.number, outcome })
}

async function loadFacts(
  work: Work,
  { retailerId, id, status, acknowledgedAt }: PurchaseOrderRow,
  lines: readonly (typeof purchaseOrderLines.$inferSelect)[],
  open: readonly DeadlineRow[],
): Promise<DeadlineFacts> {
  return {
    status,
    acknowledgedAt,
    lines,
    shipments: lines.some(line => line.shipped !== '0' || line.overShipped !== '0')
      ? await loadShipments(work, retailerId, id)
      : [],
    receipts: await loadReceipts(
      work,
      retailerId,
      open.flatMap(deadline => deadline.documentId ?? []),
    ),
    laterDocuments: await loadLaterDocuments(work, retailerId, id, open),
    billPending: open.some(({ kind }) => kind === 'invoice') && (await hasPendingBill(work, retailerId, id)),
  }
}

async function loadShipments(work: Work, retailerId: string, orderId: string): Promise<DeadlineFacts['shipments']> {
  const rows = await work.tx
    .select({
      id: shipments.id,
      shippedOn: shipments.shippedOn,
      lineId: shipmentLines.purchaseOrderLineId,
      quantity: sql<string>`${shipmentLines.quantity} - ${shipmentLines.over}`,
    })
    .from(shipmentLines)
    .innerJoin(poLines, and(eq(poLines.retailerId, retailerId), eq(poLines.id, shipmentLines.purchaseOrderLineId)))
    .innerJoin(shipments, and(eq(shipments.retailerId, retailerId), eq(shipments.id, shipmentLines.shipmentId)))
    .where(
      and(
        eq(shipmentLines.retailerId, retailerId),
        eq(poLines.purchaseOrderId, orderId),
        isNull(shipments.takenBackAt),
      ),
    )
    .orderBy(shipments.id)
  return [...Map.groupBy(rows, row => row.id)].map(([id, its]) => ({ id, shippedOn: its[0]!.shippedOn, lines: its }))
}

/** When the documents named were answered by their partner's 997. */
export async function loadReceipts(
  work: Work,
  retailerId: string,
  documentIds: readonly string[],
): Promise<Map<string, Date>> {
  if (documentIds.length === 0) return new Map()
  const rows = await work.tx
    .select({ id: documents.id, settledAt: documents.settledAt })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, retailerId),
        inArray(documents.id, [...documentIds]),
        inArray(documents.status, ['acknowledged', 'refused']),
      ),
    )
  return new Map(rows.map(row => [row.id, row.settledAt!]))
}

/** The documents awaited that are not the order itself, and whether the retailer's last wish was answered since they left. */
async function loadLaterDocuments(
  work: Work,
  retailerId: string,
  purchaseOrderId: string,
  open: readonly DeadlineRow[],
): Promise<Map<string, boolean>> {
  const awaited = open.filter(deadline => deadline.documentId !== null)
  if (awaited.length === 0) return new Map()
  const ids = awaited.flatMap(deadline => deadline.documentId ?? [])
  const others = await work.tx
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.retailerId, retailerId), inArray(documents.id, ids), ne(documents.kind, 'purchase-order')))
  if (others.length === 0) return new Map()
  const [wish] = await work.tx
    .select({ answeredAt: sql<string | null>`max(${purchaseOrderChanges.answeredAt})` })
    .from(purchaseOrderChanges)
    .where(
      and(
        eq(purchaseOrderChanges.retailerId, retailerId),
        eq(purchaseOrderChanges.purchaseOrderId, purchaseOrderId),
        eq(purchaseOrderChanges.askedBy, 'retailer'),
      ),
    )
  const answeredAt = wish?.answeredAt ? new Date(wish.answeredAt) : undefined
  const startedAt = new Map(awaited.map(deadline => [deadline.documentId, deadline.startedAt]))
  return new Map(others.map(({ id }) => [id, answeredAt !== undefined && answeredAt >= startedAt.get(id)!]))
}

/** Ends the deadlines of documents that belong to no order and that their partner's 997 has answered. */
export async function settleReceipts(work: Work, retailerId: string, documentIds: readonly string[]): Promise<void> {
  if (documentIds.length === 0) return
  const open = await work.tx
    .select()
    .from(deadlines)
    .where(
      and(
        eq(deadlines.retailerId, retailerId),
        inArray(deadlines.subjectId, [...documentIds]),
        isNull(deadlines.purchaseOrderId),
        isNull(deadlines.endedAt),
      ),
    )
    .orderBy(deadlines.id)
    .for('update')
  const numbers = await numbersOf(work, retailerId, documentIds)
  for (const deadline of open) {
    const outcome = work.now <= deadline.dueAt ? 'met' : 'late'
    const number = numbers.get(deadline.subjectId)!
    await endDeadline(work, deadline, { number, orderId: null }, { outcome, at: work.now })
  }
}

/** What documents are called that belong to no order: `remittance advice PAY-000001`. */
export async function numbersOf(
  work: Work,
  retailerId: string,
  documentIds: readonly string[],
): Promise<Map<string, string>> {
  if (documentIds.length === 0) return new Map()
  const rows = await work.tx
    .select({ id: documents.id, kind: documents.kind, number: documents.number })
    .from(documents)
    .where(and(eq(documents.retailerId, retailerId), inArray(documents.id, [...documentIds])))
  return new Map(rows.map(({ id, kind, number }) => [id, `${kind.replaceAll('-', ' ')} ${number}`]))
}

async function hasPendingBill(work: Work, retailerId: string, purchaseOrderId: string): Promise<boolean> {
  const [bill] = await work.tx
    .select({ id: invoices.id })
    .from(invoices)
    .where(
      and(
        eq(invoices.retailerId, retailerId),
        eq(invoices.purchaseOrderId, purchaseOrderId),
        eq(invoices.type, 'invoice'),
        inArray(invoices.status, ['received', 'waiting', 'exception']),
      ),
    )
    .limit(1)
  return bill !== undefined
}

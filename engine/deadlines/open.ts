import { and, eq, isNotNull, ne, sql } from 'drizzle-orm'
import { type DeadlineKind, deadlines, documents } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { dueAfter, endOfDay } from '../../partners/calendars/calendar.ts'
import { testOrderKeys } from '../onboarding/test-order.ts'
import type { PurchaseOrderRow } from '../purchase-orders/lock.ts'
import { loadTerms, type TradingTerms } from '../purchase-orders/trading-terms.ts'
import { deadlinePolicyOf, warnAtOf } from './policy.ts'

type SentOrder = Pick<PurchaseOrderRow, 'retailerId' | 'id' | 'partnershipId' | 'shipNotAfter'>

interface NewDeadline {
  kind: DeadlineKind
  subjectId: string
  dueAt: Date
  documentId?: string
  shipmentId?: string
}

/** Starts the clock of an order that has just reached its supplier: when it has to be answered, shipped, and (by X12) confirmed as read. */
export async function openOrderDeadlines(work: Work, order: SentOrder): Promise<void> {
  if (!order.partnershipId) return
  const terms = await loadTerms(work, order.retailerId, order.partnershipId)
  const { calendar, settings } = terms
  const policy = deadlinePolicyOf(settings)
  const wanted: NewDeadline[] = []
  if (policy.acknowledgment) {
    const dueAt = dueAfter(calendar, work.now, policy.acknowledgment)
    wanted.push({ kind: 'acknowledgment', subjectId: order.id, dueAt })
  }
  if (policy.shipment && order.shipNotAfter) {
    wanted.push({ kind: 'shipment', subjectId: order.id, dueAt: endOfDay(calendar, order.shipNotAfter) })
  }
  if (policy.functionalAcknowledgment) {
    const dueAt = dueAfter(calendar, work.now, policy.functionalAcknowledgment)
    for (const documentId of await unansweredDocuments(work, order)) {
      wanted.push({ kind: 'functional-acknowledgment', subjectId: documentId, documentId, dueAt })
    }
  }
  await insertDeadlines(work, order, terms, wanted)
}

/** Starts the clock of a shipment that has to be billed. */
export async function openInvoiceDeadline(work: Work, order: SentOrder, shipmentId: string): Promise<void> {
  if (!order.partnershipId) return
  const terms = await loadTerms(work, order.retailerId, order.partnershipId)
  const { invoice } = deadlinePolicyOf(terms.settings)
  if (!invoice) return
  const dueAt = dueAfter(terms.calendar, work.now, invoice)
  await insertDeadlines(work, order, terms, [{ kind: 'invoice', subjectId: shipmentId, shipmentId, dueAt }])
}

/**
 * Starts the clock of the X12 documents of a message that has just left: each is to be answered by a 997, whatever it is. Receipts themselves are answered by nothing, and
 * nobody is chased for the answer to a test order: onboarding shows whether it came.
 */
export async function openReceiptDeadlines(
  work: Work,
  { retailerId, messageId }: { retailerId: string; messageId: string },
): Promise<void> {
  const rows = await work.tx
    .select({
      id: documents.id,
      key: documents.key,
      partnershipId: documents.partnershipId,
      purchaseOrderId: documents.purchaseOrderId,
    })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, retailerId),
        eq(documents.messageId, messageId),
        eq(documents.direction, 'out'),
        eq(documents.status, 'rendered'),
        isNotNull(documents.functionalId),
        ne(documents.functionalId, functionalAcknowledgments),
        isNotNull(documents.partnershipId),
      ),
    )
  for (const [partnershipId, its] of Map.groupBy(rows, row => row.partnershipId!)) {
    const terms = await loadTerms(work, retailerId, partnershipId)
    const { functionalAcknowledgment } = deadlinePolicyOf(terms.settings)
    if (!functionalAcknowledgment) continue
    const dueAt = dueAfter(terms.calendar, work.now, functionalAcknowledgment)
    const tests = testOrderKeys(partnershipId)
    for (const { id, key, purchaseOrderId } of its) {
      if (key?.startsWith(tests)) continue
      const wanted = [{ kind: 'functional-acknowledgment' as const, subjectId: id, documentId: id, dueAt }]
      await insertDeadlines(work, { retailerId, id: purchaseOrderId, partnershipId }, terms, wanted)
    }
  }
}

/** The functional group of 997 and 999 (X12 479). */
const functionalAcknowledgments = 'FA'

async function insertDeadlines(
  work: Work,
  order: { retailerId: string; id: string | null; partnershipId: string | null },
  { settings }: TradingTerms,
  wanted: readonly NewDeadline[],
): Promise<void> {
  if (wanted.length === 0) return
  const policy = deadlinePolicyOf(settings)
  const rows = wanted.map(one => {
    const warnAt = warnAtOf(work.now, one.dueAt, policy)
    return {
      ...one,
      retailerId: order.retailerId,
      id: work.newId(),
      partnershipId: order.partnershipId!,
      purchaseOrderId: order.id,
      startedAt: work.now,
      warnAt,
      nextAt: warnAt ?? one.dueAt,
    }
  })
  await work.tx.insert(deadlines).values(rows).onConflictDoNothing()
}

/** The order's documents that left as X12 and are to be answered by a 997. */
async function unansweredDocuments(work: Work, { retailerId, id }: SentOrder): Promise<string[]> {
  const rows = await work.tx
    .select({ id: documents.id })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, retailerId),
        eq(documents.purchaseOrderId, id),
        eq(documents.direction, 'out'),
        eq(documents.status, 'rendered'),
        sql`${documents.functionalId} is not null`,
      ),
    )
  return rows.map(row => row.id)
}

import { and, eq } from 'drizzle-orm'
import { acknowledgments, purchaseOrders } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { businessDateIn } from '../../partners/calendars/business-date.ts'
import type { PurchaseOrderAcknowledgment } from '../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../translators/issue.ts'
import { openOrderDeadlines } from '../deadlines/open.ts'
import { lockStock } from '../inventory/reserve.ts'
import { applied, duplicate, type Outcome, rejected } from '../outcome.ts'
import { answerPrice } from './agree-price.ts'
import { agreeShipDate } from './agree-ship-date.ts'
import { answerLimitsOf } from './answer-limits.ts'
import { type AppliedLine, applyAnswers } from './apply-answers.ts'
import { keepsBackorder } from './backorder-policy.ts'
import type { ChangeRequest, Wish } from './change.ts'
import { findPurchaseOrder } from './find.ts'
import { fingerprintOf } from './fingerprint.ts'
import { unknownPurchaseOrder } from './issues.ts'
import { type LoadedLine, loadLines } from './load-lines.ts'
import { lockPurchaseOrder, type PurchaseOrderRow } from './lock.ts'
import { type PlannedLine, planAnswers } from './plan-answers.ts'
import { refreshPurchaseOrder } from './refresh.ts'
import { openChange, storeChange } from './request-change.ts'
import { sendChange } from './send-change.ts'
import { loadTerms } from './trading-terms.ts'

export interface Acknowledge {
  retailerId: string
  partnershipId: string
  acknowledgment: PurchaseOrderAcknowledgment
  /** The document that it came in. */
  documentId?: string
  /**
   * How many answers to the order its sender had given before, where it counts them, as a form does. One more of what was accepted is then told from the same form
   * sent twice.
   */
  after?: number
}

/**
 * Applies a supplier's answer to a purchase order, by whatever way it came. The answer is stored as a fact; the lines' counters move by what of it holds; what
 * was refused is given back to routing. The same answer again is a `duplicate`. What contradicts earlier answers, or names another price, goes
 * before a person and stops nothing else. An unknown order or line, or a unit that cannot be converted, refuses the whole answer.
 */
export async function acknowledge(work: Work, command: Acknowledge): Promise<Outcome> {
  const { retailerId, partnershipId, acknowledgment } = command
  const number = acknowledgment.purchaseOrderNumber
  const found = await findPurchaseOrder(work, { retailerId, partnershipId, number })
  if (!found) return rejected(unknownPurchaseOrder(number, 'purchaseOrderNumber'))
  const order = (await lockPurchaseOrder(work, retailerId, found))!
  const lines = await loadLines(work, retailerId, [order.id])
  const { planned, issues } = planAnswers(acknowledgment, lines)
  if (hasErrors(issues)) return rejected(...issues)
  const fact = await storeFact(work, command, order, planned)
  if (!fact.isNew) return duplicate(fact.id)
  await lockStock(
    work,
    retailerId,
    planned.map(one => one.line.offerId),
  )
  const { results, unwanted } = await applyPlan(work, order, fact.id, planned)
  await cutLate(work, order, lines, results)
  await finish(work, command, order, fact.id, results, issues)
  const givenBack = results.some(result => result.givenBack.gt(0))
  if (givenBack && !unwanted) {
    await work.enqueue('route-order', { retailerId, orderId: order.orderId, cause: 'rejected' })
  }
  return applied(fact.id, issues)
}

async function storeFact(
  work: Work,
  { retailerId, acknowledgment, documentId, after = 0 }: Acknowledge,
  order: PurchaseOrderRow,
  planned: readonly PlannedLine<LoadedLine>[],
): Promise<{ id: string; isNew: boolean }> {
  const fingerprint = fingerprintOf(acknowledgment, planned, after)
  const [stored] = await work.tx
    .insert(acknowledgments)
    .values({
      retailerId,
      id: work.newId(),
      purchaseOrderId: order.id,
      documentId: documentId ?? null,
      fingerprint,
      type: acknowledgment.type,
      supplierOrderNumber: acknowledgment.supplierOrderNumber ?? null,
      actor: work.actor,
      receivedAt: work.now,
    })
    .onConflictDoNothing()
    .returning({ id: acknowledgments.id })
  if (stored) return { id: stored.id, isNew: true }
  const [before] = await work.tx
    .select({ id: acknowledgments.id })
    .from(acknowledgments)
    .where(
      and(
        eq(acknowledgments.retailerId, retailerId),
        eq(acknowledgments.purchaseOrderId, order.id),
        eq(acknowledgments.fingerprint, fingerprint),
      ),
    )
  return { id: before!.id, isNew: false }
}

async function applyPlan(
  work: Work,
  order: PurchaseOrderRow,
  factId: string,
  planned: readonly PlannedLine<LoadedLine>[],
): Promise<{ results: AppliedLine[]; unwanted: boolean }> {
  const { settings, tolerances, timeZone } = await loadTerms(work, order.retailerId, order.partnershipId!)
  const limits = answerLimitsOf(settings, tolerances)
  const today = businessDateIn(timeZone, work.now)
  const keeps = (shipDate: string | null) => keepsBackorder(settings, shipDate, today)
  const open = await openChange(work, order)
  const unwanted = (open?.request as ChangeRequest | undefined)?.afterwards === 'cancel'
  const results: AppliedLine[] = []
  for (const one of planned) {
    results.push(await applyAnswers(work, order, factId, one, { keeps, unwanted, limits }))
    if (one.unitPrice !== undefined) {
      await answerPrice(work, order, one.line, { factId, unitPrice: one.unitPrice, limits })
    }
  }
  return { results, unwanted }
}

/** Tells the supplier that nobody waits for what it promised too late. The partnership's terms say so: no answer is needed. */
async function cutLate(
  work: Work,
  order: PurchaseOrderRow,
  lines: readonly LoadedLine[],
  results: readonly AppliedLine[],
): Promise<void> {
  const wishes = results
    .filter(result => result.tooLate.gt(0))
    .map(({ line, tooLate }): Wish => ({ lineNumber: line.lineNumber, cancel: tooLate.toFixed() }))
  if (wishes.length === 0) return
  const request: ChangeRequest = { wishes, afterwards: 'reroute', reason: 'The backorder is promised for too late.' }
  const { sequence } = await storeChange(work, order, lines, { askedBy: 'retailer', request, agreed: true })
  await sendChange(work, order, lines, { sequence, wishes, notes: [request.reason] })
}

async function finish(
  work: Work,
  { retailerId, acknowledgment, documentId }: Acknowledge,
  order: PurchaseOrderRow,
  factId: string,
  results: readonly AppliedLine[],
  issues: readonly Issue[],
): Promise<void> {
  const answered = results.some(result => result.answered)
  await work.tx
    .update(purchaseOrders)
    .set({
      // A supplier that answers has the order, even when its delivery could not be confirmed.
      sentAt: order.sentAt ?? work.now,
      acknowledgedAt: order.acknowledgedAt ?? (answered ? work.now : null),
      supplierOrderNumber: acknowledgment.supplierOrderNumber ?? order.supplierOrderNumber,
      updatedAt: work.now,
    })
    .where(and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.id, order.id)))
  if (!order.sentAt) await openOrderDeadlines(work, order)
  const agreedDate = results
    .flatMap(result => result.agreedDate ?? [])
    .sort()
    .at(-1)
  if (agreedDate) await agreeShipDate(work, order, agreedDate)
  const { id: purchaseOrderId, orderId, partnershipId, number } = order
  const givenBack = results.some(result => result.givenBack.gt(0))
  await recordEvent(
    work,
    retailerId,
    'purchase-order.acknowledged',
    { orderId, purchaseOrderId, partnershipId, documentId: documentId ?? null },
    { number, acknowledgmentId: factId, type: acknowledgment.type, givenBack, warnings: issues.length },
  )
  await refreshPurchaseOrder(work, { retailerId, purchaseOrderId })
}

import { and, desc, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { purchaseOrderChanges, retailers } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { businessDateIn } from '../../partners/calendars/business-date.ts'
import type { PurchaseOrderChange } from '../../translators/documents/index.ts'
import { queueDocument } from '../documents/queue.ts'
import { type Afterwards, type ChangeRequest, changedLines, faultsOf, leavesNothing, type Wish } from './change.ts'
import { type LoadedLine, loadLines } from './load-lines.ts'
import { lockPurchaseOrder, type PurchaseOrderRow } from './lock.ts'

export interface RequestChange {
  retailerId: string
  purchaseOrderId: string
  askedBy: 'retailer' | 'supplier'
  wishes: Wish[]
  afterwards: Afterwards
  reason: string
}

/**
 * Asks the other side to change or cancel lines of an order already sent. Nothing changes until it agrees (`answerChange`); a retailer's wish leaves
 * as a document. Throws `wrong-state` while an earlier wish is open or for a warehouse's order, `invalid-input` naming `wishes[i].field`.
 */
export async function requestChange(
  work: Work,
  command: RequestChange,
): Promise<{ changeId: string; sequence: number }> {
  const { retailerId, purchaseOrderId, askedBy, wishes, afterwards, reason } = command
  const order = await lockPurchaseOrder(work, retailerId, purchaseOrderId)
  if (!order) throw new ApplicationError('not-found', 'There is no such purchase order.')
  if (!order.partnershipId)
    throw new ApplicationError('wrong-state', 'A warehouse’s order is changed at once, not asked for.')
  const open = await openChange(work, order)
  if (open) throw new ApplicationError('wrong-state', `Change ${open.sequence} of ${order.number} is still open.`)
  const lines = await loadLines(work, retailerId, [purchaseOrderId])
  const faults = faultsOf(wishes, lines)
  if (Object.keys(faults).length > 0) {
    throw new ApplicationError('invalid-input', Object.values(faults).join(' '), faults)
  }
  const stored = await storeChange(work, order, lines, { askedBy, request: { wishes, afterwards, reason } })
  if (askedBy === 'retailer') await sendChange(work, order, lines, stored.sequence, wishes)
  const subject = { orderId: order.orderId, purchaseOrderId, partnershipId: order.partnershipId }
  const data = { number: order.number, sequence: stored.sequence, askedBy, wishes, reason }
  await recordEvent(work, retailerId, 'purchase-order.change-requested', subject, data)
  return stored
}

type ChangeRow = typeof purchaseOrderChanges.$inferSelect

/** The wish about an order that waits for its answer. */
export async function openChange(work: Work, order: PurchaseOrderRow): Promise<ChangeRow | undefined> {
  const [open] = await work.tx
    .select()
    .from(purchaseOrderChanges)
    .where(
      and(
        eq(purchaseOrderChanges.retailerId, order.retailerId),
        eq(purchaseOrderChanges.purchaseOrderId, order.id),
        eq(purchaseOrderChanges.status, 'requested'),
      ),
    )
  return open
}

async function nextSequence(work: Work, order: PurchaseOrderRow): Promise<number> {
  const [last] = await work.tx
    .select({ sequence: purchaseOrderChanges.sequence })
    .from(purchaseOrderChanges)
    .where(
      and(eq(purchaseOrderChanges.retailerId, order.retailerId), eq(purchaseOrderChanges.purchaseOrderId, order.id)),
    )
    .orderBy(desc(purchaseOrderChanges.sequence))
    .limit(1)
  return (last?.sequence ?? 0) + 1
}

/** Writes a wish down. With `agreed` it needs no answer: the partnership's terms give it. */
export async function storeChange(
  work: Work,
  order: PurchaseOrderRow,
  lines: readonly LoadedLine[],
  change: { askedBy: 'retailer' | 'supplier'; request: ChangeRequest; agreed?: boolean },
): Promise<{ changeId: string; sequence: number }> {
  const { askedBy, request, agreed = false } = change
  const changeId = work.newId()
  const sequence = await nextSequence(work, order)
  await work.tx.insert(purchaseOrderChanges).values({
    retailerId: order.retailerId,
    id: changeId,
    purchaseOrderId: order.id,
    sequence,
    kind: leavesNothing(request.wishes, lines) ? 'cancellation' : 'change',
    askedBy,
    status: agreed ? 'accepted' : 'requested',
    request,
    actor: work.actor,
    requestedAt: work.now,
    answeredAt: agreed ? work.now : null,
  })
  return { changeId, sequence }
}

/** Queues the document that tells the supplier of a wish. `lines` are as they stand before it. */
export async function sendChange(
  work: Work,
  order: PurchaseOrderRow,
  lines: readonly LoadedLine[],
  sequence: number,
  wishes: readonly Wish[],
): Promise<void> {
  const { retailerId, number } = order
  const [retailer] = await work.tx.select().from(retailers).where(eq(retailers.id, retailerId))
  const content: PurchaseOrderChange = {
    kind: 'purchase-order-change',
    purpose: leavesNothing(wishes, lines) ? 'cancellation' : 'change',
    purchaseOrderNumber: number,
    purchaseOrderDate: order.orderDate,
    sequence,
    date: businessDateIn(retailer!.timeZone, work.now),
    currency: order.currency,
    lines: changedLines(wishes, lines),
  }
  await queueDocument(work, {
    retailerId,
    partnershipId: order.partnershipId!,
    key: `purchase-order-change:${number}:${sequence}`,
    content,
    purchaseOrderId: order.id,
  })
}

import { and, eq, inArray } from 'drizzle-orm'
import { storeBlob } from '../../db/blobs.ts'
import { documents, messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { openReceiptDeadlines } from '../../engine/deadlines/open.ts'
import { addMessageEvent, addMessageEvents } from '../../engine/messages/timeline.ts'
import { tellSoon } from '../../engine/notices/new-orders.ts'
import { tellOrderChanges } from '../../engine/notices/order-changes.ts'
import { markSent } from '../../engine/purchase-orders/mark-sent.ts'
import {
  type Delivery,
  type DeliveryFailure,
  deliveryFailures,
  type RetryRule,
  type TransportName,
} from '../transports/contract.ts'
import { raiseNotDelivered, settleNotDelivered } from './not-delivered.ts'

/** Exact bytes that are to leave. */
export interface NewOutboundMessage {
  retailerId: string
  id: string
  partnershipId: string
  transport: TransportName
  fileName: string
  contentType: string
  bytes: Uint8Array
}

/** Stores the bytes of an outbound message and the job that delivers it. */
export async function storeOutbound(work: Work, message: NewOutboundMessage): Promise<void> {
  const { retailerId, id, bytes, ...rest } = message
  const { blobId } = await storeBlob(work, retailerId, bytes)
  await work.tx.insert(messages).values({
    ...rest,
    retailerId,
    id,
    direction: 'out',
    wireId: id,
    blobId,
    size: bytes.length,
    status: 'queued',
    createdAt: work.now,
  })
  await addMessageEvent(work, retailerId, id, 'rendered', { bytes: bytes.length })
  await work.enqueue('deliver-message', { retailerId, messageId: id })
}

/** How deliveries are tried again where nothing was agreed with the partner. */
const usualRule: RetryRule = { attempts: 12, firstPauseSeconds: 5, longestPauseSeconds: 3600 }

/** Seconds. */
function pauseAfter(attempt: number, { firstPauseSeconds, longestPauseSeconds }: RetryRule): number {
  return Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** (attempt - 1))
}

/**
 * Writes down what an attempt at delivery came to, and what follows from it. A `receipt` that comes on its own is no attempt; one that overtakes the
 * end of its attempt has said more than that can.
 */
export async function recordDelivery(
  work: Work,
  retailerId: string,
  messageId: string,
  delivery: Delivery,
  from: 'attempt' | 'receipt' = 'attempt',
): Promise<void> {
  const [message] = await work.tx
    .select()
    .from(messages)
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, messageId)))
    .for('update')
  if (!message || message.status === 'confirmed') return
  if (message.status === 'failed' && delivery.ok && !delivery.confirmed) return
  const attempts = from === 'attempt' ? message.attempts + 1 : Math.max(message.attempts, 1)
  if (delivery.ok) return await recordSuccess(work, message, attempts, delivery)
  const rule = delivery.retryRule ?? usualRule
  const again = deliveryFailures[delivery.failure.code].retry && attempts < rule.attempts && message.status !== 'failed'
  await work.tx
    .update(messages)
    .set({
      attempts,
      status: again ? 'retrying' : 'failed',
      failureCode: delivery.failure.code,
      failureDetail: delivery.failure.detail,
    })
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, messageId)))
  await addMessageEvent(work, retailerId, messageId, again ? 'attempted' : 'failed', {
    attempt: attempts,
    ...delivery.failure,
  })
  if (again) {
    const startAfter = new Date(work.now.getTime() + pauseAfter(attempts, rule) * 1000)
    await work.enqueue('deliver-message', { retailerId, messageId }, { startAfter })
  } else {
    await raiseNotDelivered(work, message, delivery.failure)
  }
}

type Message = typeof messages.$inferSelect

async function recordSuccess(
  work: Work,
  message: Message,
  attempts: number,
  delivery: Extract<Delivery, { ok: true }>,
) {
  const { retailerId, id } = message
  const receiptBlobId = delivery.receipt ? (await storeBlob(work, retailerId, delivery.receipt)).blobId : undefined
  await work.tx
    .update(messages)
    .set({
      attempts,
      status: delivery.confirmed ? 'confirmed' : 'sent',
      failureCode: null,
      failureDetail: null,
      sentAt: message.sentAt ?? work.now,
      ...(delivery.confirmed ? { confirmedAt: work.now } : {}),
      ...(receiptBlobId ? { receiptBlobId } : {}),
    })
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, id)))
  await addMessageEvent(work, retailerId, id, delivery.confirmed ? 'confirmed' : 'sent', {
    reference: delivery.reference,
    ...delivery.evidence,
  })
  if (delivery.confirmed) await settleNotDelivered(work, retailerId, id)
  else if (delivery.confirmWithinSeconds !== undefined) {
    const startAfter = new Date(work.now.getTime() + delivery.confirmWithinSeconds * 1000)
    await work.enqueue('deliver-message', { retailerId, messageId: id }, { startAfter })
  }
  const reached = await purchaseOrdersIn(work, retailerId, id)
  for (const purchaseOrderId of reached) await markSent(work, { retailerId, purchaseOrderId })
  const { transport, partnershipId } = message
  if (transport === 'portal' && partnershipId) {
    if (reached.length > 0) await tellSoon(work, { retailerId, partnershipId })
    await tellOrderChanges(work, { retailerId, partnershipId, messageId: id })
  }
  await openReceiptDeadlines(work, { retailerId, messageId: id })
}

async function purchaseOrdersIn(work: Work, retailerId: string, messageId: string): Promise<string[]> {
  const rows = await work.tx
    .select({ purchaseOrderId: documents.purchaseOrderId })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, retailerId),
        eq(documents.messageId, messageId),
        inArray(documents.kind, ['purchase-order']),
      ),
    )
  return rows.flatMap(row => row.purchaseOrderId ?? [])
}

/** The partner has taken a message that waited for it (a file fetched, an asynchronous receipt). */
export async function recordConfirmation(
  work: Work,
  retailerId: string,
  messageId: string,
  evidence: Record<string, string>,
): Promise<void> {
  await recordConfirmations(work, [{ retailerId, messageId, evidence }])
}

/** A message that its partner has taken, and how that is known. */
interface Confirmation {
  retailerId: string
  messageId: string
  evidence: Record<string, string>
}

/** The same of several; one that was confirmed before stays as it was. Says of each whether it was news. */
export async function recordConfirmations(work: Work, confirmations: readonly Confirmation[]): Promise<boolean[]> {
  const news = new Set<string>()
  for (const [retailerId, own] of Map.groupBy(confirmations, one => one.retailerId)) {
    // Whoever confirms several takes them in one order, or two who do so might wait for each other.
    const ids = [...new Set(own.map(({ messageId }) => messageId))].sort()
    const waiting = and(
      eq(messages.retailerId, retailerId),
      inArray(messages.id, ids),
      inArray(messages.status, ['queued', 'sent', 'retrying']),
    )
    if (ids.length > 1)
      await work.tx.select({ id: messages.id }).from(messages).where(waiting).orderBy(messages.id).for('update')
    const confirmed = await work.tx
      .update(messages)
      .set({ status: 'confirmed', confirmedAt: work.now })
      .where(waiting)
      .returning({ id: messages.id })
    await addMessageEvents(
      work,
      confirmed.map(({ id }) => {
        news.add(id)
        const { evidence } = own.find(({ messageId }) => messageId === id)!
        return { retailerId, messageId: id, kind: 'confirmed' as const, detail: evidence }
      }),
    )
  }
  return confirmations.map(({ messageId }) => news.has(messageId))
}

const anId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A message that had been confirmed has come back. Whether there is such a message. */
export async function recordBounce(
  work: Work,
  retailerId: string,
  messageId: string,
  failure: DeliveryFailure,
): Promise<boolean> {
  if (!anId.test(messageId)) return false
  const [message] = await work.tx
    .update(messages)
    .set({ status: 'failed', failureCode: failure.code, failureDetail: failure.detail })
    .where(
      and(
        eq(messages.retailerId, retailerId),
        eq(messages.id, messageId),
        eq(messages.direction, 'out'),
        eq(messages.transport, 'email'),
      ),
    )
    .returning()
  if (!message) return false
  await addMessageEvent(work, retailerId, messageId, 'failed', { ...failure })
  await raiseNotDelivered(work, message, failure)
  return true
}

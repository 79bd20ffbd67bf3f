import { and, asc, eq, inArray } from 'drizzle-orm'
import { messageEvents, messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { addMessageEvent } from '../../engine/messages/timeline.ts'
import type { DeliveryFailure } from '../transports/contract.ts'
import { raiseNotDelivered } from './not-delivered.ts'

/** By when a confirmation has to come, and how often a message goes again for which none came. */
export interface ConfirmationRule {
  withinSeconds: number
  resends: number
}

/**
 * Looks after a message that was sent and not confirmed. Overdue, it is put before a person and goes again as it stands, or fails when
 * it has gone often enough. Done twice, or by two workers at once, it takes effect once: only a message that is still `sent` is touched.
 */
export async function settleUnconfirmed(
  work: Work,
  { retailerId, messageId }: { retailerId: string; messageId: string },
  { withinSeconds, resends }: ConfirmationRule,
): Promise<void> {
  const [message] = await work.tx
    .select()
    .from(messages)
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, messageId)))
    .for('update')
  if (message?.status !== 'sent') return
  const sent = await sentSince(work, retailerId, messageId)
  const last = sent.at(-1)
  if (!last) return
  const dueAt = new Date(last.getTime() + withinSeconds * 1000)
  if (work.now < dueAt) return await work.enqueue('deliver-message', { retailerId, messageId }, { startAfter: dueAt })
  const again = sent.length <= resends
  const waited = `No receipt came within ${Math.round(withinSeconds / 60)} minutes of sending it`
  const times = sent.length === 1 ? '' : `, ${sent.length} times`
  const detail = `${waited}${times}. ${again ? 'It goes again under the same id.' : 'It does not go again by itself.'}`
  const failure: DeliveryFailure = { code: 'receipt-missing', detail }
  await work.tx
    .update(messages)
    .set({ status: again ? 'retrying' : 'failed', failureCode: failure.code, failureDetail: detail })
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, messageId)))
  await addMessageEvent(work, retailerId, messageId, again ? 'attempted' : 'failed', { ...failure })
  await raiseNotDelivered(work, message, failure, again ? 'is not confirmed yet' : 'was never confirmed')
  if (again) await work.enqueue('deliver-message', { retailerId, messageId })
}

/** When it went out, oldest first, since a person last had it sent again. */
async function sentSince(work: Work, retailerId: string, messageId: string): Promise<Date[]> {
  const events = await work.tx
    .select({ kind: messageEvents.kind, at: messageEvents.at })
    .from(messageEvents)
    .where(
      and(
        eq(messageEvents.retailerId, retailerId),
        eq(messageEvents.messageId, messageId),
        inArray(messageEvents.kind, ['sent', 'resent']),
      ),
    )
    .orderBy(asc(messageEvents.id))
  const begun = events.findLastIndex(event => event.kind === 'resent') + 1
  return events.slice(begun).map(event => event.at)
}

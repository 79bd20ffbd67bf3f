import { and, eq, inArray } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { resolveException } from '../exceptions/raise.ts'
import { addMessageEvent } from './timeline.ts'

/** What a person may have sent again: what failed for good, what waits for its next try, and what the partner has not confirmed. */
export const resendable = ['failed', 'retrying', 'sent'] as const

/** Sends a message again as it stands: the same bytes under the same id on the wire. Throws `wrong-state` where there is nothing to send again. */
export async function resendMessage(
  work: Work,
  { retailerId, messageId }: { retailerId: string; messageId: string },
): Promise<void> {
  const [message] = await work.tx
    .update(messages)
    .set({ status: 'queued', attempts: 0, failureCode: null, failureDetail: null })
    .where(
      and(
        eq(messages.retailerId, retailerId),
        eq(messages.id, messageId),
        eq(messages.direction, 'out'),
        inArray(messages.status, [...resendable]),
      ),
    )
    .returning({ id: messages.id })
  if (!message)
    throw new ApplicationError('wrong-state', 'This message is not one that failed or waits to be confirmed.')
  await addMessageEvent(work, retailerId, messageId, 'resent', { by: work.actor })
  await work.enqueue('deliver-message', { retailerId, messageId })
  await resolveException(work, retailerId, `not-delivered:${messageId}`, 'sent-again')
}

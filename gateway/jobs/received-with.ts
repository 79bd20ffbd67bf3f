import { and, asc, eq } from 'drizzle-orm'
import { messageEvents, type messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/** What a message was received with: the evidence that its door kept beside it. */
export async function receivedWith(
  work: Work,
  { retailerId, id }: Pick<typeof messages.$inferSelect, 'retailerId' | 'id'>,
): Promise<Record<string, unknown>> {
  const [received] = await work.tx
    .select({ detail: messageEvents.detail })
    .from(messageEvents)
    .where(
      and(
        eq(messageEvents.retailerId, retailerId),
        eq(messageEvents.messageId, id),
        eq(messageEvents.kind, 'received'),
      ),
    )
    .orderBy(asc(messageEvents.id))
    .limit(1)
  return received?.detail ?? {}
}

import { and, eq, isNull, sql } from 'drizzle-orm'
import { exceptions, type messages } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { resolveException } from '../../engine/exceptions/raise.ts'
import { type DeliveryFailure, deliveryFailures } from '../transports/contract.ts'

const keyOf = (messageId: string) => `not-delivered:${messageId}`

/** Puts a message that did not arrive, or whose receipt is overdue, before a person: once, with what was seen last, and again if it had been settled. */
export async function raiseNotDelivered(
  work: Work,
  message: Pick<typeof messages.$inferSelect, 'retailerId' | 'id' | 'partnershipId' | 'fileName'>,
  failure: DeliveryFailure,
  what = 'could not be delivered',
): Promise<void> {
  const { retailerId, id: messageId, partnershipId } = message
  const seen = {
    actual: failure.code,
    summary:
      `${message.fileName ?? 'A message'} ${what}. ${deliveryFailures[failure.code].says} ${failure.detail}`.trim(),
    raisedAt: work.now,
  }
  const standing = and(
    eq(exceptions.retailerId, retailerId),
    eq(exceptions.key, keyOf(messageId)),
    isNull(exceptions.resolvedAt),
  )
  const [before] = await work.tx.select({ id: exceptions.id }).from(exceptions).where(standing)
  if (!before) {
    const data = { messageId, fileName: message.fileName, failure: failure.code, detail: failure.detail }
    await recordEvent(work, retailerId, 'message.failed', { partnershipId }, data)
  }
  await work.tx
    .insert(exceptions)
    .values({
      retailerId,
      id: work.newId(),
      kind: 'not-delivered',
      key: keyOf(messageId),
      partnershipId,
      messageId,
      expected: 'delivered',
      ...seen,
    })
    .onConflictDoUpdate({
      target: [exceptions.retailerId, exceptions.key],
      set: { ...seen, resolvedAt: sql`null`, resolution: sql`null`, resolvedBy: sql`null` },
    })
}

/** A message that had been put before a person has arrived after all. */
export async function settleNotDelivered(work: Work, retailerId: string, messageId: string): Promise<void> {
  await resolveException(work, retailerId, keyOf(messageId), 'delivered')
}

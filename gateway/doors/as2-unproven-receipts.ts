import { and, eq } from 'drizzle-orm'
import { storeBlob } from '../../db/blobs.ts'
import { messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { addMessageEvent } from '../../engine/messages/timeline.ts'
import { houseRetailerId } from '../../partners/house.ts'
import { raiseNotDelivered } from '../journal/not-delivered.ts'
import type { As2ReceiptArrival, As2Sent } from '../transports/as2/ports.ts'
import type { DeliveryFailure } from '../transports/contract.ts'

/** A receipt about nothing that we sent: kept as it came, for whoever looks into it. */
export async function keepStrayReceipt(work: Work, arrival: As2ReceiptArrival): Promise<void> {
  const about = arrival.originalMessageId ?? 'an unnamed message'
  await keep(work, arrival, {
    retailerId: houseRetailerId,
    failureDetail: `A receipt for ${about}, which this hub did not send.`,
  })
}

/**
 * A receipt that came on its own and that the partner is not proven to have given: whoever knows the Message-ID can write one. It is kept and put before a
 * person, and neither fails the message nor counts as an attempt: the receipt that is still to come does, or its being overdue.
 */
export async function keepUnprovenReceipt(
  work: Work,
  { message: { retailerId, id, partnershipId } }: As2Sent,
  failure: DeliveryFailure,
  arrival: As2ReceiptArrival,
): Promise<void> {
  const [message] = await work.tx
    .select()
    .from(messages)
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, id)))
    .for('update')
  if (!message || message.status === 'confirmed') return
  const kept = await keep(work, arrival, { retailerId, partnershipId, failureDetail: failure.detail })
  await addMessageEvent(work, retailerId, id, 'attempted', { ...failure, receipt: kept })
  await raiseNotDelivered(work, message, failure, 'is not confirmed yet')
}

/** Keeps a receipt as a message of its own. Gives its id. */
async function keep(
  work: Work,
  { originalMessageId, wire }: As2ReceiptArrival,
  about: { retailerId: string; partnershipId?: string; failureDetail: string },
): Promise<string> {
  const { retailerId } = about
  const id = work.newId()
  const { blobId } = await storeBlob(work, retailerId, wire.body)
  await work.tx.insert(messages).values({
    ...about,
    id,
    direction: 'in',
    transport: 'as2',
    origin: 'stray-receipt',
    wireId: id,
    contentType: wire.headers['content-type']?.[0]?.slice(0, 500),
    blobId,
    size: wire.body.length,
    status: 'rejected',
    createdAt: work.now,
    processedAt: work.now,
  })
  await addMessageEvent(work, retailerId, id, 'refused', { originalMessageId, address: wire.remoteAddress })
  return id
}

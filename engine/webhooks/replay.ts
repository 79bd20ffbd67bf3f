import { and, eq, gte } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { webhookDeliveries } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { type EndpointRef, lockEndpoint } from './endpoints.ts'

const again = { status: 'queued', attempts: 0, settledAt: null, claimedUntil: null } as const

/** Tells an endpoint of one event again, whatever became of it before. Throws `not-found`. */
export async function replayDelivery(work: Work, ref: EndpointRef, eventId: string): Promise<void> {
  await lockEndpoint(work, ref)
  const replayed = await work.tx
    .update(webhookDeliveries)
    .set({ ...again, dueAt: work.now })
    .where(and(ofEndpoint(ref), eq(webhookDeliveries.eventId, eventId)))
    .returning({ eventId: webhookDeliveries.eventId })
  if (replayed.length === 0) throw new ApplicationError('not-found', 'This endpoint was never told of such an event.')
  await work.enqueue('deliver-webhooks', { retailerId: ref.retailerId, endpointId: ref.id })
}

/** Tells an endpoint again of all that failed since a moment: what its owner asks for after an outage. Returns how many. Throws `not-found`. */
export async function replayFailed(work: Work, ref: EndpointRef, since: Date): Promise<number> {
  await lockEndpoint(work, ref)
  const replayed = await work.tx
    .update(webhookDeliveries)
    .set({ ...again, dueAt: work.now })
    .where(and(ofEndpoint(ref), eq(webhookDeliveries.status, 'failed'), gte(webhookDeliveries.createdAt, since)))
    .returning({ eventId: webhookDeliveries.eventId })
  if (replayed.length > 0) await work.enqueue('deliver-webhooks', { retailerId: ref.retailerId, endpointId: ref.id })
  return replayed.length
}

const ofEndpoint = ({ retailerId, id }: EndpointRef) =>
  and(eq(webhookDeliveries.retailerId, retailerId), eq(webhookDeliveries.endpointId, id))

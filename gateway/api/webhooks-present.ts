import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { webhookDeliveries, webhookDeliveryStatuses, webhookEndpoints } from '../../db/schema/index.ts'
import { attemptsOf } from '../../engine/webhooks/attempts.ts'
import { type EndpointRef, isEndpoint } from '../../engine/webhooks/endpoints.ts'
import { deliveryFailures } from '../transports/contract.ts'
import { found, moment } from './fields.ts'

/** Where events are told. */
export const webhookSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    description: z.string(),
    eventTypes: z.array(z.string()),
    failingSince: moment.nullable().describe('Since when nothing has arrived; null while things do.'),
    pausedAt: moment.nullable().describe('While it is paused, events wait.'),
    pausedBecause: z.string().nullable().describe('Why the hub paused it; null where a person did.'),
    previousSecretUntil: moment.nullable().describe('Until then everything is signed by the secret before, too.'),
    createdAt: moment,
  })
  .meta({ id: 'Webhook', description: 'Where events are told, signed by the Standard Webhooks scheme.' })

const failureCodes = Object.keys(deliveryFailures) as [string, ...string[]]

/** One event on its way to a webhook. */
export const deliverySchema = z
  .object({
    eventId: z.uuid().describe('What `webhook-id` says.'),
    status: z.enum(webhookDeliveryStatuses),
    attempts: z.int().describe('Calls since it was queued or last replayed.'),
    dueAt: moment.nullable().describe('When it is told next; null when it is settled.'),
    createdAt: moment,
    settledAt: moment.nullable(),
  })
  .meta({ id: 'WebhookDelivery', description: 'One event on its way to a webhook.' })

const attemptSchema = z
  .object({
    attempt: z.int(),
    at: moment,
    milliseconds: z.int(),
    failureCode: z.enum(failureCodes).nullable(),
    failureDetail: z.string().nullable(),
    request: z.object({ url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() }),
    answer: z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() }).nullable(),
  })
  .meta({ id: 'WebhookAttempt', description: 'One call as it went out, and what came back, each cut to 4 kB.' })

export const deliveryDetailSchema = deliverySchema
  .extend({ calls: z.array(attemptSchema) })
  .meta({ id: 'WebhookDeliveryDetail' })

type Delivery = typeof webhookDeliveries.$inferSelect

export function presentWebhook(row: typeof webhookEndpoints.$inferSelect) {
  return { ...row, previousSecretUntil: row.previousUntil }
}

export function presentDelivery(row: Delivery) {
  return { ...row, dueAt: row.settledAt ? null : row.dueAt }
}

/** One webhook. Throws `not-found`. */
export async function loadWebhook(orm: Orm, ref: EndpointRef) {
  const [row] = await orm.select().from(webhookEndpoints).where(isEndpoint(ref))
  return found(row, 'webhook')
}

/** One delivery with every call that was made for it. Throws `not-found`. */
export async function loadDelivery(orm: Orm, ref: EndpointRef, eventId: string) {
  await loadWebhook(orm, ref)
  const [delivery] = await orm
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.retailerId, ref.retailerId),
        eq(webhookDeliveries.endpointId, ref.id),
        eq(webhookDeliveries.eventId, eventId),
      ),
    )
  const calls = await attemptsOf(orm, ref, eventId)
  return { ...presentDelivery(found(delivery, 'delivery')), calls }
}

import { and, desc, eq, isNull, lt } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { events, webhookEndpoints as table, webhookDeliveries } from '../../../db/schema/index.ts'
import { attemptsOf } from '../../../engine/webhooks/attempts.ts'
import { type EndpointRef, isEndpoint } from '../../../engine/webhooks/endpoints.ts'
import { onePage, pageSize } from '../../ui/request.ts'

/** Nothing secret among them. */
const columns = {
  id: table.id,
  url: table.url,
  description: table.description,
  eventTypes: table.eventTypes,
  failingSince: table.failingSince,
  pausedAt: table.pausedAt,
  pausedBecause: table.pausedBecause,
  previousUntil: table.previousUntil,
}

const deliveryColumns = {
  id: webhookDeliveries.eventId,
  type: events.type,
  status: webhookDeliveries.status,
  attempts: webhookDeliveries.attempts,
  dueAt: webhookDeliveries.dueAt,
  settledAt: webhookDeliveries.settledAt,
  at: events.at,
}

/** An owner's webhooks, newest first. */
export async function listWebhooks(orm: Orm, { retailerId, partnershipId }: Omit<EndpointRef, 'id'>) {
  const whose = partnershipId === null ? isNull(table.partnershipId) : eq(table.partnershipId, partnershipId)
  return await orm
    .select(columns)
    .from(table)
    .where(and(eq(table.retailerId, retailerId), whose))
    .orderBy(desc(table.id))
}

export type Webhook = Awaited<ReturnType<typeof listWebhooks>>[number]

/** What people call a webhook: how they described it, else the host that is called. */
export function nameOf({ description, url }: Pick<Webhook, 'description' | 'url'>): string {
  return description || new URL(url).host
}

/** One webhook. Throws `not-found`. */
export async function loadWebhook(orm: Orm, ref: EndpointRef): Promise<Webhook> {
  const [webhook] = await orm.select(columns).from(table).where(isEndpoint(ref))
  if (!webhook) throw new ApplicationError('not-found', 'There is no such webhook.')
  return webhook
}

function deliveriesOf(orm: Orm) {
  return orm
    .select(deliveryColumns)
    .from(webhookDeliveries)
    .innerJoin(
      events,
      and(eq(events.retailerId, webhookDeliveries.retailerId), eq(events.id, webhookDeliveries.eventId)),
    )
    .$dynamic()
}

const ofEndpoint = ({ retailerId, id }: EndpointRef) =>
  and(eq(webhookDeliveries.retailerId, retailerId), eq(webhookDeliveries.endpointId, id))

type Status = (typeof webhookDeliveries.$inferSelect)['status']

/** A page of what a webhook was told, newest first. The webhook must have been looked up by whose it is. */
export async function listDeliveries(
  orm: Orm,
  ref: EndpointRef,
  { status, after }: { status: Status | undefined; after: string | undefined },
) {
  const rows = await deliveriesOf(orm)
    .where(
      and(
        ofEndpoint(ref),
        status && eq(webhookDeliveries.status, status),
        after ? lt(webhookDeliveries.eventId, after) : undefined,
      ),
    )
    .orderBy(desc(webhookDeliveries.eventId))
    .limit(pageSize + 1)
  return onePage(rows)
}

export type Delivery = Awaited<ReturnType<typeof listDeliveries>>['rows'][number]

/** One delivery with each call for it, the first first. Throws `not-found`. */
export async function loadDelivery(orm: Orm, ref: EndpointRef, eventId: string) {
  const webhook = await loadWebhook(orm, ref)
  const [delivery] = await deliveriesOf(orm).where(and(ofEndpoint(ref), eq(webhookDeliveries.eventId, eventId)))
  if (!delivery) throw new ApplicationError('not-found', 'This webhook was never told of such an event.')
  const calls = await attemptsOf(orm, ref, eventId)
  return { webhook, delivery, calls }
}

export type DeliveryDetail = Awaited<ReturnType<typeof loadDelivery>>

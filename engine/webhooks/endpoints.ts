import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { webhookDeliveries, webhookEndpoints } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import { resolveException } from '../exceptions/raise.ts'
import { newWebhookSecret } from './secret.ts'

type Endpoint = typeof webhookEndpoints.$inferSelect

/** An endpoint, and whose it must be: the retailer's own where `partnershipId` is null, else that partnership's supplier's. */
export interface EndpointRef {
  retailerId: string
  partnershipId: string | null
  id: string
}

/** What people set on an endpoint. */
export interface EndpointSettings {
  url: string
  description: string
  eventTypes: string[]
}

/** How long the secret before the newest goes on being valid: time for the receiver to change over. */
export const secretOverlapHours = 24

/** The key of the exception that says that an endpoint was paused. */
export const pausedKey = (endpoint: Pick<Endpoint, 'id' | 'pausedAt'>) =>
  `webhook-paused:${endpoint.id}:${endpoint.pausedAt?.getTime()}`

/** Whether an endpoint is this one, and is whose it must be. */
export function isEndpoint({ retailerId, partnershipId, id }: EndpointRef): SQL | undefined {
  return and(
    eq(webhookEndpoints.retailerId, retailerId),
    eq(webhookEndpoints.id, id),
    partnershipId === null ? isNull(webhookEndpoints.partnershipId) : eq(webhookEndpoints.partnershipId, partnershipId),
  )
}

/** Begins to tell a system of events. `secret` is given here and at a rotation, and never again. Throws `invalid-input` for a URL that cannot be called. */
export async function createEndpoint(
  work: Work,
  box: SecretBox,
  owner: Omit<EndpointRef, 'id'>,
  settings: EndpointSettings,
): Promise<{ id: string; secret: string }> {
  checkUrl(settings.url)
  const [id, secret] = [work.newId(), newWebhookSecret()]
  await work.tx
    .insert(webhookEndpoints)
    .values({ ...owner, id, ...settings, secret: box.seal(secret), createdAt: work.now })
  await recordChange(work, { retailerId: owner.retailerId, action: 'webhook.created', subject: id, after: settings })
  return { id, secret }
}

/**
 * Changes where and of what a system is told. Throws `not-found`, `invalid-input`, and `changed-since` when somebody else has changed it since
 * the revision that was seen.
 */
export async function changeEndpoint(
  work: Work,
  ref: EndpointRef,
  change: Partial<EndpointSettings>,
  seen?: number,
): Promise<void> {
  const before = await lockEndpoint(work, ref)
  if (seen !== undefined && seen !== before.revision)
    throw new ApplicationError('changed-since', 'Somebody else has changed this since. Look at it again.')
  if (change.url !== undefined) checkUrl(change.url)
  await set(work, ref, { ...change, revision: before.revision + 1 })
  // What failed at the old address need not fail at the new one.
  if (change.url !== undefined && change.url !== before.url && !before.pausedAt) {
    await tellNow(work, ref)
    await work.enqueue('deliver-webhooks', { retailerId: ref.retailerId, endpointId: ref.id })
  }
  const { url, description, eventTypes } = before
  await recordChange(work, {
    retailerId: ref.retailerId,
    action: 'webhook.changed',
    subject: ref.id,
    before: { url, description, eventTypes },
    after: change,
  })
}

/** Stops telling a system, and forgets what waited for it. Throws `not-found`. */
export async function deleteEndpoint(work: Work, ref: EndpointRef): Promise<void> {
  const endpoint = await lockEndpoint(work, ref)
  await work.tx.delete(webhookEndpoints).where(isEndpoint(ref))
  const { url } = endpoint
  await recordChange(work, {
    retailerId: ref.retailerId,
    action: 'webhook.deleted',
    subject: ref.id,
    before: { url },
  })
  if (endpoint.pausedAt) await resolveException(work, ref.retailerId, pausedKey(endpoint), 'The endpoint was deleted.')
}

/** Gives an endpoint a new secret; the one before it is valid beside it for `secretOverlapHours`. Throws `not-found`. */
export async function rotateSecret(work: Work, box: SecretBox, ref: EndpointRef): Promise<{ secret: string }> {
  const endpoint = await lockEndpoint(work, ref)
  const secret = newWebhookSecret()
  await set(work, ref, {
    secret: box.seal(secret),
    previousSecret: endpoint.secret,
    previousUntil: new Date(work.now.getTime() + secretOverlapHours * 3_600_000),
  })
  await recordChange(work, { retailerId: ref.retailerId, action: 'webhook.secret-rotated', subject: ref.id })
  return { secret }
}

/** Lets events wait until somebody resumes. Throws `not-found`. */
export async function pauseEndpoint(work: Work, ref: EndpointRef): Promise<void> {
  const endpoint = await lockEndpoint(work, ref)
  if (endpoint.pausedAt) return
  await set(work, ref, { pausedAt: work.now, pausedBecause: null })
  await recordChange(work, { retailerId: ref.retailerId, action: 'webhook.paused', subject: ref.id })
}

/** Tells an endpoint again, beginning with what has waited. Throws `not-found`. */
export async function resumeEndpoint(work: Work, ref: EndpointRef): Promise<void> {
  const endpoint = await lockEndpoint(work, ref)
  if (!endpoint.pausedAt) return
  await set(work, ref, { pausedAt: null, pausedBecause: null, failingSince: null })
  await resolveException(work, ref.retailerId, pausedKey(endpoint), 'The endpoint was resumed.')
  await tellNow(work, ref)
  await recordChange(work, { retailerId: ref.retailerId, action: 'webhook.resumed', subject: ref.id })
  await work.enqueue('deliver-webhooks', { retailerId: ref.retailerId, endpointId: ref.id })
}

/** What waits for another try waits no longer. */
async function tellNow(work: Work, { retailerId, id }: EndpointRef): Promise<void> {
  await work.tx
    .update(webhookDeliveries)
    .set({ dueAt: work.now })
    .where(
      and(
        eq(webhookDeliveries.retailerId, retailerId),
        eq(webhookDeliveries.endpointId, id),
        eq(webhookDeliveries.status, 'retrying'),
        gt(webhookDeliveries.dueAt, work.now),
      ),
    )
}

async function set(work: Work, ref: EndpointRef, change: Partial<Endpoint>): Promise<void> {
  await work.tx
    .update(webhookEndpoints)
    .set({ revision: sql`${webhookEndpoints.revision} + 1`, ...change })
    .where(isEndpoint(ref))
}

/** The endpoint, which nobody else changes until this work is done. Throws `not-found`. */
export async function lockEndpoint(work: Work, ref: EndpointRef): Promise<Endpoint> {
  const [endpoint] = await work.tx.select().from(webhookEndpoints).where(isEndpoint(ref)).for('update')
  if (!endpoint) throw new ApplicationError('not-found', 'There is no such webhook.')
  return endpoint
}

function checkUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash && text.length <= 2000)
    return
  throw new ApplicationError('invalid-input', 'This address cannot be called.', {
    url: 'Expected an address such as https://shop.example/hooks, without a name or password in it.',
  })
}

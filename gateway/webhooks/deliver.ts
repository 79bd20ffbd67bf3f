import { and, eq } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { events, purchaseOrders, retailers } from '../../db/schema/index.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import { retailerBody, supplierBody } from './body.ts'
import { type CallLimits, callWebhook, type WebhookCall } from './call.ts'
import { claimDue, type Endpoint, type EndpointJob } from './claim.ts'
import { settleCall } from './settle.ts'
import { signatureHeaders } from './signature.ts'

/** What telling needs of its surroundings. */
export interface WebhookDeps {
  hub: HubDatabase
  box: SecretBox
  limits: CallLimits
}

/** One job goes on for so long; what is left then is left to the next. */
const longest = 5 * 60_000

/**
 * Tells an endpoint of what is due, until nothing is. Calls are made outside any transaction; a process that dies in between leaves them to be made again under
 * the same id, by which the receiver recognises them.
 */
export async function deliverWebhooks(deps: WebhookDeps, job: EndpointJob): Promise<void> {
  const { hub } = deps
  const end = performance.now() + longest
  for (;;) {
    const claim = await claimDue(hub, job)
    if (!claim) return
    await Promise.all(claim.eventIds.map(eventId => tell(deps, claim.endpoint, eventId)))
    if (performance.now() < end) continue
    await hub.work('system', work => work.enqueue('deliver-webhooks', job))
    return
  }
}

async function tell(deps: WebhookDeps, endpoint: Endpoint, eventId: string): Promise<void> {
  const { hub, limits } = deps
  const call = await callOf(deps, endpoint, eventId)
  const start = performance.now()
  const outcome = await callWebhook(call, limits)
  const milliseconds = Math.round(performance.now() - start)
  await hub.work('system', work => settleCall(work, { endpoint, eventId, call, outcome, milliseconds }))
}

async function callOf({ hub, box }: WebhookDeps, endpoint: Endpoint, eventId: string): Promise<WebhookCall> {
  const now = hub.now()
  const body = await bodyOf(hub, endpoint, eventId)
  const { secret, previousSecret, previousUntil } = endpoint
  const secrets = [secret, ...(previousSecret && previousUntil && previousUntil > now ? [previousSecret] : [])]
  const timestamp = Math.floor(now.getTime() / 1000)
  const signed = signatureHeaders(
    { id: eventId, timestamp, body },
    secrets.map(sealed => box.open(sealed)),
  )
  const headers = { 'Content-Type': 'application/json', 'User-Agent': 'Crossdock-Webhooks/1', ...signed }
  return { url: endpoint.url, headers, body }
}

async function bodyOf({ orm }: HubDatabase, endpoint: Endpoint, eventId: string): Promise<string> {
  const { retailerId, partnershipId } = endpoint
  const [row] = await orm
    .select({ event: events, number: purchaseOrders.number, retailer: retailers.slug })
    .from(events)
    .innerJoin(retailers, eq(retailers.id, events.retailerId))
    .leftJoin(
      purchaseOrders,
      and(eq(purchaseOrders.retailerId, events.retailerId), eq(purchaseOrders.id, events.purchaseOrderId)),
    )
    .where(and(eq(events.retailerId, retailerId), eq(events.id, eventId)))
  const { event, number, retailer } = row!
  return partnershipId === null ? retailerBody(event) : supplierBody(event, number, retailer)
}

import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import { webhookAttempts, webhookDeliveries, webhookEndpoints } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { notify } from '../../engine/deadlines/notify.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { pausedKey } from '../../engine/webhooks/endpoints.ts'
import { deliveryFailures } from '../transports/contract.ts'
import type { CallOutcome, WebhookCall } from './call.ts'
import type { Endpoint } from './claim.ts'
import { madeAnew, reasonToPause, secondsUntilRetry } from './retries.ts'

/** A call that was made, and what it came to. */
export interface MadeCall {
  endpoint: Endpoint
  eventId: string
  call: WebhookCall
  outcome: CallOutcome
  milliseconds: number
}

/** Of what was sent no more is kept: the event itself has it all. */
const mostOfRequest = 4096

/** Writes down a call, and what follows: the event has arrived, is told again later, or is given up, and the endpoint may be paused. */
export async function settleCall(work: Work, made: MadeCall): Promise<void> {
  const { endpoint, eventId, outcome } = made
  const { retailerId, id: endpointId } = endpoint
  const thisDelivery = and(
    eq(webhookDeliveries.retailerId, retailerId),
    eq(webhookDeliveries.endpointId, endpointId),
    eq(webhookDeliveries.eventId, eventId),
  )
  // The endpoint first, as whoever changes or deletes it does.
  const [current] = await work.tx.select().from(webhookEndpoints).where(isThis(endpoint)).for('update')
  const [delivery] = await work.tx.select().from(webhookDeliveries).where(thisDelivery).for('update')
  if (!current || !delivery) return
  await keepAttempt(work, made)
  const attempts = delivery.attempts + 1
  const pause = outcome.failure ? secondsUntilRetry(outcome, attempts, Math.random()) : undefined
  const dueAt = pause === undefined ? delivery.dueAt : new Date(work.now.getTime() + pause * 1000)
  const status = !outcome.failure ? 'delivered' : pause === undefined ? 'failed' : 'retrying'
  await work.tx
    .update(webhookDeliveries)
    .set({ attempts, status, dueAt, claimedUntil: null, settledAt: status === 'retrying' ? null : work.now })
    .where(thisDelivery)
  if (status === 'retrying') await work.enqueue('deliver-webhooks', { retailerId, endpointId }, { startAfter: dueAt })
  if (outcome.failure) await noteFailure(work, current, outcome)
  else if (current.failingSince) await noteRecovery(work, current, current.failingSince)
}

const isThis = ({ retailerId, id }: Endpoint) =>
  and(eq(webhookEndpoints.retailerId, retailerId), eq(webhookEndpoints.id, id))

/** It is back: what did not arrive since it was gone is told now, not when its turn comes hours later. */
async function noteRecovery(work: Work, endpoint: Endpoint, failingSince: Date): Promise<void> {
  const { retailerId, id: endpointId } = endpoint
  await work.tx.update(webhookEndpoints).set({ failingSince: null }).where(isThis(endpoint))
  const codes = madeAnew(failingSince, work.now)
  if (codes.length === 0) return
  const lastCode = sql`(select ${webhookAttempts.failureCode} from ${webhookAttempts}
    where ${webhookAttempts.retailerId} = ${retailerId} and ${webhookAttempts.endpointId} = ${endpointId}
      and ${webhookAttempts.eventId} = ${webhookDeliveries.eventId}
    order by ${webhookAttempts.attempt} desc limit 1)`
  const again = await work.tx
    .update(webhookDeliveries)
    .set({ dueAt: work.now })
    .where(
      and(
        eq(webhookDeliveries.retailerId, retailerId),
        eq(webhookDeliveries.endpointId, endpointId),
        eq(webhookDeliveries.status, 'retrying'),
        gt(webhookDeliveries.dueAt, work.now),
        inArray(lastCode, [...codes]),
      ),
    )
    .returning({ eventId: webhookDeliveries.eventId })
  if (again.length > 0) await work.enqueue('deliver-webhooks', { retailerId, endpointId })
}

async function keepAttempt(work: Work, { endpoint, eventId, call, outcome, milliseconds }: MadeCall): Promise<void> {
  const { retailerId, id: endpointId } = endpoint
  const { failure, answer } = outcome
  const before = sql`select coalesce(max(${webhookAttempts.attempt}), 0) + 1 from ${webhookAttempts}
    where ${webhookAttempts.retailerId} = ${retailerId} and ${webhookAttempts.endpointId} = ${endpointId}
      and ${webhookAttempts.eventId} = ${eventId}`
  await work.tx.insert(webhookAttempts).values({
    retailerId,
    endpointId,
    eventId,
    attempt: sql`(${before})`,
    at: work.now,
    milliseconds,
    failureCode: failure?.code,
    failureDetail: failure?.detail,
    request: { ...call, body: call.body.slice(0, mostOfRequest) },
    answer,
  })
}

async function noteFailure(work: Work, endpoint: Endpoint, outcome: CallOutcome): Promise<void> {
  const failingSince = endpoint.failingSince ?? work.now
  const because = endpoint.pausedAt ? undefined : reasonToPause(outcome, failingSince, work.now)
  const paused = because === undefined ? {} : { pausedAt: work.now, pausedBecause: because }
  await work.tx
    .update(webhookEndpoints)
    .set({ failingSince, ...paused })
    .where(isThis(endpoint))
  if (because !== undefined) await tellOfPause(work, { ...endpoint, ...paused }, because, outcome)
}

async function tellOfPause(work: Work, endpoint: Endpoint, because: string, { failure }: CallOutcome): Promise<void> {
  const { retailerId, partnershipId, url } = endpoint
  const last = failure ? `${deliveryFailures[failure.code].says} ${failure.detail}`.trim() : ''
  const summary = `The webhook ${url} was paused. ${because} Events wait until it is resumed.`
  await raiseException(work, {
    retailerId,
    kind: 'not-delivered',
    key: pausedKey(endpoint),
    partnershipId,
    expected: 'delivered',
    actual: failure?.code ?? null,
    summary,
  })
  const body = `${summary}\n\nThe last call came to this: ${last}\n`
  const subject = 'A webhook was paused'
  await notify(work, {
    retailerId,
    partnershipId: null,
    kind: 'connections',
    audience: 'retailer',
    subject,
    body,
    rows: [],
  })
  if (partnershipId)
    await notify(work, {
      retailerId,
      partnershipId,
      kind: 'connections',
      audience: 'supplier',
      subject,
      body,
      rows: [],
    })
}

import { and, eq, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { webhookDeliveries, webhookEndpoints } from '../../db/schema/index.ts'
import { lockKey } from '../../db/work.ts'

/** Which endpoint. */
export interface EndpointJob {
  retailerId: string
  endpointId: string
}

export type Endpoint = typeof webhookEndpoints.$inferSelect

/** How many calls of one endpoint are made at once, by all processes together. */
const atOnce = 8

/** A call takes seconds; after so many its process is taken for dead. */
const claimSeconds = 120

/** An endpoint with the events that are now to be told to it by whoever asked. */
export interface Claim {
  endpoint: Endpoint
  eventIds: string[]
}

/**
 * Takes in hand what is due for an endpoint: of each object the earliest event that has not arrived, and nothing while an earlier one is on its way. None
 * when the endpoint is paused or enough calls are being made.
 */
export async function claimDue(hub: HubDatabase, { retailerId, endpointId }: EndpointJob): Promise<Claim | undefined> {
  return await hub.work('system', async work => {
    await lockKey(work.tx, `webhooks:${endpointId}`)
    const [endpoint] = await work.tx
      .select()
      .from(webhookEndpoints)
      .where(and(eq(webhookEndpoints.retailerId, retailerId), eq(webhookEndpoints.id, endpointId)))
    if (!endpoint || endpoint.pausedAt) return undefined
    const now = sql`${work.now.toISOString()}::timestamptz`
    const until = new Date(work.now.getTime() + claimSeconds * 1000).toISOString()
    const ours = sql`d.retailer_id = ${retailerId} and d.endpoint_id = ${endpointId} and d.status in ('queued', 'retrying')`
    const rows = await rowsOf<{ eventId: string }>(
      work.tx,
      sql`update ${webhookDeliveries} set claimed_until = ${until}::timestamptz
        where retailer_id = ${retailerId} and endpoint_id = ${endpointId} and event_id in (
          select d.event_id from ${webhookDeliveries} d
          where ${ours} and d.due_at <= ${now} and (d.claimed_until is null or d.claimed_until <= ${now})
            and not exists (select from ${webhookDeliveries} earlier
              where earlier.retailer_id = d.retailer_id and earlier.endpoint_id = d.endpoint_id
                and earlier.object_id = d.object_id and earlier.event_id < d.event_id
                and earlier.status in ('queued', 'retrying'))
          order by d.due_at, d.event_id
          limit greatest(0, ${atOnce} - (select count(*)::int from ${webhookDeliveries} d
            where ${ours} and d.claimed_until > ${now})))
        returning event_id as "eventId"`,
    )
    return rows.length === 0 ? undefined : { endpoint, eventIds: rows.map(row => row.eventId).sort() }
  })
}

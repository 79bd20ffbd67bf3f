import { and, eq, inArray, isNull, lte, or } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { webhookDeliveries, webhookEndpoints } from '../../db/schema/index.ts'

/** Asks for the calls that are due and that nobody has in hand: those of a process that died, and those of a job that was lost. */
export async function sweepWebhooks(hub: HubDatabase): Promise<void> {
  const now = hub.now()
  const { retailerId, endpointId, claimedUntil } = webhookDeliveries
  const due = await hub.orm
    .selectDistinct({ retailerId, endpointId })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, and(eq(webhookEndpoints.retailerId, retailerId), eq(webhookEndpoints.id, endpointId)))
    .where(
      and(
        inArray(webhookDeliveries.status, ['queued', 'retrying']),
        lte(webhookDeliveries.dueAt, now),
        or(isNull(claimedUntil), lte(claimedUntil, now)),
        isNull(webhookEndpoints.pausedAt),
      ),
    )
  await hub.work('system', async work => {
    for (const endpoint of due) await work.enqueue('deliver-webhooks', endpoint)
  })
}

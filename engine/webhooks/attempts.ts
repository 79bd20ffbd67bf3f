import { and, asc, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { webhookAttempts } from '../../db/schema/index.ts'
import type { EndpointRef } from './endpoints.ts'

/** Every call that was made to tell an endpoint of an event, with what was asked and answered, the first first. */
export async function attemptsOf(orm: Orm, { retailerId, id }: EndpointRef, eventId: string) {
  return await orm
    .select()
    .from(webhookAttempts)
    .where(
      and(
        eq(webhookAttempts.retailerId, retailerId),
        eq(webhookAttempts.endpointId, id),
        eq(webhookAttempts.eventId, eventId),
      ),
    )
    .orderBy(asc(webhookAttempts.attempt))
}

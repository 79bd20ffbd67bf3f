import { type SQL, sql } from 'drizzle-orm'
import { documents, messageEvents, messages } from '../../db/schema/index.ts'
import { subselect } from '../ui/subselect.ts'

/** Of messages that failed without anything that says why. */
const unknown = 'unknown'

const firstError = (issues: SQL) =>
  sql`(select issue->>'code' from jsonb_array_elements(${issues}) as issue where issue->>'severity' = 'error' limit 1)`

/**
 * Why a message is stuck: how its delivery failed (`DeliveryFailureCode`), or the first error of what was rejected in it, or of the message as a
 * whole (an issue's `code`).
 */
export const causeOfMessage = sql<string>`coalesce(${messages.failureCode},
  ${subselect(sql`select ${firstError(sql`${documents.issues}`)} from ${documents}
    where ${documents.retailerId} = ${messages.retailerId} and ${documents.messageId} = ${messages.id}
    and ${documents.status} = 'rejected' order by ${documents.position} limit 1`)},
  ${subselect(sql`select ${firstError(sql`${messageEvents.detail}->'issues'`)} from ${messageEvents}
    where ${messageEvents.retailerId} = ${messages.retailerId} and ${messageEvents.messageId} = ${messages.id}
    and ${messageEvents.kind} in ('refused', 'read') order by ${messageEvents.id} desc limit 1`)},
  ${unknown})`

/** Whether a message that is stuck is so for this cause. */
export const hasCause = (cause: string): SQL => sql`${causeOfMessage} = ${cause}`

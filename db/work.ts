import { type SQL, sql } from 'drizzle-orm'
import { type Orm, rowsOf } from './connection.ts'
import type { JobName, JobOptions, JobPayload } from './jobs.ts'
import { storableText } from './schema/columns.ts'
import { events, webhookDeliveries, webhookEndpoints } from './schema/index.ts'

/** Who does something: shown in histories and the audit log. E.g. `user:ann@example.com`, `partner:Northwind`, `system`. */
export type Actor = string

/**
 * One unit of work: a transaction in which the state change, its event and the jobs that follow from it commit together, or not at all.
 * Everything that a command needs from the world comes with it: the clock, ids, and who acts. Inside, never query outside `tx`.
 */
export interface Work {
  tx: Orm
  now: Date
  actor: Actor
  newId(): string
  /** Adds a job to this transaction. */
  enqueue<N extends JobName>(name: N, payload: JobPayload<N>, options?: JobOptions): Promise<void>
  /** Adds many jobs of one kind to this transaction, in one statement. */
  enqueueAll<N extends JobName>(name: N, payloads: readonly JobPayload<N>[]): Promise<void>
}

/** What a business event is about. */
export interface EventSubject {
  orderId?: string | null
  purchaseOrderId?: string | null
  invoiceId?: string | null
  partnershipId?: string | null
  documentId?: string | null
}

/** Writes one line of history in the work's transaction, and with it what is to be told of it. `type` is `subject.past-tense`. */
export async function recordEvent(
  work: Work,
  retailerId: string,
  type: string,
  subject: EventSubject,
  data: Record<string, unknown> = {},
): Promise<void> {
  const { orderId = null, purchaseOrderId = null, invoiceId = null, partnershipId = null, documentId = null } = subject
  await insertEvents(
    work,
    sql`insert into ${events}
      (retailer_id, id, type, order_id, purchase_order_id, invoice_id, partnership_id, document_id, actor, data, at)
    values (${retailerId}, ${work.newId()}, ${type}, ${orderId}, ${purchaseOrderId}, ${invoiceId}, ${partnershipId}, ${documentId},
      ${work.actor}, ${storableText(JSON.stringify(data))}::jsonb, ${work.now.toISOString()}::timestamptz)`,
  )
}

/**
 * Runs a statement that inserts into `events`, and in the same one queues each event for every webhook endpoint that asked for its type: there is no
 * event that was not told, and no word of an event that was rolled back.
 * @param insert `insert into events …`, without `returning`
 */
export async function insertEvents(work: Work, insert: SQL): Promise<void> {
  const told = await rowsOf<{ retailerId: string; endpointId: string }>(
    work.tx,
    sql`with recorded as (${insert} returning *), queued as (
      insert into ${webhookDeliveries} (retailer_id, endpoint_id, event_id, object_id, status, attempts, due_at, created_at)
      select e.retailer_id, w.id, e.id,
        coalesce(e.order_id, e.purchase_order_id, e.invoice_id, e.partnership_id, e.id), 'queued', 0, e.at, e.at
      from recorded e join ${webhookEndpoints} w on w.retailer_id = e.retailer_id
      where (w.partnership_id is null or w.partnership_id = e.partnership_id)
        and w.event_types && array['*', e.type, split_part(e.type, '.', 1) || '.*']
      returning retailer_id, endpoint_id)
    select distinct retailer_id as "retailerId", endpoint_id as "endpointId" from queued`,
  )
  for (const endpoint of told) await work.enqueue('deliver-webhooks', endpoint)
}

/** Errors of PostgreSQL after which the same transaction may simply be tried again: serialization failure, deadlock. */
export function isTransient(error: unknown): boolean {
  return hasCode(error, ['40001', '40P01'])
}

/** Something that was to be new is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return hasCode(error, ['23505'])
}

function hasCode(error: unknown, codes: readonly unknown[]): boolean {
  for (let current = error; current instanceof Error; current = current.cause)
    if (codes.includes((current as { code?: unknown }).code)) return true
  return false
}

/** The same for several keys, in the order given: whoever takes several has to take them in the same order. */
export async function lockKeys(tx: Orm, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(key, 0)) from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) as of(key)`,
  )
}

/** Takes a lock that lasts until the transaction ends; others who ask for the same key wait. */
export async function lockKey(tx: Orm, key: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
}

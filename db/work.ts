import { sql } from 'drizzle-orm'
import type { Orm } from './connection.ts'
import type { JobName, JobOptions, JobPayload } from './jobs.ts'
import { events } from './schema/index.ts'

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
}

/** What a business event is about. */
export interface EventSubject {
  orderId?: string | null
  purchaseOrderId?: string | null
  invoiceId?: string | null
  partnershipId?: string | null
  documentId?: string | null
}

/** Writes one line of history in the work's transaction. `type` is `subject.past-tense`. */
export async function recordEvent(
  work: Work,
  retailerId: string,
  type: string,
  subject: EventSubject,
  data: Record<string, unknown> = {},
): Promise<void> {
  await work.tx
    .insert(events)
    .values({ retailerId, id: work.newId(), type, ...subject, actor: work.actor, data, at: work.now })
}

/** Errors of PostgreSQL after which the same transaction may simply be tried again: serialization failure, deadlock. */
export function isTransient(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    const code = (current as { code?: unknown }).code
    if (code === '40001' || code === '40P01') return true
  }
  return false
}

/** Takes a lock that lasts until the transaction ends; others who ask for the same key wait. */
export async function lockKey(tx: Orm, key: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
}

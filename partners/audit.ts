import { auditLog } from '../db/schema/index.ts'
import type { Work } from '../db/work.ts'

/** What a person changed in the set-up. `subject` is the id of the thing; `before` and `after` hold nothing secret. */
export interface AuditedChange {
  retailerId: string
  /** `thing.past-tense`: `certificate.revoked`. */
  action: string
  subject: string
  before?: unknown
  after?: unknown
}

/** Writes a change to the audit log, in the transaction that makes it. */
export async function recordChange(work: Work, change: AuditedChange): Promise<void> {
  await work.tx.insert(auditLog).values({ ...change, id: work.newId(), actor: work.actor, at: work.now })
}
